/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdint.h>

static volatile int done;
static volatile char page[4096];

static void __attribute__((noinline)) call_hook(void (*hook)(void))
{
    hook();
    done = 1;
}

int main(void)
{
    call_hook((void (*)(void))(uintptr_t)&page);
    return done;
}
