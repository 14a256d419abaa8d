/* glibc_zones_test.c -- every zone, at every transition to 2500, as RFC 9636 and glibc have it */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* tm_gmtoff and tm_zone */
#include "table.h"

#include <time.h>

#include "oracle/slow_zone.h"
#include "zone.h"
#include "zonefiles.h"

/*
 * Two second opinions. A plain reading of the file is one that must always agree. glibc reads the
 * same file and is set aside only where it is known to leave the RFC, which `excuse` says by what
 * stands in the file, not by the name of a zone.
 */
enum excuse {
    AGREED,
    NO_YEAR,        /* localtime_r has no answer: the year is not an int */
    FOOTER_IGNORED, /* no transitions: glibc 2.36 takes the first type, not the footer */
    FIRST_STANDARD, /* before the first transition glibc takes the first standard type */
    LEAP_SECONDS,   /* glibc counts leap seconds where the file has them: not POSIX seconds */
    EXCUSES
};

static const char *const excuses[EXCUSES] = {
    [NO_YEAR] = "the year does not fit localtime_r",
    [FOOTER_IGNORED] = "glibc ignores the footer of a file without transitions",
    [FIRST_STANDARD] =
        "glibc takes the first standard type before the first transition, not type 0",
    [LEAP_SECONDS] = "with leap seconds in the file glibc counts them, and we count as POSIX does",
};

struct opinions {
    const struct fuseau_zone *zone;
    struct fuseau_tzif tzif;
    struct slow_zone plain;
    const char *name;
    bool glibc; /* whether it is asked */
    unsigned long long instants, agreed, set_aside[EXCUSES], zones, transitions;
};

/* 2500-01-01T00:00:00Z */
static const int64_t last_asked = INT64_C(16725225600);

static bool same(const struct fuseau_local_type *ours, int64_t offset, bool dst,
                 const char *designation)
{
    return ours->offset_seconds == offset && ours->dst == dst &&
           strcmp(ours->designation, designation) == 0;
}

static enum excuse excuse_for(const struct opinions *opinions, int64_t seconds)
{
    const struct fuseau_tzif *tzif = &opinions->tzif;
    if (tzif->transitions == 0) {
        return FOOTER_IGNORED;
    }
    return seconds < fuseau_tzif_transition_time(tzif, 0) ? FIRST_STANDARD : AGREED;
}

static void ask_glibc(struct opinions *opinions, int64_t seconds,
                      const struct fuseau_local_type *ours)
{
    time_t time = (time_t)seconds;
    struct tm civil;
    if (time != seconds || localtime_r(&time, &civil) == NULL) {
        opinions->set_aside[NO_YEAR]++;
        return;
    }
    if (same(ours, civil.tm_gmtoff, civil.tm_isdst > 0, civil.tm_zone)) {
        opinions->agreed++;
        return;
    }
    enum excuse excuse = excuse_for(opinions, seconds);
    if (excuse == AGREED) {
        fail_msg("%s at %lld: %d %d \"%s\", glibc says %ld %d \"%s\"", opinions->name,
                 (long long)seconds, (int)ours->offset_seconds, ours->dst, ours->designation,
                 civil.tm_gmtoff, civil.tm_isdst, civil.tm_zone);
    }
    opinions->set_aside[excuse]++;
}

static void ask(struct opinions *opinions, int64_t seconds)
{
    const struct fuseau_local_type *ours = fuseau_zone_at(opinions->zone, seconds);
    struct fuseau_local_type plain = slow_zone_at(&opinions->plain, seconds);
    if (!same(ours, plain.offset_seconds, plain.dst, plain.designation)) {
        fail_msg("%s at %lld: %d %d \"%s\", the file says %d %d \"%s\"", opinions->name,
                 (long long)seconds, (int)ours->offset_seconds, ours->dst, ours->designation,
                 (int)plain.offset_seconds, plain.dst, plain.designation);
    }
    opinions->instants++;
    if (opinions->glibc) {
        ask_glibc(opinions, seconds, ours);
    } else {
        opinions->set_aside[LEAP_SECONDS]++;
    }
}

/* At a transition, beside it, and halfway from the one before it. */
static void ask_around(struct opinions *opinions, int64_t previous, int64_t seconds)
{
    if (seconds > INT64_MIN) {
        ask(opinions, seconds - 1);
    }
    ask(opinions, seconds);
    if (seconds < INT64_MAX) {
        ask(opinions, seconds + 1);
    }
    ask(opinions, previous / 2 + seconds / 2);
    opinions->transitions++;
}

/* The transitions of the file, those that change nothing included, and then those of the rule. */
static void ask_everywhere(struct opinions *opinions)
{
    int64_t previous = INT64_MIN;
    for (uint32_t i = 0; i < opinions->tzif.transitions; i++) {
        int64_t seconds = slow_zone_transition(&opinions->tzif, i);
        ask_around(opinions, previous, seconds);
        previous = seconds;
    }
    struct fuseau_transition next = {.seconds = previous};
    while (fuseau_zone_next(opinions->zone, next.seconds, &next) && next.seconds < last_asked) {
        ask_around(opinions, previous, next.seconds);
        previous = next.seconds;
    }
    ask_around(opinions, previous, last_asked);
    ask(opinions, INT64_MIN);
    ask(opinions, INT64_MAX);
}

/* Whether it is the copy of a zone that Debian has once more below "posix". */
static bool is_a_copy(const struct zonefile *file)
{
    size_t size = 0;
    if (strncmp(file->name, "posix/", 6) != 0) {
        return false;
    }
    char *path = zonefile_path(ZONEFILES_SYSTEM, file->name + 6);
    char *bytes = zonefile_bytes(path, &size);
    free(path);
    bool copy = bytes && size == file->size && memcmp(bytes, file->bytes, size) == 0;
    free(bytes);
    return copy;
}

static void ask_zone(const struct zonefile *file, void *context)
{
    struct opinions *opinions = context;
    char variable[4100];
    if (is_a_copy(file)) {
        return;
    }
    opinions->name = file->name;
    assert_int_equal(fuseau_tzif_parse(file->bytes, file->size, &opinions->tzif).error, FUSEAU_OK);
    assert_int_equal(fuseau_zone_from_tzif(file->bytes, file->size, &opinions->zone).error,
                     FUSEAU_OK);
    slow_zone_open(&opinions->plain, &opinions->tzif);
    opinions->glibc = opinions->tzif.leaps == 0;
    snprintf(variable, sizeof variable, ":%s", file->path);
    setenv("TZ", variable, 1);
    tzset();
    ask_everywhere(opinions);
    fuseau_zone_release(opinions->zone);
    opinions->zones++;
}

static void every_zone_at_every_transition(void **state)
{
    (void)state;
    struct opinions opinions = {0};
    if (zonefiles_each(ZONEFILES_SYSTEM, ask_zone, &opinions) == 0) {
        fail_msg("there is no zone file in %s: install tzdata", ZONEFILES_SYSTEM);
    }
    printf("zones: %llu zone files, %llu transitions: %llu instants as the file says, %llu of them "
           "compared with glibc, 0 differ\n",
           opinions.zones, opinions.transitions, opinions.instants, opinions.agreed);
    for (int i = 1; i < EXCUSES; i++) {
        printf("zones: %llu set aside: %s\n", opinions.set_aside[i], excuses[i]);
    }
    assert_true(opinions.agreed > opinions.instants / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_zone_at_every_transition)};
    return cmocka_run_group_tests_name("glibc zones", tests, NULL, NULL);
}
