/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "report/comment.h"

#define DATE "2026-11-25"
#define LAST "\nThe night reported on " DATE " (UTC).\n"

static struct report_crash crash(const char *title, enum lifecycle_fate fate, uint64_t issue)
{
    struct report_crash made = {
        .target = "offset", .severity = SEVERITY_HIGH, .fate = fate, .nights = 2, .issue = issue};
    (void)snprintf(made.title, sizeof made.title, "%s", title);
    return made;
}

static struct night_comment night_of(const char *sentence)
{
    return (struct night_comment){.date = DATE,
                                  .sentence = sentence,
                                  .handle = "",
                                  .name = "",
                                  .hours = "",
                                  .zone = "",
                                  .duty_date = DATE,
                                  .troubles = "",
                                  .mentions = true,
                                  .limit = 65000};
}

/* To be freed. */
static char *comment_of(const struct night_comment *night)
{
    struct buffer comment = {0};
    night_comment(night, &comment);
    assert_false(comment.failed);
    assert_int_equal(strlen(comment.data), comment.size);
    if (comment.size > night->limit) {
        fail_msg("%zu bytes, of at most %zu:\n%s", comment.size, night->limit, comment.data);
    }
    return comment.data;
}

static void says(const struct night_comment *night, const char *wanted)
{
    char *comment = comment_of(night);
    assert_string_equal(comment, wanted);
    free(comment);
}

static void a_night_says_it_all(void **state)
{
    struct report_crash crashes[] = {
        crash("abort in f", FATE_NEW, 12),          crash("abort in g", FATE_DIGESTED, 0),
        crash("abort in h", FATE_NEW, 0),           crash("abort in i", FATE_KNOWN, 3),
        crash("abort in j", FATE_RETURNED, 4),      crash("abort in k", FATE_MENDED, 5),
        crash("abort in l", FATE_FLAKY, 0),         crash("abort in m", FATE_DECLINED, 6),
        crash("timeout in n", FATE_UNCONFIRMED, 0), crash("abort in o", FATE_DECLINED, 7),
    };
    const struct report_target targets[] = {
        {.name = "offset", .ran = true, .ended = "finished"},
        {.name = "posixtz", .ended = "not run"},
    };
    struct night_comment night = night_of("Three new crashes.");
    (void)state;
    crashes[7].seen = true; /* the other that was declined does not come */
    night.handle = "asha-k";
    night.name = "Asha";
    night.hours = "11:30-15:30";
    night.zone = "Asia/Kolkata";
    night.crashes = crashes;
    night.crash_count = COUNT(crashes);
    night.targets = targets;
    night.target_count = COUNT(targets);
    night.troubles = "the disk is full\n";
    says(&night, "Three new crashes.\n\n"
                 "On duty " DATE ": @asha-k (`Asha`, `11:30-15:30` in `Asia/Kolkata`)\n\n"
                 "New:\n\n"
                 "- `abort in f`, high, in `offset`: #12\n"
                 "- `abort in g`, high, in `offset`: in the digest\n"
                 "- `abort in h`, high, in `offset`: no issue yet\n\n"
                 "Back:\n\n"
                 "- `abort in j`, high, in `offset`: #4\n\n"
                 "Mended:\n\n"
                 "- `abort in k`, high, in `offset`: #5\n\n"
                 "Flaky:\n\n"
                 "- `abort in l`, high, in `offset`: no issue yet, seen on 2 nights\n\n"
                 "Declined, and still coming:\n\n"
                 "- `abort in m`, high, in `offset`: #6\n\n"
                 "Did not run:\n\n"
                 "- `posixtz`: `not run`\n\n"
                 "Could not be done:\n\n```text\nthe disk is full\n```\n" LAST);
    night.mentions = false;
    char *comment = comment_of(&night);
    assert_non_null(strstr(comment, "On duty " DATE ": `asha-k` (`Asha`, "));
    assert_non_null(strstr(comment, "`offset`: issue 12\n"));
    assert_null(strpbrk(comment, "@#"));
    free(comment);
}

