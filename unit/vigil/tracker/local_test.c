/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tracker/tracker.h"

#define MARKER "crash:0123456789abcdef"

static const struct tracker_draft example = {
    .title = "abort in it's",
    .body = "<!-- vigil:" MARKER " -->\n# body\n",
    .marker = MARKER,
    .labels = {"severity-low", "Fuzzing", "a b"}, /* its own once */
    .label_count = 3,
    .assignee = "",
    .target = "offset",
    .signature = "abort|it's",
    .seen = "2024-07-11T01:14:00Z"};

#define HEAD                                                                                       \
    "title: 'abort in it''s'\nlabels: [fuzzing, severity-low, 'a b']\ntarget: 'offset'\n"          \
    "signature: 'abort|it''s'\nmarker: '" MARKER "'\nfirst_seen: 2024-07-11T01:14:00Z\n---\n\n"    \
    "<!-- vigil:" MARKER " -->\n# body\n"

#define INDEX_HEAD(counts)                                                                         \
    "# Issues\n\n" counts ". vigil writes this page anew after every change; the issues "          \
    "themselves are the files it links to.\n\n"                                                    \
    "| issue | state | severity | title | target | first seen |\n|---|---|---|---|---|---|\n"

struct seen {
    struct tracker_issue issues[8];
    size_t count;
    unsigned complaints;
    struct fault last;
};

static void complain(void *context, const struct fault *fault)
{
    struct seen *seen = context;
    seen->complaints++;
    seen->last = *fault;
}

static bool take(void *context, const struct tracker_issue *issue)
{
    struct seen *seen = context;
    assert_true(seen->count < COUNT(seen->issues));
    seen->issues[seen->count++] = *issue;
    return true;
}

static bool take_one(void *context, const struct tracker_issue *issue)
{
    unsigned *taken = context;
    (void)issue;
    *taken += 1;
    return false;
}

static struct tracker *open_tracker(struct scratch *scratch, struct seen *seen)
{
    struct fault fault;
    char directory[128];
    struct tracker_options options = {.label = "fuzzing", .complain = complain, .context = seen};
    (void)snprintf(directory, sizeof directory, "%s/issues", scratch->directory);
    struct tracker *tracker = tracker_local_open(directory, &options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
    }
    return tracker;
}

static void list(struct tracker *tracker, struct seen *seen)
{
    struct fault fault = {""};
    memset(seen, 0, sizeof *seen);
    enum tracker_outcome outcome = tracker->list(tracker, take, seen, &fault);
    if (outcome != TRACKER_DONE) {
        fail_msg("%s", fault.text);
    }
}

static uint64_t create(struct tracker *tracker, const char *marker)
{
    struct tracker_draft draft = example;
    struct fault fault;
    uint64_t number = 0;
    draft.marker = marker;
    assert_int_equal(tracker->create(tracker, &draft, &number, &fault), TRACKER_DONE);
    return number;
}

static void what_is_filed_is_listed(void **state)
{
    struct seen seen = {0};
    struct tracker *tracker = open_tracker(*state, &seen);
    list(tracker, &seen);
    assert_int_equal(seen.count, 0);
    assert_int_equal(create(tracker, MARKER), 1);
    scratch_holds(*state, "issues/0001.md", "---\nnumber: 1\nstate: open\n" HEAD);
    scratch_holds(*state, "issues/index.md",
                  INDEX_HEAD("1 open, 0 closed") "| [0001](0001.md) | open | `low` | "
                                                 "`abort in it's` | `offset` | "
                                                 "`2024-07-11T01:14:00Z` |\n");
    tracker->close(tracker);
    tracker = open_tracker(*state, &seen);
    list(tracker, &seen);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.issues[0].number, 1);
    assert_true(seen.issues[0].open && !seen.issues[0].declined);
    assert_string_equal(seen.issues[0].marker, MARKER);
    assert_int_equal(create(tracker, "digest"), 2);
    tracker->close(tracker);
}

