/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "tracker/lifecycle.h"

struct step_row {
    const char *name;
    struct lifecycle_crash crash;
    enum lifecycle_step step;
    enum lifecycle_fate fate;
};

#define FILED .filed = true, .open = true

static const struct step_row steps[] = {
    {"new and reproducible", {.seen = true, .nights = 1}, LIFECYCLE_FILE, FATE_NEW},
    {"found in a night that could not file", {.nights = 1}, LIFECYCLE_FILE, FATE_NEW},
    {"to stay in the digest", {.rests = true, .nights = 1}, LIFECYCLE_DIGEST, FATE_DIGESTED},
    {"flaky on its first night",
     {.seen = true, .reproducibility = FLAKY, .nights = 1},
     LIFECYCLE_WAIT,
     FATE_FLAKY},
    {"flaky on its second",
     {.seen = true, .reproducibility = FLAKY, .nights = 2},
     LIFECYCLE_WAIT,
     FATE_FLAKY},
    {"flaky on its third",
     {.seen = true, .reproducibility = FLAKY, .nights = 3},
     LIFECYCLE_FILE,
     FATE_NEW},
    {"flaky and not seen tonight",
     {.reproducibility = FLAKY, .nights = 2},
     LIFECYCLE_WAIT,
     FATE_FLAKY},
    {"a timeout that was none",
     {.seen = true, .reproducibility = UNCONFIRMED, .nights = 9},
     LIFECYCLE_NOTHING,
     FATE_UNCONFIRMED},
    {"mended before it was filed", {.gone = true, .nights = 1}, LIFECYCLE_FORGET, FATE_MENDED},
    {"mended before it was filed, known", {.mended = true}, LIFECYCLE_NOTHING, FATE_MENDED},
    {"gone from one way in, seen by another",
     {.gone = true, .seen = true, .nights = 1},
     LIFECYCLE_FILE,
     FATE_NEW},
    {"seen again", {FILED, .seen = true, .nights = 5}, LIFECYCLE_NOTHING, FATE_KNOWN},
    {"half a fix", {FILED, .seen = true, .half = true}, LIFECYCLE_HALF, FATE_KNOWN},
    {"half a fix, and not seen since", {FILED, .half = true}, LIFECYCLE_NOTHING, FATE_KNOWN},
    {"half a fix of one that is back",
     {.filed = true, .seen = true, .half = true},
     LIFECYCLE_REOPEN,
     FATE_RETURNED},
    {"studied since it was filed",
     {FILED, .seen = true, .studied = true},
     LIFECYCLE_STUDY,
     FATE_KNOWN},
    {"studied since, and not seen", {FILED, .studied = true}, LIFECYCLE_STUDY, FATE_KNOWN},
    {"studied since, and half a fix",
     {FILED, .seen = true, .studied = true, .half = true},
     LIFECYCLE_HALF,
     FATE_KNOWN},
    {"studied since, and mended",
     {FILED, .gone = true, .studied = true},
     LIFECYCLE_CLOSE,
     FATE_MENDED},
    {"studied since a person closed it",
     {.filed = true, .studied = true},
     LIFECYCLE_NOTHING,
     FATE_KNOWN},
    {"studied since, and declined",
     {FILED, .seen = true, .studied = true, .declined = true},
     LIFECYCLE_NOTHING,
     FATE_DECLINED},
    {"half a fix of one that has no issue", {.seen = true, .half = true}, LIFECYCLE_FILE, FATE_NEW},
    {"half a fix of one that was declined",
     {FILED, .seen = true, .half = true, .declined = true},
     LIFECYCLE_NOTHING,
     FATE_DECLINED},
    {"not seen, which proves nothing", {FILED, .nights = 5}, LIFECYCLE_NOTHING, FATE_KNOWN},
    {"mended", {FILED, .gone = true}, LIFECYCLE_CLOSE, FATE_MENDED},
    {"mended and closed by a person",
     {.filed = true, .gone = true},
     LIFECYCLE_NOTHING,
     FATE_MENDED},
    {"back", {.filed = true, .seen = true}, LIFECYCLE_REOPEN, FATE_RETURNED},
    {"back, seldom",
     {.filed = true, .seen = true, .reproducibility = FLAKY},
     LIFECYCLE_REOPEN,
     FATE_RETURNED},
    {"seen, and its input runs clean",
     {FILED, .seen = true, .gone = true},
     LIFECYCLE_NOTHING,
     FATE_KNOWN},
    {"declined and closed",
     {.filed = true, .seen = true, .declined = true},
     LIFECYCLE_NOTHING,
     FATE_DECLINED},
    {"declined and open",
     {FILED, .seen = true, .declined = true},
     LIFECYCLE_NOTHING,
     FATE_DECLINED},
    {"declined and mended",
     {FILED, .gone = true, .declined = true},
     LIFECYCLE_NOTHING,
     FATE_DECLINED},
    {"its filing waits", {.seen = true, .pending = true}, LIFECYCLE_NOTHING, FATE_NEW},
    {"its closing waits, and it is back",
     {FILED, .seen = true, .pending = true},
     LIFECYCLE_NOTHING,
     FATE_KNOWN},
};

static void is_decided(void **state)
{
    const struct step_row *row = *state;
    struct lifecycle_crash crash = row->crash;
    lifecycle_decide(&crash, 1, 10);
    assert_int_equal(crash.step, row->step);
    if (crash.fate != row->fate) {
        fail_msg("its fate is %s, not %s", lifecycle_fate_name(crash.fate),
                 lifecycle_fate_name(row->fate));
    }
}

/* Each letter a crash: l, m, h is new and of that severity, k known. Of the answer, f is filed, d
 * digested, - neither. */
struct limit_row {
    const char *name, *crashes;
    unsigned limit;
    const char *answer;
};

static const struct limit_row limits[] = {
    {"all fit", "lmh", 10, "fff"},
    {"exactly as many as fit", "lmh", 3, "fff"},
    {"one too many: the least grave waits", "lmh", 2, "dff"},
    {"among equals the first", "mmm", 2, "ffd"},
    {"the gravest, wherever it stands", "lllh", 1, "dddf"},
    {"none tonight", "hh", 0, "dd"},
    {"known ones do not count", "khkh", 2, "-f-f"},
};

static void limit_holds(void **state)
{
    const struct limit_row *row = *state;
    struct lifecycle_crash crashes[8] = {0};
    size_t count = strlen(row->crashes);
    for (size_t i = 0; i < count; i++) {
        char letter = row->crashes[i];
        crashes[i] = (struct lifecycle_crash){.seen = true, .filed = letter == 'k', .open = true};
        crashes[i].severity = letter == 'h'   ? SEVERITY_HIGH
                              : letter == 'm' ? SEVERITY_MEDIUM
                                              : SEVERITY_LOW;
    }
    lifecycle_decide(crashes, count, row->limit);
    for (size_t i = 0; i < count; i++) {
        char answer = crashes[i].step == LIFECYCLE_FILE     ? 'f'
                      : crashes[i].step == LIFECYCLE_DIGEST ? 'd'
                                                            : '-';
        if (answer != row->answer[i]) {
            fail_msg("crash %zu of \"%s\": '%c', not '%c'", i, row->crashes, answer,
                     row->answer[i]);
        }
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(steps) + COUNT(limits)];
    size_t count = 0;
    ADD_ROWS(tests, count, steps, is_decided);
    ADD_ROWS(tests, count, limits, limit_holds);
    return cmocka_run_group_tests_name("lifecycle", tests, NULL, NULL);
}
