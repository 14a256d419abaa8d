/* SPDX-License-Identifier: MIT */
#include "rotas.h"

#include "duty/eligible.h"

struct night_row {
    const char *name, *window;
    int64_t instant; /* after the start of 2026-11-25 UTC, in seconds */
    const char *date;
};

static const struct night_row nights[] = {
    {"the evening before", SIX_TO_TEN, -7200, "2026-11-25"},
    {"as the window of the day before ends", SIX_TO_TEN, -50400, "2026-11-25"},
    {"a second before it does", SIX_TO_TEN, -50401, "2026-11-24"},
    {"early on the day", SIX_TO_TEN, 60, "2026-11-25"},
    {"late, in the window", SIX_TO_TEN, 35999, "2026-11-25"},
    {"too late", SIX_TO_TEN, 36000, "2026-11-26"},
    {"in a window over midnight", WINDOW("22:00", "02:00"), 7199, "2026-11-24"},
    {"after a window over midnight", WINDOW("22:00", "02:00"), 7200, "2026-11-25"},
    {"a window of a day", WINDOW("00:00", "24:00"), 0, "2026-11-25"},
    {"long before 1970", SIX_TO_TEN, -INT64_C(1795564800) - INT64_C(259200) + 36000, "1969-12-30"},
};

static void works_for(void **state)
{
    const struct night_row *row = *state;
    struct rota rota;
    struct buffer file = {0};
    char date[16];
    buffer_format(&file, "[window]\n%s\n[reviewer R]\nhandle = r\n" ALL_DAY "days = Mon-Sun\n",
                  row->window);
    if (strstr(row->window, "22:00") != NULL) {
        buffer_text(&file, "[reviewer N]\nhandle = n\nzone = UTC\nhours = 12:00-12:00\n"
                           "days = Mon-Sun\n");
    }
    read_text(file.data, &rota);
    buffer_free(&file);
    int64_t midnight = (int64_t)day_of("2026-11-25") * 86400;
    assert_int_equal(midnight, 1795564800);
    duty_write_date(duty_date(&rota, midnight + row->instant), date);
    assert_string_equal(date, row->date);
    rota_free(&rota);
}

static const char five[] =
    "[reviewer Asha]\nhandle = asha\nzone = Asia/Kolkata\nhours = 10:00-19:00\ndays = Mon-Fri\n"
    "leave = 2026-01-26, 2026-11-09/2026-11-13\n"
    "[reviewer Jonas]\nhandle = jonas\nzone = Europe/Berlin\nhours = 07:00-16:00\ndays = Mon-Fri\n"
    "leave = 2026-07-20/2026-08-07\n"
    "[reviewer Wanjiru]\nhandle = wanjiru\nzone = Africa/Nairobi\nhours = 08:30-17:30\n"
    "days = Sun-Thu\nleave = 2026-04-03/2026-04-17\n"
    "[reviewer Matilda]\nhandle = matilda\nzone = Australia/Lord_Howe\nhours = 14:00-22:00\n"
    "days = Wed-Sun\nleave = 2026-12-21/2027-01-03\n"
    "[reviewer Keoni]\nhandle = keoni\nzone = Pacific/Honolulu\nhours = 19:00-24:00\n"
    "days = Thu-Mon\n";

#define UNIT 27720 /* of a share: each of 1 to 12 divides it */

/* Gives who may be on duty their shares of the date. */
static void add_shares(const struct rota *rota, const struct duty *duty, int shares[12])
{
    bool may[12] = {false};
    int count = 0;
    for (size_t i = 0; i < rota->count; i++) {
        may[i] = eligible_for(rota, &rota->reviewers[i], duty->day) == ELIGIBLE_YES;
        count += may[i] ? 1 : 0;
    }
    assert_int_equal(duty->reviewer == NULL, count == 0);
    for (size_t i = 0; i < rota->count; i++) {
        shares[i] += may[i] ? UNIT / count : 0;
    }
}

