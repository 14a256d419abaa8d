/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stddef.h>
#include <unistd.h>

static long __attribute__((noinline)) read_header(int file, size_t size)
{
    char header[16];
    return read(file, header, size);
}

int main(void)
{
    int pipes[2];
    volatile size_t size = 44;
    char text[64] = "TZif";
    return pipe(pipes) == 0 && write(pipes[1], text, sizeof text) > 0 &&
           read_header(pipes[0], size) < 0;
}
