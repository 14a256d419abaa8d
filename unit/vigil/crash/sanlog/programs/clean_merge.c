/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
/* arguments: -merge=1 merged corpus */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return size > 9 && data[0] == 3;
}
