/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static long *volatile zone;

static void *__attribute__((noinline)) free_zone(void *unused)
{
    free(zone);
    return unused;
}

static long __attribute__((noinline)) zone_offset(void)
{
    return *zone;
}

int main(void)
{
    pthread_t thread;
    zone = calloc(1, 8);
    pthread_create(&thread, NULL, free_zone, NULL);
    usleep(10000);
    long seen = zone_offset();
    pthread_join(thread, NULL);
    return seen == 3;
}
