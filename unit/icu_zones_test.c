/* icu_zones_test.c -- every zone to 2500 as ICU has it, wherever ICU has the same transitions */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* NOLINT: scandir */
#include "table.h"

#include <unicode/ucal.h>

#include "oracle/slow_zone.h"
#include "zone.h"
#include "zonefiles.h"

/*
 * ICU carries zone data of its own, of another version than the system's, and in another form:
 * where IANA's counts winter time as saving (Dublin), ICU's counts summer time. What can be
 * compared is found by comparing the data: a stretch between two transitions that stand in the file
 * and in ICU's list at the same seconds with none between them. There the offset must be the same.
 * Whether it is daylight saving time is compared where ICU's data also agree on how far standard
 * time is from UTC.
 */
enum { TRANSITIONS_MAX = 4096, NAME_MAX_SIZE = 64 };

/* 2500-01-01T00:00:00Z */
static const int64_t last_asked = INT64_C(16725225600);

struct transition {
    int64_t seconds;
    int32_t offset; /* from then on */
    bool saving;
};

struct transitions {
    struct transition list[TRANSITIONS_MAX];
    size_t count;
};

struct opinions {
    const struct fuseau_zone *zone;
    const char *name;
    UCalendar *calendar;
    struct transitions ours, icus;
    unsigned long long zones, unknown, instants, other_form, stretches, other_data;
};

/* If it changes anything. */
static void add(struct transitions *transitions, int64_t seconds, int32_t offset, bool saving)
{
    size_t count = transitions->count;
    assert_true(count < TRANSITIONS_MAX);
    if (count == 0 || transitions->list[count - 1].offset != offset ||
        transitions->list[count - 1].saving != saving) {
        transitions->list[transitions->count++] = (struct transition){seconds, offset, saving};
    }
}

static bool same(struct transition left, struct transition right)
{
    return left.seconds == right.seconds && left.offset == right.offset;
}

/* The file's transitions of offset and the rule's that follow, as a plain reading has them. */
static void collect_ours(struct opinions *opinions, const struct slow_zone *plain)
{
    opinions->ours.count = 0;
    struct fuseau_transition next = {.seconds = INT64_MIN};
    do {
        struct fuseau_local_type type = slow_zone_at(plain, next.seconds);
        add(&opinions->ours, next.seconds, type.offset_seconds, type.dst);
    } while (fuseau_zone_next(opinions->zone, next.seconds, &next) && next.seconds < last_asked);
}

struct answer {
    int32_t standard; /* seconds from UTC */
    int32_t saving;   /* and so many more */
};

static struct answer icu_at(UCalendar *calendar, int64_t seconds)
{
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar, (UDate)seconds * 1000, &status);
    struct answer answer = {ucal_get(calendar, UCAL_ZONE_OFFSET, &status) / 1000,
                            ucal_get(calendar, UCAL_DST_OFFSET, &status) / 1000};
    if (U_FAILURE(status)) {
        fail_msg("ICU: %s", u_errorName(status));
    }
    return answer;
}

static int32_t total(struct answer answer)
{
    return answer.standard + answer.saving;
}

static void collect_icus(struct opinions *opinions)
{
    UErrorCode status = U_ZERO_ERROR;
    UDate date = -1e14; /* the year -1199 */
    opinions->icus.count = 0;
    do {
        struct answer answer = icu_at(opinions->calendar, (int64_t)(date / 1000));
        add(&opinions->icus, (int64_t)(date / 1000), total(answer), answer.saving != 0);
        ucal_setMillis(opinions->calendar, date, &status);
    } while (ucal_getTimeZoneTransitionDate(opinions->calendar, UCAL_TZ_TRANSITION_NEXT, &date,
                                            &status) &&
             date < (UDate)last_asked * 1000);
    assert_true(U_SUCCESS(status));
}

static void ask(struct opinions *opinions, int64_t seconds, bool saving_too)
{
    const struct fuseau_local_type *ours = fuseau_zone_at(opinions->zone, seconds);
    struct answer icus = icu_at(opinions->calendar, seconds);
    opinions->instants++;
    opinions->other_form += saving_too ? 0 : 1;
    if (ours->offset_seconds != total(icus) || (saving_too && ours->dst != (icus.saving != 0))) {
        fail_msg("%s at %lld: %d, DST %d, ICU says %d, DST %d", opinions->name, (long long)seconds,
                 (int)ours->offset_seconds, ours->dst, (int)total(icus), icus.saving != 0);
    }
}

