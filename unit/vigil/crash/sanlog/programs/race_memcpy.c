/* SPDX-License-Identifier: MIT */
/* with: clang-thread */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include <string.h>

static char name[32];
char *volatile seen = name;

static void *__attribute__((noinline)) set_name(void *text)
{
    memcpy(seen, text, strlen(text));
    return text;
}

int main(void)
{
    pthread_t thread;
    char *volatile text = "Europe/Paris";
    pthread_create(&thread, NULL, set_name, text);
    usleep(10000);
    memset(seen, 0, strlen(text));
    return pthread_join(thread, NULL);
}
