/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) give_up(void)
{
    exit(3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        give_up();
    }
    return 0;
}
