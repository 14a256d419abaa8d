/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdint.h>

static const char name[32] = "Europe/Paris";

static void __attribute__((noinline)) store(volatile char *at)
{
    *at = 1;
}

int main(void)
{
    store((volatile char *)(uintptr_t)name);
    return 0;
}
