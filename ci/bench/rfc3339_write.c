/* rfc3339_write.c -- the instants that are written, and how they should look */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "random.h"
#include "rfc3339_abseil.h"
#include "rfc3339_peers.h"

static const struct {
    const char *name;
    const char *example;
} plans[WRITINGS] = {
    [WRITE_FRACTION] = {"write 9 digits+offset", "2024-07-11T06:44:00.123456789+05:30"},
    [WRITE_ZULU] = {"write Z", "2024-07-11T01:14:00Z"},
    [WRITE_SHORTEST] = {"write shortest+offset", "2024-07-11T06:44:00.125+05:30"},
};

static struct moment draw_moment(uint64_t *state, enum writing writing)
{
    static const int32_t units[] = {1000000000, 1000000, 1000, 1};
    static const int32_t offsets[] = {-12600, -9000, -14400, -28800, 3600,
                                      7200,   19800, 20700,  28800,  45900};
    int32_t unit = writing == WRITE_SHORTEST ? units[draw(state) % 4] : 1;
    struct moment moment = {.seconds = draw_between(state, 0, 2145916799)}; /* 1970-2037 */
    if (writing != WRITE_ZULU) {
        moment.nanoseconds = (int32_t)draw_between(state, 0, 999999999) / unit * unit;
        /* No digit 0 at the end, so that whoever leaves out digits by threes writes the same. */
        bool zero = unit < 1000000000 && moment.nanoseconds / unit % 10 == 0;
        moment.nanoseconds += zero ? unit : 0;
        moment.offset_seconds = offsets[draw(state) % (sizeof offsets / sizeof *offsets)];
    }
    return moment;
}

static int fewest_digits(int32_t nanoseconds)
{
    int digits = 9;
    while (digits > 0 && nanoseconds % 10 == 0) {
        nanoseconds /= 10;
        digits--;
    }
    return digits;
}

/* `digits` of the fraction, cut off. */
static void print(const struct moment *moment, int digits, struct line *line)
{
    char fraction[16] = "", text[80];
    time_t local = (time_t)(moment->seconds + moment->offset_seconds);
    long minutes = labs((long)moment->offset_seconds) / 60;
    struct tm civil = {0};
    gmtime_r(&local, &civil);
    if (digits > 0) {
        snprintf(fraction, sizeof fraction, ".%09d", (int)moment->nanoseconds);
        fraction[1 + digits] = '\0';
    }
    int size = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%s", civil.tm_year + 1900,
                        civil.tm_mon + 1, civil.tm_mday, civil.tm_hour, civil.tm_min, civil.tm_sec,
                        fraction);
    if (moment->offset_seconds == 0) {
        size += snprintf(text + size, sizeof text - (size_t)size, "Z");
    } else {
        size += snprintf(text + size, sizeof text - (size_t)size, "%c%02ld:%02ld",
                         moment->offset_seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
    }
    line->size = (size_t)size;
    memcpy(line->bytes, text, line->size);
}

static bool same(const struct line *left, const struct line *right)
{
    return left->size == right->size && memcmp(left->bytes, right->bytes, left->size) == 0;
}

bool write_is_right(const struct write_sample *sample, size_t i, int32_t finest,
                    const struct line *line)
{
    struct moment moment = sample->moments[i];
    struct line cut;
    int digits = 9;
    if (finest == 1 || sample->writing == WRITE_ZULU) {
        return same(line, &sample->expected[i]);
    }
    moment.nanoseconds = moment.nanoseconds / finest * finest;
    print(&moment, digits, &cut);
    if (same(line, &cut)) {
        return true;
    }
    for (int32_t unit = finest; unit > 1; unit /= 10) {
        digits--;
    }
    /* GLib leaves out a fraction that is 0. */
    print(&moment, moment.nanoseconds ? digits : 0, &cut);
    return same(line, &cut);
}

struct write_sample *write_sample_new(enum writing writing)
{
    struct write_sample *sample = calloc(1, sizeof *sample);
    uint64_t state = (uint64_t)writing;
    if (!sample) {
        return NULL;
    }
    sample->name = plans[writing].name;
    sample->example = plans[writing].example;
    sample->writing = writing;
    for (size_t i = 0; i < CALLS; i++) {
        const struct moment *moment = &sample->moments[i];
        sample->moments[i] = draw_moment(&state, writing);
        int digits = writing == WRITE_SHORTEST ? fewest_digits(moment->nanoseconds) : 9;
        print(moment, writing == WRITE_ZULU ? 0 : digits, &sample->expected[i]);
    }
    sample->glib = glib_moments_new(sample->moments, CALLS);
    sample->abseil = abseil_moments_new(sample->moments, CALLS);
    return sample;
}

void write_sample_free(struct write_sample *sample)
{
    if (sample) {
        glib_moments_free(sample->glib, CALLS);
        abseil_moments_free(sample->abseil);
        free(sample);
    }
}
