/* SPDX-License-Identifier: MIT */
/* with: gcc-address-returnnull clang-memory-returnnull clang-thread-returnnull */
#include <stdlib.h>

static void *__attribute__((noinline)) make_table(size_t count)
{
    return calloc(count, 16);
}

int main(void)
{
    volatile size_t count = (size_t)-1 / 4;
    void *volatile table = make_table(count);
    return table != 0;
}
