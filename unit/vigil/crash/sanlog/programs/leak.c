/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>
#include <string.h>

static void *__attribute__((noinline)) new_node(void)
{
    return malloc(24);
}

int main(void)
{
    void *volatile node = new_node();
    node = 0;
    return node != 0;
}
