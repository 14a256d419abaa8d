/* SPDX-License-Identifier: MIT */
#include "store_sample.h"

#include "store/sql.h"

#include <sqlite3.h>

static void end_night(struct store *store, int64_t night, bool whole, double late)
{
    struct fault fault;
    struct store_end end = {.when = LATER,
                            .status = 1,
                            .whole = whole,
                            .late = late,
                            .untriaged = 3600,
                            .open = {1, 2, 3},
                            .found = 4,
                            .filed = 5};
    assert_true(store_end_night(store, night, &end, &fault));
}

static void add_run(struct store *store, int64_t night, double seconds, uint64_t edges)
{
    struct fault fault;
    struct store_run run = {.target = "offset",
                            .ended = "finished",
                            .executions = 100,
                            .edges = edges,
                            .corpus_inputs = 7,
                            .seconds = seconds,
                            .crashes = 1};
    assert_true(store_add_run(store, night, &run, &fault));
}

static void all_of_a_variant_is_remembered(void **state)
{
    struct store_variant read, wanted = make_variant(FIRST, FIRST, "data-race|f");
    struct store *store = open_store(*state);
    assert_false(find(store, "data-race|f", &read));
    put(store, FIRST, FIRST, "data-race|f");
    store_close(store);
    store = open_store(*state);
    assert_true(find(store, "data-race|f", &read));
    assert_memory_equal(&read, &wanted, sizeof read);
    store_close(store);
}

static void a_crash_is_what_its_first_variant_is(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    struct store_variant another = make_variant(SECOND, FIRST, "data-race|g");
    another.signature.severity = SEVERITY_HIGH;
    (void)snprintf(another.signature.title, sizeof another.signature.title, "data-race in g");
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_put_variant(store, &another, LATER, &fault));
    struct crashes crashes = read_crashes(store, 0);
    assert_int_equal(crashes.count, 1);
    assert_string_equal(crashes.all[0].title, "data-race in f");
    assert_string_equal(crashes.all[0].first_seen, NOW);
    assert_int_equal(crashes.all[0].severity, SEVERITY_MEDIUM);
    assert_int_equal(crashes.all[0].class, CLASS_RACE);
    store_close(store);
}

static void nights_are_counted_once_each(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    int64_t night = begin_night(store), next = begin_on(store, "2026-11-25");
    put(store, FIRST, FIRST, "data-race|f");
    assert_int_equal(read_crashes(store, night).all[0].nights, 0);
    for (int twice = 0; twice < 2; twice++) {
        assert_true(store_sight(store, night, FIRST, "offset", NOW, "1a2b", &fault));
        assert_true(store_sight(store, night, FIRST, "rfc3339", NOW, "1a2b", &fault));
    }
    assert_int_equal(read_crashes(store, night).all[0].nights, 1);
    assert_true(read_crashes(store, night).all[0].seen);
    assert_false(read_crashes(store, next).all[0].seen);
    assert_true(store_sight(store, next, FIRST, "offset", LATER, "3c4d", &fault));
    struct store_crash crash = read_crashes(store, next).all[0];
    assert_int_equal(crash.nights, 2);
    assert_string_equal(crash.last_seen, LATER);
    assert_string_equal(crash.revision, "3c4d");
    /* A sighting of a crash that is not there is refused. */
    assert_false(store_sight(store, night, SECOND, "offset", NOW, "", &fault));
    store_close(store);
}

static void a_mended_crash_that_is_seen_is_mended_no_more(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    bool wanted = true;
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_set_digested(store, FIRST, true, &fault));
    assert_true(store_set_mended(store, FIRST, "5e6f", LATER, &fault));
    assert_true(read_crashes(store, night).all[0].mended);
    assert_string_equal(read_crashes(store, night).all[0].good_revision, "5e6f");
    assert_string_equal(read_crashes(store, night).all[0].good_seen, LATER);
    assert_false(read_crashes(store, night).all[0].digested);
    assert_true(store_wants_control(store, "00112233aabbccdd", &wanted, &fault));
    assert_false(wanted);
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    assert_false(read_crashes(store, night).all[0].mended);
    assert_true(store_wants_control(store, "00112233aabbccdd", &wanted, &fault));
    assert_true(wanted);
    assert_string_equal(read_crashes(store, night).all[0].good_seen, LATER); /* for the comment */
    assert_true(store_set_mended(store, FIRST, "", "", &fault));
    assert_false(read_crashes(store, night).all[0].mended);
    assert_string_equal(read_crashes(store, night).all[0].good_seen, "");
    store_close(store);
}

