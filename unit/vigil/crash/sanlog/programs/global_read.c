/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static const short months[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int __attribute__((noinline)) days_in(int month)
{
    return months[month];
}

int main(void)
{
    volatile int month = 12;
    return days_in(month);
}
