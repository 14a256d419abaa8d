/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void __attribute__((noinline)) lock_dropped(void)
{
    pthread_mutex_destroy(&lock);
    pthread_mutex_lock(&lock);
}

int main(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    lock_dropped();
    return 0;
}
