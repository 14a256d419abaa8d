/* zoned_zones_test.c -- every zone, around every transition: what is written reads back */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* scandir */
#include "table.h"

#include <inttypes.h>

#include "zoned.h"
#include "zonefiles.h"

/* What was asked, and how it was written. */
struct tally {
    unsigned long long zones, transitions, transitions_of_seconds;
    unsigned long long instants, instants_of_seconds, written_in_utc, written_unknown;
    unsigned long long instants_beside_seconds; /* within 70 s of a change from or to seconds */
};

struct asked {
    const struct zonefile *file;
    const struct fuseau_zone *zone;
    struct tally *tally;
};

static bool has_seconds(const struct fuseau_local_type *type)
{
    return type->offset_seconds % 60 != 0;
}

static bool is_unknown(const struct fuseau_local_type *type)
{
    return type->offset_seconds == 0 && strcmp(type->designation, "-00") == 0;
}

/* With its zone's name every instant has a text, and that is read as the same instant. */
static void ask_named(const struct asked *asked, const struct fuseau_zoned *zoned)
{
    char text[160];
    struct fuseau_rfc9557 read;
    struct fuseau_zoned back;
    struct fuseau_result written =
        fuseau_zoned_format(zoned, asked->file->name, strlen(asked->file->name),
                            FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    if (written.error != FUSEAU_OK) {
        fail_msg("%s at %" PRId64 " cannot be written: %s", asked->file->name,
                 zoned->instant.seconds, fuseau_error_name(written.error));
    }
    struct fuseau_result result = fuseau_rfc9557_parse(text, written.at, NULL, &read);
    if (result.error == FUSEAU_OK) {
        result = fuseau_zoned_from_rfc9557(asked->zone, &read, FUSEAU_INCONSISTENT_REFUSE,
                                           FUSEAU_PREFER_REFUSE, &back);
    }
    if (result.error != FUSEAU_OK || back.instant.seconds != zoned->instant.seconds ||
        back.instant.nanoseconds != zoned->instant.nanoseconds || back.type != zoned->type) {
        fail_msg("%" PRId64 " is written %.*s and read as %s, %" PRId64, zoned->instant.seconds,
                 (int)written.at, text, fuseau_error_name(result.error),
                 result.error == FUSEAU_OK ? back.instant.seconds : 0);
    }
    bool in_utc = read.timestamp.offset.kind == FUSEAU_OFFSET_ZULU;
    bool unknown = read.timestamp.offset.kind == FUSEAU_OFFSET_UNKNOWN;
    assert_true(!in_utc || has_seconds(zoned->type)); /* else local time tells it */
    assert_int_equal(unknown, is_unknown(zoned->type));
    asked->tally->written_in_utc += in_utc;
    asked->tally->written_unknown += unknown;
}

/* Without it, the offset must tell the whole. */
static void ask_bare(const struct asked *asked, const struct fuseau_zoned *zoned)
{
    char text[FUSEAU_RFC3339_MAX_SIZE];
    struct fuseau_rfc3339 back = {.leap = FUSEAU_LEAP_NONE};
    struct fuseau_result written =
        fuseau_zoned_format(zoned, NULL, 0, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    enum fuseau_error expected = has_seconds(zoned->type) ? FUSEAU_ERR_OFFSET_SECONDS : FUSEAU_OK;
    if (written.error != expected) {
        fail_msg("%s at %" PRId64 ": expected %s, got %s", asked->file->name,
                 zoned->instant.seconds, fuseau_error_name(expected),
                 fuseau_error_name(written.error));
    }
    if (expected == FUSEAU_OK) {
        assert_int_equal(fuseau_rfc3339_parse(text, written.at, NULL, &back).error, FUSEAU_OK);
        assert_int_equal(back.instant.seconds, zoned->instant.seconds);
        assert_int_equal(back.instant.nanoseconds, zoned->instant.nanoseconds);
    }
}

static void ask(const struct asked *asked, int64_t seconds)
{
    struct fuseau_instant instant = {seconds, (int32_t)(seconds & 3) * 250000000};
    struct fuseau_zoned zoned;
    assert_int_equal(fuseau_zoned_from_instant(asked->zone, instant, &zoned).error, FUSEAU_OK);
    ask_named(asked, &zoned);
    ask_bare(asked, &zoned);
    asked->tally->instants++;
    asked->tally->instants_of_seconds += has_seconds(zoned.type);
}

/* Each second where the offset has seconds before or behind it; else where it could go wrong. */
static void ask_around(const struct asked *asked, const struct fuseau_transition *transition)
{
    static const int beside[] = {-70, -61, -60, -59, -31, -30, -1, 0, 1, 29, 30, 59, 60, 70};
    asked->tally->transitions++;
    if (has_seconds(transition->before) || has_seconds(transition->after)) {
        asked->tally->transitions_of_seconds++;
        for (int64_t second = -70; second <= 70; second++) {
            asked->tally->instants_beside_seconds++;
            ask(asked, transition->seconds + second);
        }
        return;
    }
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        ask(asked, transition->seconds + beside[i]);
    }
}

static void ask_zone(const struct zonefile *file, void *tally)
{
    const int64_t last_asked = INT64_C(2524608000); /* 2050-01-01T00:00:00Z */
    const struct fuseau_zone *zone = NULL;
    if (strncmp(file->name, "posix/", 6) == 0) {
        return; /* the same files again */
    }
    assert_int_equal(fuseau_zone_from_tzif(file->bytes, file->size, &zone).error, FUSEAU_OK);
    const struct asked asked = {file, zone, (struct tally *)tally};
    struct fuseau_transition next = {.seconds = INT64_MIN};
    while (fuseau_zone_next(zone, next.seconds, &next) && next.seconds < last_asked) {
        ask_around(&asked, &next);
    }
    asked.tally->zones++;
    fuseau_zone_release(zone);
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    struct tally tally = {0};
    zonefiles_each(ZONEFILES_SYSTEM, ask_zone, &tally);
    printf("round trip: %llu instants around %llu transitions of %llu zone files, 0 wrong\n",
           tally.instants, tally.transitions, tally.zones);
    printf("  %llu of them around %llu changes from or to an offset with seconds\n",
           tally.instants_beside_seconds, tally.transitions_of_seconds);
    printf(
        "  %llu had an offset with seconds, %llu of these were written in UTC; %llu \"-00:00\"\n",
        tally.instants_of_seconds, tally.written_in_utc, tally.written_unknown);
    if (tally.zones == 0) {
        print_message("no zone files at %s: nothing was asked\n", ZONEFILES_SYSTEM);
        skip();
    }
    assert_true(tally.written_in_utc > 0 && tally.written_unknown > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
    };
    return cmocka_run_group_tests_name("zoned, of every zone", tests, NULL, NULL);
}
