/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
/* arguments: -seed=1 -runs=200000 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) third(const uint8_t *data)
{
    return data[3];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return size == 3 && data[0] == 'T' && data[1] == 'Z' && third(data) == 7;
}
