/* posixtz_random_test.c -- rules made at random, followed for 400 years by us and by two others */
/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* NOLINT: tm_gmtoff, setenv */

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "oracle/slow_posixtz.h"
#include "posixtz.h"
#include "posixtz_random.h"

enum {
    RULES = 2500,
    YEARS = 400,
    BEFORE = SLOW_POSIXTZ_YEARS_BEFORE,
    AROUND = BEFORE + 4, /* years that the literal reading looks at: an instant's, some around it */
    SHOWN = 5,           /* differences told in words */
};

static const uint64_t seed = UINT64_C(20240711011400);

/* Reads it twice. */
static struct fuseau_posixtz read_text(const struct text *text)
{
    struct fuseau_posixtz value = {.has_daylight = false};
    struct fuseau_posixtz plain = {.has_daylight = false};
    const struct fuseau_result result = fuseau_posixtz_parse(text->bytes, text->size, &value);
    const struct fuseau_result second = slow_posixtz(text->bytes, text->size, &plain);
    if (result.error != FUSEAU_OK || second.error != FUSEAU_OK ||
        !slow_equal_posixtz(&value, &plain)) {
        fail_msg("\"%s\": read with %s at %zu, by the plain reader with %s at %zu", text->bytes,
                 fuseau_error_name(result.error), result.at, fuseau_error_name(second.error),
                 second.at);
    }
    return value;
}

/* ---- the instants to ask about ---- */

enum { INSTANTS = 8 };

/* The edges of what the rules say of a year, and the middles of what is between. */
static void choose_instants(const struct slow_posixtz_year *year, int64_t instants[INSTANTS])
{
    for (int i = 0; i < 3; i++) {
        instants[i] = year[0].start + i - 1;
        instants[3 + i] = year[0].end + i - 1;
    }
    instants[6] = year[0].start / 2 + year[0].end / 2;
    instants[7] = year[0].end / 2 + year[1].start / 2;
}

/* A rule, and what it says of YEARS years from `first` on and of those around them. */
struct followed {
    const char *text;
    struct fuseau_posixtz value;
    int64_t first;
    struct slow_posixtz_year years[YEARS + AROUND];
};

/* New Year in UTC, as a rule; where there is no daylight saving time, that is as good a time. */
static const struct fuseau_posixtz new_year = {.start.form = FUSEAU_POSIXTZ_DAY,
                                               .end.form = FUSEAU_POSIXTZ_DAY};

static void follow(struct followed *rule, const struct text *text, int64_t first)
{
    rule->text = text->bytes;
    rule->value = read_text(text);
    rule->first = first;
    slow_posixtz_years(rule->value.has_daylight ? &rule->value : &new_year, first - BEFORE,
                       YEARS + AROUND, rule->years);
}

/* ---- against the literal reading ---- */

struct figures {
    int64_t rules;
    int64_t strikes;
    int64_t instants;
    int64_t differing;
};

static void compare_year(const struct followed *rule, int64_t i, struct figures *figures)
{
    const struct slow_posixtz_year *const year = &rule->years[BEFORE + i];
    int64_t instants[INSTANTS];
    if (fuseau_posixtz_start(&rule->value, rule->first + i) != year->start ||
        fuseau_posixtz_end(&rule->value, rule->first + i) != year->end) {
        figures->differing++;
        print_message("\"%s\": start or end of %" PRId64 "\n", rule->text, rule->first + i);
    }
    figures->strikes += 2;
    choose_instants(year, instants);
    for (int j = 0; j < INSTANTS; j++) {
        const bool literal = slow_posixtz_is_daylight(year - BEFORE, AROUND, instants[j]);
        if (fuseau_posixtz_is_daylight(&rule->value, instants[j]) != literal) {
            figures->differing++;
            print_message("\"%s\" at %" PRId64 ": literally, daylight saving time is%s in force\n",
                          rule->text, instants[j], literal ? "" : " not");
        }
        figures->instants++;
    }
}

/* In one of three, centuries that are in use; else any that civil.h knows. */
static int64_t first_year(uint64_t *state)
{
    return one_in(state, 3) ? 1900 : between(state, -32767 + BEFORE, 32767 - YEARS - AROUND);
}

static void rules_are_followed_as_they_read(void **state)
{
    (void)state;
    struct text text = {.state = seed};
    struct figures figures = {0};
    static struct followed rule;
    for (; figures.rules < RULES && figures.differing < SHOWN; figures.rules++) {
        make_text(&text);
        follow(&rule, &text, first_year(&text.state));
        for (int64_t i = 0; rule.value.has_daylight && i < YEARS; i++) {
            compare_year(&rule, i, &figures);
        }
    }
    print_message("seed %" PRIu64 ": %" PRId64 " rules, %d years of each; literally: %" PRId64
                  " starts and ends, %" PRId64 " instants compared, %" PRId64 " differing\n",
                  seed, figures.rules, YEARS, figures.strikes, figures.instants, figures.differing);
    assert_int_equal(figures.differing, 0);
}

/* ---- against glibc ---- */