static void closing_changes_one_line(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, MARKER);
    scratch_write(*state, "issues/0001.md",
                  "---\nowner: me\nstate: open # yet\nnumber: 1\n" HEAD "I looked into it.\n");
    assert_int_equal(tracker->set_open(tracker, 1, true, &fault), TRACKER_DONE);
    scratch_holds(*state, "issues/0001.md",
                  "---\nowner: me\nstate: open # yet\nnumber: 1\n" HEAD "I looked into it.\n");
    assert_int_equal(tracker->set_open(tracker, 1, false, &fault), TRACKER_DONE);
    scratch_holds(*state, "issues/0001.md",
                  "---\nowner: me\nstate: closed\nnumber: 1\n" HEAD "I looked into it.\n");
    list(tracker, &seen);
    assert_false(seen.issues[0].open);
    assert_int_equal(tracker->set_open(tracker, 1, true, &fault), TRACKER_DONE);
    scratch_holds(*state, "issues/0001.md",
                  "---\nowner: me\nstate: open\nnumber: 1\n" HEAD "I looked into it.\n");
    tracker->close(tracker);
}

static void a_comment_is_added_once(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct buffer once = {0};
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, MARKER);
    assert_int_equal(tracker->comment(tracker, 1, "fixed:1", "Gone.\n", &fault), TRACKER_DONE);
    assert_true(files_read(scratch_path(*state, "issues/0001.md"), 1 << 20, &once, &fault));
    const char *added = strstr(once.data, "# body\n\n## Comment, 20");
    assert_non_null(added);
    assert_non_null(strstr(added, "Z\n\n<!-- vigil:fixed:1 -->\nGone.\n"));
    assert_int_equal(tracker->comment(tracker, 1, "fixed:1", "Again.\n", &fault), TRACKER_DONE);
    scratch_holds(*state, "issues/0001.md", once.data);
    assert_int_equal(tracker->comment(tracker, 1, "back:1", "Back.", &fault), TRACKER_DONE);
    buffer_text(&once, "");
    once.size = 0;
    assert_true(files_read(scratch_path(*state, "issues/0001.md"), 1 << 20, &once, &fault));
    assert_non_null(strstr(once.data, "Gone.\n\n## Comment, "));
    assert_string_equal(strstr(once.data, "<!-- vigil:back:1"), "<!-- vigil:back:1 -->\nBack.\n");
    buffer_free(&once);
    tracker->close(tracker);
}

static void an_edit_keeps_what_people_wrote(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &seen);
    struct tracker_draft draft = {.title = "new", .body = "new\n", .marker = "digest"};
    scratch_write(*state, "issues/0001.md",
                  "---\nnumber: 1\nowner: me\ntitle: 'old'\nstate: closed\nmarker: digest\n---\n\n"
                  "old\n```\n## Comment, not yet\n```\nold\n\n## Comment by me\n\nHm.\n");
    assert_int_equal(tracker->edit(tracker, 1, &draft, &fault), TRACKER_DONE);
    scratch_holds(*state, "issues/0001.md",
                  "---\nnumber: 1\nowner: me\ntitle: 'new'\nstate: closed\nmarker: digest\n---\n\n"
                  "new\n\n## Comment by me\n\nHm.\n");
    assert_int_equal(tracker->edit(tracker, 1, &draft, &fault), TRACKER_DONE);
    scratch_holds(*state, "issues/0001.md",
                  "---\nnumber: 1\nowner: me\ntitle: 'new'\nstate: closed\nmarker: digest\n---\n\n"
                  "new\n\n## Comment by me\n\nHm.\n");
    tracker->close(tracker);
}

/* How an issue is known: rows of a front matter and a body. */
struct known_row {
    const char *name, *text, *marker;
    bool open, declined, triaged;
};

static const struct known_row known[] = {
    {"its marker", "---\nnumber: 1\nstate: open\nmarker: " MARKER "\nsignature: a\n---\n", MARKER,
     true, false, false},
    /* FNV-1a of "a", 64 bits */
    {"an older one: its signature", "---\nnumber: 1\nstate: closed\nsignature: a\n---\n",
     "crash:af63dc4c8601ec8c", false, false, false},
    {"its body", "---\nnumber: 1\nstate: open\n---\n\n<!-- vigil:" MARKER " -->\n", MARKER, true,
     false, false},
    {"declined", "---\nnumber: 1\nstate: closed\nlabels: [x, wontfix]\nmarker: digest\n---\n",
     "digest", false, true, false},
    {"not to be read, but its body says",
     "<<<<<<< mine\n---\nnumber: 1\n---\n\n<!-- vigil:" MARKER " -->\n", MARKER, true, false,
     false},
    {"not to be read, but it says above",
     "---\nmarker: '" MARKER "'\nnumber: 1\nstate: maybe\n---\n", MARKER, true, false, false},
    {"another's number", "---\nnumber: 7\nstate: open\nmarker: digest\n---\n", "digest", true,
     false, false},
    {"triaged", "---\nnumber: 1\nstate: open\nlabels: [x, triaged]\nmarker: digest\n---\n",
     "digest", true, false, true},
};

