/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static long __attribute__((noinline)) before(long instant)
{
    return instant - 2;
}

int main(void)
{
    volatile long instant = -0x7fffffffffffffff;
    return before(instant) == 0;
}
