/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* flags: -fsanitize=signed-integer-overflow -fsanitize-trap=signed-integer-overflow */
/* options: ASAN_OPTIONS=handle_sigill=1 */
static int __attribute__((noinline)) next_year(int year)
{
    return year + 1;
}

int main(void)
{
    volatile int year = 0x7fffffff;
    return next_year(year) == 0;
}