/* Nobody has a date that they may not have, or a count more than one from their shares. */
static void check_year(const struct rota *rota, int number)
{
    struct duty *year;
    struct fault fault = {""};
    int shares[12] = {0}, counts[12] = {0};
    (void)duty_year(rota, number, &year, &fault);
    for (int i = 0; i < (number % 4 == 0 ? 366 : 365); i++) {
        add_shares(rota, &year[i], shares);
        if (year[i].reviewer != NULL) {
            assert_int_equal(eligible_for(rota, year[i].reviewer, year[i].day), ELIGIBLE_YES);
            counts[year[i].reviewer - rota->reviewers]++;
        }
    }
    for (size_t i = 0; i < rota->count; i++) {
        int far = UNIT * counts[i] - shares[i];
        if (far > UNIT || far < -UNIT) {
            fail_msg("%s has %d dates in %d, and a share of %d/%d", rota->reviewers[i].name,
                     counts[i], number, shares[i], UNIT);
        }
    }
    free(year);
}

static void a_year_is_fair(void **state)
{
    struct rota rota;
    (void)state;
    read_text(five, &rota);
    for (int number = 2024; number <= 2033; number++) {
        check_year(&rota, number);
    }
    rota_free(&rota);
}

static uint64_t random_state;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(random_state >> 33) % limit;
}

/* Leave by months, so that others have to stand in for them. */
static void random_reviewer(unsigned number, struct buffer *into)
{
    static const char *const clocks[] = {
        "Asia/Kolkata\nhours = 10:00-19:00",        "Europe/Berlin\nhours = 08:00-16:00",
        "Europe/Berlin\nhours = 07:00-15:00",       "Africa/Nairobi\nhours = 08:30-17:30",
        "Australia/Lord_Howe\nhours = 16:30-22:00", "Pacific/Honolulu\nhours = 19:00-24:00",
        "America/New_York\nhours = 22:00-06:00",    "UTC\nhours = 06:00-06:00"};
    static const char *const weeks[] = {"Mon-Fri", "Sun-Thu", "Wed-Sun", "Sat-Mon", "Tue"};
    buffer_format(into, "[reviewer %u]\nhandle = r%u\nzone = %s\ndays = %s\n", number, number,
                  clocks[random_below(COUNT(clocks))], weeks[random_below(COUNT(weeks))]);
    for (unsigned i = random_below(4); i > 0; i--) {
        unsigned first = 1 + random_below(12), last = first + random_below(13 - first);
        buffer_format(into, "leave = 2026-%02u-01/2026-%02u-28\n", first, last);
    }
}

static void years_of_many_rotas_are_fair(void **state)
{
    (void)state;
    random_state = 5;
    for (unsigned i = 0; i < 40; i++) {
        struct rota rota;
        struct buffer file = {0};
        for (unsigned count = 1 + random_below(12); count > 0; count--) {
            random_reviewer(count, &file);
        }
        read_text(file.data, &rota);
        check_year(&rota, 2026);
        rota_free(&rota);
        buffer_free(&file);
    }
}

/* The first date on which two rotas differ is the first that the edit speaks of. */
static void an_edit_changes_nothing_before_it(void **state)
{
    struct rota rota, edited;
    struct duty *year, *other;
    struct fault fault = {""};
    struct buffer file = {0};
    (void)state;
    read_text(five, &rota);
    assert_true(duty_year(&rota, 2026, &year, &fault));
    buffer_text(&file, five);
    buffer_text(&file, "leave = 2026-09-10/2026-09-30\n[reviewer Nia]\nhandle = nia\nzone = UTC\n"
                       "hours = 06:00-14:00\ndays = Mon-Sun\nleave = 2026-01-01/2026-09-30\n");
    read_text(file.data, &edited);
    buffer_free(&file);
    assert_true(duty_year(&edited, 2026, &other, &fault));
    size_t same = 0;
    while (same < 365 && strcmp(year[same].reviewer->name, other[same].reviewer->name) == 0) {
        same++;
    }
    assert_in_range(same + (size_t)day_of("2026-01-01"), day_of("2026-09-10"),
                    day_of("2026-09-14"));
    free(year);
    free(other);
    rota_free(&rota);
    rota_free(&edited);
}

