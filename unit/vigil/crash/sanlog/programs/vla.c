/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static int __attribute__((noinline)) pad(int size)
{
    volatile char text[size];
    text[0] = 0;
    return text[0];
}

int main(void)
{
    volatile int size = -1;
    return pad(size);
}
