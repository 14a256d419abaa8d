/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-undefined clang-fuzzer-undefined-goon */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) to_seconds(int hours)
{
    return hours * 3600;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        return to_seconds((int)data[0] << 20) == 1 ? 0 : 0;
    }
    return 0;
}
