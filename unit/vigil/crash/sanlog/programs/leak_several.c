/* SPDX-License-Identifier: MIT */
/* with: clang-leak gcc-leak */
#include <stdlib.h>

static void *__attribute__((noinline)) new_name(void)
{
    return malloc(40);
}

static void *__attribute__((noinline)) new_rule(void)
{
    return calloc(3, 8);
}

int main(void)
{
    void *volatile lost = new_name();
    lost = new_rule();
    lost = new_rule();
    lost = NULL;
    return lost != NULL;
}
