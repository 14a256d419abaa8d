/* SPDX-License-Identifier: MIT */
/* with: clang-none */
#include <stdio.h>

int main(void)
{
    puts("comparing with the report of last night:");
    puts("    ==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000014");
    puts("    READ of size 1 at 0x602000000014 thread T0");
    puts("        #0 0x4f2 in read_field /src/parse.c:21:9");
    puts("> parse.c:3:5: runtime error: signed integer overflow: 1 + 2");
    puts("the log says \"==7== ERROR: libFuzzer: timeout after 2 seconds\"");
    puts("SUMMARY: AddressSanitizer: heap-buffer-overflow parse.c:21:9 in read_field");
    return 0;
}
