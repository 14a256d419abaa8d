/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
/* flags: -fsanitize=float-divide-by-zero */
static double __attribute__((noinline)) rate(double count, double seconds)
{
    return count / seconds;
}

int main(void)
{
    volatile double none = 0;
    return rate(3, none) < 0;
}
