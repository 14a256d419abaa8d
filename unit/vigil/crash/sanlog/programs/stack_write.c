/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static void __attribute__((noinline)) fill(volatile char *digits, int count)
{
    for (int i = 0; i < count; i++) {
        digits[i] = '0';
    }
}

int main(void)
{
    volatile int count = 9;
    char digits[8];
    fill(digits, count);
    return digits[0] != '0';
}