struct duty_row {
    const char *name, *handle, *person, *hours, *line;
};

static const struct duty_row duties[] = {
    {"nobody", "", "", "", ""},
    {"no hours", "asha-k", "Asha", "", "\nOn duty " DATE ": @asha-k (`Asha`)\n"},
    {"a handle that is none", "as ha", "Asha", "", "\nOn duty " DATE ": `as ha` (`Asha`)\n"},
    {"a name that would tell others", "asha-k", "@all `#1`", "",
     "\nOn duty " DATE ": @asha-k (`` @all `#1` ``)\n"},
};

static void whoever_is_on_duty_is_told(void **state)
{
    const struct duty_row *row = *state;
    struct buffer wanted = {0};
    struct night_comment night = night_of("Clean.");
    night.handle = row->handle;
    night.name = row->person;
    night.hours = row->hours;
    buffer_format(&wanted, "Clean.\n%s" LAST, row->line);
    says(&night, wanted.data);
    buffer_free(&wanted);
}

struct sentence_row {
    const char *name, *sentence, *shown;
};

static const struct sentence_row sentences[] = {
    {"sentence: plain", "Two new crashes, one of them high: abort in a::b.",
     "Two new crashes, one of them high: abort in a::b."},
    {"sentence: a title that is inert already", "New: abort in f\\x40plt\\x23 1.",
     "New: abort in f\\x40plt\\x23 1."},
    {"sentence: what acts", "See @all and #12 at http://e.example.",
     "See \\x40all and \\x2312 at http:/\\x2fe.example."},
    {"sentence: an escape that is none", "a\\xzz \\x4 \\", "a\\x5cxzz \\x5cx4 \\x5c"},
    {"sentence: a commit", "In 1234567890abcdef.", "In \\x31234567890abcdef."},
    {"sentence: lines", "a\n# b", "a\\x0a\\x23 b"},
};

static void a_sentence_is_inert_once(void **state)
{
    const struct sentence_row *row = *state;
    struct buffer wanted = {0};
    struct night_comment night = night_of(row->sentence);
    buffer_format(&wanted, "%s\n" LAST, row->shown);
    says(&night, wanted.data);
    buffer_free(&wanted);
}

/* Of many crashes it lists the first and how many more there are; duty and date always stand. */
static void every_comment_is_within_its_limit(void **state)
{
    static const char letters[] = {'x', '`', '|', '\x01', '@', '\\'};
    static char long_text[9000];
    static struct report_crash crashes[300];
    (void)state;
    for (size_t i = 0; i < COUNT(letters); i++) {
        memset(long_text, letters[i], sizeof long_text - 1);
        struct night_comment night = night_of(long_text);
        night.name = night.hours = night.zone = night.troubles = night.notes = long_text;
        night.handle = "asha-k";
        for (size_t j = 0; j < COUNT(crashes); j++) {
            crashes[j] = crash("", j % 2 == 0 ? FATE_NEW : FATE_MENDED, UINT64_MAX);
            memset(crashes[j].title, letters[i], sizeof crashes[j].title - 1);
        }
        night.crashes = crashes;
        night.crash_count = COUNT(crashes);
        for (night.limit = NIGHT_COMMENT_LEAST; night.limit < 60000; night.limit += 1021) {
            char *comment = comment_of(&night);
            assert_non_null(strstr(comment, "\nOn duty " DATE ": @asha-k ("));
            assert_non_null(strstr(comment, " more.\n"));
            assert_string_equal(comment + strlen(comment) - strlen(LAST), LAST);
            free(comment);
        }
    }
}

