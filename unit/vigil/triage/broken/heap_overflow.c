/* SPDX-License-Identifier: MIT */
/* Broken on purpose: reads one byte past a heap block where a text ends in an escape. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) unescape(const char *text, size_t size)
{
    return BROKEN && size > 0 && text[size - 1] == 'h' ? text[size] : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + (size == 0));
    if (copy == NULL) {
        return 0;
    }
    memcpy(copy, data, size);
    volatile int last = unescape(copy, size);
    (void)last;
    free(copy);
    return 0;
}
