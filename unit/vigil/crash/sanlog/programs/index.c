/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static int __attribute__((noinline)) days_in(int month)
{
    int days[12] = {31};
    return days[month];
}

int main(void)
{
    volatile int month = 12;
    return days_in(month);
}
