/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* options: ASAN_OPTIONS=handle_sigill=1 */
static void __attribute__((noinline)) never(int month)
{
    if (month > 12) {
        __builtin_trap();
    }
}

int main(void)
{
    volatile int month = 13;
    never(month);
    return 0;
}
