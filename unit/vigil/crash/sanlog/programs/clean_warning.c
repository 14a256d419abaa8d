/* SPDX-License-Identifier: MIT */
/* with: clang-address-returnnull */
#include <stdint.h>
#include <stdlib.h>

int main(void)
{
    volatile size_t count = SIZE_MAX / 2;
    void *volatile table = malloc(count);
    return table != 0;
}
