/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "changes.h"

#define WHEN_A  "2026-11-25T05:00:00Z"
#define SINCE_A 1795582800
#define WHEN_B  "2026-11-24T05:00:00Z"

static struct queue *open_queue(struct scratch *scratch)
{
    struct fault fault = {""};
    struct queue *queue = queue_local_open(scratch->directory, &fault);
    if (queue == NULL) {
        fail_msg("%s", fault.text);
    }
    return queue;
}

struct seen {
    struct queue_entry entries[16];
    size_t count;
    struct fault fault;
};

static bool take(void *context, const struct queue_entry *entry)
{
    struct seen *seen = context;
    assert_true(seen->count < COUNT(seen->entries));
    seen->entries[seen->count++] = *entry;
    return true;
}

static enum tracker_outcome list(struct queue *queue, struct seen *seen)
{
    memset(seen, 0, sizeof *seen);
    return queue->list(queue, take, seen, &seen->fault);
}

static void add(struct queue *queue, const char *head, const char *when)
{
    struct fault fault = {""};
    const struct verdict report = change_report(head, when);
    if (queue->add(queue, &report, &fault) != TRACKER_DONE) {
        fail_msg("%s", fault.text);
    }
}

static void oldest_first(void **state)
{
    struct seen seen;
    struct queue *queue = open_queue(*state);
    assert_int_equal(list(queue, &seen), TRACKER_DONE);
    assert_int_equal(seen.count, 0);
    add(queue, HEAD_A, WHEN_A);
    add(queue, HEAD_B, WHEN_B);
    assert_int_equal(list(queue, &seen), TRACKER_DONE);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.entries[0].head, HEAD_B);
    const struct queue_entry *entry = &seen.entries[1];
    assert_string_equal(entry->head, HEAD_A);
    assert_string_equal(entry->title, "read \\x1b\\x5b31m\\x40everyone's \\x60TZ\\x60");
    assert_string_equal(entry->author, "amy");
    assert_int_equal(entry->number, 0);
    assert_int_equal(entry->since, SINCE_A);
    assert_int_equal(entry->notes, 2);
    assert_int_equal(entry->asked[0][0], 0);
    assert_int_equal(entry->asked_at, 0);
    assert_false(entry->reviewed);
    assert_non_null(strstr(entry->link, "/queue/" HEAD_A ".json"));
    queue->close(queue);
}

static void the_file_names_the_lines(void **state)
{
    struct buffer text = {0};
    struct fault fault = {""};
    struct queue *queue = open_queue(*state);
    add(queue, HEAD_A, WHEN_A);
    assert_true(files_read(scratch_path(*state, "queue/" HEAD_A ".json"), 1 << 16, &text, &fault));
    assert_non_null(strstr(text.data, "\"better\": \"Open a zone by name.\""));
    assert_non_null(strstr(text.data, "\"reason\": \"Not each local day has so many.\""));
    assert_null(strstr(text.data, "<!--"));
    buffer_free(&text);
    queue->close(queue);
}

static void asking_is_noted_once(void **state)
{
    struct seen seen;
    struct fault fault = {""};
    struct queue *queue = open_queue(*state);
    add(queue, HEAD_A, WHEN_A);
    (void)list(queue, &seen);
    struct queue_entry entry = seen.entries[0];
    assert_int_equal(queue->ask(queue, &entry, "ada", SINCE_A + 60, &fault), TRACKER_DONE);
    assert_int_equal(queue->ask(queue, &entry, "Ada", SINCE_A + 90, &fault), TRACKER_DONE);
    (void)list(queue, &seen);
    assert_int_equal(seen.entries[0].asked_at, SINCE_A + 60);
    assert_int_equal(queue->ask(queue, &entry, "ben", SINCE_A + 99, &fault), TRACKER_DONE);
    add(queue, HEAD_A, WHEN_B);
    (void)list(queue, &seen);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.entries[0].asked[0], "ada");
    assert_string_equal(seen.entries[0].asked[1], "ben");
    assert_int_equal(seen.entries[0].asked[2][0], 0);
    assert_int_equal(seen.entries[0].asked_at, SINCE_A + 99);
    assert_int_equal(seen.entries[0].since, SINCE_A);
    queue->close(queue);
}

