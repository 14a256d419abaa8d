/* SPDX-License-Identifier: MIT */
#include "duty/rotas.h"

#include "queue/assign.h"

/* On 2026-11-25, a Wednesday, Ada holds the first seat and Ben the second. */
#define TWO_SEATS                                                                                  \
    "[window]\nreviewers = 2\ndays = Mon-Fri\n[reviewer Ada]\nhandle = ada\n" ALL_DAY              \
    "days = Mon-Fri\n[reviewer Ben]\nhandle = ben\n" ALL_DAY "days = Mon-Fri\n"
#define ONE_SEAT "[reviewer Ada]\nhandle = ada\n" ALL_DAY "days = Mon-Sun\n"
#define NOBODY   "[reviewer Ada]\nhandle = ada\n" ALL_DAY "days = Mon\n"

#define WEDNESDAY INT64_C(1795564800) /* 2026-11-25T00:00:00Z */
#define AT(hour)  (WEDNESDAY + (hour)*INT64_C(3600))

struct change {
    const char *author;
    int64_t since;
    const char *asked[3];
    int64_t asked_at;
    bool reviewed;
};

struct assign_row {
    const char *name, *rota;
    int64_t now;
    struct change changes[6];
    const char
        *answers; /* "ada ben; " and so on: a handle or (why), "!" after one that waits long */
};

#define NEW(author, hour)                                                                          \
    {                                                                                              \
        author, AT(hour), {NULL}, 0, false                                                         \
    }
#define ASKED(author, hour, asked_hour, ...)                                                       \
    {                                                                                              \
        author, AT(hour), {__VA_ARGS__}, AT(asked_hour), false                                     \
    }
#define REVIEWED(author, hour, asked_hour, ...)                                                    \
    {                                                                                              \
        author, AT(hour), {__VA_ARGS__}, AT(asked_hour), true                                      \
    }

static const struct assign_row rows[] = {
    {"nothing waits", ONE_SEAT, AT(6), {NEW(NULL, 0)}, ""},
    {"one, as the window opens", ONE_SEAT, AT(6), {NEW("amy", 1)}, "ada "},
    {"a second before it opens", ONE_SEAT, AT(6) - 1, {NEW("amy", 1)}, "(outside the window) "},
    {"a second before it ends", ONE_SEAT, AT(10) - 1, {NEW("amy", 1)}, "ada "},
    {"as it ends", ONE_SEAT, AT(10), {NEW("amy", 1)}, "(outside the window) "},
    {"on a day without a window", TWO_SEATS, AT(79), {NEW("amy", 72)}, "(outside the window) "},
    {"a window of a day",
     "[window]\nstart = 00:00\nend = 24:00\n" ONE_SEAT,
     AT(23),
     {NEW("amy", 1)},
     "ada "},
    {"two on duty take turns",
     TWO_SEATS,
     AT(6),
     {NEW("amy", 1), NEW("amy", 2), NEW("amy", 3), NEW("amy", 4), NEW("amy", 5)},
     "ada ben ada ben ada "},
    {"who has the fewest",
     TWO_SEATS,
     AT(6),
     {ASKED("amy", 1, 5, "ada"), ASKED("amy", 2, 5, "ada"), NEW("amy", 3), NEW("amy", 4),
      NEW("amy", 5)},
     "(ada was asked less than a day ago) (ada was asked less than a day ago) ben ben ada "},
    {"what was reviewed counts",
     TWO_SEATS,
     AT(6),
     {REVIEWED("amy", 1, 5, "ada"), NEW("amy", 2)},
     "(reviewed: it waits for its author) ben "},
    {"never its author",
     TWO_SEATS,
     AT(6),
     {NEW("Ada", 1), NEW("amy", 2), NEW("amy", 2)},
     "ben ada ada "},
    {"its author, whose account a company manages",
     "[reviewer Ada]\nhandle = ada_corp\n" ALL_DAY "days = Mon-Sun\n",
     AT(6),
     {NEW("Ada_Corp", 1), NEW("ada", 1), NEW("ada-corp", 1)},
     "(ada_corp is its author) ada_corp ada_corp "},
    {"its author alone is on duty", ONE_SEAT, AT(6), {NEW("ada", 1)}, "(ada is its author) "},
    {"an author and one who was asked",
     TWO_SEATS,
     AT(6),
     {ASKED("ada", -30, -29, "BEN")},
     "(ada is its author; ben was asked already) !"},
    {"no author is known", ONE_SEAT, AT(6), {NEW("", 1)}, "ada "},
    {"nobody is on duty", NOBODY, AT(6), {NEW("amy", 1)}, "(nobody is on duty) "},
    {"asked a day ago less a second",
     TWO_SEATS,
     AT(7) - 1,
     {ASKED("amy", -20, -17, "ada")},
     "(ada was asked less than a day ago) !"},
    {"asked a day ago makes way", TWO_SEATS, AT(7), {ASKED("amy", -20, -17, "ada")}, "ben !"},
    {"a day and an hour for an answer each",
     TWO_SEATS,
     AT(8),
     {ASKED("amy", -40, -17, "ada", "ben")},
     "(ada was asked already; ben was asked already) !"},
    {"for a day", ONE_SEAT, AT(8), {NEW("amy", -16)}, "ada "},
    {"for a day and a second", ONE_SEAT, AT(8) + 1, {NEW("amy", -16)}, "ada !"},
    {"long, outside the window", ONE_SEAT, AT(12), {NEW("amy", -16)}, "(outside the window) !"},
    {"long, but reviewed",
     ONE_SEAT,
     AT(8),
     {REVIEWED("amy", -90, -80, "ada")},
     "(reviewed: it waits for its author) "},
};

