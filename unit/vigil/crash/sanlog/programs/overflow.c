/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined clang-undefined-plain clang-undefined-nostack */
static int __attribute__((noinline)) to_seconds(int hours)
{
    return hours * 3600;
}

int main(void)
{
    volatile int hours = 1 << 20;
    return to_seconds(hours) == 0;
}
