/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static void *__attribute__((noinline)) grow_table(void *table)
{
    return realloc(table, 64);
}

int main(void)
{
    void *volatile table = malloc(8);
    free(table);
    return grow_table(table) == NULL;
}