static void a_variant_is_forgotten_with_its_crash(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, FIRST, "data-race|g");
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    assert_true(store_forget_variant(store, SECOND, &fault));
    assert_false(find(store, "data-race|g", &read));
    assert_int_equal(read_crashes(store, night).count, 1);
    assert_true(store_forget_variant(store, FIRST, &fault));
    assert_int_equal(read_crashes(store, night).count, 0);
    store_close(store);
}

static void a_variant_tells_what_became_of_its_crash(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, FIRST, "data-race|g");
    assert_true(find(store, "data-race|g", &read) && !read.mended && !read.declined);
    assert_true(store_set_mended(store, FIRST, "5e6f", LATER, &fault));
    assert_true(find(store, "data-race|g", &read) && read.mended && !read.declined);
    assert_true(store_set_issue(store, FIRST,
                                &(struct tracker_issue){.number = 7, .declined = true}, &fault));
    assert_true(find(store, "data-race|g", &read) && read.mended && read.declined);
    store_close(store);
}

static bool write_and_fail(void *context, struct fault *fault)
{
    put(context, FIRST, FIRST, "data-race|f");
    return fault_set(fault, "no");
}

static void a_transaction_is_all_or_nothing(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    assert_false(store_transaction(store, write_and_fail, store, &fault));
    assert_string_equal(fault.text, "no");
    assert_int_equal(read_crashes(store, 0).count, 0);
    put(store, FIRST, FIRST, "data-race|f"); /* and none is left open */
    store_close(store);
}

static void an_action_waits_until_it_is_settled(void **state)
{
    struct fault fault = {""};
    bool found;
    struct store *store = open_store(*state);
    struct store_action read = {.id = 0},
                        action = {.verb = STORE_FILE,
                                  .crash = FIRST,
                                  .marker = "crash:" FIRST,
                                  .title = "a title",
                                  .target = "offset",
                                  .signature = "data-race|f",
                                  .seen = NOW,
                                  .labels = "a\nb\n",
                                  .advisory = "<!-- vigil:crash:" FIRST " -->\nall of it",
                                  .body = "<!-- vigil:crash:" FIRST " -->\nthe body"};
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_post(store, night, &action, &fault));
    assert_true(store_next_action(store, 0, &read, &found, &fault) && found);
    assert_string_equal(read.title, "a title");
    assert_string_equal(read.labels, "a\nb\n");
    assert_string_equal(read.advisory, action.advisory);
    assert_string_equal(read.assignee, "");
    assert_string_equal(read.body, action.body);
    assert_string_equal(read.marker, "crash:" FIRST);
    assert_true(read_crashes(store, night).all[0].pending);
    assert_true(store_note_try(store, read.id, "no answer", &fault));
    assert_true(read_crashes(store, night).all[0].pending);
    assert_true(store_settle(store, &read, 7, true, &fault));
    struct store_crash crash = read_crashes(store, night).all[0];
    assert_true(crash.issue == 7 && crash.open && !crash.pending && crash.filed);
    assert_true(read_crashes(store, begin_night(store)).all[0].filed);
    assert_false(read_crashes(store, begin_on(store, "2026-11-25")).all[0].filed);
    store_action_free(&read);
    assert_true(store_next_action(store, 0, &read, &found, &fault) && !found);
    /* An action of no night is refused. */
    assert_false(store_post(store, night + 9, &action, &fault));
    store_close(store);
}

static void settle(struct store *store, int64_t night, enum store_verb verb, const char *assignee,
                   uint64_t number)
{
    struct fault fault = {""};
    struct store_action read = {.id = 0}, action = {.verb = verb,
                                                    .crash = FIRST,
                                                    .marker = "m",
                                                    .number = 7,
                                                    .title = "a title",
                                                    .body = "<!-- vigil:m -->",
                                                    .seen = NOW,
                                                    .assignee = assignee};
    bool found = false;
    assert_true(store_post(store, night, &action, &fault));
    assert_true(store_next_action(store, 0, &read, &found, &fault) && found);
    assert_true(store_settle(store, &read, number, true, &fault));
    store_action_free(&read);
}

