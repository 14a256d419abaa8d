/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <limits.h>
#include <stdbool.h>

#include "bisect/bisect.h"

#define LONGEST 600

/* A history, the newest first: 'b'ad, 'g'ood, 'n'o target, 'u'nbuildable. */
struct past {
    const char *commits;
    size_t count;
    unsigned asked[LONGEST], questions, skips, stop_after;
};

static enum bisect_answer ask(void *context, size_t commit)
{
    struct past *past = context;
    assert_true(commit < past->count);
    assert_int_equal(past->asked[commit]++, 0);
    if (past->questions++ == past->stop_after) {
        return BISECT_STOP;
    }
    switch (past->commits[commit]) {
    case 'b':
        return BISECT_BAD;
    case 'g':
        return BISECT_GOOD;
    case 'n':
        return BISECT_NO_TARGET;
    default:
        past->skips++;
        return BISECT_UNBUILDABLE;
    }
}

static struct bisect search(struct past *past, const char *commits, size_t count, unsigned stop)
{
    struct bisect result;
    *past = (struct past){.commits = commits, .count = count, .stop_after = stop};
    bisect_run(count, ask, past, &result);
    assert_int_equal(result.questions, past->questions);
    return result;
}

struct bisect_row {
    const char *name, *commits;
    enum bisect_end end;
    int bad, good; /* -1: none */
    unsigned questions;
};

static const struct bisect_row rows[] = {
    {"the newest itself", "bggggggg", BISECT_FOUND, 0, 1, 2},
    {"one before it", "bbgggggg", BISECT_FOUND, 1, 2, 3},
    {"between two leaps", "bbbbbbgggggggggg", BISECT_FOUND, 5, 6, 7},
    {"the last but one is good", "bbbbbg", BISECT_FOUND, 4, 5, 5},
    {"two commits", "bg", BISECT_FOUND, 0, 1, 2},
    {"no such history", "", BISECT_CANNOT, -1, -1, 0},
    {"one commit", "b", BISECT_PREDATES_HISTORY, 0, -1, 1},
    {"all are bad", "bbbbbbbb", BISECT_PREDATES_HISTORY, 7, -1, 5},
    {"the oldest is bad, and nothing else can be built", "buuuuuub", BISECT_PREDATES_HISTORY, 7, -1,
     5},
    {"it comes with the target", "bbbbnnnn", BISECT_PREDATES_TARGET, 3, -1, 5},
    {"the target is of today", "bn", BISECT_PREDATES_TARGET, 0, -1, 2},
    {"good since the target came", "bbbggnnn", BISECT_FOUND, 2, 3, 5},
    {"broken between", "bbbuugggg", BISECT_RANGE, 2, 5, 8},
    {"all between are broken", "buuuuuug", BISECT_RANGE, 0, 7, 8},
    {"broken when the target came", "bbuunn", BISECT_RANGE, 1, 4, 5},
    {"broken beyond some day", "bbbbbuuuuuuuuuuu", BISECT_RANGE, 4, -1, 9},
    {"good on this side of that day", "bbbbbggguuuuuuuu", BISECT_FOUND, 4, 5, 8},
    {"broken before today", "buuuuuuu", BISECT_RANGE, 0, -1, 5},
    {"a broken one is passed by", "bubgggggg", BISECT_FOUND, 2, 3, 5},
    {"came, went and came back", "bbbgggbbbbgggg", BISECT_FOUND, 2, 3, 5},
    {"went, and the leaps miss it", "bbbgbbbbgggg", BISECT_FOUND, 7, 8, 7},
    {"not at the tip", "gbbbb", BISECT_NOT_AT_TIP, -1, -1, 1},
    {"the tip is broken", "ubbgg", BISECT_CANNOT, -1, -1, 1},
    {"the tip has no target", "nbbgg", BISECT_CANNOT, -1, -1, 1},
};

