/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
/* flags: -std=c17 */
static int __attribute__((noinline)) scale(int hours)
{
    return hours << 4;
}

int main(void)
{
    volatile int hours = -5;
    return scale(hours) == 0;
}
