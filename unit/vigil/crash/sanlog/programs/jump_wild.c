/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdint.h>

static volatile int done;

static void __attribute__((noinline)) call_hook(void (*hook)(void))
{
    hook();
    done = 1;
}

int main(void)
{
    volatile uintptr_t address = 0x414141414140;
    call_hook((void (*)(void))address);
    return done;
}
