/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdlib.h>

const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:new_node\n";
}

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
