/* SPDX-License-Identifier: MIT */
/* with: clang-implicit */
static unsigned __attribute__((noinline)) to_count(int count)
{
    return count;
}

int main(void)
{
    volatile int count = -1;
    return to_count(count) == 0;
}