static void ends_so(void **state)
{
    const struct bisect_row *row = *state;
    struct past past;
    size_t count = strlen(row->commits);
    struct bisect result = search(&past, row->commits, count, UINT_MAX);
    assert_int_equal(result.end, row->end);
    assert_int_equal(result.bad, row->bad < 0 ? count : (size_t)row->bad);
    assert_int_equal(result.good, row->good < 0 ? count : (size_t)row->good);
    assert_int_equal(result.questions, row->questions);
}

/* What an end says is true of the history, whatever history that is. */
static void is_true_of(const struct bisect *result, const char *commits, size_t count)
{
    char bad = result->bad < count ? commits[result->bad] : '-';
    char good = result->good < count ? commits[result->good] : '-';
    switch (result->end) {
    case BISECT_FOUND:
        assert_true(bad == 'b' && good == 'g' && result->good == result->bad + 1);
        break;
    case BISECT_RANGE:
        assert_true(bad == 'b' && (good != '-' || commits[count - 1] == 'u'));
        assert_true(good == '-' || good == 'g' || good == 'n');
        for (size_t i = result->bad + 1; i < result->good && good != '-'; i++) {
            assert_true(commits[i] == 'u');
        }
        assert_true(commits[result->bad + 1] == 'u');
        break;
    case BISECT_PREDATES_TARGET:
        assert_true(bad == 'b' && good == '-' && commits[result->bad + 1] == 'n');
        break;
    case BISECT_PREDATES_HISTORY:
        assert_true(bad == 'b' && good == '-' && result->bad == count - 1);
        break;
    case BISECT_NOT_AT_TIP:
        assert_true(commits[0] == 'g' && bad == '-' && good == '-');
        break;
    case BISECT_CANNOT:
        assert_true((commits[0] == 'u' || commits[0] == 'n') && bad == '-' && good == '-');
        break;
    case BISECT_OUT_OF_BUDGET:
        assert_true(bad == '-' || bad == 'b');
        assert_true(good == '-' || (bad == 'b' && (good == 'g' || good == 'n')));
        assert_true(good == '-' || result->bad < result->good);
        break;
    }
}

/* Wherever the search is stopped, what it says of how far it came is true, and grows. */
static void out_of_budget_at_every_question(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT(rows); row++) {
        size_t count = strlen(rows[row].commits), bad = 0, good = count;
        for (unsigned stop = 0; stop < rows[row].questions; stop++) {
            struct past past;
            struct bisect result = search(&past, rows[row].commits, count, stop);
            assert_int_equal(result.end, BISECT_OUT_OF_BUDGET);
            assert_int_equal(result.questions, stop + 1);
            assert_true((stop == 0) == (result.bad == count));
            is_true_of(&result, rows[row].commits, count);
            assert_true(stop == 0 || (result.bad >= bad && result.good <= good));
            bad = stop == 0 ? 0 : result.bad;
            good = result.good;
        }
    }
}

static unsigned next(uint64_t *random, unsigned below)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((*random >> 33) % below);
}

static unsigned log2_up(size_t number)
{
    unsigned log = 0;
    while (((size_t)1 << log) < number) {
        log++;
    }
    return log;
}

/* The bug came once, at `first`; before `born` there is no target; one in `broken` does not build.
 */
static void make_past(char *commits, size_t count, size_t first, size_t born, unsigned broken,
                      uint64_t *random)
{
    for (size_t i = 0; i < count; i++) {
        char truth = i > born ? 'n' : i > first ? 'g' : 'b';
        commits[i] = i > 0 && broken > 0 && next(random, broken) == 0 ? 'u' : truth;
    }
}

/* The oldest bad one and the next that is not unbuildable, found by looking at each. */
static enum bisect_end brute_force(const char *commits, size_t count, size_t *bad, size_t *good)
{
    for (size_t i = 0; i < count; i++) {
        *bad = commits[i] == 'b' ? i : *bad;
    }
    for (*good = *bad + 1; *good < count && commits[*good] == 'u';) {
        (*good)++;
    }
    if (*good == count) {
        return *bad == count - 1 ? BISECT_PREDATES_HISTORY : BISECT_RANGE;
    }
    if (*good > *bad + 1) {
        return BISECT_RANGE;
    }
    bool born = commits[*good] == 'g';
    *good = born ? *good : count;
    return born ? BISECT_FOUND : BISECT_PREDATES_TARGET;
}

