/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-memory */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) check(const int *flag)
{
    if (*flag == 3) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        check(malloc(4));
    }
    return 0;
}
