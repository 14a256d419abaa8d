/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static volatile int at = -1;

static int __attribute__((noinline)) put_sign(void)
{
    volatile char digits[32];
    digits[at] = '-';
    return digits[0];
}

int main(void)
{
    return put_sign();
}
