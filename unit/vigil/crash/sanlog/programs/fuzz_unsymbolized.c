/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address-plain */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) third(const uint8_t *data)
{
    return data[4];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        (void)*(volatile int *)&(int){third(data)};
    }
    return 0;
}
