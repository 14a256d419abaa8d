/* SPDX-License-Identifier: MIT */
/* Reads the minutes of "+HH:MM" by a table that has no row for those beyond 59: so a crash hangs on
 * the sign, the colon and the tens of the minutes, and on no other byte. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int __attribute__((noinline)) read_tens(const int *tens, uint8_t digit)
{
    return tens[digit - '0'];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int *tens = calloc(6, sizeof *tens);
    if (tens != NULL && size > 4 && data[0] == '+' && data[3] == ':' && data[4] >= '0' &&
        data[4] <= '9') {
        volatile int minutes = read_tens(tens, data[4]);
        (void)minutes;
    }
    free(tens);
    return 0;
}
