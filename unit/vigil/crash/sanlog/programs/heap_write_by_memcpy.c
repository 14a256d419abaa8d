/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>
#include <string.h>

static void __attribute__((noinline)) copy_name(char *into, const char *name, size_t size)
{
    memcpy(into, name, size);
}

int main(void)
{
    volatile size_t size = 13;
    char *into = malloc(8);
    if (into != NULL) {
        copy_name(into, "America/Belem", size);
    }
    return 0;
}
