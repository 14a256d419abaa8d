/* SPDX-License-Identifier: MIT */
/* with: clang-integer */
static unsigned __attribute__((noinline)) end_of(unsigned start, unsigned size)
{
    return start + size;
}

int main(void)
{
    volatile unsigned start = 0xfffffff0, size = 32;
    return end_of(start, size) == 0;
}
