/* SPDX-License-Identifier: MIT */
#include "rotas.h"

#include "duty/eligible.h"

/*
 * Worked out by hand. In 2026 clocks in Berlin go forward on 29 March and back on 25 October at
 * 01:00 UTC; in New York forward on 8 March at 07:00 UTC and back on 1 November at 06:00 UTC; on
 * Lord Howe back by half an hour on 5 April at 02:00 (15:00 UTC of the 4th) and forward on 4
 * October at 02:00 (15:30 UTC of the 3rd); in Sydney back on 5 April at 03:00 (16:00 UTC of the
 * 4th) and forward on 4 October at 02:00 (16:00 UTC of the 3rd). Kolkata has never changed since
 * 1945. Apia had no 30 December 2011: at 10:00 UTC of that date 24:00 of the 29th at -10:00 became
 * 00:00 of the 31st at +14:00.
 */
struct clock_row {
    const char *name, *window, *zone, *hours, *date;
    enum eligible eligible;
    const char *start, *end; /* of the window, on their clock */
};

#define YES     ELIGIBLE_YES
#define OUTSIDE ELIGIBLE_OUTSIDE_HOURS

static const struct clock_row clocks[] = {
    /* Instants are compared: the same hours are other instants in summer than in winter. */
    {"Berlin, the day before spring", SIX_TO_TEN, "Europe/Berlin", "08:00-12:00", "2026-03-28",
     OUTSIDE, "2026-03-28T07:00:00+01:00", "2026-03-28T11:00:00+01:00"},
    {"Berlin, spring", SIX_TO_TEN, "Europe/Berlin", "08:00-12:00", "2026-03-29", YES,
     "2026-03-29T08:00:00+02:00", "2026-03-29T12:00:00+02:00"},
    {"Berlin, the last day of summer", SIX_TO_TEN, "Europe/Berlin", "08:00-12:00", "2026-10-24",
     YES, "2026-10-24T08:00:00+02:00", "2026-10-24T12:00:00+02:00"},
    {"Berlin, autumn", SIX_TO_TEN, "Europe/Berlin", "08:00-12:00", "2026-10-25", OUTSIDE,
     "2026-10-25T07:00:00+01:00", "2026-10-25T11:00:00+01:00"},
    {"Berlin, autumn, for who begins at 7", SIX_TO_TEN, "Europe/Berlin", "07:00-11:00",
     "2026-10-25", YES, "2026-10-25T07:00:00+01:00", "2026-10-25T11:00:00+01:00"},
    {"Berlin, spring, for who begins at 7", SIX_TO_TEN, "Europe/Berlin", "07:00-11:00",
     "2026-03-29", OUTSIDE, "2026-03-29T08:00:00+02:00", "2026-03-29T12:00:00+02:00"},

    /* In the weeks between, New York is an hour nearer to Berlin. */
    {"New York, the day before its spring", WINDOW("13:00", "15:00"), "America/New_York",
     "09:00-17:00", "2026-03-07", OUTSIDE, "2026-03-07T08:00:00-05:00",
     "2026-03-07T10:00:00-05:00"},
    {"New York, its spring", WINDOW("13:00", "15:00"), "America/New_York", "09:00-17:00",
     "2026-03-08", YES, "2026-03-08T09:00:00-04:00", "2026-03-08T11:00:00-04:00"},
    {"Berlin, when it is spring in New York", WINDOW("13:00", "15:00"), "Europe/Berlin",
     "09:00-16:00", "2026-03-08", YES, "2026-03-08T14:00:00+01:00", "2026-03-08T16:00:00+01:00"},
    {"Berlin, when it is spring in both", WINDOW("13:00", "15:00"), "Europe/Berlin", "09:00-16:00",
     "2026-03-30", OUTSIDE, "2026-03-30T15:00:00+02:00", "2026-03-30T17:00:00+02:00"},
    {"New York, when it is autumn in Berlin", WINDOW("13:00", "15:00"), "America/New_York",
     "09:00-17:00", "2026-10-31", YES, "2026-10-31T09:00:00-04:00", "2026-10-31T11:00:00-04:00"},
    {"New York, its autumn", WINDOW("13:00", "15:00"), "America/New_York", "09:00-17:00",
     "2026-11-01", OUTSIDE, "2026-11-01T08:00:00-05:00", "2026-11-01T10:00:00-05:00"},

    /* Clocks change within the window. */
    {"New York, forward in the window", SIX_TO_TEN, "America/New_York", "01:00-06:00", "2026-03-08",
     YES, "2026-03-08T01:00:00-05:00", "2026-03-08T06:00:00-04:00"},
    {"New York, forward in the window, too short by a minute", SIX_TO_TEN, "America/New_York",
     "01:00-05:59", "2026-03-08", OUTSIDE, "2026-03-08T01:00:00-05:00",
     "2026-03-08T06:00:00-04:00"},
    {"New York, back as the window begins", SIX_TO_TEN, "America/New_York", "00:00-05:00",
     "2026-11-01", YES, "2026-11-01T01:00:00-05:00", "2026-11-01T05:00:00-05:00"},
    {"New York, a window of four hours in three", WINDOW("04:00", "08:00"), "America/New_York",
     "00:00-04:00", "2026-11-01", YES, "2026-11-01T00:00:00-04:00", "2026-11-01T03:00:00-05:00"},
    {"Berlin, forward in the window", WINDOW("00:00", "04:00"), "Europe/Berlin", "01:00-06:00",
     "2026-03-29", YES, "2026-03-29T01:00:00+01:00", "2026-03-29T06:00:00+02:00"},
    {"Lord Howe, back by half an hour in the window", WINDOW("14:00", "18:00"),
     "Australia/Lord_Howe", "01:00-05:00", "2026-04-04", YES, "2026-04-05T01:00:00+11:00",
     "2026-04-05T04:30:00+10:30"},
    {"Lord Howe, forward by half an hour in the window", WINDOW("14:00", "18:00"),
     "Australia/Lord_Howe", "00:30-04:59", "2026-10-03", OUTSIDE, "2026-10-04T00:30:00+10:30",
     "2026-10-04T05:00:00+11:00"},

    /* Hours begin or end at a time that is skipped, or there twice. */
    {"Berlin, hours that begin in the gap", WINDOW("01:00", "04:00"), "Europe/Berlin",
     "02:30-06:00", "2026-03-29", YES, "2026-03-29T03:00:00+02:00", "2026-03-29T06:00:00+02:00"},
    {"Berlin, hours that end in the gap", WINDOW("21:00", "01:00"), "Europe/Berlin", "22:00-02:30",
     "2026-03-28", YES, "2026-03-28T22:00:00+01:00", "2026-03-29T03:00:00+02:00"},
    {"Berlin, hours that end in the gap, a minute later", WINDOW("21:00", "01:01"), "Europe/Berlin",
     "22:00-02:30", "2026-03-28", OUTSIDE, "2026-03-28T22:00:00+01:00",
     "2026-03-29T03:01:00+02:00"},
    {"Berlin, hours begin at the second 02:30", WINDOW("01:30", "04:00"), "Europe/Berlin",
     "02:30-06:00", "2026-10-25", YES, "2026-10-25T02:30:00+01:00", "2026-10-25T05:00:00+01:00"},
    {"Berlin, hours do not begin at the first 02:30", WINDOW("00:30", "04:00"), "Europe/Berlin",
     "02:30-06:00", "2026-10-25", OUTSIDE, "2026-10-25T02:30:00+02:00",
     "2026-10-25T05:00:00+01:00"},
    {"Berlin, hours end at the first 02:30", WINDOW("20:00", "00:30"), "Europe/Berlin",
     "22:00-02:30", "2026-10-24", YES, "2026-10-24T22:00:00+02:00", "2026-10-25T02:30:00+02:00"},
    {"Berlin, hours do not end at the second 02:30", WINDOW("20:30", "01:00"), "Europe/Berlin",
     "22:00-02:30", "2026-10-24", OUTSIDE, "2026-10-24T22:30:00+02:00",
     "2026-10-25T02:00:00+01:00"},

    /* The southern hemisphere. */
    {"Lord Howe, the last day of summer", SIX_TO_TEN, "Australia/Lord_Howe", "17:00-21:00",
     "2026-04-04", YES, "2026-04-04T17:00:00+11:00", "2026-04-04T21:00:00+11:00"},
    {"Lord Howe, autumn", SIX_TO_TEN, "Australia/Lord_Howe", "17:00-21:00", "2026-04-05", OUTSIDE,
     "2026-04-05T16:30:00+10:30", "2026-04-05T20:30:00+10:30"},
    {"Lord Howe, the day before spring", SIX_TO_TEN, "Australia/Lord_Howe", "16:30-20:30",
     "2026-10-03", YES, "2026-10-03T16:30:00+10:30", "2026-10-03T20:30:00+10:30"},
    {"Lord Howe, spring", SIX_TO_TEN, "Australia/Lord_Howe", "16:30-20:30", "2026-10-04", OUTSIDE,
     "2026-10-04T17:00:00+11:00", "2026-10-04T21:00:00+11:00"},
    {"Sydney, the last day of summer", SIX_TO_TEN, "Australia/Sydney", "17:00-22:00", "2026-04-04",
     YES, "2026-04-04T17:00:00+11:00", "2026-04-04T21:00:00+11:00"},
    {"Sydney, autumn", SIX_TO_TEN, "Australia/Sydney", "17:00-22:00", "2026-04-05", OUTSIDE,
     "2026-04-05T16:00:00+10:00", "2026-04-05T20:00:00+10:00"},
    {"Sydney, spring", SIX_TO_TEN, "Australia/Sydney", "17:00-22:00", "2026-10-04", YES,
     "2026-10-04T17:00:00+11:00", "2026-10-04T21:00:00+11:00"},

    /* No changes, half hours, and the other side of the date line. */
    {"Kolkata, when it is spring in Berlin", SIX_TO_TEN, "Asia/Kolkata", "11:30-15:30",
     "2026-03-29", YES, "2026-03-29T11:30:00+05:30", "2026-03-29T15:30:00+05:30"},
    {"Kolkata, when it is autumn in Berlin", SIX_TO_TEN, "Asia/Kolkata", "11:30-15:30",
     "2026-10-25", YES, "2026-10-25T11:30:00+05:30", "2026-10-25T15:30:00+05:30"},
    {"Kolkata, a minute too late", SIX_TO_TEN, "Asia/Kolkata", "11:31-15:31", "2026-10-25", OUTSIDE,
     "2026-10-25T11:30:00+05:30", "2026-10-25T15:30:00+05:30"},
    {"Kolkata, over its midnight", WINDOW("16:30", "20:30"), "Asia/Kolkata", "22:00-06:00",
     "2026-10-25", YES, "2026-10-25T22:00:00+05:30", "2026-10-26T02:00:00+05:30"},
    {"Apia, before the day it did not have", SIX_TO_TEN, "Pacific/Apia", "20:00-24:00",
     "2011-12-30", YES, "2011-12-29T20:00:00-10:00", "2011-12-31T00:00:00+14:00"},
    {"Apia, over the day it did not have", WINDOW("08:00", "12:00"), "Pacific/Apia", "00:00-24:00",
     "2011-12-30", OUTSIDE, "2011-12-29T22:00:00-10:00", "2011-12-31T02:00:00+14:00"},
    {"Apia, a night into the day it did not have", WINDOW("08:00", "12:00"), "Pacific/Apia",
     "20:00-06:00", "2011-12-30", OUTSIDE, "2011-12-29T22:00:00-10:00",
     "2011-12-31T02:00:00+14:00"},
    {"Apia, after the day it did not have", WINDOW("10:00", "12:00"), "Pacific/Apia", "00:00-02:00",
     "2011-12-30", YES, "2011-12-31T00:00:00+14:00", "2011-12-31T02:00:00+14:00"},
    {"Apia, today", SIX_TO_TEN, "Pacific/Apia", "18:00-24:00", "2026-11-25", YES,
     "2026-11-25T19:00:00+13:00", "2026-11-25T23:00:00+13:00"},
    {"Honolulu, the day before", SIX_TO_TEN, "Pacific/Honolulu", "20:00-24:00", "2026-11-25", YES,
     "2026-11-24T20:00:00-10:00", "2026-11-25T00:00:00-10:00"},
    {"Kiritimati, over midnight of UTC", WINDOW("22:00", "02:00"), "Pacific/Kiritimati",
     "12:00-16:00", "2026-11-25", YES, "2026-11-26T12:00:00+14:00", "2026-11-26T16:00:00+14:00"},
    {"UTC, over midnight of UTC", WINDOW("22:00", "02:00"), "UTC", "00:00-24:00", "2026-11-25",
     OUTSIDE, "2026-11-25T22:00:00+00:00", "2026-11-26T02:00:00+00:00"},
    {"UTC, a day from noon to noon", WINDOW("22:00", "02:00"), "UTC", "12:00-12:00", "2026-11-25",
     YES, "2026-11-25T22:00:00+00:00", "2026-11-26T02:00:00+00:00"},
};

