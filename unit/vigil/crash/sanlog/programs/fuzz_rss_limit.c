/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#include <string.h>

static void *volatile keep;

static void __attribute__((noinline)) grow(void)
{
    for (;;) {
        void **block = calloc(1, 1 << 20);
        if (block != NULL) {
            memset(block, 1, 1 << 20);
            *block = keep;
            keep = block;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        grow();
    }
    return 0;
}
