/* SPDX-License-Identifier: MIT */
/* with: clang++-address g++-address */
#include <cstdlib>

static void __attribute__((noinline)) release(int *table)
{
    std::free(table);
}

int main()
{
    int *volatile table = new int[4];
    release(table);
}
