/* SPDX-License-Identifier: MIT */
/* with: clang-implicit */
static unsigned char __attribute__((noinline)) to_month(int month)
{
    return month;
}

int main(void)
{
    volatile int month = 300;
    return to_month(month);
}
