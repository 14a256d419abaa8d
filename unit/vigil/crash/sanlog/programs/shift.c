/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static unsigned __attribute__((noinline)) bit(int at)
{
    return 1u << at;
}

int main(void)
{
    volatile int at = 40;
    return (int)bit(at);
}
