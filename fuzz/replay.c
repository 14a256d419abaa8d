/* replay.c -- runs a fuzz target once on each file it is given, where there is no fuzzing engine */
/* SPDX-License-Identifier: MIT */

/*
 * TARGET FILE-OR-DIRECTORY…
 *
 * Directories are walked, in sorted order. Each file is named on standard error before it runs, so
 * that the last name before a crash report is the input that crashed. Arguments that begin with
 * "-" are left to libFuzzer, so that its command lines can be used here as they stand.
 *
 * Exit status: 0 all were run; 1 there was none to run, or one could not be read. An argument that
 * does not exist is passed over as long as another gives an input: not every target has
 * regressions.
 */
#define _XOPEN_SOURCE 700 /* NOLINT: scandir */

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

_Noreturn static void give_up(const char *path, const char *why)
{
    fprintf(stderr, "replay: %s: %s\n", path, why);
    exit(EXIT_FAILURE);
}

static void *need(void *memory, const char *path)
{
    if (!memory) {
        give_up(path, "out of memory");
    }
    return memory;
}

/* The bytes of a file; the block is one byte longer, and they stand at its end (see fuzz_copy). */
static uint8_t *contents(const char *path, size_t size)
{
    uint8_t *const block = (uint8_t *)need(malloc(size + 1), path);
    FILE *const file = fopen(path, "rb");
    if (!file) {
        give_up(path, strerror(errno));
    }
    if (fread(block + 1, 1, size, file) != size || fgetc(file) != EOF) {
        give_up(path, "changed while it was read");
    }
    fclose(file);
    return block;
}

static size_t run_file(const char *path, size_t size)
{
    fprintf(stderr, "Running: %s\n", path);
    uint8_t *const block = contents(path, size);
    LLVMFuzzerTestOneInput(block + 1, size);
    free(block);
    return 1;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static size_t run(const char *path);

static size_t run_directory(const char *path)
{
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, is_visible, alphasort);
    size_t inputs = 0;
    if (count < 0) {
        give_up(path, strerror(errno));
    }
    for (int i = 0; i < count; i++) {
        const size_t size = strlen(path) + 1 + strlen(entries[i]->d_name) + 1;
        char *const inside = (char *)need(malloc(size), path);
        snprintf(inside, size, "%s/%s", path, entries[i]->d_name);
        inputs += run(inside);
        free(inside);
        free(entries[i]);
    }
    free(entries);
    return inputs;
}

/* How many inputs there were. */
static size_t run(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        return 0;
    }
    return S_ISDIR(status.st_mode) ? run_directory(path) : run_file(path, (size_t)status.st_size);
}

int main(int argc, char **argv)
{
    size_t inputs = 0;
    if (LLVMFuzzerInitialize) {
        LLVMFuzzerInitialize(&argc, &argv);
    }
    for (int i = 1; i < argc; i++) {
        const bool for_libfuzzer = argv[i][0] == '-';
        inputs += for_libfuzzer ? 0 : run(argv[i]);
    }
    printf("replay: %zu inputs\n", inputs);
    if (inputs == 0) {
        fputs("replay: nothing was run: name a file, or a directory with files in it\n", stderr);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
