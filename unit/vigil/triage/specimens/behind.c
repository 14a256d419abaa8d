/* SPDX-License-Identifier: MIT */
/* A bug behind another: an 'a' is fatal, and so is a 'b', which is only come to without an 'a' or
 * with -D MENDED. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifndef MENDED
#define MENDED 0
#endif

static void __attribute__((noinline)) check_date(const uint8_t *data, size_t size)
{
    if (MENDED == 0 && memchr(data, 'a', size) != NULL) {
        abort();
    }
}

static void __attribute__((noinline)) check_zone(const uint8_t *data, size_t size)
{
    if (memchr(data, 'b', size) != NULL) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) {
        check_date(data, size);
        check_zone(data, size);
    }
    return 0;
}
