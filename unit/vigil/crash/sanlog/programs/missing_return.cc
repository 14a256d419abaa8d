/* SPDX-License-Identifier: MIT */
/* with: clang++-undefined g++-undefined */
static int __attribute__((noinline)) month_of(int day)
{
    if (day > 0) {
        return 1;
    }
}

int main(void)
{
    volatile int day = 0;
    return month_of(day);
}
