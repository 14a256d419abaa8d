/* zone_sample.h -- the instants and local times that are asked about, and what is right of them */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_SAMPLE_H
#define FUSEAU_BENCH_ZONE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "measure.h"

/* A civil date and time, and the offset there is then. */
struct civil {
    int32_t year;
    uint8_t month, day, hour, minute, second;
    int32_t offset_seconds;
};

/* What is asked, in the forms the contenders ask for, all made before the clock starts. */
struct questions {
    uint16_t zone[CALLS]; /* which of the zones that were opened */
    int64_t seconds[CALLS];
    int64_t local_seconds[CALLS];
    struct civil local[CALLS]; /* the same as fields */
    void *abseil_local;        /* the same as absl::CivilSecond */

    const char *name[CALLS]; /* of the zone, and a NUL */
    size_t name_size[CALLS];
    void *icu_name; /* the names of all zones as icu::UnicodeString */

    const char *text[CALLS]; /* "2024-07-11T03:14:00+02:00[Europe/Paris]"; ANSWER_ZONED alone */
    size_t text_size[CALLS];
    int32_t day_number[CALLS]; /* of seconds[], since 1970-01-01 */
};

/* What is asked for: one of zone_contender.h's. */
enum answer {
    ANSWER_OFFSET,
    ANSWER_INSTANT,
    ANSWER_INSTANT_OF_SECONDS,
    ANSWER_CIVIL,
    ANSWER_NAME,
    ANSWER_ZONED,
    ANSWER_DATE,
};

/* The rows of the table. */
enum row {
    ROW_OFFSET,
    ROW_OFFSET_ZONES,
    ROW_OFFSET_FAR,
    ROW_OFFSET_ZONES_FAR,
    ROW_INSTANT,
    ROW_INSTANT_ZONES,
    ROW_INSTANT_SECONDS,
    ROW_CIVIL,
    ROW_NAME,
    ROW_ZONED,
    ROW_DATE,
    ZONE_ROWS,
};

struct zone_sample {
    const char *name;
    enum answer answer;
    int aim; /* times Abseil, or 0 */
    struct questions questions;
    struct civil expected[CALLS]; /* the local time, with its offset */
    int64_t expected_instant[CALLS];
    char *texts; /* what questions.text points into */
};

/* The first is the one zone that the rows of one zone ask about. */
enum { SAMPLE_ZONES = 50 };
extern const char *const sample_zones[SAMPLE_ZONES];

/*
 * Put the questions of every row and the right answers into `samples`. False: memory runs out, or
 * the zone files are not there.
 */
bool zone_samples_open(struct zone_sample *samples[ZONE_ROWS]);
void zone_samples_close(struct zone_sample *samples[ZONE_ROWS]);

#endif
