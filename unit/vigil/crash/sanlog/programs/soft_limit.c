/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* options: ASAN_OPTIONS=soft_rss_limit_mb=64 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *volatile keep;

static void __attribute__((noinline)) grow(void)
{
    for (int i = 0; i < 600; i++) {
        char *block = malloc(1 << 20);
        memset(block, 1, 1 << 20);
        *(void **)block = keep;
        keep = block;
        usleep(5000);
    }
}

int main(void)
{
    grow();
    return 0;
}
