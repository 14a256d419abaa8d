/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) refuse(uint8_t first)
{
    if (first == 't') {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) {
        refuse(data[0]);
    }
    return 0;
}
