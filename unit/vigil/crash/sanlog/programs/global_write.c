/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static long days[12];

static void __attribute__((noinline)) set_days(int month)
{
    days[month] = 31;
}

int main(void)
{
    volatile int month = 12;
    set_days(month);
    return days[0];
}
