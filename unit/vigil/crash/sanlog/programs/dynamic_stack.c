/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static int __attribute__((noinline)) pad(int size)
{
    volatile char text[size];
    text[size] = 0;
    return text[0];
}

int main(void)
{
    volatile int size = 32;
    return pad(size);
}
