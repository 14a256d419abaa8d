/* SPDX-License-Identifier: MIT */
/* with: clang-none */
#include <stdio.h>

int main(void)
{
    puts("ERROR: could not open tz.conf, using defaults");
    puts("WARNING: clock skew of 3 s; Assertion failed in a former run");
    puts("abort, SEGV and timeout after 2 seconds are words");
    puts("==> runtime error: is what UBSan says");
    puts("==1234== Memcheck, a memory error detector");
    puts("12: runtime error: 3 of 4");
    puts("#0 the first of our rules (rule.c)");
    puts("stack smashing detected by nobody; double free or corruption is a chapter");
    return 0;
}