/*
 * Where glibc is right (up to 2.36, which is what was looked at; later ones are right there too).
 *
 * It asks in which year of UTC an instant is, and looks at the start and end of that year only. So
 * both must fall into their own year in each year; else there are instants that are judged by the
 * wrong year's. That a start comes after the end it takes for the southern hemisphere, year by
 * year; so the order must be the same in each year. Before 1970 it counts each year's days from
 * 1970. All else is as the standard has it: every form of a day, times of -167 to 167 hours, 25
 * hours of offset, 31 bytes of designation.
 */
enum domain { RIGHT, OUTSIDE_ITS_YEAR, IN_NO_FIXED_ORDER, DOMAINS };

static bool is_in_year(int64_t seconds, int64_t first, int64_t next_first)
{
    return seconds >= first && seconds < next_first;
}

static enum domain domain_of(const struct followed *rule)
{
    struct slow_posixtz_year calendar[YEARS + 1];
    slow_posixtz_years(&new_year, rule->first, YEARS + 1, calendar);
    bool before = false;
    bool after = false;
    for (size_t i = 0; rule->value.has_daylight && i < YEARS; i++) {
        const struct slow_posixtz_year *const year = &rule->years[BEFORE + i];
        if (!is_in_year(year->start, calendar[i].start, calendar[i + 1].start) ||
            !is_in_year(year->end, calendar[i].start, calendar[i + 1].start)) {
            return OUTSIDE_ITS_YEAR;
        }
        before = before || year->start <= year->end;
        after = after || year->start > year->end;
    }
    return before && after ? IN_NO_FIXED_ORDER : RIGHT;
}

static bool glibc_agrees(const struct followed *rule, int64_t seconds)
{
    const struct fuseau_posixtz *const value = &rule->value;
    const bool in_force = fuseau_posixtz_is_daylight(value, seconds);
    const struct fuseau_posixtz_time *const ours = in_force ? &value->daylight : &value->standard;
    const time_t instant = (time_t)seconds;
    struct tm theirs;
    if (localtime_r(&instant, &theirs) && theirs.tm_gmtoff == ours->offset_seconds &&
        (theirs.tm_isdst > 0) == in_force && strcmp(theirs.tm_zone, ours->designation) == 0) {
        return true;
    }
    print_message("\"%s\" at %" PRId64 ": %d, \"%s\"%s; glibc says %ld, \"%s\"%s\n", rule->text,
                  seconds, (int)ours->offset_seconds, ours->designation, in_force ? ", DST" : "",
                  theirs.tm_gmtoff, theirs.tm_zone, theirs.tm_isdst > 0 ? ", DST" : "");
    return false;
}

/* Asks the C library about one rule; returns how many instants it was asked about. */
static int64_t ask_glibc(const struct followed *rule, int64_t *before_1970, int64_t *differing)
{
    int64_t asked = 0;
    setenv("TZ", rule->text, 1);
    tzset();
    for (size_t i = 0; i < YEARS && *differing < SHOWN; i++) {
        int64_t instants[INSTANTS];
        choose_instants(&rule->years[BEFORE + i], instants);
        for (int j = 0; j < INSTANTS; j++) {
            if (instants[j] < 0) {
                (*before_1970)++;
                continue;
            }
            *differing += glibc_agrees(rule, instants[j]) ? 0 : 1;
            asked++;
        }
    }
    return asked;
}

/* What the child does: it has the environment for itself. Returns how many instants differ. */
static int64_t compare_with_glibc(void)
{
    struct text text = {.state = seed};
    static struct followed rule;
    int64_t rules[DOMAINS] = {0};
    int64_t asked = 0;
    int64_t before_1970 = 0;
    int64_t differing = 0;
    for (int i = 0; i < RULES && differing < SHOWN; i++) {
        make_text(&text);
        follow(&rule, &text, 1970);
        const enum domain domain = domain_of(&rule);
        rules[domain]++;
        if (domain == RIGHT) {
            asked += ask_glibc(&rule, &before_1970, &differing);
        }
    }
    print_message("glibc: %" PRId64 " rules and %" PRId64 " instants compared, %" PRId64
                  " differing; set aside %" PRId64 " rules that strike outside their year of UTC, "
                  "%" PRId64 " whose start is before the end in some years only, and %" PRId64
                  " instants before 1970\n",
                  rules[RIGHT], asked, differing, rules[OUTSIDE_ITS_YEAR], rules[IN_NO_FIXED_ORDER],
                  before_1970);
    return differing;
}

#if defined(__GLIBC__)
static const bool is_glibc = true;
#else
static const bool is_glibc = false;
#endif

static void glibc_follows_them_alike(void **state)
{
    (void)state;
    if (!is_glibc || sizeof(time_t) < 8) {
        print_message("glibc: not compared, the C library is another, or its time_t has 32 bits\n");
        return;
    }
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int64_t differing = compare_with_glibc();
        fflush(NULL);
        _exit(differing == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_followed_as_they_read),
        cmocka_unit_test(glibc_follows_them_alike),
    };
    return cmocka_run_group_tests_name("posixtz_random", tests, NULL, NULL);
}
