/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined clang-address */
static int __attribute__((noinline)) per(int total, int count)
{
    return total / count;
}

int main(void)
{
    volatile int total = -0x7fffffff - 1, count = -1;
    return per(total, count) == 0;
}
