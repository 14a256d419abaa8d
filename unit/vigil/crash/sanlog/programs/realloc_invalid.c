/* SPDX-License-Identifier: MIT */
/* with: gcc-none */
#include <stdlib.h>

static void *__attribute__((noinline)) grow_table(char *table)
{
    return realloc(table, 4000);
}

int main(void)
{
    char *volatile table = malloc(64);
    return grow_table(table + 8) == NULL;
}
