/* SPDX-License-Identifier: MIT */
/* One fault of each kind that costs more than a replay to judge: 't' never ends, 'l' leaks, 'o'
 * overflows a number, 'm' takes 300 MB and 'M' 1000. Mended with -D MENDED. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not known to the compiler, which would leave out the faults and the checks of them with it. */
#ifdef MENDED
static volatile int is_mended = 1;
#else
static volatile int is_mended = 0;
#endif

static void __attribute__((noinline)) never_end(void)
{
    for (volatile int turning = 1; turning != 0;) {}
}

static void *volatile lost;

static void __attribute__((noinline)) leak(void)
{
    lost = malloc(24);
    lost = NULL;
}

static int __attribute__((noinline)) to_seconds(int hours)
{
    return hours * 3600;
}

static void __attribute__((noinline)) take_memory(size_t megabytes)
{
    void *volatile table = malloc(megabytes << 20);
    free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    volatile int hours = 1 << 20, seconds = 0;
    switch (size == 0 || is_mended ? ' ' : data[0]) {
    case 't':
        never_end();
        break;
    case 'l':
        leak();
        break;
    case 'o':
        seconds = to_seconds(hours);
        break;
    case 'm':
        take_memory(300);
        break;
    case 'M':
        take_memory(1000);
        break;
    default:
        break;
    }
    return seconds == 1;
}
