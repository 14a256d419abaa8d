/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* flags: -D_GNU_SOURCE */
#include <stdio.h>
#include <sys/mman.h>

static int __attribute__((noinline)) first_byte(const volatile char *map)
{
    return map[4096];
}

int main(void)
{
    FILE *file = tmpfile();
    char *map = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fileno(file), 0);
    return first_byte(map);
}
