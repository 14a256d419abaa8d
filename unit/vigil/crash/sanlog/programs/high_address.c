/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdint.h>

static int __attribute__((noinline)) load(const volatile char *at)
{
    return *at;
}

int main(void)
{
    volatile uintptr_t address = 0xdeadbeefdeadbeef;
    return load((const volatile char *)address);
}
