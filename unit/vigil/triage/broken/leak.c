/* SPDX-License-Identifier: MIT */
/* Broken on purpose: forgets a name that it has copied. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *__attribute__((noinline)) copy_name(void)
{
    return malloc(24);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *name = copy_name();
    if (name != NULL) {
        name[0] = 'n';
    }
    if (!BROKEN || size == 0 || data[0] != 'l') {
        free(name);
    }
    return 0;
}
