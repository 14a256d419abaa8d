/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile long count;

static void *__attribute__((noinline)) add_locked(void *unused)
{
    usleep(10000);
    pthread_mutex_lock(&lock);
    count++;
    pthread_mutex_unlock(&lock);
    return unused;
}

static long __attribute__((noinline)) read_bare(void)
{
    return count;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, add_locked, NULL);
    long seen = read_bare();
    pthread_join(thread, NULL);
    return seen > 1;
}
