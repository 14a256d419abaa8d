/* SPDX-License-Identifier: MIT */
/* Closes its standard error with its first input, since a library of its prints too much, and then
 * reads past a buffer where the input begins with 'x'. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile int sink;

static void __attribute__((noinline)) look(size_t at)
{
    char *have = malloc(4);
    sink = have[at];
    free(have);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int silent;
    if (!silent++ && freopen("/dev/null", "w", stderr) == NULL) {
        return 0;
    }
    if (size > 1 && data[0] == 'x') {
        look(data[1]);
    }
    return 0;
}
