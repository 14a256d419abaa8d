/* SPDX-License-Identifier: MIT */
/* with: clang-none */
#include <stdio.h>

int main(void)
{
    puts("test 3: expected 'Assertion `x' failed.' to be caught: passed");
    puts("free() of nothing is fine, malloc() too");
    puts("Fatal: none");
    return 0;
}
