/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* options: ASAN_OPTIONS=handle_sigtrap=1 */
#include <signal.h>

static void __attribute__((noinline)) breakpoint(void)
{
    raise(SIGTRAP);
}

int main(void)
{
    breakpoint();
    return 0;
}
