/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "duty/duty.h"
#include "duty/rota.h"

#define ASHA                                                                                       \
    "[reviewer Asha]\nhandle = asha-k\nzone = Asia/Kolkata\nhours = 10:00-19:00\ndays = Mon-Fri\n"
#define FIVE     "2026-12-24, 2026-12-25, 2026-12-26, 2026-12-27, 2026-12-28, "
#define LONG_198 "leave = " FIVE FIVE FIVE "2027-12-03"

struct refused_row {
    const char *name, *file, *fault; /* after "rota.ini" */
};

static const struct refused_row refused[] = {
    {"no reviewer", "[window]\nstart = 06:00\n", ":2: the file ends, and has no [reviewer NAME]"},
    {"an empty file", "", ":1: the file ends, and has no [reviewer NAME]"},
    {"a section that is none", ASHA "[people]\n", ":6: [people] is no section; [window] and"},
    {"a section that begins as one", "[reviewers Asha]\n", ":1: [reviewers Asha] is no section"},
    {"a value in no section", "handle = a\n" ASHA, ":1: handle stands in no section"},
    {"a name that is no window's", "[window]\nzone = UTC\n" ASHA,
     ":2: [window] has no zone; it has start, end, days and reviewers"},
    {"a name that is no reviewer's", ASHA "name = Asha\n",
     ":6: [reviewer Asha] has no name; it has handle, zone, hours, days and leave"},
    {"neither section nor value", ASHA "leave\n", ":6: neither [section] nor name = value"},
    {"a heading that does not end", "[reviewer Asha\n", ":1: neither [section] nor name = value"},
    {"more behind a heading", "[reviewer Asha] Ben\n", ":1: more than a comment stands behind"},
    {"a reviewer without a name", "[reviewer]\n", ":1: a reviewer has a name"},
    {"a reviewer whose name is blank", "[reviewer  ]\n", ":1: a reviewer has a name"},
    {"a name that acts on a terminal", "[reviewer \x1b[1mA]\n", ":1: the reviewer's name holds"},
    {"a name that is no UTF-8", "[reviewer \xff]\n", ":1: the reviewer's name holds"},
    {"a name that is cut", "[reviewer 01234567890123456789012345678901234567890]\n" ASHA,
     ":1: a section's name has at most 49 bytes"},
    {"a reviewer of whom nothing is said", ASHA "\n[reviewer Ben]\n",
     ":7: [reviewer Ben] has no days"},
    {"a reviewer of whom nothing is said, amid others", "[reviewer Cleo]\n" ASHA,
     ":1: [reviewer Cleo] has no days"},
    {"no handle", "[reviewer A]\nzone = UTC\nhours = 00:00-24:00\ndays = Mon\n",
     ":1: [reviewer A] has no handle"},
    {"no zone", "[reviewer A]\nhandle = a\nhours = 00:00-24:00\ndays = Mon\n",
     ":1: [reviewer A] has no zone"},
    {"no hours", "[reviewer A]\nhandle = a\nzone = UTC\ndays = Mon\n",
     ":1: [reviewer A] has no hours"},
    {"no days", "[reviewer A]\nhandle = a\nzone = UTC\nhours = 00:00-24:00\n",
     ":1: [reviewer A] has no days"},
    {"the same name twice", ASHA "[reviewer  Asha ]\n",
     ":6: [reviewer Asha] stands in line 1 already"},
    {"the same handle twice", ASHA "[reviewer B]\nhandle = Asha-K\n",
     ":7: Asha-K is the handle of Asha already"},
    {"the window twice", "[window]\n[window]\n", ":2: [window] stands here twice"},
    {"a value twice", ASHA "zone = UTC\n", ":6: zone is given twice"},
    {"a value of the window twice", "[window]\nend = 10:00\nend = 11:00\n",
     ":3: end is given twice"},
    {"a value that goes on", ASHA "  , Sat\n", ":6: days is given twice"},
    {"a value that goes on as a heading", ASHA "  [window]\n", ":6: days is given twice"},
    {"a handle with a blank", "[reviewer A]\nhandle = a b\n", ":2: \"a b\" is no handle"},
    {"a handle with an at", "[reviewer A]\nhandle = @a\n", ":2: \"@a\" is no handle"},
    {"a handle that begins as none does", "[reviewer A]\nhandle = -a\n", ":2: \"-a\" is no handle"},
    {"a handle of 40", "[reviewer A]\nhandle = a123456789012345678901234567890123456789\n",
     ":2: \"a123456789012345678901234567890123456789\" is no handle"},
    {"an empty handle", "[reviewer A]\nhandle =\n", ":2: \"\" is no handle"},
    {"a zone that does not exist", "[reviewer A]\nzone = Europe/Atlantis\n",
     ":2: there is no zone \"Europe/Atlantis\""},
    {"a zone misspelt", "[reviewer A]\nzone = Europe/Berln\n",
     ":2: there is no zone \"Europe/Berln\"; Europe/Berlin is near it"},
    {"a zone in another case", "[reviewer A]\nzone = asia/kolkata\n",
     ":2: there is no zone \"asia/kolkata\"; Asia/Kolkata is near it"},
    {"a zone by its last part", "[reviewer A]\nzone = Nairobi\n",
     ":2: there is no zone \"Nairobi\"; Africa/Nairobi is near it"},
    {"a zone that is a path", "[reviewer A]\nzone = ../etc/localtime\n",
     ":2: there is no zone \"../etc/localtime\""},
    {"a directory of zones", "[reviewer A]\nzone = America/Argentina\n", ":2: "},
    {"a zone without end",
     "[reviewer A]\nzone = "
     "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a\n",
     ":2: there is no zone \"a/a/"},
    {"no zone", "[reviewer A]\nzone =\n", ":2: there is no zone \"\""},
    {"a time of one digit", "[window]\nstart = 6:00\n", ":2: start must read like 06:00, not"},
    {"minute 60", "[window]\nstart = 06:60\n", ":2: start must read like 06:00, not \"06:60\""},
    {"a start at 24:00", "[window]\nstart = 24:00\n", ":2: start must read like 06:00"},
    {"an end at 24:01", "[window]\nend = 24:01\n", ":2: end must read like 06:00, not \"24:01\""},
    {"seconds", "[window]\nend = 10:00:00\n", ":2: end must read like 06:00"},
    {"an offset", "[window]\nend = 10:00Z\n", ":2: end must read like 06:00"},
    {"hours that are one time", "[reviewer A]\nhours = 08:00\n",
     ":2: hours must read like 08:00-18:00, not \"08:00\""},
    {"hours with no hour 25", "[reviewer A]\nhours = 08:00-25:00\n", ":2: hours must read like"},
    {"hours from 24:00 on", "[reviewer A]\nhours = 24:00-08:00\n", ":2: hours must read like"},
    {"hours with more behind", "[reviewer A]\nhours = 08:00-18:00 UTC\n", ":2: hours must read"},
    {"hours the window does not fit in",
     "[reviewer A]\nhandle = a\nzone = UTC\nhours = 06:00-09:59\ndays = Mon\n",
     ":4: the window of 240 minutes does not fit in these hours"},
    {"a window said later that does not fit", ASHA "[window]\nend = 15:01\n",
     ":4: the window of 541 minutes does not fit in these hours"},
    {"a night the window does not fit in",
     "[reviewer A]\nhandle = a\nzone = UTC\nhours = 23:00-02:00\ndays = Mon\n",
     ":4: the window of 240 minutes does not fit in these hours"},
    {"a day that is none", "[reviewer A]\ndays = Mon, Mittwoch\n",
     ":2: days must read like Mon-Fri or Mon-Thu, Sun, not \"Mon, Mittwoch\""},
    {"a day in lower case", "[reviewer A]\ndays = mon\n", ":2: days must read like"},
    {"days without an end", "[reviewer A]\ndays = Mon-\n", ":2: days must read like"},
    {"days with a comma too many", "[reviewer A]\ndays = Mon,\n", ":2: days must read like"},
    {"no day", "[reviewer A]\ndays =\n", ":2: days must read like"},
    {"no seat", "[window]\nreviewers = 0\n",
     ":2: reviewers must be a number from 1 to 8, not \"0\""},
    {"nine seats", "[window]\nreviewers = 9\n", ":2: reviewers must be a number from 1 to 8"},
    {"seats and more", "[window]\nreviewers = 2 or 3\n", ":2: reviewers must be a number"},
    {"seats of a reviewer", "[reviewer A]\nreviewers = 2\n", ":2: [reviewer A] has no reviewers;"},
    {"days of the window that are none", "[window]\ndays = daily\n", ":2: days must read like"},
    {"leave that is no date", ASHA "leave = 2026-02-29\n",
     ":6: leave must read like 2026-12-24 or 2026-12-24/2026-12-31, not \"2026-02-29\""},
    {"leave that is words", ASHA "leave = Christmas\n", ":6: leave must read like"},
    {"leave with more behind a date", ASHA "leave = 2026-12-24 25\n", ":6: leave must read like"},
    {"leave without its end", ASHA "leave = 2026-12-24/\n", ":6: leave must read like"},
    {"leave that ends before it begins", ASHA "leave = 2026-01-02, 2026-12-31/2026-12-24\n",
     ":6: leave ends before it begins in \"2026-01-02, 2026-12-31/2026-12-24\""},
    {"leave that goes on wrong", ASHA "leave = 2026-12-24,\n  2026-13-01\n",
     ":7: leave must read like"},
    {"a line of 199 bytes", ASHA LONG_198 "1\n", ":6: a line has at most 198 bytes"},
    {"a comment of 199 bytes", ASHA "#" LONG_198 "\n", ":6: a line has at most 198 bytes"},
    {"the first fault is told", "[window]\nwhat\nstart = x\n", ":2: neither [section] nor"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct rota rota;
    struct fault fault = {""};
    scratch_write(scratch, "rota.ini", row->file);
    assert_false(rota_read(scratch_path(scratch, "rota.ini"), &rota, &fault));
    const char *said = strstr(fault.text, "rota.ini");
    if (said == NULL || strncmp(said + 8, row->fault, strlen(row->fault)) != 0) {
        fail_msg("the fault reads \"%s\", not \"…%s\"", fault.text, row->fault);
    }
    rota_free(&rota);
    assert_int_equal(scratch_remove(&made), 0);
}

/* Reads what must be right. */
static void read_text(const char *text, size_t size, struct rota *rota)
{
    struct fault fault = {""};
    FILE *stream = fmemopen((void *)(uintptr_t)text, size, "r");
    assert_non_null(stream);
    bool read = rota_read_stream(stream, "rota.ini", rota, &fault);
    assert_int_equal(fclose(stream), 0);
    if (!read) {
        fail_msg("%s", fault.text);
    }
}

static void expect_leave(const struct rota_leave *leave, const char *first, const char *last)
{
    char text[16];
    duty_write_date(leave->first, text);
    assert_string_equal(text, first);
    duty_write_date(leave->last, text);
    assert_string_equal(text, last);
}

static void all_of_a_file_is_taken(void **state)
{
    static const char file[] =
        "\xef\xbb\xbf[window] ; of UTC\nstart = 22:00\nend = 02:30\n"
        "days = Sat-Tue, Thu\nreviewers = 8\n"
        "[ reviewer Zoë van Dijk ]\nhandle = zoe_acme\nzone = Europe/Berlin\n"
        "hours = 20:15 - 06:00\ndays = Sun\n"
        "leave = 2026-12-24 / 2026-12-31 ; and the spring:\n"
        "  2027-03-04,\n# a comment amid it\n\t2027-03-06\n"
        "leave = 2028-02-29\nleave =\n" ASHA;
    struct rota rota;
    (void)state;
    read_text(file, sizeof file - 1, &rota);
    assert_string_equal(rota.path, "rota.ini");
    assert_int_equal(rota.start, 1320);
    assert_int_equal(rota.end, 150);
    assert_int_equal(rota.days, 0x6b);
    assert_int_equal(rota.seats, 8);
    assert_int_equal(rota.count, 2);
    const struct rota_reviewer *zoe = &rota.reviewers[0];
    assert_string_equal(zoe->name, "Zoë van Dijk");
    assert_string_equal(zoe->handle, "zoe_acme");
    assert_string_equal(zoe->zone, "Europe/Berlin");
    assert_non_null(zoe->clock);
    assert_int_equal(zoe->start, 1215);
    assert_int_equal(zoe->end, 360);
    assert_int_equal(zoe->days, 0x40);
    assert_int_equal(zoe->line, 6);
    assert_int_equal(zoe->leave_count, 4);
    expect_leave(&zoe->leaves[0], "2026-12-24", "2026-12-31");
    expect_leave(&zoe->leaves[1], "2027-03-04", "2027-03-04");
    expect_leave(&zoe->leaves[2], "2027-03-06", "2027-03-06");
    expect_leave(&zoe->leaves[3], "2028-02-29", "2028-02-29");
    assert_string_equal(rota.reviewers[1].name, "Asha");
    assert_int_equal(rota.reviewers[1].line, 17);
    assert_int_equal(rota.reviewers[1].leave_count, 0);
    rota_free(&rota);
}

static void what_is_not_said_of_the_window(void **state)
{
    struct rota rota;
    (void)state;
    read_text(ASHA, strlen(ASHA), &rota);
    assert_int_equal(rota.start, 360);
    assert_int_equal(rota.end, 600);
    assert_int_equal(rota.days, 0x7f);
    assert_int_equal(rota.seats, 1);
    rota_free(&rota);
}

/* Even the last byte of the longest line is read. */
static void a_line_of_198_is_whole(void **state)
{
    struct rota rota;
    (void)state;
    read_text(ASHA LONG_198 "\n", strlen(ASHA LONG_198 "\n"), &rota);
    assert_int_equal(rota.reviewers[0].leave_count, 16);
    expect_leave(&rota.reviewers[0].leaves[15], "2027-12-03", "2027-12-03");
    rota_free(&rota);
}

static void a_nul_is_a_fault(void **state)
{
    static const char file[] = ASHA "leave = 2026-12-24\0, 2026-12-25\n";
    struct rota rota;
    struct fault fault = {""};
    FILE *stream = fmemopen((void *)(uintptr_t)file, sizeof file - 1, "r");
    (void)state;
    assert_non_null(stream);
    assert_false(rota_read_stream(stream, "rota.ini", &rota, &fault));
    assert_string_equal(fault.text, "rota.ini:6: a NUL stands in this line");
    rota_free(&rota);
    assert_int_equal(fclose(stream), 0);
}

/* 64 reviewers are read; one more is refused, at its own line. */
static void there_are_64_at_most(void **state)
{
    struct rota rota;
    struct fault fault = {""};
    struct buffer file = {0};
    for (unsigned i = 0; i < 64; i++) {
        buffer_format(&file,
                      "[reviewer %u]\nhandle = r%u\nzone = UTC\nhours = 00:00-24:00\n"
                      "days = Mon-Sun\n",
                      i, i);
    }
    (void)state;
    read_text(file.data, file.size, &rota);
    assert_int_equal(rota.count, 64);
    rota_free(&rota);
    buffer_text(&file, "[reviewer 64]\n");
    FILE *stream = fmemopen(file.data, file.size, "r");
    assert_non_null(stream);
    assert_false(rota_read_stream(stream, "rota.ini", &rota, &fault));
    assert_string_equal(fault.text, "rota.ini:321: more than 64 reviewers");
    assert_int_equal(fclose(stream), 0);
    rota_free(&rota);
    buffer_free(&file);
}

static void no_file_is_a_fault(void **state)
{
    struct rota rota;
    struct fault fault = {""};
    assert_false(rota_read(scratch_path(*state, "rota.ini"), &rota, &fault));
    assert_non_null(strstr(fault.text, "rota.ini: cannot open"));
    rota_free(&rota);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + 6] = {
        cmocka_unit_test(all_of_a_file_is_taken), cmocka_unit_test(what_is_not_said_of_the_window),
        cmocka_unit_test(a_line_of_198_is_whole), cmocka_unit_test(a_nul_is_a_fault),
        cmocka_unit_test(there_are_64_at_most),   SCRATCH_TEST(no_file_is_a_fault),
    };
    size_t count = 6;
    ADD_ROWS(tests, count, refused, is_refused);
    return cmocka_run_group_tests_name("rota", tests, NULL, NULL);
}
