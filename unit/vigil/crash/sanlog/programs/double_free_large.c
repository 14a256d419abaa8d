/* SPDX-License-Identifier: MIT */
/* with: gcc-none */
#include <stdlib.h>

static void __attribute__((noinline)) free_zone(char *zone)
{
    free(zone);
}

int main(void)
{
    char *volatile zone = malloc(2000);
    char *volatile other = malloc(2000);
    free_zone(zone);
    free_zone(zone);
    return other == NULL;
}
