/* zonedir.h -- a zone directory of its own for a test, with something outside it; gone afterwards
 */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_ZONEDIR_H
#define UNIT_ZONEDIR_H

#include "table.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tzdb.h"

/* "…/zones" is the zone directory; what is above it is outside. */
struct zonedir {
    char base[64];
    char zones[80];
    char path[1024]; /* what zonedir_path made last */
    struct fuseau_tzdb *db;
};

static inline int zonedir_make(void **state)
{
    struct zonedir *dir = calloc(1, sizeof *dir);
    if (dir == NULL) {
        return -1;
    }
    *state = dir;
    snprintf(dir->base, sizeof dir->base, "/tmp/fuseau-zones-XXXXXX");
    if (mkdtemp(dir->base) == NULL || chmod(dir->base, 0755) != 0) {
        return -1;
    }
    snprintf(dir->zones, sizeof dir->zones, "%s/zones", dir->base);
    return mkdir(dir->zones, 0755) == 0 && fuseau_tzdb_open(dir->zones, &dir->db).error == FUSEAU_OK
               ? 0
               : -1;
}

static inline int zonedir_unlink(const char *path, const struct stat *status, int kind,
                                 struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static inline int zonedir_remove(void **state)
{
    struct zonedir *dir = *state;
    fuseau_tzdb_close(dir->db);
    int removed = nftw(dir->base, zonedir_unlink, 8, FTW_DEPTH | FTW_PHYS);
    free(dir);
    return removed;
}

#define ZONEDIR_TEST(test) cmocka_unit_test_setup_teardown(test, zonedir_make, zonedir_remove)

/* The path of something in the zone directory; "../outside" is outside. */
static inline const char *zonedir_path(struct zonedir *dir, const char *name)
{
    snprintf(dir->path, sizeof dir->path, "%s/%s", dir->zones, name);
    return dir->path;
}

static inline void zonedir_mkdir(struct zonedir *dir, const char *name)
{
    assert_int_equal(mkdir(zonedir_path(dir, name), 0755), 0);
}

static inline void zonedir_link(struct zonedir *dir, const char *name, const char *target)
{
    assert_int_equal(symlink(target, zonedir_path(dir, name)), 0);
}

/* Writes a file as if a minute ago, so that it counts as one that rests. */
static inline void zonedir_write(struct zonedir *dir, const char *name, const char *bytes,
                                 size_t size)
{
    struct timespec times[2] = {{0}};
    const char *path = zonedir_path(dir, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &times[0]), 0);
    times[0].tv_sec -= 60;
    times[1] = times[0];
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/*
 * A zone file of version 2 for a zone that is always as many hours east of UTC as `letter` has
 * places in the alphabet, 'A' to 'I', and named with it three times. Between the offset near its
 * beginning and the TZ string at its end it has `filling` bytes of designations that nothing uses.
 * A transition in 1970 makes sure that the two must agree.
 */
enum { ZONEFILE_LEAST_SIZE = 51 + 44 + 9 + 6 + 4 + 7, FILLING_MAX = 60000 };

static inline size_t zonefile_size(size_t filling)
{
    return ZONEFILE_LEAST_SIZE + filling;
}

static inline void zonefile_fill(char *bytes, char letter, size_t filling)
{
    static const char begin[] = {'T', 'Z', 'i', 'f', '2'};
    const size_t chars = filling + 4;
    const int hours = letter - 'A' + 1;
    char *second = bytes + 51, *type = second + 53, *names = type + 6, *footer = names + chars;
    memset(bytes, 0, zonefile_size(filling));
    memcpy(bytes, begin, sizeof begin);
    memcpy(second, begin, sizeof begin);
    bytes[39] = bytes[43] = second[35] = second[39] = 1;
    second[42] = (char)(chars >> 8);
    second[43] = (char)(chars & 0xff);
    type[2] = (char)(hours * 3600 >> 8);
    type[3] = (char)(hours * 3600 & 0xff);
    memset(names, letter, 3);
    memset(footer + 1, letter, 3);
    footer[0] = footer[6] = '\n';
    footer[4] = '-';
    footer[5] = (char)('0' + hours);
}

static inline void zonedir_write_zone(struct zonedir *dir, const char *name, char letter)
{
    char bytes[ZONEFILE_LEAST_SIZE];
    zonefile_fill(bytes, letter, 0);
    zonedir_write(dir, name, bytes, sizeof bytes);
}

/* The zone of that name, which must be one; the caller releases it. */
static inline const struct fuseau_zone *zonedir_zone(struct zonedir *dir, const char *name)
{
    const struct fuseau_zone *zone = NULL;
    struct fuseau_result result =
        fuseau_tzdb_zone(dir->db, name, strlen(name), FUSEAU_TZDB_EXACT_CASE, &zone);
    if (result.error != FUSEAU_OK) {
        fail_msg("\"%s\": %s at %zu", name, fuseau_error_name(result.error), result.at);
    }
    assert_int_equal(result.at, strlen(name));
    assert_non_null(zone);
    return zone;
}

/* The letter of a zone that zonefile_fill made, if its offset agrees; else NUL. */
static inline char zone_letter(const struct fuseau_zone *zone)
{
    const struct fuseau_local_type *type = fuseau_zone_at(zone, 0);
    const char *name = type->designation;
    bool agrees = type->offset_seconds == (name[0] - 'A' + 1) * 3600;
    return strlen(name) == 3 && agrees ? name[0] : '\0';
}

/* Whether the name gives a zone of that letter now. */
static inline void zonedir_expect(struct zonedir *dir, const char *name, char letter)
{
    const struct fuseau_zone *zone = zonedir_zone(dir, name);
    char got = zone_letter(zone);
    fuseau_zone_release(zone);
    assert_int_equal(got, letter);
}

/* Whether it is refused; what is not a zone leaves the caller's variable alone. */
static inline void zonedir_refuse(struct zonedir *dir, const char *name, size_t size,
                                  enum fuseau_error error, size_t at)
{
    const struct fuseau_zone *const untouched = (const struct fuseau_zone *)dir;
    const struct fuseau_zone *zone = untouched;
    struct fuseau_result result =
        fuseau_tzdb_zone(dir->db, name, size, FUSEAU_TZDB_EXACT_CASE, &zone);
    row_expect(&(struct row){"", name, size}, result, error, at);
    assert_ptr_equal(zone, untouched);
}

#endif
