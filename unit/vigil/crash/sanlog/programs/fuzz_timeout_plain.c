/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) find_end(const volatile uint8_t *first)
{
    while (*first == 't') {}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        find_end(data);
    }
    return 0;
}
