/* SPDX-License-Identifier: MIT */
/* with: clang-address clang-undefined gcc-undefined */
static int __attribute__((noinline)) per(int total, int count)
{
    return total / count;
}

int main(void)
{
    volatile int none = 0;
    return per(60, none);
}
