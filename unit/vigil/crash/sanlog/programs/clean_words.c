/* SPDX-License-Identifier: MIT */
/* with: clang-none */
#include <stdio.h>

int main(void)
{
    puts("ERROR: AddressSanitizer is mentioned here");
    puts("script.py:3: RuntimeError: overflow");
    puts("WARNING: MemorySanitizer would have found it; runtime error: none");
    puts("#0 pulse  cov: 3 ft: 4");
    puts("#1 0 in 3 lines");
    return 0;
}
