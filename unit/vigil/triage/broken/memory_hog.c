/* SPDX-License-Identifier: MIT */
/* Broken on purpose: believes the size that an input claims. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) make_table(size_t count)
{
    volatile char *table = malloc(count);
    if (table != NULL) {
        table[0] = 1;
    }
    free((void *)table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    make_table(BROKEN && size > 0 && data[0] == 'm' ? (size_t)512 << 20 : 16);
    return 0;
}
