/* zone_sample.c -- the instants and local times that are asked about, and what is right of them */
/* SPDX-License-Identifier: MIT */
#include "zone_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "random.h"
#include "zone_abseil.h"
#include "zone_icu_name.h"
#include "zone_truth.h"

enum { TEXT_MAX = 80 };

/* Where most people are, and where the rules are odd: half hours, no rules, rules of the south. */
const char *const sample_zones[SAMPLE_ZONES] = {
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Bogota",
    "America/Mexico_City",
    "America/Santiago",
    "America/Caracas",
    "America/Havana",
    "America/Argentina/Buenos_Aires",
    "America/Nuuk",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Dublin",
    "Europe/Athens",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Europe/Kyiv",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Johannesburg",
    "Africa/Casablanca",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Manila",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Gaza",
    "Australia/Sydney",
    "Australia/Perth",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "UTC",
};

/* From `low` to `high`, which is outside. */
struct span {
    int64_t low, high;
};

static const struct span near = {0, 2145916800};          /* 1970-2037, all that 32 bits hold */
static const struct span far = {4102444800, 13601088000}; /* 2100-2400 */

static const struct plan {
    const char *name;
    enum answer answer;
    size_t zones;
    const struct span *span;
    int aim;
} plans[ZONE_ROWS] = {
    [ROW_OFFSET] = {"offset, one zone", ANSWER_OFFSET, 1, &near, 8},
    [ROW_OFFSET_ZONES] = {"offset, 50 zones", ANSWER_OFFSET, SAMPLE_ZONES, &near, 8},
    [ROW_OFFSET_FAR] = {"offset, one zone, far", ANSWER_OFFSET, 1, &far, 8},
    [ROW_OFFSET_ZONES_FAR] = {"offset, 50 zones, far", ANSWER_OFFSET, SAMPLE_ZONES, &far, 0},
    [ROW_INSTANT] = {"instant, one zone", ANSWER_INSTANT, 1, &near, 4},
    [ROW_INSTANT_ZONES] = {"instant, 50 zones", ANSWER_INSTANT, SAMPLE_ZONES, &near, 0},
    [ROW_INSTANT_SECONDS] = {"instant, of seconds", ANSWER_INSTANT_OF_SECONDS, 1, &near, 0},
    [ROW_CIVIL] = {"civil time, one zone", ANSWER_CIVIL, 1, &near, 0},
    [ROW_NAME] = {"zone by its name", ANSWER_NAME, SAMPLE_ZONES, &near, 0},
    [ROW_ZONED] = {"RFC 9557 with its zone", ANSWER_ZONED, SAMPLE_ZONES, &near, 0},
    [ROW_DATE] = {"day to date", ANSWER_DATE, 1, &near, 0},
};

static struct civil civil_of(int64_t local_seconds, int32_t offset_seconds)
{
    time_t seconds = (time_t)local_seconds;
    struct tm civil = {0};
    gmtime_r(&seconds, &civil);
    return (struct civil){.year = civil.tm_year + 1900,
                          .month = (uint8_t)(civil.tm_mon + 1),
                          .day = (uint8_t)civil.tm_mday,
                          .hour = (uint8_t)civil.tm_hour,
                          .minute = (uint8_t)civil.tm_min,
                          .second = (uint8_t)civil.tm_sec,
                          .offset_seconds = offset_seconds};
}

static int64_t draw_in(uint64_t *state, struct span span)
{
    return draw_between(state, span.low, span.high - 1);
}

/* A local time that a change within `span` skips or repeats, where there is such a change. */
static int64_t draw_odd(uint64_t *state, const struct truth *truth, struct span span)
{
    size_t first = 0;
    while (first < truth->changes && truth->at[first] < span.low) {
        first++;
    }
    size_t end = first;
    while (end < truth->changes && truth->at[end] < span.high) {
        end++;
    }
    if (first == end) {
        return draw_in(state, span);
    }
    size_t i = (size_t)draw_between(state, (int64_t)first, (int64_t)end - 1);
    int32_t before = truth->offsets[i], after = truth->offsets[i + 1];
    struct span odd = {truth->at[i] + (before < after ? before : after),
                       truth->at[i] + (before < after ? after : before)};
    return draw_in(state, odd);
}

/* One in sixteen is in a gap or a fold: far more than in life, so that nobody can leave them out.
 */