/* The owner is whom the issue was addressed to when it was filed, not whom a comment was. */
static void a_crash_is_theirs_whom_its_issue_was_addressed_to(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, SECOND, "abort|x");
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    settle(store, night, STORE_FILE, "ada", 7);
    assert_string_equal(read_crashes(store, night).all[0].owner, "ada");
    assert_string_equal(read_crashes(store, night).all[1].owner, "");
    settle(store, night, STORE_REOPEN, "bob", 7);
    assert_string_equal(read_crashes(store, night).all[0].owner, "ada");
    assert_true(store_set_issue(store, FIRST, &(struct tracker_issue){.number = 7, .triaged = true},
                                &fault));
    assert_string_equal(read_crashes(store, night).all[0].owner, "ada");
    assert_true(read_crashes(store, night).all[0].triaged);
    settle(store, night, STORE_CLOSE, "", 0); /* it was deleted */
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    settle(store, night, STORE_FILE, "eve", 8);
    assert_string_equal(read_crashes(store, night).all[0].owner, "eve");
    assert_true(store_set_issue(store, FIRST, &(struct tracker_issue){.number = 0}, &fault));
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    settle(store, night, STORE_FILE, "", 9);
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    store_close(store);
}

static void a_run_is_recorded_for_a_night_only(void **state)
{
    struct fault fault;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    struct store_run run = {.target = "offset", .ended = "finished", .executions = 9};
    assert_true(store_add_run(store, night, &run, &fault));
    assert_false(store_add_run(store, night + 1, &run, &fault));
    store_close(store);
}

static double fuzzed(struct store *store, int64_t night)
{
    double seconds = -1;
    struct fault fault;
    assert_true(store_fuzzed(store, night, "offset", &seconds, &fault));
    return seconds;
}

static void a_night_cut_short_is_gone_on_with(void **state)
{
    struct store *store = open_store(*state);
    int64_t yesterday = begin_on(store, "2026-11-23");
    add_run(store, yesterday, 40, 10); /* killed, but of another date */
    int64_t killed = begin_night(store);
    assert_true(fuzzed(store, killed) == 0);
    add_run(store, killed, 10, 10);
    int64_t interrupted = begin_night(store);
    assert_true(fuzzed(store, interrupted) == 10);
    add_run(store, interrupted, 5, 12);
    end_night(store, interrupted, false, 0);
    int64_t last = begin_night(store);
    assert_true(fuzzed(store, last) == 15);
    add_run(store, last, 45, 12);
    end_night(store, last, true, 0);
    assert_true(fuzzed(store, begin_night(store)) == 0); /* that one was whole */
    store_close(store);
}

static void starts_on_one_date_are_one_night(void **state)
{
    struct fault fault;
    struct store_night *nights;
    size_t count;
    struct store *store = open_store(*state);
    (void)begin_on(store, "2026-11-22"); /* too old to be asked for */
    int64_t killed = begin_on(store, "2026-11-23");
    add_run(store, killed, 40, 10);
    int64_t first = begin_night(store);
    add_run(store, first, 10, 12);
    end_night(store, first, true, 30);
    int64_t again = begin_night(store);
    add_run(store, again, 20, 14);
    end_night(store, again, true, 7200);
    assert_true(store_list_nights(store, 2, &nights, &count, &fault));
    assert_int_equal(count, 2);
    assert_string_equal(nights[0].date, "2026-11-23");
    assert_string_equal(nights[0].ended, "");
    assert_int_equal(nights[0].status, -1);
    const struct store_night *night = &nights[1];
    assert_string_equal(night->date, "2026-11-24");
    assert_string_equal(night->ended, LATER);
    assert_int_equal(night->status, 1);
    assert_true(night->late_seconds == 30); /* the first told in time */
    assert_true(night->start_late_seconds == 90 && night->untriaged_seconds == 3600);
    assert_true(night->executions == 200 && night->seconds == 30);
    assert_true(night->edges == 14 && night->corpus == 7);
    assert_true(night->open[0] == 1 && night->open[1] == 2 && night->open[2] == 3);
    assert_true(night->found == 4 && night->filed == 10);
    free(nights);
    store_close(store);
}

static void what_a_target_came_to_is_added_up(void **state)
{
    struct fault fault;
    struct store_run run;
    struct store *store = open_store(*state);
    add_run(store, begin_on(store, "2026-11-23"), 40, 99);
    add_run(store, begin_night(store), 10, 12);
    int64_t night = begin_night(store);
    assert_true(store_sum_runs(store, night, "offset", &run, &fault));
    assert_true(run.executions == 100 && run.seconds == 10 && run.edges == 12);
    add_run(store, night, 20, 14);
    assert_true(store_sum_runs(store, night, "offset", &run, &fault));
    assert_true(run.executions == 200 && run.seconds == 30 && run.edges == 14);
    assert_true(run.corpus_inputs == 7 && run.crashes == 2);
    assert_true(store_sum_runs(store, night, "tzif", &run, &fault) && run.executions == 0);
    store_close(store);
}

