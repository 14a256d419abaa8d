/* bundle.c -- (the build) writes the built-in copy of the zones, as a C file */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tzdb_bundle.h"
#include "tzdb_directory.h"
#include "tzdb_posix.h"

/*
 * The names and files are found and read by the library's own code, so that the copy has just what
 * the directory has. Of each file, the first block is left out: it says in 32 bits what the second
 * says in 64, and readers of version 2 and later skip it (RFC 9636 s. 4).
 */
struct zone {
    char *bytes;
    size_t size;
};

struct bundle {
    struct tzdb_names names;
    uint32_t *zone_of_name;
    struct zone *zones;
    uint32_t zone_count;
};

enum { HEADER_SIZE = 44, VERSION_AT = 4, COUNTS_AT = 20, TYPE_COUNT_AT = 36, CHAR_COUNT_AT = 40 };

/* The least that a block can have: one local time type of six bytes, one designation, "". */
enum { LEAST_BLOCK_SIZE = HEADER_SIZE + 6 + 1 };

/* The size of a first block: isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt give it. */
static uint64_t first_block_size(const char *file)
{
    static const uint8_t sizes[] = {1, 1, 8, 5, 6, 1};
    uint64_t total = HEADER_SIZE;
    for (size_t i = 0; i < sizeof sizes; i++) {
        uint32_t count = 0;
        for (size_t j = 0; j < 4; j++) {
            count = count << 8 | (unsigned char)file[COUNTS_AT + 4 * i + j];
        }
        total += (uint64_t)count * sizes[i];
    }
    return total;
}

/* The file with the least first block. Its bytes are NULL if it is cut short, or memory is. */
static struct zone shorten(const struct tzdb_content *file)
{
    uint64_t first = file->size < HEADER_SIZE ? UINT64_MAX : first_block_size(file->bytes);
    if (first > file->size) {
        return (struct zone){NULL, 0};
    }
    bool one_block = file->bytes[VERSION_AT] == '\0';
    size_t skipped = one_block ? 0 : (size_t)first;
    size_t block = one_block ? 0 : LEAST_BLOCK_SIZE;
    size_t rest = file->size - skipped;
    struct zone zone = {calloc(1, block + rest), block + rest};
    if (!zone.bytes) {
        return zone;
    }
    if (!one_block) {
        memcpy(zone.bytes, file->bytes, VERSION_AT + 1);
        zone.bytes[TYPE_COUNT_AT + 3] = 1;
        zone.bytes[CHAR_COUNT_AT + 3] = 1;
    }
    memcpy(zone.bytes + block, file->bytes + skipped, rest);
    return zone;
}

/* The index of a zone, which is added if there is none with the same bytes. */
static uint32_t place(struct bundle *bundle, struct zone zone)
{
    for (uint32_t i = 0; i < bundle->zone_count; i++) {
        const struct zone *other = &bundle->zones[i];
        if (other->size == zone.size && memcmp(other->bytes, zone.bytes, zone.size) == 0) {
            free(zone.bytes);
            return i;
        }
    }
    bundle->zones[bundle->zone_count] = zone;
    return bundle->zone_count++;
}

/* Reads the zone that has the name at `index`. False: it cannot be, and why has been said. */
static bool read_zone(struct bundle *bundle, const char *directory, size_t index)
{
    const char *name = bundle->names.items[index];
    struct tzdb_content content;
    enum fuseau_error error = tzdb_posix_read(directory, name, &content);
    if (error != FUSEAU_OK) {
        fprintf(stderr, "bundle: %s/%s: %s\n", directory, name, fuseau_error_message(error));
        return false;
    }
    struct zone zone = shorten(&content);
    tzdb_content_free(&content);
    if (!zone.bytes) {
        fprintf(stderr, "bundle: %s/%s is no whole zone file\n", directory, name);
        return false;
    }
    bundle->zone_of_name[index] = place(bundle, zone);
    return true;
}

static bool read_all(struct bundle *bundle, const char *directory)
{
    enum fuseau_error error = tzdb_directory_names(directory, &bundle->names);
    if (error != FUSEAU_OK || bundle->names.count == 0) {
        const char *why = error == FUSEAU_OK ? "has no zone files" : "cannot be read whole";
        fprintf(stderr, "bundle: %s %s\n", directory, why);
        return false;
    }
    bundle->zone_of_name = calloc(bundle->names.count, sizeof *bundle->zone_of_name);
    bundle->zones = calloc(bundle->names.count, sizeof *bundle->zones);
    bool good = bundle->zone_of_name && bundle->zones;
    for (size_t i = 0; good && i < bundle->names.count; i++) {
        good = read_zone(bundle, directory, i);
    }
    return good;
}

static void release(struct bundle *bundle)
{
    for (uint32_t i = 0; i < bundle->zone_count; i++) {
        free(bundle->zones[i].bytes);
    }
    free(bundle->zones);
    free(bundle->zone_of_name);
    tzdb_names_free(&bundle->names);
}

static void write_bytes(FILE *out, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        fprintf(out, "%u,%s", (unsigned char)bytes[i], i % 32 == 31 || i + 1 == size ? "\n" : "");
    }
}

/* Names first, then zones; the two tables after it count the same way. */
static void write_contents(FILE *out, const struct bundle *bundle)
{
    fprintf(out, "const unsigned char tzdb_bundle_bytes[] = {\n");
    for (size_t i = 0; i < bundle->names.count; i++) {
        write_bytes(out, bundle->names.items[i], strlen(bundle->names.items[i]) + 1);
    }
    for (uint32_t i = 0; i < bundle->zone_count; i++) {
        write_bytes(out, bundle->zones[i].bytes, bundle->zones[i].size);
    }
    fprintf(out, "};\n");
}

static void write_tables(FILE *out, const struct bundle *bundle)
{
    size_t at = 0;
    fprintf(out, "const struct tzdb_bundle_name tzdb_bundle_names[] = {\n");
    for (size_t i = 0; i < bundle->names.count; i++) {
        const char *name = bundle->names.items[i];
        fprintf(out, "{%zu, %" PRIu32 "}, /* %s */\n", at, bundle->zone_of_name[i], name);
        at += strlen(name) + 1;
    }
    fprintf(out, "};\nconst struct tzdb_bundle_zone tzdb_bundle_zones[] = {\n");
    for (uint32_t i = 0; i < bundle->zone_count; i++) {
        fprintf(out, "{%zu, %zu},\n", at, bundle->zones[i].size);
        at += bundle->zones[i].size;
    }
    fprintf(out, "};\nconst uint32_t tzdb_bundle_count = %zu;\n", bundle->names.count);
}

static bool write_all(const struct bundle *bundle, const char *version, const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out) {
        perror(path);
        return false;
    }
    fprintf(out, "/* tzdata %s, as bundle.c found it */\n#include \"tzdb_bundle.h\"\n", version);
    write_contents(out, bundle);
    write_tables(out, bundle);
    fprintf(out, "const char tzdb_bundle_version[] = \"%s\";\n", version);
    bool good = !ferror(out);
    good = fclose(out) == 0 && good;
    if (!good) {
        perror(path);
        remove(path);
    }
    return good;
}

int main(int count, char **words)
{
    if (count != 3) {
        fprintf(stderr, "usage: bundle DIRECTORY FILE.c\n");
        return 2;
    }
    struct bundle bundle = {.zone_count = 0};
    char version[TZDB_VERSION_MAX_SIZE + 1];
    tzdb_directory_version(words[1], version);
    bool good = read_all(&bundle, words[1]) && write_all(&bundle, version, words[2]);
    release(&bundle);
    return good ? 0 : 1;
}
