/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdint.h>

static void __attribute__((noinline)) store(volatile char *at)
{
    *at = 1;
}

int main(void)
{
    volatile uintptr_t address = 0x1234567890;
    store((volatile char *)address);
    return 0;
}
