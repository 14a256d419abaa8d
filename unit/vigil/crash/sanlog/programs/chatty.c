/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* flags: -pthread */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *chat(void *unused)
{
    for (int line = 0; line < 400; line++) {
        fprintf(stderr, "#%d: still at work on request 0x%x\n", line, line);
        usleep(1000);
    }
    return unused;
}

static int __attribute__((noinline)) read_field(const volatile char *field, int at)
{
    return field[at];
}

int main(void)
{
    pthread_t thread;
    volatile int at = 4;
    pthread_create(&thread, NULL, chat, NULL);
    usleep(20000);
    return read_field(calloc(1, 4), at);
}
