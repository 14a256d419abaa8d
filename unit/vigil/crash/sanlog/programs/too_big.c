/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdint.h>
#include <stdlib.h>

static void *__attribute__((noinline)) make_table(size_t count)
{
    return malloc(count);
}

int main(void)
{
    volatile size_t count = SIZE_MAX / 2;
    void *volatile table = make_table(count);
    return table == 0;
}
