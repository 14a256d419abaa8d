/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdlib.h>

static void *__attribute__((noinline)) make_table(size_t alignment)
{
    void *table = NULL;
    return posix_memalign(&table, alignment, 64) == 0 ? table : NULL;
}

int main(void)
{
    volatile size_t alignment = 3;
    void *volatile table = make_table(alignment);
    return table == NULL;
}
