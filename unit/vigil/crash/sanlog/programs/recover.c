/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* flags: -fsanitize-recover=address */
/* options: ASAN_OPTIONS=halt_on_error=0 */
#include <stdlib.h>

static int __attribute__((noinline)) read_field(const volatile char *field, int at)
{
    return field[at];
}

static int __attribute__((noinline)) read_other(const volatile char *field, int at)
{
    return field[at];
}

int main(void)
{
    volatile int at = 4;
    char *field = calloc(1, 4);
    return read_field(field, at) + read_other(field, at);
}
