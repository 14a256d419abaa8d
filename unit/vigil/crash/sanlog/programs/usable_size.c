/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <malloc.h>

static size_t __attribute__((noinline)) room_of(void *table)
{
    return malloc_usable_size(table);
}

int main(void)
{
    char table[8];
    return room_of(table) == 0;
}