static void what_is_removed_is_gone(void **state)
{
    struct seen seen;
    struct fault fault = {""};
    struct queue *queue = open_queue(*state);
    add(queue, HEAD_A, WHEN_A);
    (void)list(queue, &seen);
    struct queue_entry entry = seen.entries[0];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(queue->remove(queue, HEAD_A, &fault), TRACKER_DONE);
    }
    assert_int_equal(queue->ask(queue, &entry, "ada", 1, &fault), TRACKER_GONE);
    assert_int_equal(list(queue, &seen), TRACKER_DONE);
    assert_int_equal(seen.count, 0);
    queue->close(queue);
}

static void a_person_says_reviewed(void **state)
{
    struct seen seen;
    struct buffer text = {0};
    struct fault fault = {""};
    struct queue *queue = open_queue(*state);
    add(queue, HEAD_A, WHEN_A);
    assert_true(files_read(scratch_path(*state, "queue/" HEAD_A ".json"), 1 << 16, &text, &fault));
    char *word = strstr(text.data, "\"reviewed\": false");
    assert_non_null(word);
    memcpy(word, "\"reviewed\": true ", strlen(word) < 17 ? 0 : 17);
    scratch_write(*state, "queue/" HEAD_A ".json", text.data);
    (void)list(queue, &seen);
    assert_true(seen.entries[0].reviewed);
    buffer_free(&text);
    queue->close(queue);
}

struct damaged_row {
    const char *name, *text, *fault;
};

#define ENTRY(head, rest) "{\"head\": \"" head "\", \"title\": \"t\", \"author\": \"amy\"" rest "}"
#define REST              ", \"since\": 5, \"notes\": [], \"asked\": [], \"reviewed\": false"

static const struct damaged_row damaged[] = {
    {"empty", "", "no JSON (line"},
    {"cut", "{\"head\": \"aaaa", "no JSON (line"},
    {"no object", "[]", "\"since\" is no time"},
    {"of another head", ENTRY(HEAD_B, REST), "it is of another head, " HEAD_B},
    {"a head that is a path", ENTRY("../../aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", REST),
     "\"head\" is no commit"},
    {"an author who is nobody",
     "{\"head\": \"" HEAD_A "\", \"title\": \"\", \"author\": \"a b\"" REST "}",
     "\"author\" is no handle"},
    {"since long ago",
     ENTRY(HEAD_A, ", \"since\": -5, \"notes\": [], \"asked\": [], \"reviewed\": false"),
     "\"since\" is no time"},
    {"asked without a handle",
     ENTRY(HEAD_A, ", \"since\": 5, \"notes\": [], \"asked\": [{\"at\": 1}], \"reviewed\": false"),
     "\"asked\", entry 1"},
    {"a member twice", ENTRY(HEAD_A, REST REST), "no JSON (line"},
};

/* It is named, stays as it is whatever is asked of it, and the others are listed all the same. */
static void is_named(void **state)
{
    const struct damaged_row *row = *state;
    struct seen seen;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct queue *queue = open_queue(made);
    const struct verdict report = change_report(HEAD_A, WHEN_A);
    const struct queue_entry entry = {.head = HEAD_A};
    add(queue, HEAD_B, WHEN_B);
    scratch_write(made, "queue/" HEAD_A ".json", row->text);
    assert_int_equal(list(queue, &seen), TRACKER_REFUSED);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.entries[0].head, HEAD_B);
    if (strstr(seen.fault.text, row->fault) == NULL ||
        strstr(seen.fault.text, HEAD_A ".json: damaged, and left as it is: ") == NULL) {
        fail_msg("the fault reads \"%s\"", seen.fault.text);
    }
    assert_int_not_equal(queue->add(queue, &report, &seen.fault), TRACKER_DONE);
    assert_non_null(strstr(seen.fault.text, HEAD_A));
    assert_int_not_equal(queue->ask(queue, &entry, "ada", 1, &seen.fault), TRACKER_DONE);
    scratch_holds(made, "queue/" HEAD_A ".json", row->text);
    queue->close(queue);
    assert_int_equal(scratch_remove(&made), 0);
}

