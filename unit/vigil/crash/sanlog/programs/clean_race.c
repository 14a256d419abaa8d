/* SPDX-License-Identifier: MIT */
/* with: clang-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "race:fill_cache\n";
}

static int cached;

static void *fill_cache(void *unused)
{
    cached = 1;
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, fill_cache, NULL);
    fill_cache(NULL);
    return pthread_join(thread, NULL);
}
