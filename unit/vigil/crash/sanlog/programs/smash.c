/* SPDX-License-Identifier: MIT */
/* with: gcc-protector */
static void __attribute__((noinline)) fill(volatile char *digits, int count)
{
    for (int i = 0; i < count; i++) {
        digits[i] = '0';
    }
}

int main(void)
{
    volatile int count = 64;
    char digits[8];
    fill(digits, count);
    return digits[0] != '0';
}
