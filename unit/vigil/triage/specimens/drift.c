/* SPDX-License-Identifier: MIT */
/* Two bugs with one title: put() writes past its field when an offset is read, which takes an 'a'
 * and later a 'b'; and when a lone sign is read, which takes the 'a' and no 'b'. Whoever shrinks
 * the first and looks at titles only, ends at the second. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) put(char *field, size_t at)
{
    field[at] = 'x';
}

static void __attribute__((noinline)) read_offset(char *field)
{
    put(field, 8);
}

static void __attribute__((noinline)) read_sign(char *field)
{
    put(field, 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *sign = size == 0 ? NULL : memchr(data, 'a', size);
    char *field = malloc(8);
    if (field != NULL && sign != NULL) {
        if (memchr(sign, 'b', (size_t)(data + size - sign)) != NULL) {
            read_offset(field);
        } else {
            read_sign(field);
        }
    }
    free(field);
    return 0;
}
