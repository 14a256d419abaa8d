/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdbool.h>

#include "duty/fair.h"
#include "duty/fraction.h"

#define DATES 366

/* Units in which all shares are whole numbers and their sums fit 64 bits: for sets of up to 40
 * people, and for those of up to 64 whose size has no prime factor above 7. */
#define TO_40  INT64_C(5342931457063200)
#define SMOOTH INT64_C(2116800)

struct season {
    uint64_t may[DATES];
    int who[DATES];
    size_t days;
    int64_t unit; /* shares are counted in units of 1/unit */
};

static uint64_t random_state;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(random_state >> 33) % limit;
}

static int64_t size_of(uint64_t people)
{
    int64_t size = 0;
    for (unsigned i = 0; i < 64; i++) {
        size += (people >> i & 1) != 0 ? 1 : 0;
    }
    return size;
}

/* Shares less dates of a person, in units. */
static int64_t distance(const struct season *season, int person)
{
    int64_t distance = 0;
    for (size_t day = 0; day < season->days; day++) {
        bool may = (season->may[day] >> person & 1) != 0;
        distance += may ? season->unit / size_of(season->may[day]) : 0;
        distance -= season->who[day] == person ? season->unit : 0;
    }
    return distance;
}

static void check(struct season *season, const char *what, unsigned number)
{
    fair_assign(season->may, season->days, season->who);
    for (size_t day = 0; day < season->days; day++) {
        int who = season->who[day];
        bool right = season->may[day] == 0 ? who == FAIR_NOBODY
                                           : who >= 0 && (season->may[day] >> who & 1) != 0;
        if (!right) {
            fail_msg("%s %u: person %d has date %zu and may not", what, number, who, day);
        }
    }
    for (int person = 0; person < 64; person++) {
        int64_t far = distance(season, person);
        if (far > season->unit || far < -season->unit) {
            fail_msg("%s %u: person %d is %lld/%lld from their share", what, number, person,
                     (long long)far, (long long)season->unit);
        }
    }
}

/* Each may take each date but where their leave, in blocks of weeks, or a whim says otherwise. */
static void is_fair_with_leave(void **state)
{
    (void)state;
    random_state = 1;
    for (unsigned number = 0; number < 300; number++) {
        static struct season season;
        unsigned people = 1 + random_below(40);
        season = (struct season){.days = DATES, .unit = TO_40};
        for (unsigned person = 0; person < people; person++) {
            unsigned week = random_below(1u << 7), stays = random_below(60);
            unsigned from = random_below(DATES), to = from + random_below(200);
            for (unsigned day = 0; day < DATES; day++) {
                bool may = (week >> day % 7 & 1) != 0 && (day < from || day > to) &&
                           random_below(60) >= stays;
                season.may[day] |= may ? UINT64_C(1) << person : 0;
            }
        }
        check(&season, "leave", number);
    }
}

/* All may take the first date, all but one the second, and so on until only the last person may;
 * then again. Whoever just took a date drops out, so the last person has a share of every date. */
static void is_fair_where_people_drop_out(void **state)
{
    (void)state;
    for (unsigned people = 1; people <= 40; people++) {
        static struct season season;
        season = (struct season){.days = DATES, .unit = TO_40};
        for (unsigned day = 0; day < DATES; day++) {
            season.may[day] = (UINT64_C(1) << people) - (UINT64_C(1) << day % people);
        }
        check(&season, "dropping out of", people);
    }
}

/* The date that is worst for an algorithm without a look ahead: only those may take it who are
 * ahead, or only those who are behind. */
static uint64_t worst_of(const int64_t *behind, unsigned people, unsigned size, bool ahead)
{
    uint64_t chosen = 0;
    while (size_of(chosen) < size) {
        unsigned worst = 64;
        for (unsigned i = 0; i < people; i++) {
            bool better =
                worst == 64 || (ahead ? behind[i] < behind[worst] : behind[i] > behind[worst]);
            worst = (chosen >> i & 1) == 0 && better ? i : worst;
        }
        chosen |= UINT64_C(1) << worst;
    }
    return chosen;
}

static void let_turn_pass(int64_t *behind, uint64_t may, int64_t unit)
{
    int furthest = -1;
    for (int i = 0; i < 64; i++) {
        if ((may >> i & 1) != 0) {
            behind[i] += unit / size_of(may);
            furthest = furthest < 0 || behind[i] > behind[furthest] ? i : furthest;
        }
    }
    behind[furthest] -= unit;
}