static void a_date_is_as_in_its_year(void **state)
{
    struct rota rota;
    struct duty *year, range[40], one;
    struct fault fault = {""};
    (void)state;
    read_text(five, &rota);
    assert_true(duty_year(&rota, 2026, &year, &fault));
    assert_true(duty_from(&rota, day_of("2026-12-12"), 40, range, &fault));
    assert_true(duty_on(&rota, day_of("2026-12-31"), &one, &fault));
    assert_ptr_equal(one.reviewer, year[364].reviewer);
    assert_int_equal(one.start, (int64_t)day_of("2026-12-31") * 86400 + 21600);
    assert_int_equal(one.end - one.start, 14400);
    assert_int_equal(duty_window(&rota, one.day), one.start);
    for (size_t i = 0; i < 20; i++) {
        assert_ptr_equal(range[i].reviewer, year[345 + i].reviewer);
    }
    free(year);
    assert_true(duty_year(&rota, 2027, &year, &fault));
    assert_ptr_equal(range[20].reviewer, year[0].reviewer);
    free(year);
    rota_free(&rota);
}

/* The seats go to different people who may be on duty: to all who may, if there are seats. */
static void check_seats(const struct rota *rota, const struct duty *duty)
{
    size_t may = 0;
    for (size_t i = 0; i < rota->count; i++) {
        may += eligible_for(rota, &rota->reviewers[i], duty->day) == ELIGIBLE_YES ? 1 : 0;
    }
    assert_int_equal(duty->seated, may < rota->seats ? may : rota->seats);
    assert_ptr_equal(duty->reviewer, duty->seats[0]);
    for (size_t seat = 0; seat < duty->seated; seat++) {
        assert_int_equal(eligible_for(rota, duty->seats[seat], duty->day), ELIGIBLE_YES);
        for (size_t other = 0; other < seat; other++) {
            assert_ptr_not_equal(duty->seats[seat], duty->seats[other]);
        }
    }
}

/* The second seat is shared among those who may and do not hold the first. */
static void check_second(const struct rota *rota, const struct duty *year)
{
    int shares[12] = {0}, counts[12] = {0};
    for (size_t day = 0; day < 365; day++) {
        int others = 0;
        for (size_t i = 0; i < rota->count; i++) {
            others += eligible_for(rota, &rota->reviewers[i], year[day].day) == ELIGIBLE_YES &&
                      year[day].reviewer != &rota->reviewers[i];
        }
        for (size_t i = 0; others > 0 && i < rota->count; i++) {
            bool may = eligible_for(rota, &rota->reviewers[i], year[day].day) == ELIGIBLE_YES &&
                       year[day].reviewer != &rota->reviewers[i];
            shares[i] += may ? UNIT / others : 0;
            counts[i] += year[day].seats[1] == &rota->reviewers[i] ? UNIT : 0;
        }
    }
    for (size_t i = 0; i < rota->count; i++) {
        assert_in_range(counts[i] - shares[i] + UNIT, 0, 2 * UNIT);
    }
}

static void seats_are_others(void **state)
{
    struct rota alone, rota;
    struct duty *first, *year;
    struct fault fault = {""};
    struct buffer file = {0};
    (void)state;
    read_text(five, &alone);
    assert_true(duty_year(&alone, 2026, &first, &fault));
    buffer_format(&file, "[window]\nreviewers = 3\n%s", five);
    read_text(file.data, &rota);
    buffer_free(&file);
    assert_true(duty_year(&rota, 2026, &year, &fault));
    for (size_t i = 0; i < 365; i++) {
        assert_int_equal(first[i].seated, 1);
        assert_string_equal(first[i].reviewer->name, year[i].reviewer->name);
        check_seats(&rota, &year[i]);
    }
    check_second(&rota, year);
    free(first);
    free(year);
    rota_free(&alone);
    rota_free(&rota);
}