/* Only where all that was asked about beyond `bad` cannot be built, a good one may have been
 * missed.
 */
static bool nothing_was_found(const struct bisect *result, const struct past *past)
{
    for (size_t i = result->bad + 1; i < past->count; i++) {
        if (past->asked[i] > 0 && past->commits[i] != 'u') {
            return false;
        }
    }
    return result->end == BISECT_RANGE && result->good == past->count;
}

static void a_bug_that_came_once_is_found_as_by_looking_at_each(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (unsigned round = 0; round < 40000; round++) {
        char commits[LONGEST];
        struct past past;
        size_t count = 1 + next(&random, round % 2 == 0 ? 24 : LONGEST), bad = 0, good = 0;
        size_t first = next(&random, (unsigned)count + 1), born = next(&random, LONGEST * 2);
        make_past(commits, count, first, born, next(&random, 6), &random);
        struct bisect result = search(&past, commits, count, UINT_MAX);
        if (commits[0] != 'b') {
            is_true_of(&result, commits, count);
            continue;
        }
        enum bisect_end end = brute_force(commits, count, &bad, &good);
        assert_true(past.questions <= 2 * log2_up(count) + 2 + 3 * past.skips);
        if (!nothing_was_found(&result, &past)) {
            assert_int_equal(result.end, end);
            assert_int_equal(result.bad, bad);
            assert_int_equal(result.good, good);
        }
    }
}

static void whatever_the_history_the_end_is_true_of_it(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (unsigned round = 0; round < 60000; round++) {
        char commits[LONGEST];
        struct past past;
        size_t count = 1 + next(&random, round % 16 == 0 ? LONGEST : 20);
        unsigned kinds = 2 + next(&random, 6), stay = 1 + next(&random, 12);
        for (size_t i = 0; i < count; i++) {
            bool same = i > 0 && next(&random, stay) > 0;
            commits[i] = same ? commits[i - 1] : "bgunbbb"[next(&random, kinds)];
        }
        commits[0] = next(&random, 8) > 0 ? 'b' : commits[0];
        struct bisect result = search(&past, commits, count, UINT_MAX);
        is_true_of(&result, commits, count);
        assert_true(result.end != BISECT_OUT_OF_BUDGET);
        result = search(&past, commits, count, next(&random, result.questions));
        is_true_of(&result, commits, count);
        assert_int_equal(result.end, BISECT_OUT_OF_BUDGET);
    }
}

/* A broken week costs a few questions where the cause is elsewhere, not one for each commit. */
static void a_broken_week_is_stepped_out_of(void **state)
{
    (void)state;
    char commits[LONGEST];
    struct past past;
    for (size_t first = 0; first < LONGEST - 1; first++) {
        for (size_t i = 0; i < LONGEST; i++) {
            commits[i] = i >= 280 && i < 360 ? 'u' : i > first ? 'g' : 'b';
        }
        struct bisect result = search(&past, commits, LONGEST, UINT_MAX);
        bool within = first >= 279 && first < 360;
        assert_int_equal(result.end, within ? BISECT_RANGE : BISECT_FOUND);
        assert_int_equal(result.bad, within ? 279 : first);
        assert_int_equal(result.good, within ? 360 : first + 1);
        bool near = first >= 270 && first < 370;
        assert_true(near || past.skips <= 10);
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 4] = {
        cmocka_unit_test(out_of_budget_at_every_question),
        cmocka_unit_test(a_bug_that_came_once_is_found_as_by_looking_at_each),
        cmocka_unit_test(whatever_the_history_the_end_is_true_of_it),
        cmocka_unit_test(a_broken_week_is_stepped_out_of),
    };
    size_t count = 4;
    ADD_ROWS(tests, count, rows, ends_so);
    return cmocka_run_group_tests_name("bisect", tests, NULL, NULL);
}
