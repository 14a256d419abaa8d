/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return data[size] == 'x' && size == 1;
}
