/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static int __attribute__((noinline)) negate(int offset)
{
    return -offset;
}

int main(void)
{
    volatile int offset = -0x7fffffff - 1;
    return negate(offset) == 0;
}