static void is_known(void **state)
{
    struct scratch *scratch = NULL;
    const struct known_row *row = *state;
    struct seen seen = {0};
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    scratch = made;
    struct tracker *tracker = open_tracker(scratch, &seen);
    scratch_write(scratch, "issues/0001.md", row->text);
    list(tracker, &seen);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.issues[0].number, 1);
    assert_string_equal(seen.issues[0].marker, row->marker);
    assert_int_equal(seen.issues[0].open, row->open);
    assert_int_equal(seen.issues[0].declined, row->declined);
    assert_int_equal(seen.issues[0].triaged, row->triaged);
    tracker->close(tracker);
    assert_int_equal(scratch_remove(&made), 0);
}

static void an_unreadable_issue_is_told_of_and_left_alone(void **state)
{
    static const char broken[] = "---\nnumber: 1\nstate: maybe\nmarker: digest\n---\n";
    struct seen seen = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, "a");
    (void)create(tracker, "b");
    scratch_write(*state, "issues/0001.md", broken);
    seen.complaints = 0;
    struct seen listed = {0};
    assert_int_equal(tracker->list(tracker, take, &listed, &fault), TRACKER_DONE);
    assert_int_equal(seen.complaints, 1);
    assert_non_null(strstr(seen.last.text, "issues/0001.md:3: state must be"));
    assert_int_equal(listed.count, 1);
    assert_string_equal(listed.issues[0].marker, "b");
    assert_int_equal(tracker->set_open(tracker, 1, false, &fault), TRACKER_REFUSED);
    assert_non_null(strstr(fault.text, "issues/0001.md:3: state must be"));
    assert_int_equal(tracker->comment(tracker, 1, "x", "x", &fault), TRACKER_REFUSED);
    assert_int_equal(tracker->edit(tracker, 1, &example, &fault), TRACKER_REFUSED);
    scratch_holds(*state, "issues/0001.md", broken);
    assert_int_equal(create(tracker, "c"), 3);
    assert_int_equal(seen.complaints, 1);
    tracker->close(tracker);
}

static void a_copy_is_not_the_issue(void **state)
{
    struct seen seen = {0};
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, MARKER);
    scratch_write(*state, "issues/0000.md", "---\nnumber: 1\nstate: open\n" HEAD);
    scratch_write(*state, "issues/0002.md", "---\nnumber: 1\nstate: open\n" HEAD);
    list(tracker, &seen);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.issues[0].number, 1);
    tracker->close(tracker);
}

static void a_look_is_at_one(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct tracker_issue issue;
    struct tracker *tracker = open_tracker(*state, &seen);
    scratch_write(*state, "issues/0003.md",
                  "---\nnumber: 3\nlabels: [invalid]\nstate: closed\n---\n");
    scratch_write(*state, "issues/0004.md", "---\nnumber: 4\n---\n");
    assert_int_equal(tracker->look(tracker, 3, &issue, &fault), TRACKER_DONE);
    assert_int_equal(issue.number, 3);
    assert_true(!issue.open && issue.declined && issue.marker[0] == '\0');
    assert_int_equal(tracker->look(tracker, 4, &issue, &fault), TRACKER_REFUSED);
    assert_int_equal(tracker->look(tracker, 5, &issue, &fault), TRACKER_GONE);
    tracker->close(tracker);
}

static void an_issue_that_is_not_there_is_gone(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &seen);
    assert_int_equal(tracker->set_open(tracker, 4, false, &fault), TRACKER_GONE);
    assert_int_equal(tracker->comment(tracker, 4, "x", "x", &fault), TRACKER_GONE);
    assert_int_equal(tracker->edit(tracker, 4, &example, &fault), TRACKER_GONE);
    assert_int_equal(tracker->set_open(tracker, 0, false, &fault), TRACKER_GONE);
    assert_int_equal(tracker->set_open(tracker, UINT64_MAX, false, &fault), TRACKER_GONE);
    tracker->close(tracker);
}

