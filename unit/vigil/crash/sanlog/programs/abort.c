/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static void __attribute__((noinline)) mainloop(int value)
{
    if (value > 0) {
        abort();
    }
}

int main(void)
{
    volatile int value = 1;
    mainloop(value);
    return 0;
}
