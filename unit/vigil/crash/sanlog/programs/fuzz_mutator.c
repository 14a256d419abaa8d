/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
/* arguments: -seed=1 -runs=1000 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

static void __attribute__((noinline)) turn_field(uint8_t *data, size_t at)
{
    data[at] ^= 1;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    turn_field(data, most + seed % 2);
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return size > 9 && data[0] == 3;
}
