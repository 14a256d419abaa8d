/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* flags: -D_GNU_SOURCE */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

static void *__attribute__((noinline)) make_table(size_t count)
{
    return reallocarray(NULL, count, 16);
}

int main(void)
{
    volatile size_t count = SIZE_MAX - 1;
    void *volatile table = make_table(count);
    return table == NULL;
}
