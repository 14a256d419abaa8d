/* SPDX-License-Identifier: MIT */
/* with: clang-integer */
static unsigned __attribute__((noinline)) negate(unsigned count)
{
    return -count;
}

int main(void)
{
    volatile unsigned count = 3;
    return negate(count) == 0;
}
