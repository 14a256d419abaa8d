/* SPDX-License-Identifier: MIT */
/* with: clang-memory clang-memory-origins */
#include <stdlib.h>
#include <unistd.h>

static long __attribute__((noinline)) send(const char *text)
{
    return write(1, text, 8);
}

int main(void)
{
    char *text = malloc(8);
    return send(text) == 7;
}
