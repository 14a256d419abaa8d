/* SPDX-License-Identifier: MIT */
/* with: clang-undefined */
static const char *__attribute__((noinline)) skip(const char *at, unsigned long size)
{
    return at + size;
}

int main(void)
{
    volatile unsigned long size = 8;
    const char *volatile none = 0;
    return skip(none, size) == 0;
}
