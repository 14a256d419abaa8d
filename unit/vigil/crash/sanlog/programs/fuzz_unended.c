/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) refuse(void)
{
    fputs("reading the field ... ", stderr);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        refuse();
    }
    return 0;
}
