/* SPDX-License-Identifier: MIT */
/* with: gcc-none */
/* flags: -pthread */
#include <pthread.h>

static void __attribute__((noinline)) lock_cache(pthread_mutex_t *lock)
{
    pthread_mutex_lock(lock);
}

int main(void)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    lock.__data.__owner = 77;
    lock_cache(&lock);
    return 0;
}