/* A short line after one that was left out is left out too: those that stand are the first. */
static void what_is_left_out_is_counted(void **state)
{
    static struct report_crash crashes[100];
    struct night_comment night = night_of("Many.");
    (void)state;
    for (size_t j = 0; j < COUNT(crashes); j++) {
        crashes[j] = crash("", FATE_NEW, j + 1);
        memset(crashes[j].title, 'x', j % 2 == 0 ? 279 : 1);
    }
    night.crashes = crashes;
    night.crash_count = COUNT(crashes);
    for (night.limit = NIGHT_COMMENT_LEAST; night.limit < 9000; night.limit += 37) {
        char *comment = comment_of(&night), words[64];
        size_t told = 0;
        for (const char *at = comment; (at = strchr(at, '#')) != NULL; at++) {
            assert_int_equal(strtoul(at + 1, NULL, 10), ++told);
        }
        assert_true(told > 20 && told < COUNT(crashes));
        (void)snprintf(words, sizeof words, "\n\n… and %zu more.\n", COUNT(crashes) - told);
        assert_non_null(strstr(comment, words));
        free(comment);
    }
    crashes[0].fate = FATE_KNOWN;
    night.crash_count = 10;
    char *comment = comment_of(&night);
    assert_null(strstr(comment, " more.\n"));
    assert_null(strstr(comment, "#1\n"));
    free(comment);
}

#define ID    "0123456789abcdef"
#define BLANK "no issue yet<!-- of " ID " -->"

struct fill_row {
    const char *name, *comment, *filled; /* where the crash's issue is number 7 by now */
};

static const struct fill_row fills[] = {
    {"nothing to fill in", "- one: no issue yet\n", "- one: no issue yet\n"},
    {"a number", "- one: " BLANK "\n", "- one: #7\n"},
    {"two", BLANK BLANK, "#7#7"},
    {"of a crash that has none", "no issue yet<!-- of 1111111111111111 -->.",
     "no issue yet<!-- of 1111111111111111 -->."},
    {"no id", "no issue yet<!-- of me -->" BLANK, "no issue yet<!-- of me -->#7"},
    {"an id that is too long", "no issue yet<!-- of " ID "0 -->",
     "no issue yet<!-- of " ID "0 -->"},
    {"cut short", "no issue yet<!-- of " ID, "no issue yet<!-- of " ID},
    {"nothing", "", ""},
};

static uint64_t number(void *context, const char *crash)
{
    (void)context;
    return strcmp(crash, ID) == 0 ? 7 : 0;
}

static void is_filled(void **state)
{
    const struct fill_row *row = *state;
    struct buffer into = {0};
    night_comment_fill(row->comment, number, NULL, true, &into);
    assert_string_equal(into.data == NULL ? "" : into.data, row->filled);
    buffer_free(&into);
}

static void what_waits_is_filled_in_later(void **state)
{
    struct report_crash waits = crash("abort in f", FATE_NEW, 0);
    struct night_comment night = night_of("A new crash.");
    struct buffer into = {0};
    (void)state;
    memcpy(waits.id, ID, sizeof waits.id);
    waits.waits = true;
    night.crashes = &waits;
    night.crash_count = 1;
    char *comment = comment_of(&night);
    night_comment_fill(comment, number, NULL, false, &into);
    assert_string_equal(into.data, "A new crash.\n\nNew:\n\n"
                                   "- `abort in f`, high, in `offset`: issue 7\n" LAST);
    buffer_free(&into);
    free(comment);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(duties) + COUNT(sentences) + COUNT(fills) + 4] = {
        cmocka_unit_test(a_night_says_it_all),
        cmocka_unit_test(every_comment_is_within_its_limit),
        cmocka_unit_test(what_is_left_out_is_counted),
        cmocka_unit_test(what_waits_is_filled_in_later),
    };
    size_t count = 4;
    ADD_ROWS(tests, count, fills, is_filled);
    ADD_ROWS(tests, count, duties, whoever_is_on_duty_is_told);
    ADD_ROWS(tests, count, sentences, a_sentence_is_inert_once);
    return cmocka_run_group_tests_name("comment", tests, NULL, NULL);
}
