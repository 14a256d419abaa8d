/* zone_truth.c -- what a zone file says, read plainly and searched from the start, to judge all by
 */
/* SPDX-License-Identifier: MIT */
#include "zone_truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * Nothing here is shared with parsers/, and nothing is checked but what would read out of bounds:
 * the files are the system's own.
 */

enum {
    FILE_MAX = 1 << 16,
    HEADER_SIZE = 44,
    TYPE_SIZE = 6,
    FIRST_YEAR = 1900, /* of rules in files that have no changes of their own */
};

/* The counts of a header, in the order in which they stand there. */
struct counts {
    uint32_t ut, standard, leaps, times, types, characters;
};

/* A TZ string's "Mm.w.d/time". */
struct rule {
    int month, week, weekday, seconds;
};

struct footer {
    int32_t standard, daylight; /* local minus UTC */
    struct rule start, end;
};

static int64_t big_endian(const unsigned char *bytes, int size)
{
    uint64_t value = bytes[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < size; i++) {
        value = value << 8 | bytes[i];
    }
    return (int64_t)value;
}

static struct counts read_counts(const unsigned char *header)
{
    uint32_t counts[6];
    for (int i = 0; i < 6; i++) {
        counts[i] = (uint32_t)big_endian(header + 20 + (size_t)i * 4, 4);
    }
    return (struct counts){counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

static size_t block_size(struct counts counts, size_t time_size)
{
    return (size_t)counts.times * (time_size + 1) + (size_t)counts.types * TYPE_SIZE +
           counts.characters + (size_t)counts.leaps * (time_size + 4) + counts.standard + counts.ut;
}

static void add_change(struct truth *truth, int64_t at, int32_t offset)
{
    if (truth->changes < TRUTH_CHANGES_MAX && offset != truth->offsets[truth->changes]) {
        truth->at[truth->changes++] = at;
        truth->offsets[truth->changes] = offset;
    }
}

static void read_block(const unsigned char *block, struct counts counts, struct truth *truth)
{
    const unsigned char *indices = block + (size_t)counts.times * 8;
    const unsigned char *types = indices + counts.times;
    truth->changes = 0;
    truth->offsets[0] = (int32_t)big_endian(types, 4);
    for (uint32_t i = 0; i < counts.times; i++) {
        const unsigned char *type = types + (size_t)indices[i] * TYPE_SIZE;
        add_change(truth, big_endian(block + (size_t)i * 8, 8), (int32_t)big_endian(type, 4));
    }
}

static const char *skip_name(const char *text)
{
    return *text == '<' ? text + strcspn(text, ">") + 1 : text + strcspn(text, "+-,0123456789");
}

/* [+-]hh[:mm[:ss]] */
static const char *read_time(const char *text, int *seconds)
{
    int sign = *text == '-' ? -1 : 1;
    char *end;
    text += *text == '+' || *text == '-';
    *seconds = 0;
    for (int unit = 3600; unit > 0; unit /= 60) {
        *seconds += sign * unit * (int)strtol(text, &end, 10);
        text = end;
        if (*text != ':') {
            break;
        }
        text++;
    }
    return text;
}

/* ,Mm.w.d[/time] */
static const char *read_rule(const char *text, struct rule *rule)
{
    int size = 0;
    if (sscanf(text, ",M%d.%d.%d%n", &rule->month, &rule->week, &rule->weekday, &size) != 3) {
        return NULL;
    }
    rule->seconds = 2 * 3600;
    text += size;
    return *text == '/' ? read_time(text + 1, &rule->seconds) : text;
}

/* std offset dst [offset] ,rule ,rule */
static bool read_footer(const char *text, struct footer *footer)
{
    int west;
    text = read_time(skip_name(text), &west);
    footer->standard = -west;
    text = skip_name(text);
    footer->daylight = footer->standard + 3600;
    if (*text != ',') {
        text = read_time(text, &west);
        footer->daylight = -west;
    }
    text = read_rule(text, &footer->start);
    text = text ? read_rule(text, &footer->end) : NULL;
    return text && *text == '\n';
}

static int64_t rule_local_seconds(struct rule rule, int year)
{
    struct tm first = {.tm_year = year - 1900, .tm_mon = rule.month - 1, .tm_mday = 1};
    timegm(&first); /* for the day of the week */
    int day = 1 + (rule.weekday - first.tm_wday + 7) % 7 + 7 * (rule.week - 1);
    for (;; day -= 7) { /* week 5 is the last, which may be the fourth */
        struct tm civil = {.tm_year = year - 1900, .tm_mon = rule.month - 1, .tm_mday = day};
        int64_t midnight = timegm(&civil);
        if (civil.tm_mon == rule.month - 1) {
            return midnight + rule.seconds;
        }
    }
}

static void add_year(struct truth *truth, const struct footer *footer, int year, int64_t after)
{
    int64_t start = rule_local_seconds(footer->start, year) - footer->standard;
    int64_t end = rule_local_seconds(footer->end, year) - footer->daylight;
    int64_t at[2] = {start < end ? start : end, start < end ? end : start};
    for (int i = 0; i < 2; i++) {
        if (at[i] > after) {
            add_change(truth, at[i], at[i] == start ? footer->daylight : footer->standard);
        }
    }
}

static bool read_blocks(const unsigned char *bytes, size_t size, struct truth *truth)
{
    if (size < HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0 || bytes[4] < '2') {
        return false;
    }
    size_t second = HEADER_SIZE + block_size(read_counts(bytes), 4);
    if (second + HEADER_SIZE > size) {
        return false;
    }
    struct counts counts = read_counts(bytes + second);
    size_t footer_at = second + HEADER_SIZE + block_size(counts, 8) + 1;
    struct footer footer;
    if (footer_at > size) {
        return false;
    }
    const char *text = (const char *)bytes + footer_at;
    const unsigned char *block = bytes + second + HEADER_SIZE;
    read_block(block, counts, truth);
    if (!strchr(text, ',')) {
        return true;
    }
    if (!read_footer(text, &footer)) {
        return false;
    }
    int64_t after =
        counts.times ? big_endian(block + ((size_t)counts.times - 1) * 8, 8) : INT64_MIN;
    for (int year = FIRST_YEAR; year <= TRUTH_YEAR_MAX; year++) {
        add_year(truth, &footer, year, after);
    }
    return truth->changes < TRUTH_CHANGES_MAX;
}

bool truth_read(const char *name, struct truth *truth)
{
    static unsigned char bytes[FILE_MAX + 1]; /* and a NUL behind the footer */
    char path[256];
    snprintf(path, sizeof path, "%s/%s", TRUTH_DIRECTORY, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    size_t size = fread(bytes, 1, FILE_MAX, file);
    bytes[size] = '\0';
    fclose(file);
    return read_blocks(bytes, size, truth);
}

int32_t truth_offset(const struct truth *truth, int64_t seconds)
{
    size_t i = 0;
    while (i < truth->changes && truth->at[i] <= seconds) {
        i++;
    }
    return truth->offsets[i];
}

int64_t truth_instant(const struct truth *truth, int64_t local_seconds)
{
    for (size_t i = 0; i < truth->changes; i++) {
        int64_t seconds = local_seconds - truth->offsets[i];
        bool begun = i == 0 || truth->at[i - 1] <= seconds;
        bool in_gap = truth->at[i] + truth->offsets[i + 1] > local_seconds;
        if (begun && (seconds < truth->at[i] || in_gap)) {
            return seconds;
        }
    }
    return local_seconds - truth->offsets[truth->changes];
}
