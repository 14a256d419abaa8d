/* SPDX-License-Identifier: MIT */
/* Nothing is wrong with this one. */
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    volatile unsigned sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum += data[i] == 'c' ? 2u : 1u;
    }
    (void)sum;
    return 0;
}
