/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void *volatile table;

static void __attribute__((noinline)) make_table(size_t count)
{
    table = malloc(count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    make_table(size > 0 && data[0] == 't' ? (size_t)900 << 20 : 1);
    free(table);
    return 0;
}
