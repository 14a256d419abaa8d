/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
/* options: TSAN_OPTIONS=detect_deadlocks=1:second_deadlock_stack=1 */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;

static void __attribute__((noinline)) lock_both(pthread_mutex_t *one, pthread_mutex_t *other)
{
    pthread_mutex_lock(one);
    pthread_mutex_lock(other);
    pthread_mutex_unlock(other);
    pthread_mutex_unlock(one);
}

static void __attribute__((noinline)) turned(void)
{
    lock_both(&second, &first);
}

int main(void)
{
    lock_both(&first, &second);
    turned();
    return 0;
}
