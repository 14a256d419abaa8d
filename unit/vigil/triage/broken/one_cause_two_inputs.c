/* SPDX-License-Identifier: MIT */
/* Broken on purpose: one write past a field, which a long zone and a long offset both come to. Two
 * inputs, two lines, one cause: one issue. */
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

static void __attribute__((noinline)) put(char *field, size_t at)
{
    if (BROKEN || at < 8) {
        field[at] = 'x';
    }
}

static void __attribute__((noinline)) fill(char *field, uint8_t kind, size_t size)
{
    if (kind == 'z' && size > 1) {
        put(field, 8);
    }
    if (kind == '+') {
        put(field, 12);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *field = malloc(8);
    if (field == NULL) {
        return 0;
    }
    memset(field, 0, 8);
    fill(field, size > 0 ? data[0] : 0, size);
    free(field);
    return 0;
}