/* Two sightings on one date are one night, however often that night was started. */
static void a_date_is_one_night_to_a_crash(void **state)
{
    struct fault fault;
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "abort|f");
    int64_t night = 0;
    for (int i = 0; i < 3; i++) {
        night = begin_night(store);
        assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    }
    assert_int_equal(read_crashes(store, night).all[0].nights, 1);
    night = begin_on(store, "2026-11-25");
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    assert_int_equal(read_crashes(store, night).all[0].nights, 2);
    store_close(store);
}

static void filings_are_counted(void **state)
{
    static const enum store_verb verbs[] = {STORE_FILE, STORE_FILE, STORE_CLOSE, STORE_REOPEN,
                                            STORE_FILE};
    struct fault fault;
    bool found;
    struct store *store = open_store(*state);
    struct store_filings filings;
    int64_t night = begin_night(store);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        struct store_action action = {
            .verb = verbs[i], .marker = "m", .number = 1, .title = "t", .body = "<!-- vigil:m -->"};
        assert_true(store_post(store, night, &action, &fault));
    }
    for (int i = 0; i < 4; i++) {
        struct store_action action;
        assert_true(store_next_action(store, 0, &action, &found, &fault) && found);
        assert_true(store_settle(store, &action, 1, true, &fault));
        store_action_free(&action);
    }
    assert_true(store_count_filings(store, night, &filings, &fault));
    assert_true(filings.filed == 2 && filings.closed == 1 && filings.reopened == 1);
    assert_true(filings.waiting == 1 && filings.refused == 0);
    assert_true(store_note_try(store, 5, "422", &fault));
    assert_true(store_count_filings(store, begin_on(store, "2026-11-25"), &filings, &fault));
    assert_true(filings.filed == 0 && filings.waiting == 1 && filings.refused == 1);
    store_close(store);
}

/* The file must be as it was: what we could not read may be someone's. */
static void refused(struct scratch *scratch, const char *words)
{
    struct fault fault = {""};
    struct buffer before = {0}, after = {0};
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "vigil.sqlite"));
    assert_true(files_read(path, 1 << 20, &before, &fault));
    assert_null(store_open(path, &fault));
    if (strstr(fault.text, words) == NULL) {
        fail_msg("the fault reads \"%s\", without \"%s\"", fault.text, words);
    }
    assert_true(files_read(path, 1 << 20, &after, &fault));
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.data, after.data, before.size);
    buffer_free(&before);
    buffer_free(&after);
}

static void what_is_no_database_is_refused(void **state)
{
    scratch_write(*state, "vigil.sqlite",
                  "This is a letter, and long enough that SQLite looks at its first page.");
    refused(*state, "not a database");
}

/* Sets a number of the header, big-endian at this byte (sqlite.org/fileformat, s. 1.3). */
static void set_header(struct scratch *scratch, size_t at, unsigned char value)
{
    struct fault fault;
    struct buffer file = {0};
    const char *path = scratch_path(scratch, "vigil.sqlite");
    assert_true(files_read(path, 1 << 20, &file, &fault));
    file.data[at + 3] = (char)value;
    assert_true(files_write(path, file.data, file.size, &fault));
    buffer_free(&file);
}

static void a_newer_schema_is_refused(void **state)
{
    store_close(open_store(*state));
    set_header(*state, 60, 99);
    refused(*state, "written by a newer vigil (schema 99");
}

static void a_strangers_database_is_refused(void **state)
{
    store_close(open_store(*state));
    set_header(*state, 68, 0);
    refused(*state, "not one of vigil's");
}

static void a_damaged_database_is_refused(void **state)
{
    struct fault fault;
    struct buffer file = {0};
    store_close(open_store(*state));
    const char *path = scratch_path(*state, "vigil.sqlite");
    assert_true(files_read(path, 1 << 20, &file, &fault));
    memset(file.data + 100, 0xa5, file.size - 100);
    assert_true(files_write(path, file.data, file.size, &fault));
    buffer_free(&file);
    refused(*state, "malformed");
}

static void one_that_cannot_be_made_is_a_fault(void **state)
{
    struct fault fault = {""};
    assert_null(store_open(scratch_path(*state, "none/vigil.sqlite"), &fault));
    assert_non_null(strstr(fault.text, "unable to open"));
}

