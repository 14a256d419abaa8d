/* column_arrow.c -- a column of texts that Arrow laid out, read and written, for column_arrow.mjs
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "column.h"

static const char *directory;

static _Noreturn void fail(const char *what, const char *name)
{
    fprintf(stderr, "column_arrow: %s %s\n", what, name);
    exit(2);
}

static FILE *open_buffer(const char *name, const char *mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, mode);
    if (file == NULL) {
        fail("cannot open", path);
    }
    return file;
}

/* A buffer as Arrow has it in memory, with its size. */
static void *read_buffer(const char *name, size_t *size)
{
    enum { MOST = 1 << 22 };
    void *bytes = malloc(MOST);
    FILE *file = open_buffer(name, "rb");
    *size = bytes != NULL ? fread(bytes, 1, MOST, file) : MOST;
    if (*size == MOST || ferror(file)) {
        fail("cannot read", name);
    }
    fclose(file);
    return bytes;
}

static void write_buffer(const char *name, const void *bytes, size_t size)
{
    FILE *file = open_buffer(name, "wb");
    if (fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        fail("cannot write", name);
    }
}

static void *room_for(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL) {
        fail("no memory for", "a column");
    }
    return memory;
}

static void write_column(const char *prefix, enum fuseau_column_unit unit, const int64_t *values,
                         const uint8_t *validity, size_t count)
{
    char name[64];
    snprintf(name, sizeof name, "%s.values.%d", prefix, (int)unit);
    write_buffer(name, values, count * sizeof *values);
    snprintf(name, sizeof name, "%s.validity.%d", prefix, (int)unit);
    write_buffer(name, validity, (count + 7) / 8);
}

/* Reads the strings in each unit, and prints how many of them were refused. */
static void read_strings(const char *prefix, const struct fuseau_column_strings *strings)
{
    int64_t *values = room_for(strings->count, sizeof *values);
    uint8_t *validity = room_for(strings->count, 1);
    for (int unit = FUSEAU_COLUMN_NANOSECONDS; unit <= FUSEAU_COLUMN_SECONDS; unit++) {
        const struct fuseau_column_options options = {.unit = (enum fuseau_column_unit)unit,
                                                      .truncate = true};
        struct fuseau_column done;
        if (fuseau_column_parse_strings(strings, &options, values, validity, &done).error !=
            FUSEAU_OK) {
            fail("these offsets are refused:", prefix);
        }
        write_column(prefix, options.unit, values, validity, done.read);
        printf("%s %d %zu\n", prefix, unit, done.refused);
    }
    free(values);
    free(validity);
}

/* Writes what was read in nanoseconds as a column of texts. */
static void write_strings(const struct fuseau_column_strings *strings)
{
    size_t count = strings->count;
    size_t room = count * FUSEAU_RFC3339_MAX_SIZE;
    int64_t *values = room_for(count, sizeof *values);
    uint8_t *validity = room_for(count, 1);
    uint8_t *written = room_for(count, 1);
    int32_t *offsets = room_for(count, sizeof *offsets);
    char *bytes = room_for(room, 1);
    struct fuseau_column done;
    fuseau_column_parse_strings(strings, NULL, values, validity, &done);
    done =
        fuseau_column_format_strings(values, validity, count, FUSEAU_COLUMN_NANOSECONDS,
                                     FUSEAU_FRACTION_SHORTEST, bytes, room, offsets, NULL, written);
    write_buffer("written.bytes", bytes, done.consumed);
    write_buffer("written.offsets", offsets, (done.read + 1) * sizeof *offsets);
    write_buffer("written.validity", written, (done.read + 7) / 8);
    free(values);
    free(validity);
    free(written);
    free(offsets);
    free(bytes);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fail("usage:", "column_arrow DIRECTORY FIRST COUNT VALIDITY");
    }
    size_t ignored;
    directory = argv[1];
    struct fuseau_column_strings strings = {.first = (size_t)strtoul(argv[2], NULL, 10),
                                            .count = (size_t)strtoul(argv[3], NULL, 10)};
    char *bytes = read_buffer("bytes", &strings.size);
    int32_t *offsets32 = read_buffer("offsets32", &ignored);
    int64_t *offsets64 = read_buffer("offsets64", &ignored);
    uint8_t *validity = read_buffer("validity", &ignored);
    strings.bytes = bytes;
    strings.validity = argv[4][0] == 'y' ? validity : NULL;
    strings.offsets32 = offsets32;
    read_strings("utf8", &strings);
    write_strings(&strings);
    strings.offsets32 = NULL;
    strings.offsets64 = offsets64;
    read_strings("large", &strings);
    free(bytes);
    free(offsets32);
    free(offsets64);
    free(validity);
    return 0;
}
