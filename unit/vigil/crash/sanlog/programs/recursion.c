/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static int __attribute__((noinline)) odd(volatile int *depth);

static int __attribute__((noinline)) even(volatile int *depth)
{
    ++*depth;
    return *depth == -1 ? 0 : odd(depth) + 1;
}

static int __attribute__((noinline)) odd(volatile int *depth)
{
    ++*depth;
    return *depth == -1 ? 0 : even(depth) + 1;
}

int main(void)
{
    volatile int depth = 0;
    return even(&depth);
}
