/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sqlite3.h>

#include "night/describe.h"
#include "store/kept.h"

#define NOW   "2026-11-24T02:00:00Z"
#define FIRST "0123456789abcdef"
#define OTHER "fedcba9876543210"

/* A crash with two ways, seen in two targets, as a night leaves it. */
struct desk {
    struct store *store;
    struct tracker tracker;
    struct outbox outbox;
    struct ledger ledger;
    struct store_crash known;
    struct store_variant variants[2];
    struct target target;
    struct crash crash;
    char directory[PATH_SIZE];
};

static const char log_text[] =
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000034 at pc 0x1 bp 0x2 "
    "sp 0x3\nREAD of size 1 at 0x602000000034 thread T0\n"
    "    #0 0x5561 in read_field /src/parse.c:21:9\n"
    "    #1 0x5562 in LLVMFuzzerTestOneInput /src/fuzz.c:3:3\n";

static void keep(struct desk *desk, const char *id, const char *input)
{
    struct fault fault = {""};
    char directory[PATH_SIZE];
    struct crash crash = {.target = &desk->target};
    buffer_text(&crash.input, input);
    buffer_text(&crash.minimised, input);
    buffer_text(&crash.log, log_text);
    assert_true(ledger_directory(&desk->ledger, id, directory, &fault));
    if (!kept_write(&crash, directory, &fault)) {
        fail_msg("%s", fault.text);
    }
    crash_free(&crash);
}

static void add_variant(struct desk *desk, size_t at, const char *id, const char *stack)
{
    struct fault fault = {""};
    struct store_variant *variant = &desk->variants[at];
    *variant = (struct store_variant){.crash = FIRST, .target = "offset", .studied = true};
    (void)snprintf(variant->id, sizeof variant->id, "%s", id);
    (void)snprintf(variant->signature.id, sizeof variant->signature.id, "%s", id);
    (void)snprintf(variant->signature.key, sizeof variant->signature.key, "abort|%s", stack);
    (void)snprintf(variant->signature.title, sizeof variant->signature.title, "abort in f");
    (void)snprintf(variant->signature.stack, sizeof variant->signature.stack, "%s", stack);
    assert_true(store_put_variant(desk->store, variant, NOW, &fault));
}

static struct desk *set_up(struct scratch *scratch)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct fault fault = {""};
    struct store_start start = {.date = "2026-11-24", .when = NOW, .revision = "", .budget = 1};
    struct store_crash *crashes;
    size_t count;
    assert_non_null(desk);
    desk->store = store_open(scratch_path(scratch, "vigil.sqlite"), &fault);
    assert_non_null(desk->store);
    desk->tracker.body_limit = 65536;
    desk->outbox.tracker = &desk->tracker;
    desk->ledger.store = desk->store;
    desk->ledger.outbox = &desk->outbox;
    assert_true(path_make(desk->ledger.state, &fault, "%s", scratch->directory));
    (void)snprintf(desk->target.name, sizeof desk->target.name, "offset");
    assert_true(path_make(desk->target.path, &fault, "%s/offset", scratch->directory));
    target_options_defaults(&desk->target.options);
    assert_true(store_begin_night(desk->store, &start, &desk->ledger.night, &fault));
    add_variant(desk, 0, FIRST, "put|short_form");
    add_variant(desk, 1, OTHER, "put|long_form");
    keep(desk, FIRST, "+1");
    keep(desk, OTHER, "+22");
    assert_true(store_sight(desk->store, desk->ledger.night, FIRST, "offset", NOW, "", &fault));
    assert_true(store_sight(desk->store, desk->ledger.night, FIRST, "zone", NOW, "", &fault));
    assert_true(store_list_crashes(desk->store, desk->ledger.night, &crashes, &count, &fault));
    assert_int_equal(count, 1);
    desk->known = crashes[0];
    free(crashes);
    assert_true(ledger_load(&desk->ledger, &desk->variants[0], &desk->target, &desk->crash,
                            desk->directory, &fault));
    return desk;
}

