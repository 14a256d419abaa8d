/* SPDX-License-Identifier: MIT */
/* Broken on purpose: a number of seconds overflows an int, which is undefined behaviour. */
#include <stddef.h>
#include <stdint.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) to_seconds(int hours)
{
    return hours * 3600;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    volatile int seconds = to_seconds(BROKEN && size > 0 && data[0] == 'o' ? 1 << 20 : 1);
    (void)seconds;
    return 0;
}
