/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer clang-fuzzer-address */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) check_month(int month)
{
    assert(month <= 12);
}

static void __attribute__((noinline)) read_date(int month)
{
    check_month(month);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        read_date(data[0]);
    }
    return 0;
}
