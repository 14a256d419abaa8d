/* SPDX-License-Identifier: MIT */
/* Broken on purpose: gives up where it should refuse. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) check_first(uint8_t first)
{
    if (BROKEN && first == 'a') {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) {
        check_first(data[0]);
    }
    return 0;
}
