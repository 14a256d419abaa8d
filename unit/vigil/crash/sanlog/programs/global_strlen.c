/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <string.h>

static char name[8];

static size_t __attribute__((noinline)) name_length(const char *name)
{
    return strlen(name);
}

int main(void)
{
    memset(name, 'x', sizeof name);
    return (int)name_length(name);
}
