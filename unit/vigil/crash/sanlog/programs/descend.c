/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static int __attribute__((noinline)) descend(volatile int *depth)
{
    volatile char page[4096];
    page[0] = 1;
    ++*depth;
    return *depth == -1 ? 0 : descend(depth) + page[0];
}

int main(void)
{
    volatile int depth = 0;
    return descend(&depth);
}
