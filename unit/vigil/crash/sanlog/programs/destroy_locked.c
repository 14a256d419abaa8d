/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void __attribute__((noinline)) drop_lock(pthread_mutex_t *lock)
{
    pthread_mutex_lock(lock);
    pthread_mutex_destroy(lock);
}

int main(void)
{
    pthread_mutex_t lock;
    pthread_mutex_init(&lock, NULL);
    drop_lock(&lock);
    return 0;
}