static size_t lay(const struct assign_row *row, struct queue_entry *entries)
{
    size_t count = 0;
    for (; count < COUNT(row->changes) && row->changes[count].author != NULL; count++) {
        const struct change *change = &row->changes[count];
        struct queue_entry *entry = &entries[count];
        *entry = (struct queue_entry){
            .since = change->since, .asked_at = change->asked_at, .reviewed = change->reviewed};
        (void)snprintf(entry->author, sizeof entry->author, "%s", change->author);
        for (size_t i = 0; i < COUNT(change->asked) && change->asked[i] != NULL; i++) {
            (void)snprintf(entry->asked[i], sizeof entry->asked[i], "%s", change->asked[i]);
        }
    }
    return count;
}

static void answers(void **state)
{
    const struct assign_row *row = *state;
    struct rota rota;
    struct queue_entry entries[6];
    struct assign_answer given[6];
    struct buffer said = {0};
    read_text(row->rota, &rota);
    size_t count = lay(row, entries);
    assign(entries, count, &rota, row->now, given);
    buffer_text(&said, "");
    for (size_t i = 0; i < count; i++) {
        bool asked = given[i].reviewer != NULL;
        buffer_format(&said, asked ? "%s %s" : "(%s) %s",
                      asked ? given[i].reviewer->handle : given[i].why,
                      given[i].long_wait ? "!" : "");
    }
    assert_string_equal(said.data, row->answers);
    buffer_free(&said);
    rota_free(&rota);
}

/* Of eight who were asked and did not answer, none makes way for a ninth. */
static void eight_are_enough(void **state)
{
    struct rota rota;
    struct assign_answer answer;
    struct queue_entry entry = {.since = AT(-300), .asked_at = AT(-30)};
    (void)state;
    read_text(ONE_SEAT, &rota);
    for (size_t i = 0; i < QUEUE_ASKED_MOST; i++) {
        (void)snprintf(entry.asked[i], sizeof entry.asked[i], "r%zu", i);
    }
    assign(&entry, 1, &rota, AT(6), &answer);
    assert_null(answer.reviewer);
    assert_true(answer.long_wait);
    assert_string_equal(answer.why, "8 people were asked already");
    rota_free(&rota);
}

/* Of a thousand changes each of three on duty gets a third, but none of theirs. */
static void many_are_spread(void **state)
{
    static const char three[] =
        "[window]\nreviewers = 3\n[reviewer A]\nhandle = a\n" ALL_DAY "days = Mon-Sun\n"
        "[reviewer B]\nhandle = b\n" ALL_DAY "days = Mon-Sun\n"
        "[reviewer C]\nhandle = c\n" ALL_DAY "days = Mon-Sun\n";
    struct rota rota;
    unsigned got[3] = {0};
    struct queue_entry *entries = calloc(1000, sizeof *entries);
    struct assign_answer *given = calloc(1000, sizeof *given);
    (void)state;
    assert_true(entries != NULL && given != NULL);
    read_text(three, &rota);
    for (size_t i = 0; i < 1000; i++) {
        entries[i].since = AT(1) + (int64_t)i;
        (void)snprintf(entries[i].author, sizeof entries[i].author, "%s", i % 3 == 0 ? "a" : "amy");
    }
    assign(entries, 1000, &rota, AT(6), given);
    for (size_t i = 0; i < 1000; i++) {
        assert_non_null(given[i].reviewer);
        assert_string_not_equal(given[i].reviewer->handle, entries[i].author);
        got[given[i].reviewer - rota.reviewers]++;
    }
    for (size_t i = 0; i < 3; i++) {
        assert_in_range(got[i], 332, 335);
    }
    free(entries);
    free(given);
    rota_free(&rota);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 2] = {cmocka_unit_test(eight_are_enough),
                                                cmocka_unit_test(many_are_spread)};
    size_t count = 2;
    ADD_ROWS(tests, count, rows, answers);
    return cmocka_run_group_tests_name("assign", tests, NULL, NULL);
}