static void has_clock(void **state)
{
    const struct clock_row *row = *state;
    struct rota rota;
    struct buffer file = {0};
    char text[40];
    buffer_format(&file, "[window]\n%s\n[reviewer R]\nhandle = r\nzone = %s\nhours = %s\n",
                  row->window, row->zone, row->hours);
    buffer_text(&file, "days = Mon-Sun\n");
    read_text(file.data, &rota);
    buffer_free(&file);
    const struct rota_reviewer *reviewer = &rota.reviewers[0];
    struct window window = eligible_window(&rota, day_of(row->date));
    duty_local(reviewer, window.start, text);
    assert_string_equal(text, row->start);
    duty_local(reviewer, window.end, text);
    assert_string_equal(text, row->end);
    assert_string_equal(eligible_reason(eligible_for(&rota, reviewer, day_of(row->date))),
                        eligible_reason(row->eligible));
    rota_free(&rota);
}

/* 2026-11-23 is a Monday. */
struct day_row {
    const char *name, *window, *rest, *date;
    enum eligible eligible;
};

#define NOT_WORKING ELIGIBLE_NOT_WORKING
#define ON_LEAVE    ELIGIBLE_ON_LEAVE
#define NIGHT       "zone = UTC\nhours = 22:00-06:00\n"
#define KOLKATA     "zone = Asia/Kolkata\nhours = 22:00-06:00\n"
#define HONOLULU    "zone = Pacific/Honolulu\nhours = 20:00-24:00\n"