static void tear_down(struct desk *desk)
{
    store_close(desk->store);
    crash_free(&desk->crash);
    free(desk);
}

static void write_body(const struct desk *desk, struct buffer *body)
{
    describe_body(&(struct describe){.ledger = &desk->ledger,
                                     .known = &desk->known,
                                     .variant = &desk->variants[0],
                                     .crash = &desk->crash,
                                     .directory = desk->directory,
                                     .marker = "crash:" FIRST},
                  body);
}

static void has(const struct buffer *body, const char *words)
{
    assert_false(body->failed);
    if (strstr(body->data, words) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", words, body->data);
    }
}

static void ways_and_targets_are_told(void **state)
{
    struct desk *desk = set_up(*state);
    struct buffer body = {0};
    write_body(desk, &body);
    has(&body, "<!-- vigil:crash:" FIRST " -->\n");
    has(&body, "| target | `offset` |\n| also in | `zone` |\n");
    has(&body, "- `put ← long_form`: `abort in f` in `offset`, with 3 bytes, `\"+22\"`, kept in `");
    assert_null(strstr(body.data, "`put ← short_form`"));
    buffer_free(&body);
    tear_down(desk);
}

/* A person removed the files of the other way: the issue is filed all the same. */
static void a_way_without_files_is_listed(void **state)
{
    struct desk *desk = set_up(*state);
    struct buffer body = {0};
    struct fault fault;
    char directory[PATH_SIZE];
    assert_true(ledger_directory(&desk->ledger, OTHER, directory, &fault));
    assert_true(files_remove_tree(directory, &fault));
    write_body(desk, &body);
    has(&body, "- `put ← long_form`: `abort in f` in `offset`, with 0 bytes, `\"\"`");
    buffer_free(&body);
    tear_down(desk);
}

static void without_an_input_the_corpus_is_named(void **state)
{
    struct scratch *scratch = *state;
    struct desk *desk = set_up(scratch);
    struct buffer body = {0}, wanted = {0};
    desk->crash.inputless = true;
    write_body(desk, &body);
    buffer_format(&wanted, " %s/corpus/offset\n```\n", scratch->directory);
    has(&body, wanted.data);
    buffer_free(&wanted);
    buffer_free(&body);
    tear_down(desk);
}

/* What could not be gathered or composed must not look whole. */
static void what_fails_says_so(void **state)
{
    struct scratch *scratch = *state;
    struct desk *desk = set_up(scratch);
    struct buffer body = {.failed = true}, labels = {.failed = true};
    sqlite3 *database = NULL;
    write_body(desk, &body);
    describe_labels(&desk->crash, &labels);
    assert_true(body.failed && labels.failed);
    body = (struct buffer){0};
    assert_int_equal(sqlite3_open(scratch_path(scratch, "vigil.sqlite"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "DROP TABLE sightings", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    write_body(desk, &body);
    assert_true(body.failed);
    buffer_free(&body);
    buffer_free(&labels);
    tear_down(desk);
}

static void labels_beside_the_target_are_taken(void **state)
{
    struct scratch *scratch = *state;
    struct desk *desk = set_up(scratch);
    struct buffer labels = {0};
    desk->crash.signature.severity = SEVERITY_LOW;
    desk->crash.signature.class = CLASS_FUNCTIONAL;
    describe_labels(&desk->crash, &labels);
    assert_string_equal(labels.data, "severity-low\nfunctional\n");
    scratch_write(scratch, "offset.labels", " parser \n\n1\n2\n3\n4\n5\n6\n7\n");
    labels.size = 0;
    describe_labels(&desk->crash, &labels); /* as many as an issue may have */
    assert_string_equal(labels.data, "severity-low\nfunctional\nparser\n1\n2\n3\n4\n5\n");
    buffer_free(&labels);
    tear_down(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(ways_and_targets_are_told),
        SCRATCH_TEST(a_way_without_files_is_listed),
        SCRATCH_TEST(without_an_input_the_corpus_is_named),
        SCRATCH_TEST(what_fails_says_so),
        SCRATCH_TEST(labels_beside_the_target_are_taken),
    };
    return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
