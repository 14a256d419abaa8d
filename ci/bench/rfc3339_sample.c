/* rfc3339_sample.c -- the texts that are read: a few thousand of each kind, no two runs different
 */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "random.h"

enum { TEXT_MAX = 64, OFFSET_MAX = 16 };

/* One text before it is packed. */
struct draft {
    char bytes[TEXT_MAX];
    struct reading expected;
};

/* Some civil time of 1970-2037, which is as far as a peer with a 32-bit time_t would go. */
static struct tm draw_civil(uint64_t *state)
{
    const uint64_t seconds_to_2038 = 2145916800;
    time_t seconds = (time_t)(draw(state) % seconds_to_2038);
    struct tm civil = {0};
    gmtime_r(&seconds, &civil);
    return civil;
}

/* Half of these are whole hours; all are in use somewhere. */
static int draw_offset_minutes(uint64_t *state)
{
    static const int minutes[] = {-720, -600, -570, -480, -420, -300, -210, -180, -150, 0,   60,
                                  120,  210,  270,  330,  345,  390,  525,  570,  630,  765, 840};
    return minutes[draw(state) % (sizeof minutes / sizeof *minutes)];
}

static struct reading instant(struct tm civil, int offset_minutes, int nanoseconds)
{
    int64_t seconds = (int64_t)timegm(&civil) - (int64_t)offset_minutes * 60;
    return (struct reading){.seconds = seconds, .nanoseconds = nanoseconds, .accepted = true};
}

static int write_civil(char *text, const struct tm *civil)
{
    return snprintf(text, TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", civil->tm_year + 1900,
                    civil->tm_mon + 1, civil->tm_mday, civil->tm_hour, civil->tm_min,
                    civil->tm_sec);
}

static void write_offset(char *text, int minutes, const char *colon)
{
    int size = abs(minutes);
    snprintf(text, OFFSET_MAX, "%c%02d%s%02d", minutes < 0 ? '-' : '+', size / 60, colon,
             size % 60);
}

static struct draft zulu(uint64_t *state)
{
    struct draft draft = {0};
    struct tm civil = draw_civil(state);
    draft.bytes[write_civil(draft.bytes, &civil)] = 'Z';
    draft.expected = instant(civil, 0, 0);
    return draft;
}

static struct draft with_offset(uint64_t *state, const char *colon)
{
    struct draft draft = {0};
    struct tm civil = draw_civil(state);
    int offset = draw_offset_minutes(state);
    write_offset(draft.bytes + write_civil(draft.bytes, &civil), offset, colon);
    draft.expected = instant(civil, offset, 0);
    return draft;
}

static struct draft offset(uint64_t *state)
{
    return with_offset(state, ":");
}

static struct draft no_colon(uint64_t *state)
{
    return with_offset(state, "");
}

static struct draft fraction(uint64_t *state)
{
    struct draft draft = {0};
    struct tm civil = draw_civil(state);
    int minutes = draw_offset_minutes(state);
    int nanoseconds = (int)draw_between(state, 0, 999999999);
    int size = write_civil(draft.bytes, &civil);
    size += snprintf(draft.bytes + size, 11, ".%09d", nanoseconds);
    write_offset(draft.bytes + size, minutes, ":");
    draft.expected = instant(civil, minutes, nanoseconds);
    return draft;
}

/* What is in use: half of them in UTC, half of them with a fraction, of 1 to 9 digits. */
static struct draft mixed(uint64_t *state)
{
    struct draft draft = {0};
    struct tm civil = draw_civil(state);
    int minutes = draw(state) % 2 ? draw_offset_minutes(state) : 0;
    int digits = draw(state) % 2 ? (int)draw_between(state, 1, 9) : 0;
    int nanoseconds = digits ? (int)draw_between(state, 0, 999999999) : 0;
    int size = write_civil(draft.bytes, &civil);
    if (digits) {
        snprintf(draft.bytes + size, 11, ".%09d", nanoseconds);
        size += 1 + digits;
    }
    for (int i = digits; i < 9; i++) {
        nanoseconds /= 10;
    }
    for (int i = digits; i < 9; i++) {
        nanoseconds *= 10;
    }
    if (minutes) {
        write_offset(draft.bytes + size, minutes, ":");
    } else {
        memcpy(draft.bytes + size, "Z", 2);
    }
    draft.expected = instant(civil, minutes, nanoseconds);
    return draft;
}

static struct draft month_over(uint64_t *state)
{
    struct draft draft = zulu(state);
    draft.bytes[5] = '1';
    draft.bytes[6] = (char)draw_between(state, '3', '9');
    return draft;
}

static struct draft day_over(uint64_t *state)
{
    static const int short_months[] = {2, 4, 6, 9, 11};
    struct draft draft = {0};
    struct tm civil = draw_civil(state);
    int month = short_months[draw(state) % 5];
    civil.tm_mon = month - 1;
    civil.tm_mday = month == 2 ? (int)draw_between(state, 30, 31) : 31;
    draft.bytes[write_civil(draft.bytes, &civil)] = 'Z';
    return draft;
}

static struct draft space(uint64_t *state)
{
    struct draft draft = zulu(state);
    draft.bytes[10] = ' ';
    return draft;
}

static struct draft hour_over(uint64_t *state)
{
    struct draft draft = zulu(state);
    draft.bytes[11] = '2';
    draft.bytes[12] = (char)draw_between(state, '4', '9');
    return draft;
}

static struct draft second_over(uint64_t *state)
{
    struct draft draft = zulu(state);
    draft.bytes[17] = (char)draw_between(state, '7', '9');
    return draft;
}

static struct draft cut_short(uint64_t *state)
{
    struct draft draft = zulu(state);
    draft.bytes[19] = '\0';
    return draft;
}

