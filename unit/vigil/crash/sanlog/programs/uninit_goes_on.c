/* SPDX-License-Identifier: MIT */
/* with: clang-memory */
/* flags: -fsanitize-recover=memory */
/* options: MSAN_OPTIONS=halt_on_error=0 */
#include <stdio.h>
#include <stdlib.h>

static int __attribute__((noinline)) is_set(const int *flag)
{
    if (*flag == 3) {
        puts("set");
    }
    return 0;
}

int main(void)
{
    return is_set(malloc(4));
}