static void a_directory_that_went_away_is_no_empty_one(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    uint64_t number = 0;
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, MARKER);
    assert_true(files_remove_tree(scratch_path(*state, "issues"), &fault));
    assert_int_equal(tracker->list(tracker, take, &seen, &fault), TRACKER_LATER);
    assert_int_equal(tracker->create(tracker, &example, &number, &fault), TRACKER_LATER);
    assert_int_equal(seen.count, 0);
    tracker->close(tracker);
}

/* A write that fails half-way, as on a full disk: here, at the largest size a file may have. */
static void a_full_disk_is_for_later(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    uint64_t number = 0;
    struct rlimit kept, small;
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, MARKER);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &kept), 0);
    small = kept;
    small.rlim_cur = 100;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum tracker_outcome outcomes[] = {
        tracker->create(tracker, &example, &number, &fault),
        tracker->set_open(tracker, 1, false, &fault),
        tracker->comment(tracker, 1, "x", "x", &fault),
        tracker->edit(tracker, 1, &example, &fault),
    };
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &kept), 0);
    for (size_t i = 0; i < COUNT(outcomes); i++) {
        assert_int_equal(outcomes[i], TRACKER_LATER);
    }
    scratch_holds(*state, "issues/0001.md", "---\nnumber: 1\nstate: open\n" HEAD);
    struct file_list files = {0};
    assert_true(files_list(scratch_path(*state, "issues"), &files, &fault));
    assert_int_equal(files.count, 2); /* no temporary is left */
    files_list_free(&files);
    assert_int_equal(create(tracker, "b"), 2);
    tracker->close(tracker);
}

/* The index can be made again, and an issue that was filed is filed. */
static void an_index_that_cannot_be_written_is_told_of(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    assert_true(files_make_directory(scratch_path(*state, "issues/index.md"), &fault));
    struct tracker *tracker = open_tracker(*state, &seen);
    assert_int_equal(create(tracker, MARKER), 1);
    assert_int_equal(seen.complaints, 1);
    assert_non_null(strstr(seen.last.text, "issues/index.md: cannot put in place"));
    tracker->close(tracker);
}

static void the_index_follows_what_people_do(void **state)
{
    struct seen seen = {0};
    struct tracker *tracker = open_tracker(*state, &seen);
    scratch_write(*state, "issues/0001.md",
                  "---\nnumber: 1\nstate: closed\ntitle: 'a|b `c` <i>'\nmarker: a\n---\n");
    scratch_write(*state, "issues/0002.md", "---\nnumber: 2\nstate: open\ntitle: mine\n---\n");
    scratch_write(*state, "issues/0003.md", "none of an issue\n");
    list(tracker, &seen);
    assert_int_equal(seen.count, 1);
    scratch_holds(*state, "issues/index.md",
                  INDEX_HEAD("1 open, 1 closed") "| [0002](0002.md) | open |  | `mine` |  |  |\n"
                                                 "| [0001](0001.md) | closed |  | "
                                                 "``a\\|b `c` <i>`` |  |  |\n");
    tracker->close(tracker);
}

static void a_body_beyond_the_limit_is_refused(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    uint64_t number = 0;
    struct tracker *tracker = open_tracker(*state, &seen);
    struct tracker_draft draft = example;
    char *body = malloc(tracker->body_limit + 2);
    assert_non_null(body);
    memset(body, 'x', tracker->body_limit + 1);
    body[tracker->body_limit + 1] = '\0';
    draft.body = body;
    assert_int_equal(tracker->create(tracker, &draft, &number, &fault), TRACKER_REFUSED);
    body[tracker->body_limit] = '\0';
    assert_int_equal(tracker->create(tracker, &draft, &number, &fault), TRACKER_DONE);
    free(body);
    tracker->close(tracker);
}

static void a_number_taken_meanwhile_is_passed_over(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &seen);
    /* A directory is in no list, and its name is taken. */
    assert_true(files_make_directory(scratch_path(*state, "issues/0001.md"), &fault));
    assert_int_equal(create(tracker, MARKER), 2);
    tracker->close(tracker);
}

static void other_files_are_peoples(void **state)
{
    static const char *const others[] = {"README.md", "12.md", "0009.md.orig", "archive/0044.md"};
    struct seen seen = {0};
    struct fault fault;
    char name[64];
    assert_true(files_make_directory(scratch_path(*state, "issues/archive"), &fault));
    for (size_t i = 0; i < COUNT(others); i++) {
        (void)snprintf(name, sizeof name, "issues/%s", others[i]);
        scratch_write(*state, name, "x");
    }
    struct tracker *tracker = open_tracker(*state, &seen);
    struct seen listed = {0};
    assert_int_equal(tracker->list(tracker, take, &listed, &fault), TRACKER_DONE);
    assert_int_equal(seen.complaints + listed.count, 0);
    assert_int_equal(create(tracker, MARKER), 1);
    for (size_t i = 0; i < COUNT(others); i++) {
        (void)snprintf(name, sizeof name, "issues/%s", others[i]);
        scratch_holds(*state, name, "x");
    }
    tracker->close(tracker);
}

