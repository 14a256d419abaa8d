/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void *__attribute__((noinline)) copy_name(void)
{
    return malloc(24);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *volatile name = size > 0 && data[0] == 't' ? copy_name() : 0;
    name = 0;
    return name != 0;
}
