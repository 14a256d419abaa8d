/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* flags: -fsanitize=bounds -fno-sanitize-recover=bounds */
static int __attribute__((noinline)) days_in(int month)
{
    int days[12] = {31};
    return days[month];
}

int main(void)
{
    volatile int month = 14;
    return days_in(month);
}