static void is_fair_against_an_adversary(void **state)
{
    (void)state;
    random_state = 2;
    for (unsigned number = 0; number < 300; number++) {
        static struct season season;
        int64_t behind[64] = {0};
        unsigned people = 4 + random_below(37), change = 1 + random_below(DATES);
        season = (struct season){.days = DATES, .unit = TO_40};
        for (unsigned day = 0; day < DATES; day++) {
            unsigned size = 1 + random_below(number % 3 == 0 ? people : 3);
            bool ahead = (day / change) % 2 == number % 2;
            season.may[day] = worst_of(behind, people, size, ahead);
            let_turn_pass(behind, season.may[day], season.unit);
        }
        check(&season, "adversary", number);
    }
}

/* A person leaves the set until its size divides the unit. */
static void is_fair_to_64(void **state)
{
    (void)state;
    random_state = 3;
    for (unsigned number = 0; number < 60; number++) {
        static struct season season;
        season = (struct season){.days = DATES, .unit = SMOOTH};
        for (unsigned day = 0; day < DATES; day++) {
            uint64_t may = number == 0 ? ~UINT64_C(0) : ~UINT64_C(0) << random_below(64);
            while (SMOOTH % size_of(may) != 0) {
                may &= may - 1;
            }
            season.may[day] = may;
        }
        check(&season, "64 people", number);
    }
}

/* Where nobody may, and where there is no date. */
static void is_fair_of_nothing(void **state)
{
    (void)state;
    struct season season = {.days = 3, .unit = 1, .may = {0, 4, 0}};
    check(&season, "nobody", 0);
    assert_int_equal(season.who[1], 2);
    fair_assign(season.may, 0, season.who);
}

struct small_row {
    const char *name, *may, *who; /* a word of letters a date; a letter a date */
};

static const struct small_row small[] = {
    {"everybody in turn", "ABC ABC ABC ABC ABC ABC", "ABCABC"},
    {"nobody twice in a row where another is as far behind", "A AB AB", "ABA"},
    {"the next after a turn that one could not take", "ABC BC ABC ABC", "ABCB"},
    {"who was away is not owed for it", "ABC BC BC BC ABC ABC ABC", "ABCBCBC"},
    {"near enough is left alone", "ABC BC C", "ABC"},
    /* E has a share of 137/60 and one date; A, B and C have more dates than shares, and the last
     * date of theirs that E may take is the third. */
    {"the latest date changes hands", "ABCDE BCDE CDE DE E", "ABEDE"},
    /* In turn A, C and A have them, and A is 21/20 ahead. The first may go to B at once; but C may
     * take the last, and D the second, which is later. */
    {"dates change hands along a path, the latest that will do", "ABCDE ACDE AC", "ADC"},
    {"a date alone is taken", "A A A", "AAA"},
};

static void is_assigned(void **state)
{
    const struct small_row *row = *state;
    struct season season = {.days = strlen(row->who)};
    const char *letter = row->may;
    for (size_t day = 0; day < season.days; day++) {
        for (; *letter != '\0' && *letter != ' '; letter++) {
            season.may[day] |= UINT64_C(1) << (*letter - 'A');
        }
        letter += *letter == ' ' ? 1 : 0;
    }
    char who[DATES] = "";
    fair_assign(season.may, season.days, season.who);
    for (size_t day = 0; day < season.days; day++) {
        who[day] = (char)('A' + season.who[day]);
    }
    assert_string_equal(who, row->who);
}

/* k times 1/k is one, whatever else was added between. */
static void shares_are_exact(void **state)
{
    (void)state;
    struct fraction all = {0, 0, 0};
    for (unsigned round = 0; round < 64; round++) {
        for (unsigned k = round + 1; k <= 64; k++) {
            fraction_add(&all, k);
        }
    }
    assert_true(fraction_is_whole(&all));
    assert_int_equal(all.whole, 64);
}

static void shares_compare_as_fractions(void **state)
{
    (void)state;
    random_state = 4;
    for (unsigned number = 0; number < 20000; number++) {
        struct fraction one = {-1, 0, 0}, other = {-1, 0, 0};
        int64_t left = 0, right = 0;
        for (unsigned i = random_below(6); i > 0; i--) {
            unsigned k = 1 + random_below(40), l = 1 + random_below(40);
            fraction_add(&one, k);
            fraction_add(&other, l);
            left += TO_40 / k;
            right += TO_40 / l;
        }
        int expected = left < right ? -1 : left > right ? 1 : 0;
        assert_int_equal(fraction_compare(&one, &other), expected);
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(small) + 7] = {
        cmocka_unit_test(is_fair_with_leave),
        cmocka_unit_test(is_fair_where_people_drop_out),
        cmocka_unit_test(is_fair_against_an_adversary),
        cmocka_unit_test(is_fair_to_64),
        cmocka_unit_test(is_fair_of_nothing),
        cmocka_unit_test(shares_are_exact),
        cmocka_unit_test(shares_compare_as_fractions),
    };
    size_t count = 7;
    ADD_ROWS(tests, count, small, is_assigned);
    return cmocka_run_group_tests_name("fair", tests, NULL, NULL);
}
