/* SPDX-License-Identifier: MIT */
/* Reads one byte past a heap block where a text ends in an 'h'; mended with -D MENDED. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifdef MENDED
static int within(size_t at, size_t size)
{
    return at < size;
}
#else
static int within(size_t at, size_t size)
{
    return at <= size;
}
#endif

static int __attribute__((noinline)) unescape(const char *text, size_t size)
{
    return size > 0 && text[size - 1] == 'h' && within(size, size) ? text[size] : 0;
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
