/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <pthread.h>

static int cached;

static void *fill_cache(void *unused)
{
    cached = 1;
    return unused;
}

int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, fill_cache, NULL) != 0) {
        return 0;
    }
    fill_cache(NULL);
    return pthread_join(thread, NULL) + cached - 1;
}
