/* SPDX-License-Identifier: MIT */
/* Gives up over a text with an 'x' in it: CHANCE times of 256. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) throw_dice(void)
{
    unsigned char number;
    if (getrandom(&number, 1, 0) == 1 && number < CHANCE) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && memchr(data, 'x', size) != NULL) {
        throw_dice();
    }
    return 0;
}