static struct draft junk_behind(uint64_t *state)
{
    struct draft draft = zulu(state);
    draft.bytes[20] = (char)draw_between(state, 'a', 'z');
    return draft;
}

/* Words, as a column of the wrong name would hold. */
static struct draft prose(uint64_t *state)
{
    struct draft draft = {0};
    int size = (int)draw_between(state, 4, 40);
    for (int i = 0; i < size; i++) {
        bool between_words = i > 0 && draw(state) % 6 == 0;
        draft.bytes[i] = between_words ? ' ' : (char)draw_between(state, 'a', 'z');
    }
    return draft;
}

/* One of all those above, so that nobody can guess where the next text goes wrong. */
static struct draft refused(uint64_t *state)
{
    static struct draft (*const all[])(uint64_t *) = {
        month_over, day_over,  space,       hour_over, second_over,
        no_colon,   cut_short, junk_behind, prose,
    };
    return all[draw(state) % (sizeof all / sizeof *all)](state);
}

static const struct recipe {
    const char *name;
    const char *example;
    struct draft (*draw)(uint64_t *state);
    bool accepted;
    bool fraction;
    enum kind closest;
} recipes[KINDS] = {
    [KIND_ZULU] = {"accept Z", "2024-07-11T01:14:00Z", zulu, true, false, KIND_ZULU},
    [KIND_OFFSET] = {"accept offset", "2024-07-11T06:44:00+05:30", offset, true, false,
                     KIND_OFFSET},
    [KIND_FRACTION] = {"accept fraction+offset", "2024-07-11T06:44:00.123456789+05:30", fraction,
                       true, true, KIND_FRACTION},
    [KIND_MIXED] = {"accept mixed", "2024-07-11T06:44:00.125Z", mixed, true, true, KIND_MIXED},
    [KIND_MONTH] = {"refuse month 13-19", "2024-13-11T01:14:00Z", month_over, false, false,
                    KIND_ZULU},
    [KIND_DAY] = {"refuse day not in month", "2024-06-31T01:14:00Z", day_over, false, false,
                  KIND_ZULU},
    [KIND_SPACE] = {"refuse a space for T", "2024-07-11 01:14:00Z", space, false, false, KIND_ZULU},
    [KIND_HOUR] = {"refuse hour 24-29", "2024-07-11T24:14:00Z", hour_over, false, false, KIND_ZULU},
    [KIND_SECOND] = {"refuse second 70-99", "2024-07-11T01:14:70Z", second_over, false, false,
                     KIND_ZULU},
    [KIND_COLON] = {"refuse offset, no colon", "2024-07-11T06:44:00+0530", no_colon, false, false,
                    KIND_OFFSET},
    [KIND_SHORT] = {"refuse cut short", "2024-07-11T01:14:00", cut_short, false, false, KIND_ZULU},
    [KIND_JUNK] = {"refuse trailing junk", "2024-07-11T01:14:00Zx", junk_behind, false, false,
                   KIND_ZULU},
    [KIND_PROSE] = {"refuse not a timestamp", "no timestamp at all", prose, false, false,
                    KIND_ZULU},
    [KIND_REFUSED] = {"refuse, all of these", "2024-07-11T24:14:00Z", refused, false, false,
                      KIND_ZULU},
};

/* The forms lie in three arrays; text i begins where the size of those before it says. */
static void pack(struct sample *sample, const struct draft *drafts)
{
    char *packed = sample->memory[0];
    char *terminated = sample->memory[1];
    uint16_t *wide = sample->memory[2];
    for (size_t i = 0; i < CALLS; i++) {
        size_t size = strlen(drafts[i].bytes);
        memcpy(packed, drafts[i].bytes, size);
        memcpy(terminated, drafts[i].bytes, size + 1);
        for (size_t j = 0; j < size; j++) {
            wide[j] = (uint16_t)drafts[i].bytes[j];
        }
        sample->texts[i] = (struct text){packed, terminated, wide, size};
        packed += size;
        terminated += size + 1;
        wide += size;
    }
}

static bool fill(struct sample *sample, enum kind kind)
{
    struct draft *drafts = malloc(CALLS * sizeof *drafts);
    uint64_t state = (uint64_t)kind;
    size_t total = 0;
    if (!drafts) {
        return false;
    }
    for (size_t i = 0; i < CALLS; i++) {
        drafts[i] = recipes[kind].draw(&state);
        sample->expected[i] = sample->accepted ? drafts[i].expected : (struct reading){0};
        total += strlen(drafts[i].bytes);
    }
    sample->memory[0] = malloc(total); /* exact, so that a sanitizer sees a read past the end */
    sample->memory[1] = malloc(total + CALLS);
    sample->memory[2] = malloc(total * sizeof(uint16_t));
    bool enough = sample->memory[0] && sample->memory[1] && sample->memory[2];
    if (enough) {
        pack(sample, drafts);
    }
    free(drafts);
    return enough;
}

struct sample *sample_new(enum kind kind)
{
    const struct recipe *recipe = &recipes[kind];
    struct sample *sample = calloc(1, sizeof *sample);
    if (!sample) {
        return NULL;
    }
    sample->name = recipe->name;
    sample->example = recipe->example;
    sample->accepted = recipe->accepted;
    sample->fraction = recipe->fraction;
    sample->closest = recipe->closest;
    if (fill(sample, kind)) {
        return sample;
    }
    sample_free(sample);
    return NULL;
}

void sample_free(struct sample *sample)
{
    if (!sample) {
        return;
    }
    for (size_t i = 0; i < sizeof sample->memory / sizeof *sample->memory; i++) {
        free(sample->memory[i]);
    }
    free(sample);
}