static const struct day_row days[] = {
    {"a working day", SIX_TO_TEN, ALL_DAY "days = Mon", "2026-11-23", YES},
    {"no working day", SIX_TO_TEN, ALL_DAY "days = Mon", "2026-11-24", NOT_WORKING},
    {"by way of Sunday", SIX_TO_TEN, ALL_DAY "days = Sat-Mon", "2026-11-22", YES},
    {"not by way of Wednesday", SIX_TO_TEN, ALL_DAY "days = Sat-Mon", "2026-11-25", NOT_WORKING},
    {"before 1970", SIX_TO_TEN, ALL_DAY "days = Wed", "1969-12-31", YES},
    {"a night's evening", WINDOW("22:00", "02:00"), NIGHT "days = Mon", "2026-11-23", YES},
    {"a night's morning", WINDOW("01:00", "05:00"), NIGHT "days = Mon", "2026-11-24", YES},
    {"the morning of the night before", WINDOW("01:00", "05:00"), NIGHT "days = Mon", "2026-11-23",
     NOT_WORKING},
    {"between nights", SIX_TO_TEN, NIGHT "days = Mon-Sun", "2026-11-23", OUTSIDE},
    {"leave", SIX_TO_TEN, ALL_DAY "days = Mon\nleave = 2026-11-23", "2026-11-23", ON_LEAVE},
    {"leave's first day", SIX_TO_TEN, ALL_DAY "days = Mon\nleave = 2026-11-23/2026-11-27",
     "2026-11-23", ON_LEAVE},
    {"leave's last day", SIX_TO_TEN, ALL_DAY "days = Mon\nleave = 2026-11-16/2026-11-23",
     "2026-11-23", ON_LEAVE},
    {"the day before leave", SIX_TO_TEN, ALL_DAY "days = Mon\nleave = 2026-11-24", "2026-11-23",
     YES},
    {"the day after leave", SIX_TO_TEN, ALL_DAY "days = Mon\nleave = 2026-11-01/2026-11-22",
     "2026-11-23", YES},
    {"the second of leaves", SIX_TO_TEN,
     ALL_DAY "days = Mon\nleave = 2026-11-01\nleave = 2026-11-23", "2026-11-23", ON_LEAVE},
    {"leave is by their calendar", SIX_TO_TEN, HONOLULU "days = Mon-Sun\nleave = 2026-11-23",
     "2026-11-24", ON_LEAVE},
    {"and not by UTC's", SIX_TO_TEN, HONOLULU "days = Mon-Sun\nleave = 2026-11-24", "2026-11-24",
     YES},
    {"working days are by their calendar", SIX_TO_TEN, HONOLULU "days = Mon", "2026-11-24", YES},
    {"leave that a window comes into", WINDOW("16:30", "20:30"),
     KOLKATA "days = Mon-Sun\nleave = 2026-11-24", "2026-11-23", ON_LEAVE},
    {"leave as the window has ended", WINDOW("16:30", "18:30"),
     KOLKATA "days = Mon-Sun\nleave = 2026-11-24", "2026-11-23", YES},
    {"leave on the evening of a night", WINDOW("01:00", "05:00"),
     NIGHT "days = Mon-Sun\nleave = 2026-11-23", "2026-11-24", ON_LEAVE},
};

static void is_eligible(void **state)
{
    const struct day_row *row = *state;
    struct rota rota;
    struct buffer file = {0};
    buffer_format(&file, "[window]\n%s\n[reviewer R]\nhandle = r\n%s\n", row->window, row->rest);
    read_text(file.data, &rota);
    buffer_free(&file);
    enum eligible found = eligible_for(&rota, &rota.reviewers[0], day_of(row->date));
    assert_string_equal(eligible_reason(found), eligible_reason(row->eligible));
    rota_free(&rota);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(clocks) + COUNT(days)];
    size_t count = 0;
    ADD_ROWS(tests, count, clocks, has_clock);
    ADD_ROWS(tests, count, days, is_eligible);
    return cmocka_run_group_tests_name("eligible", tests, NULL, NULL);
}
