/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* flags: -pthread */
#include <pthread.h>
#include <stdlib.h>

static void *__attribute__((noinline)) run_shift(void *table)
{
    return ((void *volatile *)table)[1];
}

int main(void)
{
    pthread_t thread;
    void *table = malloc(8);
    pthread_create(&thread, NULL, run_shift, table);
    return pthread_join(thread, NULL);
}
