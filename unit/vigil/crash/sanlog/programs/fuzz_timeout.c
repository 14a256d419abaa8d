/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) find_end(const volatile uint8_t *first)
{
    while (*first == 't') {}
}

static void __attribute__((noinline)) read_text(const uint8_t *data)
{
    find_end(data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) {
        read_text(data);
    }
    return 0;
}
