/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address clang-fuzzer */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) nested(const uint8_t *data, volatile int *depth)
{
    ++*depth;
    return *depth == -1 ? 0 : nested(data, depth) + data[0];
}

static int __attribute__((noinline)) parse(const uint8_t *data)
{
    volatile int depth = 0;
    return nested(data, &depth);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        return parse(data) == 3 ? 0 : 0;
    }
    return 0;
}
