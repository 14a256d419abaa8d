/* SPDX-License-Identifier: MIT */
/* Reads a table beside itself at its start and ends where there is none, as targets of OSS-Fuzz do;
 * "L" and a byte read beyond four bytes; -DMENDED mends that. */
#include <libgen.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char table[16];
static volatile int sink;

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    char self[4096] = "", path[4200];
    (void)count;
    (void)arguments;
    (void)!readlink("/proc/self/exe", self, sizeof self - 1);
    (void)snprintf(path, sizeof path, "%s/table.dat", dirname(self));
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        exit(1);
    }
    (void)!fread(table, 1, sizeof table, file);
    (void)fclose(file);
    return 0;
}

__attribute__((noinline)) static void look(const uint8_t *data)
{
    char *four = calloc(4, 1);
    unsigned at = data[1] & 7;
#ifdef MENDED
    at = at > 3 ? 3 : at;
#endif
    if (four != NULL) {
        sink = four[at] + table[at];
    }
    free(four);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 && data[0] == 'L') {
        look(data);
    }
    return 0;
}
