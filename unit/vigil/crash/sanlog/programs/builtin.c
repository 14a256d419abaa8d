/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static int __attribute__((noinline)) highest_bit(unsigned bits)
{
    return __builtin_clz(bits);
}

int main(void)
{
    volatile unsigned none = 0;
    return highest_bit(none) == 0;
}