/* From `from` (a transition of both) to `to`: beside the ends, and halfway. */
static void ask_stretch(struct opinions *opinions, int64_t from, int64_t to, bool saving_too)
{
    const int64_t instants[] = {from, from + 1, from / 2 + to / 2, to - 1};
    opinions->stretches++;
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        ask(opinions, instants[i], saving_too);
    }
}

static void ask_stretches(struct opinions *opinions)
{
    const struct transitions *ours = &opinions->ours;
    const struct transitions *icus = &opinions->icus;
    size_t j = 1; /* the first of each list is the beginning of time */
    for (size_t i = 1; i + 1 < ours->count; i++) {
        while (j < icus->count && icus->list[j].seconds < ours->list[i].seconds) {
            j++;
        }
        if (j + 1 < icus->count && same(icus->list[j], ours->list[i]) &&
            same(icus->list[j + 1], ours->list[i + 1])) {
            ask_stretch(opinions, ours->list[i].seconds, ours->list[i + 1].seconds,
                        ours->list[i].saving == icus->list[j].saving);
        } else {
            opinions->other_data++;
        }
    }
}

static bool is_known_to_icu(const struct opinions *opinions)
{
    UChar id[NAME_MAX_SIZE];
    char text[NAME_MAX_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = ucal_getTimeZoneID(opinions->calendar, id, NAME_MAX_SIZE, &status);
    for (int32_t i = 0; i < size; i++) {
        text[i] = (char)id[i];
    }
    text[size] = '\0';
    return U_SUCCESS(status) && strcmp(text, opinions->name) == 0;
}

static UCalendar *open_calendar(const char *name)
{
    UChar id[NAME_MAX_SIZE] = {0};
    UErrorCode status = U_ZERO_ERROR;
    for (size_t i = 0; name[i] != '\0' && i + 1 < NAME_MAX_SIZE; i++) {
        id[i] = (UChar)name[i];
    }
    UCalendar *calendar = ucal_open(id, -1, "en_US_POSIX", UCAL_GREGORIAN, &status);
    assert_true(U_SUCCESS(status));
    return calendar;
}

static void ask_zone(const struct zonefile *file, void *context)
{
    struct opinions *opinions = context;
    struct fuseau_tzif tzif;
    struct slow_zone plain;
    if (strncmp(file->name, "posix/", 6) == 0 || strncmp(file->name, "right/", 6) == 0) {
        return; /* the same zones once more */
    }
    opinions->name = file->name;
    opinions->calendar = open_calendar(file->name);
    if (!is_known_to_icu(opinions)) {
        opinions->unknown++;
        ucal_close(opinions->calendar);
        return;
    }
    assert_int_equal(fuseau_tzif_parse(file->bytes, file->size, &tzif).error, FUSEAU_OK);
    assert_int_equal(fuseau_zone_from_tzif(file->bytes, file->size, &opinions->zone).error,
                     FUSEAU_OK);
    slow_zone_open(&plain, &tzif);
    collect_ours(opinions, &plain);
    collect_icus(opinions);
    ask_stretches(opinions);
    fuseau_zone_release(opinions->zone);
    ucal_close(opinions->calendar);
    opinions->zones++;
}

static void every_zone_where_the_data_are_the_same(void **state)
{
    (void)state;
    struct opinions opinions = {0};
    UErrorCode status = U_ZERO_ERROR;
    if (zonefiles_each(ZONEFILES_SYSTEM, ask_zone, &opinions) == 0) {
        fail_msg("there is no zone file in %s: install tzdata", ZONEFILES_SYSTEM);
    }
    printf("ICU zones (its data: %s): %llu zones, %llu stretches between transitions, %llu "
           "instants, 0 differ in offset\n",
           ucal_getTZDataVersion(&status), opinions.zones, opinions.stretches, opinions.instants);
    printf("ICU zones: set aside: %llu stretches with other transitions, %llu files that ICU does "
           "not know, %llu instants of which one of the two counts the time as saving\n",
           opinions.other_data, opinions.unknown, opinions.other_form);
    assert_true(opinions.instants > 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_zone_where_the_data_are_the_same)};
    return cmocka_run_group_tests_name("ICU zones", tests, NULL, NULL);
}