static int64_t draw_local(uint64_t *state, const struct truth *truth, struct span span)
{
    return draw(state) % 16 == 0 ? draw_odd(state, truth, span) : draw_in(state, span);
}

static void ask(struct zone_sample *sample, size_t i, const struct truth *truth,
                const struct plan *plan, uint64_t *state)
{
    struct questions *questions = &sample->questions;
    int64_t seconds = draw_in(state, *plan->span);
    int64_t local_seconds = seconds + truth_offset(truth, seconds);
    if (plan->answer == ANSWER_INSTANT || plan->answer == ANSWER_INSTANT_OF_SECONDS) {
        local_seconds = draw_local(state, truth, *plan->span);
        seconds = truth_instant(truth, local_seconds);
    }
    questions->seconds[i] = seconds;
    questions->local_seconds[i] = local_seconds;
    questions->local[i] = civil_of(local_seconds, 0);
    questions->day_number[i] = (int32_t)(seconds / 86400); /* none of them is before 1970 */
    sample->expected[i] = civil_of(local_seconds, truth_offset(truth, seconds));
    sample->expected_instant[i] = seconds;
    if (plan->answer == ANSWER_DATE) {
        sample->expected[i] = civil_of((int64_t)questions->day_number[i] * 86400, 0);
    }
}

/* The texts lie back to back, each exactly its size. False: memory runs out. */
static bool write_texts(struct zone_sample *sample)
{
    struct questions *questions = &sample->questions;
    size_t total = 0;
    sample->texts = malloc((size_t)CALLS * TEXT_MAX);
    for (size_t i = 0; sample->texts && i < CALLS; i++) {
        const struct civil *civil = &sample->expected[i];
        int minutes = civil->offset_seconds / 60;
        int size = snprintf(
            sample->texts + total, TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d[%s]",
            (int)civil->year, civil->month, civil->day, civil->hour, civil->minute, civil->second,
            minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60, questions->name[i]);
        questions->text[i] = sample->texts + total;
        questions->text_size[i] = (size_t)size;
        total += (size_t)size;
    }
    return sample->texts != NULL;
}

static void sample_free(struct zone_sample *sample)
{
    if (sample) {
        abseil_locals_free(sample->questions.abseil_local);
        icu_names_free(sample->questions.icu_name);
        free(sample->texts);
        free(sample);
    }
}

static struct zone_sample *sample_new(enum row row, const struct truth *truths)
{
    const struct plan *plan = &plans[row];
    struct zone_sample *sample = calloc(1, sizeof *sample);
    uint64_t state = (uint64_t)row; /* so that every run is alike */
    if (!sample) {
        return NULL;
    }
    sample->name = plan->name;
    sample->answer = plan->answer;
    sample->aim = plan->aim;
    for (size_t i = 0; i < CALLS; i++) {
        size_t zone = (size_t)(draw(&state) % plan->zones);
        sample->questions.zone[i] = (uint16_t)zone;
        sample->questions.name[i] = sample_zones[zone];
        sample->questions.name_size[i] = strlen(sample_zones[zone]);
        ask(sample, i, &truths[zone], plan, &state);
    }
    sample->questions.abseil_local = abseil_locals_new(sample->questions.local, CALLS);
    sample->questions.icu_name = icu_names_new(sample_zones, SAMPLE_ZONES);
    if (plan->answer == ANSWER_ZONED && !write_texts(sample)) {
        sample_free(sample);
        return NULL;
    }
    return sample;
}

bool zone_samples_open(struct zone_sample *samples[ZONE_ROWS])
{
    struct truth *truths = malloc(SAMPLE_ZONES * sizeof *truths);
    bool ready = truths != NULL;
    for (size_t i = 0; ready && i < SAMPLE_ZONES; i++) {
        ready = truth_read(sample_zones[i], &truths[i]);
    }
    for (enum row row = 0; ready && row < ZONE_ROWS; row++) {
        samples[row] = sample_new(row, truths);
        ready = samples[row] != NULL;
    }
    free(truths);
    return ready;
}

void zone_samples_close(struct zone_sample *samples[ZONE_ROWS])
{
    for (enum row row = 0; row < ZONE_ROWS; row++) {
        sample_free(samples[row]);
        samples[row] = NULL;
    }
}