static int64_t count_rows(struct store *store, const char *question)
{
    struct fault fault;
    int64_t count = -1;
    assert_true(sql_number(store, question, &count, &fault));
    return count;
}

/* Of three nights the first is older than what is kept. */
static void old_nights_are_forgotten_but_not_what_they_saw(void **state)
{
    static const char *const dates[] = {"2025-10-20", "2026-11-24", "2026-11-25"};
    struct fault fault = {""};
    struct store *store = open_store(*state);
    char former[16];
    bool has = false;
    uint64_t number = 0;
    int64_t night = 0;
    put(store, FIRST, FIRST, "data-race|f");
    for (size_t i = 0; i < 3; i++) {
        struct store_action comment = {
            .verb = STORE_NIGHT, .marker = "night", .body = "text", .seen = NOW};
        struct store_action file = {.verb = STORE_FILE,
                                    .crash = FIRST,
                                    .marker = "crash:" FIRST,
                                    .title = "title",
                                    .body = "<!-- vigil:crash:" FIRST " -->",
                                    .seen = NOW};
        night = begin_on(store, dates[i]);
        assert_true(store_add_run(
            store, night, &(struct store_run){.target = "offset", .ended = "finished"}, &fault));
        assert_true(store_sight(store, night, FIRST, "offset", NOW, "1a2b", &fault));
        assert_true(store_post(store, night, &comment, &fault));
        if (i == 0) {
            assert_true(store_post(store, night, &file, &fault)); /* it waits */
            comment.id = 1;
            assert_true(store_settle(store, &comment, 7, true, &fault));
        }
    }
    assert_true(store_former_date(store, night, former, &fault));
    assert_string_equal(former, "2026-11-24");
    assert_true(store_former_date(store, 1, former, &fault));
    assert_string_equal(former, "");
    assert_true(store_forget_before(store, "2025-10-21", &fault));
    assert_int_equal(count_rows(store, "SELECT count(*) FROM runs"), 2);
    /* What waits stays, and so does the newest of its kind, by which its issue is known again. */
    assert_int_equal(count_rows(store, "SELECT count(*) FROM outbox"), 4);
    assert_true(store_last_issue(store, STORE_NIGHT, STORE_NIGHT, &number, &fault));
    assert_int_equal(number, 7);
    struct store_action newer = {.id = 3, .verb = STORE_NIGHT};
    assert_true(store_settle(store, &newer, 7, true, &fault));
    assert_true(store_forget_before(store, "2025-10-21", &fault));
    assert_int_equal(count_rows(store, "SELECT count(*) FROM outbox"), 3);
    struct crashes crashes = read_crashes(store, night);
    assert_int_equal(crashes.count, 1);
    assert_int_equal(crashes.all[0].nights, 3);
    assert_true(crashes.all[0].pending);
    assert_true(store_has_date(store, "2025-10-20", &has, &fault) && has);
    assert_true(store_has_date(store, "2025-10-19", &has, &fault) && !has);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(all_of_a_variant_is_remembered),
        SCRATCH_TEST(a_crash_is_what_its_first_variant_is),
        SCRATCH_TEST(nights_are_counted_once_each),
        SCRATCH_TEST(a_mended_crash_that_is_seen_is_mended_no_more),
        SCRATCH_TEST(a_variant_is_forgotten_with_its_crash),
        SCRATCH_TEST(a_variant_tells_what_became_of_its_crash),
        SCRATCH_TEST(a_transaction_is_all_or_nothing),
        SCRATCH_TEST(an_action_waits_until_it_is_settled),
        SCRATCH_TEST(a_crash_is_theirs_whom_its_issue_was_addressed_to),
        SCRATCH_TEST(a_run_is_recorded_for_a_night_only),
        SCRATCH_TEST(what_is_no_database_is_refused),
        SCRATCH_TEST(a_newer_schema_is_refused),
        SCRATCH_TEST(a_night_cut_short_is_gone_on_with),
        SCRATCH_TEST(starts_on_one_date_are_one_night),
        SCRATCH_TEST(what_a_target_came_to_is_added_up),
        SCRATCH_TEST(a_date_is_one_night_to_a_crash),
        SCRATCH_TEST(filings_are_counted),
        SCRATCH_TEST(old_nights_are_forgotten_but_not_what_they_saw),
        SCRATCH_TEST(a_strangers_database_is_refused),
        SCRATCH_TEST(a_damaged_database_is_refused),
        SCRATCH_TEST(one_that_cannot_be_made_is_a_fault),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
