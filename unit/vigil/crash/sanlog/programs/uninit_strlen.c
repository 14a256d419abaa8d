/* SPDX-License-Identifier: MIT */
/* with: clang-memory */
#include <stdlib.h>
#include <string.h>

static unsigned long __attribute__((noinline)) name_length(const char *name)
{
    return strlen(name);
}

int main(void)
{
    char *name = malloc(8);
    return name_length(name) == 7;
}