static const char weekdays[] = "[window]\ndays = Mon-Fri\n"
                               "[reviewer A]\nhandle = a\n" ALL_DAY "days = Mon-Fri\n"
                               "leave = 2026-11-24/2026-11-25\n"
                               "[reviewer B]\nhandle = b\n" ALL_DAY "days = Wed-Fri\n";

/* A night of Saturday is for Monday's reviewer; one of Tuesday, when there is nobody, is nobody's.
 */
static void a_night_is_addressed(void **state)
{
    struct rota rota;
    struct duty duty;
    struct fault fault = {""};
    (void)state;
    read_text(weekdays, &rota);
    assert_true(duty_on(&rota, day_of("2026-11-28"), &duty, &fault));
    assert_null(duty.reviewer);
    assert_true(duty_addressee(&rota, day_of("2026-11-28"), &duty, &fault));
    assert_string_equal(duty.reviewer->name, "A");
    assert_int_equal(duty.day, day_of("2026-11-30"));
    assert_true(duty_addressee(&rota, day_of("2026-11-25"), &duty, &fault));
    assert_string_equal(duty.reviewer->name, "B");
    assert_false(duty_addressee(&rota, day_of("2026-11-24"), &duty, &fault));
    assert_string_equal(fault.text, "rota.ini: nobody may be on duty on 2026-11-24; not their "
                                    "working day: B; on leave: A");
    rota_free(&rota);
}

/* The fault counts them, and the other dates are there all the same. */
static void dates_with_nobody_are_counted(void **state)
{
    struct rota rota;
    struct duty *year;
    struct fault fault = {""};
    (void)state;
    read_text("[reviewer A]\nhandle = a\n" ALL_DAY "days = Mon-Sun\nleave = 2026-11-24/2026-11-26\n"
              "[reviewer B]\nhandle = b\nzone = Europe/Berlin\nhours = 12:00-18:00\ndays = Mon\n",
              &rota);
    assert_false(duty_year(&rota, 2026, &year, &fault));
    assert_string_equal(fault.text,
                        "rota.ini: nobody may be on duty on 2026-11-24, nor on 2 more dates to "
                        "2026-12-31; outside their hours: B; on leave: A");
    assert_string_equal(year[0].reviewer->name, "A");
    assert_null(year[327].reviewer);
    free(year);
    rota_free(&rota);
}

struct date_row {
    const char *name, *text;
    bool right;
};

static const struct date_row dates[] = {
    {"a date", "2026-11-25", true},
    {"a leap day", "2024-02-29", true},
    {"no leap day", "2026-02-29", false},
    {"the first", "0000-01-01", true},
    {"the last", "9999-12-31", true},
    {"more behind it", "2026-11-25T", false},
    {"nothing", "", false},
};

static void is_a_date(void **state)
{
    const struct date_row *row = *state;
    char text[16];
    int32_t day = 7;
    assert_int_equal(duty_read_date(row->text, &day), row->right);
    duty_write_date(day, text);
    assert_string_equal(text, row->right ? row->text : "1970-01-08");
}

int main(void)
{
    struct CMUnitTest tests[COUNT(nights) + COUNT(dates) + 7] = {
        cmocka_unit_test(a_year_is_fair),
        cmocka_unit_test(years_of_many_rotas_are_fair),
        cmocka_unit_test(an_edit_changes_nothing_before_it),
        cmocka_unit_test(a_date_is_as_in_its_year),
        cmocka_unit_test(a_night_is_addressed),
        cmocka_unit_test(dates_with_nobody_are_counted),
        cmocka_unit_test(seats_are_others),
    };
    size_t count = 7;
    ADD_ROWS(tests, count, nights, works_for);
    ADD_ROWS(tests, count, dates, is_a_date);
    return cmocka_run_group_tests_name("duty", tests, NULL, NULL);
}
