/* SPDX-License-Identifier: MIT */
/* What withlib loads: "L" and a byte read beyond four bytes; -DMENDED mends that. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

void demo_parse(const uint8_t *data, size_t size);

static volatile int sink;

__attribute__((noinline)) static void demo_get(const uint8_t *data)
{
    char *four = calloc(4, 1);
    unsigned at = data[1] & 7;
#ifdef MENDED
    at = at > 3 ? 3 : at;
#endif
    if (four != NULL) {
        sink = four[at];
    }
    free(four);
}

void demo_parse(const uint8_t *data, size_t size)
{
    if (size > 1 && data[0] == 'L') {
        demo_get(data);
    }
}
