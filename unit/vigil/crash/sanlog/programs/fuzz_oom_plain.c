/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer */
/* arguments: -timeout=30 -rss_limit_mb=100 input */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void *volatile keep;

static void __attribute__((noinline)) grow(void)
{
    for (;;) {
        void **block = malloc(1 << 20);
        memset(block, 1, 1 << 20);
        *block = keep;
        keep = block;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        grow();
    }
    return 0;
}
