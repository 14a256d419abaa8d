/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    volatile unsigned sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum += data[i];
    }
    (void)sum;
    return 0;
}
