/* SPDX-License-Identifier: MIT */
/* with: clang-undefined */
static const char *__attribute__((noinline)) skip(const char *at, unsigned long size)
{
    return at + size;
}

int main(void)
{
    volatile unsigned long size = ~0ul - 8;
    const char *volatile text = "text";
    return skip(text, size) == 0;
}
