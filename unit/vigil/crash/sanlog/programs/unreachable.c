/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static int __attribute__((noinline)) days_in(int month)
{
    switch (month) {
    case 1:
        return 31;
    default:
        __builtin_unreachable();
    }
}

int main(void)
{
    volatile int month = 13;
    return days_in(month);
}
