/* SPDX-License-Identifier: MIT */
/* Broken on purpose: never comes to an end where an input begins with 't'. */
#include <stddef.h>
#include <stdint.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) find_end(const volatile uint8_t *first)
{
    while (BROKEN && *first == 't') {}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) {
        find_end(data);
    }
    return 0;
}