static void a_file_is_no_directory(void **state)
{
    struct fault fault;
    struct tracker_options options = {.label = "fuzzing"};
    scratch_write(*state, "issues", "x");
    assert_null(tracker_local_open(scratch_path(*state, "issues"), &options, &fault));
    assert_non_null(strstr(fault.text, "/issues: not a directory"));
}

static void the_listing_stops_when_told(void **state)
{
    struct seen seen = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &seen);
    (void)create(tracker, "a");
    (void)create(tracker, "b");
    unsigned taken = 0;
    assert_int_equal(tracker->list(tracker, take_one, &taken, &fault), TRACKER_DONE);
    assert_int_equal(taken, 1);
    tracker->close(tracker);
}

/* Also where the directory was given as a relative path. */
static void a_link_is_a_path_from_the_root(void **state)
{
    struct scratch *scratch = *state;
    struct tracker_options options = {.label = "fuzzing"};
    struct fault fault;
    char link[600], wanted[128], here[PATH_SIZE];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(scratch->directory), 0);
    struct tracker *tracker = tracker_local_open("issues", &options, &fault);
    assert_non_null(tracker);
    assert_int_equal(create(tracker, "a"), 1);
    tracker->link(tracker, 1, link);
    (void)snprintf(wanted, sizeof wanted, "%s/issues/0001.md", scratch->directory);
    assert_string_equal(link, wanted);
    assert_int_equal(access(link, R_OK), 0);
    tracker->link(tracker, 123456, link);
    assert_non_null(strstr(link, "/issues/123456.md"));
    tracker->link(tracker, 0, link);
    assert_string_equal(link, "");
    tracker->close(tracker);
    assert_int_equal(chdir(here), 0);
}

static void a_link_that_does_not_fit_is_none(void **state)
{
    struct scratch *scratch = *state;
    struct tracker_options options = {.label = "fuzzing"};
    struct fault fault;
    char directory[PATH_SIZE], link[600], step[201];
    memset(step, 'a', sizeof step - 1);
    step[sizeof step - 1] = '\0';
    (void)snprintf(directory, sizeof directory, "%s/%s/%s/%s", scratch->directory, step, step,
                   step);
    struct tracker *tracker = tracker_local_open(directory, &options, &fault);
    assert_non_null(tracker);
    tracker->link(tracker, 1, link);
    assert_string_equal(link, "");
    tracker->close(tracker);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(known) + 20] = {
        SCRATCH_TEST(what_is_filed_is_listed),
        SCRATCH_TEST(closing_changes_one_line),
        SCRATCH_TEST(a_comment_is_added_once),
        SCRATCH_TEST(an_edit_keeps_what_people_wrote),
        SCRATCH_TEST(an_unreadable_issue_is_told_of_and_left_alone),
        SCRATCH_TEST(a_copy_is_not_the_issue),
        SCRATCH_TEST(a_look_is_at_one),
        SCRATCH_TEST(an_issue_that_is_not_there_is_gone),
        SCRATCH_TEST(a_directory_that_went_away_is_no_empty_one),
        SCRATCH_TEST(a_full_disk_is_for_later),
        SCRATCH_TEST(an_index_that_cannot_be_written_is_told_of),
        SCRATCH_TEST(the_index_follows_what_people_do),
        SCRATCH_TEST(a_body_beyond_the_limit_is_refused),
        SCRATCH_TEST(a_number_taken_meanwhile_is_passed_over),
        SCRATCH_TEST(other_files_are_peoples),
        SCRATCH_TEST(a_file_is_no_directory),
        SCRATCH_TEST(the_listing_stops_when_told),
        SCRATCH_TEST(a_link_is_a_path_from_the_root),
        SCRATCH_TEST(a_link_that_does_not_fit_is_none),
    };
    size_t count = 19;
    ADD_ROWS(tests, count, known, is_known);
    return _cmocka_run_group_tests("tracker_local", tests, count, NULL, NULL);
}
