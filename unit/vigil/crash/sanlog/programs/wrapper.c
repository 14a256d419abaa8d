/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static void *__attribute__((noinline)) malloc_wrapper(size_t size)
{
    return malloc(size);
}

static void __attribute__((noinline)) mainloop(void)
{
    void *volatile lost = malloc_wrapper(24);
    lost = NULL;
}

int main(void)
{
    mainloop();
    return 0;
}
