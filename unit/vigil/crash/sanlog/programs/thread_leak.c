/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void *__attribute__((noinline)) idle(void *unused)
{
    return unused;
}

static void __attribute__((noinline)) start_worker(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
}

int main(void)
{
    start_worker();
    usleep(20000);
    return 0;
}
