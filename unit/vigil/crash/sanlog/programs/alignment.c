/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-memory */
#include <stdlib.h>

static void *__attribute__((noinline)) make_table(size_t alignment)
{
    return aligned_alloc(alignment, 64);
}

int main(void)
{
    volatile size_t alignment = 3;
    void *volatile table = make_table(alignment);
    return table == NULL;
}