struct head_row {
    const char *name, *head;
};

static const struct head_row no_heads[] = {
    {"nothing", ""},
    {"a path", "../aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"39 digits", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"no digit", "zaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
};

static void is_no_head(void **state)
{
    const struct head_row *row = *state;
    void *made = NULL;
    struct fault fault = {""};
    struct seen seen;
    assert_int_equal(scratch_make(&made), 0);
    struct queue *queue = open_queue(made);
    const struct verdict report = change_report(row->head, WHEN_A);
    assert_int_equal(queue->add(queue, &report, &fault), TRACKER_REFUSED);
    assert_int_equal(queue->remove(queue, row->head, &fault), TRACKER_REFUSED);
    assert_int_equal(list(queue, &seen), TRACKER_DONE);
    queue->close(queue);
    assert_int_equal(scratch_remove(&made), 0);
}

/* Files beside the entries, and copies in a directory below, are none. */
static void other_files_are_none(void **state)
{
    struct seen seen;
    struct fault fault = {""};
    struct queue *queue = open_queue(*state);
    add(queue, HEAD_A, WHEN_A);
    assert_true(files_make_directory(scratch_path(*state, "queue/old"), &fault));
    scratch_write(*state, "queue/old/" HEAD_B ".json", ENTRY(HEAD_B, REST));
    scratch_write(*state, "queue/notes.json", "mine");
    assert_int_equal(list(queue, &seen), TRACKER_DONE);
    assert_int_equal(seen.count, 1);
    queue->close(queue);
}

/* Children that ask at the same time: nobody is forgotten. */
static void many_at_once(void **state)
{
    enum { MANY = 6 };
    pid_t children[MANY];
    struct seen seen;
    struct queue *queue = open_queue(*state);
    add(queue, HEAD_A, WHEN_A);
    for (int i = 0; i < MANY; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            char handle[16];
            struct fault fault;
            const struct queue_entry entry = {.head = HEAD_A};
            (void)snprintf(handle, sizeof handle, "r%d", i);
            _exit(queue->ask(queue, &entry, handle, i + 1, &fault) == TRACKER_DONE ? 0 : 1);
        }
    }
    for (int i = 0; i < MANY; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(list(queue, &seen), TRACKER_DONE);
    for (int i = 0; i < MANY; i++) {
        assert_int_not_equal(seen.entries[0].asked[i][0], 0);
    }
    assert_int_equal(seen.entries[0].asked_at, MANY);
    queue->close(queue);
}

static void a_word_opens_it(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    char word[128];
    struct tracker_options options = {.word = word, .label = "vigil"};
    (void)snprintf(word, sizeof word, "local:%s", scratch->directory);
    struct queue *queue = queue_open(&options, &fault);
    assert_non_null(queue);
    add(queue, HEAD_A, WHEN_A);
    queue->close(queue);
    assert_int_equal(access(scratch_path(scratch, "queue/" HEAD_A ".json"), F_OK), 0);
    options.word = "jira:\x1b[2J";
    assert_null(queue_open(&options, &fault));
    assert_string_equal(fault.text,
                        "jira:\\x1b[2J: no tracker; local:DIR and github:OWNER/REPO are");
}

int main(void)
{
    struct CMUnitTest tests[COUNT(damaged) + COUNT(no_heads) + 8] = {
        SCRATCH_TEST(oldest_first),           SCRATCH_TEST(the_file_names_the_lines),
        SCRATCH_TEST(asking_is_noted_once),   SCRATCH_TEST(what_is_removed_is_gone),
        SCRATCH_TEST(a_person_says_reviewed), SCRATCH_TEST(other_files_are_none),
        SCRATCH_TEST(many_at_once),           SCRATCH_TEST(a_word_opens_it),
    };
    size_t count = 8;
    ADD_ROWS(tests, count, damaged, is_named);
    ADD_ROWS(tests, count, no_heads, is_no_head);
    return cmocka_run_group_tests_name("queue_local", tests, NULL, NULL);
}
