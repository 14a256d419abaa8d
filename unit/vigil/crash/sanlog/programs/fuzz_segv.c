/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) store(volatile char *at)
{
    *at = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        store((volatile char *)(uintptr_t)16);
    }
    return 0;
}
