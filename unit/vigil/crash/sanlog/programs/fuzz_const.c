/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) {
        *(volatile uint8_t *)(uintptr_t)data = 0;
    }
    return 0;
}
