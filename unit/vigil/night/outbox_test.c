/* SPDX-License-Identifier: MIT */
/* The outbox against a tracker in memory that does what a row tells it to. */
#include "scratch.h"

#include <sqlite3.h>

#include "night/outbox.h"

#define CRASH  "0123456789abcdef"
#define ISSUES 16

/* A plan is a letter a call, create, comment, set_open, list and advise alike: '.' done, 'l' later,
 * 'L' done and yet "later" (the answer was lost), 'r' refused, 'g' gone. At its end everything is
 * done.
 */
struct memory_tracker {
    struct tracker tracker;
    const char *plan;
    struct tracker_issue issues[ISSUES];
    size_t count;
    char comments[ISSUES][TRACKER_MARKER_SIZE];
    uint64_t commented[ISSUES]; /* on which issue each stands */
    size_t comment_count;
    char advisories[ISSUES][TRACKER_MARKER_SIZE]; /* the markers of those that were made */
    size_t advisory_count;
    char last_body[1024]; /* of the issue that was filed last */
    unsigned calls;
    uint64_t deleted; /* the number of an issue that is not there any more */
    char said[256];   /* the last comment's text */
};

static enum tracker_outcome next(struct memory_tracker *memory, bool *do_it, struct fault *fault)
{
    char letter = *memory->plan == '\0' ? '.' : *memory->plan++;
    memory->calls++;
    *do_it = letter == '.' || letter == 'L';
    if (letter != '.') {
        fault_set(fault, "the plan says %c", letter);
        memory->tracker.wait = 0.001;
    }
    return letter == '.'   ? TRACKER_DONE
           : letter == 'r' ? TRACKER_REFUSED
           : letter == 'g' ? TRACKER_GONE
                           : TRACKER_LATER;
}

static enum tracker_outcome list(struct tracker *tracker, tracker_take *take, void *context,
                                 struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    bool do_it;
    enum tracker_outcome outcome = next(memory, &do_it, fault);
    for (size_t i = 0; do_it && i < memory->count; i++) {
        if (memory->issues[i].number != memory->deleted) {
            (void)take(context, &memory->issues[i]);
        }
    }
    return outcome;
}

static enum tracker_outcome look(struct tracker *tracker, uint64_t number,
                                 struct tracker_issue *issue, struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    (void)fault;
    if (number == 0 || number > memory->count || number == memory->deleted) {
        return TRACKER_GONE;
    }
    *issue = memory->issues[number - 1];
    return TRACKER_DONE;
}

static enum tracker_outcome create(struct tracker *tracker, const struct tracker_draft *draft,
                                   uint64_t *number, struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    bool do_it;
    enum tracker_outcome outcome = next(memory, &do_it, fault);
    if (do_it && memory->count < ISSUES) {
        struct tracker_issue *issue = &memory->issues[memory->count++];
        *issue = (struct tracker_issue){.number = memory->count, .open = true};
        (void)snprintf(issue->marker, sizeof issue->marker, "%s", draft->marker);
        (void)snprintf(memory->last_body, sizeof memory->last_body, "%s", draft->body);
        *number = issue->number;
    }
    return outcome;
}

static enum tracker_outcome edit(struct tracker *tracker, uint64_t number,
                                 const struct tracker_draft *draft, struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    bool do_it;
    (void)draft;
    enum tracker_outcome outcome = next(memory, &do_it, fault);
    return number == memory->deleted ? TRACKER_GONE : outcome;
}

static enum tracker_outcome set_open(struct tracker *tracker, uint64_t number, bool open,
                                     struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    bool do_it;
    enum tracker_outcome outcome = next(memory, &do_it, fault);
    if (do_it) {
        memory->issues[number - 1].open = open;
    }
    return outcome;
}

static enum tracker_outcome comment(struct tracker *tracker, uint64_t number, const char *marker,
                                    const char *text, struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    bool do_it, there = false;
    (void)snprintf(memory->said, sizeof memory->said, "%s", text);
    enum tracker_outcome outcome = next(memory, &do_it, fault);
    for (size_t i = 0; i < memory->comment_count; i++) {
        there =
            there || (memory->commented[i] == number && strcmp(memory->comments[i], marker) == 0);
    }
    if (outcome == TRACKER_GONE) {
        memory->issues[number - 1].marker[0] = '\0'; /* nor will it be listed */
    }
    if (do_it && !there && memory->comment_count < ISSUES) {
        memory->commented[memory->comment_count] = number;
        (void)snprintf(memory->comments[memory->comment_count++], TRACKER_MARKER_SIZE, "%s",
                       marker);
    }
    return outcome;
}

/* The advisories are named after their numbers. */
static enum tracker_outcome advise(struct tracker *tracker, const struct tracker_draft *draft,
                                   char name[TRACKER_ADVISORY_SIZE], struct fault *fault)
{
    struct memory_tracker *memory = (struct memory_tracker *)tracker;
    bool do_it;
    size_t at = 0;
    enum tracker_outcome outcome = next(memory, &do_it, fault);
    assert_non_null(strstr(draft->body, "all of it"));
    while (at < memory->advisory_count && strcmp(memory->advisories[at], draft->marker) != 0) {
        at++;
    }
    if (do_it && at == memory->advisory_count && at < ISSUES) {
        (void)snprintf(memory->advisories[memory->advisory_count++], TRACKER_MARKER_SIZE, "%s",
                       draft->marker);
    }
    (void)snprintf(name, TRACKER_ADVISORY_SIZE, "GHSA-%zu", at + 1);
    return outcome;
}

static void address(struct tracker *tracker, uint64_t number, char link[600])
{
    (void)tracker;
    (void)snprintf(link, 600, "memory:%u", (unsigned)number);
}

static void remember(void *context, const struct fault *fault)
{
    unsigned *complaints = context;
    assert_true(fault->text[0] != '\0');
    ++*complaints;
}

struct desk {
    struct store *store;
    struct memory_tracker memory;
    struct outbox outbox;
    unsigned complaints, notes;
    int64_t night;
};

static void open_desk(struct desk *desk, struct scratch *scratch, const char *plan)
{
    struct fault fault = {""};
    struct store_variant variant = {.id = CRASH, .crash = CRASH, .target = "t", .studied = true};
    *desk = (struct desk){.memory = {.plan = plan}};
    desk->memory.tracker = (struct tracker){.list = list,
                                            .look = look,
                                            .create = create,
                                            .edit = edit,
                                            .set_open = set_open,
                                            .comment = comment,
                                            .link = address};
    desk->store = store_open(scratch_path(scratch, "vigil.sqlite"), &fault);
    if (desk->store == NULL) {
        fail_msg("%s", fault.text);
    }
    struct store_start start = {
        .date = "2026-11-24", .when = "2026-11-24T02:00:00Z", .revision = "", .budget = 1};
    assert_true(store_begin_night(desk->store, &start, &desk->night, &fault));
    (void)snprintf(variant.signature.key, sizeof variant.signature.key, "abort|f");
    assert_true(store_put_variant(desk->store, &variant, "2026-11-24T02:00:00Z", &fault));
    desk->outbox = (struct outbox){.store = desk->store,
                                   .tracker = &desk->memory.tracker,
                                   .patience = 10,
                                   .complain = remember,
                                   .context = &desk->complaints};
}

static void close_desk(struct desk *desk)
{
    outbox_free(&desk->outbox);
    store_close(desk->store);
}

static void post(struct desk *desk, enum store_verb verb, const char *crash, const char *marker,
                 uint64_t number)
{
    struct fault fault = {""};
    char body[TRACKER_MARKER_SIZE + 20];
    struct store_action action = {
        .verb = verb, .number = number, .title = "t", .labels = "a\nb\n", .body = body};
    (void)snprintf(body, sizeof body, "<!-- vigil:%s -->\n", marker);
    (void)snprintf(action.crash, sizeof action.crash, "%s", crash);
    (void)snprintf(action.marker, sizeof action.marker, "%s", marker);
    assert_true(store_post(desk->store, desk->night, &action, &fault));
}

static struct store_crash read_crash(struct desk *desk)
{
    struct fault fault = {""};
    struct store_crash *crashes;
    size_t count;
    assert_true(store_list_crashes(desk->store, desk->night, &crashes, &count, &fault));
    assert_int_equal(count, 1);
    struct store_crash crash = crashes[0];
    free(crashes);
    return crash;
}

struct plan_row {
    const char *name, *plan;
    bool sent; /* the first time; the second time all is */
    size_t issues;
    unsigned complaints;
};

/* The first call is a listing. */
static const struct plan_row filings[] = {
    {"it goes well", "..", true, 1, 0},
    {"the listing is slow to come", "ll..", true, 1, 0},
    {"create is slow to come", ".l...", true, 1, 0},
    {"done, and the answer is lost", ".L..", true, 1, 0},
    {"lost, and the next listing too", ".LL..", true, 1, 0},
    {"lost for good tonight", ".Llllllll", false, 1, 1},
    {"no answer at all", "llllllll", false, 0, 1},
    {"refused", ".r", false, 0, 1},
    {"refused the listing", "r", false, 0, 1},
};

/* Whatever the server does, there is one issue in the end. */
static void is_filed_once(void **state)
{
    const struct plan_row *row = *state;
    void *scratch = NULL;
    struct desk desk;
    assert_int_equal(scratch_make(&scratch), 0);
    open_desk(&desk, scratch, row->plan);
    post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
    assert_int_equal(outbox_send(&desk.outbox), row->sent);
    assert_int_equal(desk.memory.count, row->issues);
    assert_int_equal(desk.complaints, row->complaints);
    assert_int_equal(read_crash(&desk).pending, !row->sent);
    desk.memory.plan = "";
    outbox_free(&desk.outbox);
    desk.outbox.listed = false; /* as the next night begins */
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 1);
    struct store_crash crash = read_crash(&desk);
    assert_int_equal(crash.issue, 1);
    assert_true(crash.open && !crash.pending);
    /* Nothing is left to be said: not even a listing. */
    desk.memory.calls = 0;
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.calls, 0);
    close_desk(&desk);
    assert_int_equal(scratch_remove(&scratch), 0);
}

static const struct plan_row closings[] = {
    {"it goes well", "....", true, 1, 0},
    {"the comment is done, its answer lost", ".L....", true, 1, 0},
    {"the closing is done, its answer lost", "..L....", true, 1, 0},
    {"killed by silence between the two", "..llllllllllll", false, 1, 1},
    {"the issue is gone", ".g", true, 0, 0},
};

static void is_closed_with_one_comment(void **state)
{
    const struct plan_row *row = *state;
    void *scratch = NULL;
    struct desk desk;
    struct fault fault = {""};
    assert_int_equal(scratch_make(&scratch), 0);
    open_desk(&desk, scratch, row->plan);
    desk.memory.issues[0] =
        (struct tracker_issue){.number = 1, .open = true, .marker = "crash:" CRASH};
    desk.memory.count = 1;
    assert_true(store_set_issue(desk.store, CRASH,
                                &(struct tracker_issue){.number = 1, .open = true}, &fault));
    post(&desk, STORE_CLOSE, CRASH, "mended:" CRASH ":20261124T020000Z", 1);
    assert_int_equal(outbox_send(&desk.outbox), row->sent);
    assert_int_equal(desk.complaints, row->complaints);
    desk.memory.plan = "";
    desk.outbox.listed = false;
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.comment_count, row->issues);
    struct store_crash crash = read_crash(&desk);
    assert_false(crash.open || crash.pending);
    assert_int_equal(crash.issue, row->issues); /* gone: it has none any more */
    assert_int_equal(desk.memory.issues[0].open, row->issues == 0);
    close_desk(&desk);
    assert_int_equal(scratch_remove(&scratch), 0);
}

/* One that is never taken must not keep the others from being filed. */
static void one_that_is_refused_holds_up_nothing(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, ".r");
    post(&desk, STORE_FILE, "1111111111111111", "crash:1111111111111111", 0);
    post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
    assert_false(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 1);
    assert_string_equal(desk.memory.issues[0].marker, "crash:" CRASH);
    close_desk(&desk);
}

/* Nor is a token that is not good asked a hundred times. */
static void three_refusals_in_a_row_are_enough(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, ".rrrrrrrr");
    for (int i = 0; i < 8; i++) {
        char crash[17], marker[TRACKER_MARKER_SIZE];
        (void)snprintf(crash, sizeof crash, "%016d", i);
        (void)snprintf(marker, sizeof marker, "crash:%s", crash);
        post(&desk, STORE_FILE, crash, marker, 0);
    }
    assert_false(outbox_send(&desk.outbox));
    assert_int_equal(desk.complaints, 3);
    close_desk(&desk);
}

static void without_patience_nothing_is_tried_twice(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, ".l......");
    desk.outbox.patience = 0;
    post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
    assert_false(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.calls, 2);
    close_desk(&desk);
}

static void the_digest_is_one_issue(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    for (int night = 0; night < 3; night++) {
        post(&desk, STORE_DIGEST, "", "digest", 0);
        assert_true(outbox_send(&desk.outbox));
        assert_int_equal(desk.memory.count, 1);
        assert_true(desk.memory.issues[0].open);
        post(&desk, STORE_DIGEST_CLOSE, "", "digest", 0);
        assert_true(outbox_send(&desk.outbox));
        assert_false(desk.memory.issues[0].open);
    }
    close_desk(&desk);
}

#define NIGHT "night:2026-11-25"

struct night_row {
    const char *name, *plan;
    const char *there; /* the issue of all nights: "", "open", "closed" or "declined" */
    bool sent;         /* the first time; the second time all is */
    size_t issues, comments;
    uint64_t on; /* which issue the comment stands in the end */
    unsigned complaints;
};

/* A listing, where there is none a create, a comment. */
static const struct night_row nights[] = {
    {"night: the first", "...", "", true, 1, 1, 1, 0},
    {"night: another", "..", "open", true, 1, 1, 1, 0},
    {"night: the listing is slow to come", "l...", "", true, 1, 1, 1, 0},
    {"night: create is done, its answer lost", ".L..", "", true, 1, 1, 1, 0},
    {"night: create is slow, and so the next listing", ".ll...", "", true, 1, 1, 1, 0},
    {"night: the comment is done, its answer lost", "..L..", "", true, 1, 1, 1, 0},
    {"night: the comment is done, all answers lost", ".Llllllllll", "open", false, 1, 1, 1, 1},
    {"night: killed by silence between the two", "..lllllllll", "", false, 1, 1, 1, 1},
    {"night: killed by silence after a create that was done", ".Lllllllll", "", false, 1, 1, 1, 1},
    {"night: no answer at all", "llllllll", "", false, 1, 1, 1, 1},
    {"night: the comment is refused", "..r", "", false, 1, 1, 1, 1},
    {"night: a person closed it", "..", "closed", true, 1, 1, 1, 0},
    {"night: a person declined it", "..", "declined", true, 1, 0, 0, 0},
    {"night: a person deleted it since the listing", ".g...", "open", true, 2, 1, 2, 0},
    {"night: deleted, and then no answer", ".gllllllll", "open", false, 2, 1, 2, 1},
};

static void is_reported_once(void **state)
{
    const struct night_row *row = *state;
    void *scratch = NULL;
    struct desk desk;
    bool open = strcmp(row->there, "closed") != 0;
    assert_int_equal(scratch_make(&scratch), 0);
    open_desk(&desk, scratch, row->plan);
    desk.memory.count = row->there[0] != '\0';
    desk.memory.issues[0] = (struct tracker_issue){.number = 1,
                                                   .open = open,
                                                   .declined = strcmp(row->there, "declined") == 0,
                                                   .marker = "nights"};
    post(&desk, STORE_NIGHT, "", NIGHT, 0);
    assert_int_equal(outbox_send(&desk.outbox), row->sent);
    assert_int_equal(desk.complaints, row->complaints);
    desk.memory.plan = "";
    outbox_free(&desk.outbox);
    desk.outbox.listed = false; /* as the next start on the same date begins */
    post(&desk, STORE_NIGHT, "", NIGHT, 0);
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, row->issues);
    assert_int_equal(desk.memory.comment_count, row->comments);
    if (row->comments > 0) {
        assert_string_equal(desk.memory.comments[0], NIGHT);
        assert_int_equal(desk.memory.commented[0], row->on);
        assert_string_equal(desk.memory.issues[row->on - 1].marker, "nights");
    }
    assert_int_equal(desk.memory.issues[0].open, open); /* it is a person's to open or close */
    desk.memory.calls = 0;
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.calls, 0);
    assert_false(read_crash(&desk).pending);
    assert_int_equal(read_crash(&desk).issue, 0); /* it is none of the crash's */
    close_desk(&desk);
    assert_int_equal(scratch_remove(&scratch), 0);
}

static void each_night_is_a_comment_on_one_issue(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    for (unsigned night = 1; night <= 3; night++) {
        char marker[TRACKER_MARKER_SIZE];
        (void)snprintf(marker, sizeof marker, "night:2026-11-%02u", night);
        post(&desk, STORE_NIGHT, "", marker, 0);
        outbox_free(&desk.outbox);
        desk.outbox.listed = false;
        assert_true(outbox_send(&desk.outbox));
        assert_int_equal(desk.memory.count, 1);
        assert_int_equal(desk.memory.comment_count, night);
        assert_int_equal(desk.memory.commented[night - 1], 1);
        assert_string_equal(desk.memory.comments[night - 1], marker);
    }
    close_desk(&desk);
}

static struct tracker_issue *stand(struct desk *desk, bool open, const char *marker)
{
    struct tracker_issue *issue = &desk->memory.issues[desk->memory.count++];
    *issue = (struct tracker_issue){.number = desk->memory.count, .open = open};
    (void)snprintf(issue->marker, sizeof issue->marker, "%s", marker);
    return issue;
}

/* Who asks for the issue later in the night hears how it is now: else a crash that returned once
 * more would be told of twice, or taken for one that is told of. */
static void what_was_sent_is_known_at_once(void **state)
{
    struct desk desk;
    struct fault fault = {""};
    open_desk(&desk, *state, "");
    (void)stand(&desk, false, "crash:" CRASH);
    assert_true(outbox_look(&desk.outbox));
    assert_false(outbox_find_crash(&desk.outbox, CRASH)->open);
    post(&desk, STORE_REOPEN, CRASH, "back:" CRASH ":1", 1);
    assert_true(outbox_send(&desk.outbox));
    assert_true(outbox_find_crash(&desk.outbox, CRASH)->open);
    /* As ledger.c does where a crash is entered again. */
    assert_true(store_set_issue(desk.store, CRASH, outbox_find_crash(&desk.outbox, CRASH), &fault));
    assert_true(read_crash(&desk).open);
    post(&desk, STORE_CLOSE, CRASH, "mended:" CRASH ":1", 1);
    assert_true(outbox_send(&desk.outbox));
    assert_false(outbox_find_crash(&desk.outbox, CRASH)->open);
    post(&desk, STORE_DIGEST, "", "digest", 0);
    post(&desk, STORE_DIGEST_CLOSE, "", "digest", 0);
    assert_true(outbox_send(&desk.outbox));
    assert_false(outbox_find(&desk.outbox, "digest")->open);
    post(&desk, STORE_DIGEST, "", "digest", 0);
    assert_true(outbox_send(&desk.outbox));
    assert_true(outbox_find(&desk.outbox, "digest")->open);
    close_desk(&desk);
}

/* A person declined the issue after this was decided, and the night was killed in between. */
static void one_that_was_declined_since_is_not_opened(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    stand(&desk, false, "crash:" CRASH)->declined = true;
    post(&desk, STORE_REOPEN, CRASH, "back:" CRASH ":1", 1);
    assert_true(outbox_send(&desk.outbox));
    assert_false(desk.memory.issues[0].open);
    assert_int_equal(desk.memory.comment_count, 0);
    assert_int_equal(read_crash(&desk).issue, 1);
    assert_false(read_crash(&desk).open || read_crash(&desk).pending);
    close_desk(&desk);
}

/* The issue was deleted, and its number is another crash's now. */
static void another_crashs_issue_is_left_alone(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    (void)stand(&desk, true, "crash:1111111111111111");
    post(&desk, STORE_CLOSE, CRASH, "mended:" CRASH ":1", 1);
    assert_true(outbox_send(&desk.outbox));
    assert_true(desk.memory.issues[0].open);
    assert_int_equal(desk.memory.comment_count, 0);
    assert_int_equal(read_crash(&desk).issue, 0);
    close_desk(&desk);
}

struct only_row {
    const char *name;
    enum store_verb verb;
    const char *marker, *issue; /* of the action; of the issue */
    const char *becomes; /* the issue's marker before the second time; "gone": it is deleted */
    size_t issues;       /* in the end */
};

/* There is one of each, whatever people do to its body. */
static const struct only_row onlies[] = {
    {"one issue of all nights", STORE_NIGHT, "night:2", "nights", "nights", 1},
    {"its marker was taken away", STORE_NIGHT, "night:2", "nights", "", 1},
    {"it was deleted", STORE_NIGHT, "night:2", "nights", "gone", 2},
    {"its number is another's now", STORE_NIGHT, "night:2", "nights", "digest", 2},
    {"one digest", STORE_DIGEST, "digest", "digest", "digest", 1},
    {"the digest's marker was taken away", STORE_DIGEST, "digest", "digest", "", 1},
    {"the digest was deleted", STORE_DIGEST, "digest", "digest", "gone", 2},
    {"the digest's number is another's now", STORE_DIGEST, "digest", "digest", "nights", 2},
};

static void is_one_issue(void **state)
{
    const struct only_row *row = *state;
    void *scratch = NULL;
    struct desk desk;
    assert_int_equal(scratch_make(&scratch), 0);
    open_desk(&desk, scratch, "");
    post(&desk, row->verb, "", row->verb == STORE_NIGHT ? "night:1" : row->marker, 0);
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 1);
    assert_string_equal(desk.memory.issues[0].marker, row->issue);
    desk.memory.deleted = strcmp(row->becomes, "gone") == 0 ? 1 : 0;
    (void)snprintf(desk.memory.issues[0].marker, TRACKER_MARKER_SIZE, "%s", row->becomes);
    for (int night = 0; night < 2; night++) { /* the second finds what the first filed */
        outbox_free(&desk.outbox);
        desk.outbox.listed = false;
        post(&desk, row->verb, "", row->marker, 0);
        assert_true(outbox_send(&desk.outbox));
        assert_int_equal(desk.memory.count, row->issues);
    }
    if (row->verb == STORE_NIGHT) {
        assert_int_equal(desk.memory.comment_count, 2);
        assert_int_equal(desk.memory.commented[1], row->issues);
    }
    assert_int_equal(desk.complaints, 0);
    close_desk(&desk);
    assert_int_equal(scratch_remove(&scratch), 0);
}

static void a_digest_deleted_since_the_listing_is_filed_anew(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    (void)stand(&desk, true, "digest");
    assert_true(outbox_look(&desk.outbox));
    desk.memory.deleted = 1;
    post(&desk, STORE_DIGEST, "", "digest", 0);
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 2);
    close_desk(&desk);
}

static void a_digest_that_was_declined_is_left_closed(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    stand(&desk, false, "digest")->declined = true;
    post(&desk, STORE_DIGEST, "", "digest", 0);
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 1);
    assert_false(desk.memory.issues[0].open);
    close_desk(&desk);
}

/* Two issues with one marker: somebody copied one, or two machines filed it at once. */
static void of_two_with_one_marker_the_open_one_counts(void **state)
{
    struct desk desk;
    open_desk(&desk, *state, "");
    (void)stand(&desk, false, "crash:" CRASH);
    (void)stand(&desk, true, "crash:" CRASH);
    (void)stand(&desk, true, "crash:" CRASH);
    assert_true(outbox_look(&desk.outbox));
    assert_int_equal(read_crash(&desk).issue, 2);
    post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 3);
    assert_int_equal(read_crash(&desk).issue, 2);
    close_desk(&desk);
}

struct torn_row {
    const char *name, *change; /* what an older vigil wrote, for want of memory */
};

static const struct torn_row torn[] = {
    {"torn: no body", "UPDATE outbox SET body = ''"},
    {"torn: no marker in the body", "UPDATE outbox SET body = 'b'"},
    {"torn: words before the marker", "UPDATE outbox SET body = 'b' || body"},
    {"torn: a longer marker in the body",
     "UPDATE outbox SET body = replace(body, ' -->', '0 -->')"},
    {"torn: an advisory without its marker", "UPDATE outbox SET advisory = 'all of it'"},
    {"torn: no title", "UPDATE outbox SET title = ''"},
    {"torn: no marker", "UPDATE outbox SET marker = ''"},
};

static void what_is_torn_is_not_sent(void **state)
{
    const struct torn_row *row = *state;
    void *made = NULL;
    struct desk desk;
    sqlite3 *database = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    open_desk(&desk, scratch, "");
    post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
    assert_int_equal(sqlite3_open(scratch_path(scratch, "vigil.sqlite"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, row->change, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 0);
    assert_false(read_crash(&desk).pending); /* so it is composed anew */
    assert_int_equal(read_crash(&desk).issue, 0);
    close_desk(&desk);
    assert_int_equal(scratch_remove(&made), 0);
}

static void post_crash(struct desk *desk, unsigned number)
{
    char crash[17], marker[TRACKER_MARKER_SIZE];
    (void)snprintf(crash, sizeof crash, "%016u", number);
    (void)snprintf(marker, sizeof marker, "crash:%s", crash);
    post(desk, STORE_FILE, crash, marker, 0);
}

/* Whoever left so many there: the others wait, what has its issue is settled, and what else is to
 * be said is said. */
static void no_more_is_filed_than_may_be(void **state)
{
    struct desk desk;
    struct fault fault = {""};
    struct store_waiting waiting;
    open_desk(&desk, *state, ".L"); /* the answer to the first is lost, and it counts once */
    desk.outbox.most = 2;
    (void)stand(&desk, true, "crash:0000000000000004");
    for (unsigned i = 0; i < 6; i++) {
        post_crash(&desk, i);
    }
    post(&desk, STORE_DIGEST, "", "digest", 0);
    assert_false(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 4); /* two of six, the digest, and the one that was there */
    assert_int_equal(desk.complaints, 1);
    assert_false(outbox_send(&desk.outbox)); /* nor is more filed by trying again */
    assert_int_equal(desk.memory.count, 4);
    assert_true(store_count_waiting(desk.store, &waiting, &fault));
    assert_int_equal(waiting.filings, 3);
    assert_int_equal(waiting.others, 0);
    close_desk(&desk);
}

/* Whatever the store says, an issue that the tracker does not know as vigil's is a person's own. */
static void nothing_is_said_on_what_is_not_vigils(void **state)
{
    static const enum store_verb verbs[] = {STORE_CLOSE, STORE_REOPEN, STORE_COMMENT};
    struct desk desk;
    open_desk(&desk, *state, "");
    (void)stand(&desk, true, "");
    desk.memory.deleted = 1; /* it is neither listed nor shown */
    for (size_t i = 0; i < COUNT(verbs); i++) {
        char marker[TRACKER_MARKER_SIZE];
        (void)snprintf(marker, sizeof marker, "word:" CRASH ":%zu", i);
        post(&desk, verbs[i], CRASH, marker, 1);
    }
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.comment_count, 0);
    assert_true(desk.memory.issues[0].open);
    assert_int_equal(desk.complaints, 0);
    close_desk(&desk);
}

struct told {
    unsigned count;
    uint64_t last;
};

static void tell(void *context, const struct store_action *action, uint64_t number)
{
    struct told *told = context;
    assert_true(action->marker[0] != '\0');
    told->count++;
    told->last = number;
}

/* Who settled it is told, once; and a night's comment has the number that its issue got since. */
static void what_is_settled_is_told_of(void **state)
{
    struct desk desk;
    struct told told = {0};
    struct fault fault = {""};
    struct store_action action = {.verb = STORE_NIGHT,
                                  .marker = NIGHT,
                                  .body = "- one: no issue yet<!-- of " CRASH " -->\n"
                                          "- two: no issue yet<!-- of 1111111111111111 -->\n"};
    open_desk(&desk, *state, "");
    desk.memory.tracker.mentions = true;
    desk.outbox.settled = tell;
    desk.outbox.context = &told;
    (void)stand(&desk, true, "crash:2222222222222222");
    post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
    assert_true(store_post(desk.store, desk.night, &action, &fault));
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(told.count, 2);
    assert_int_equal(told.last, 3);
    assert_string_equal(desk.memory.said, "- one: #2\n"
                                          "- two: no issue yet<!-- of 1111111111111111 -->\n");
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(told.count, 2);
    close_desk(&desk);
}

#define BACK   "back:" CRASH ":1"
#define HALF   "half:" CRASH ":1"
#define MENDED "mended:" CRASH ":1"

/* The night is killed after each of its calls in turn; the next one does the rest, and nothing
 * twice.
 */
static void a_kill_after_any_call_doubles_nothing(void **state)
{
    (void)state;
    for (unsigned calls = 0; calls < 11; calls++) {
        char plan[64] = "";
        void *scratch = NULL;
        struct desk desk;
        assert_int_equal(scratch_make(&scratch), 0);
        memset(plan, '.', calls);
        plan[calls] = 'L'; /* done, and nobody lives to hear it */
        memset(plan + calls + 1, 'l', sizeof plan - 2 - calls);
        open_desk(&desk, scratch, plan);
        desk.outbox.patience = 0;
        post(&desk, STORE_FILE, CRASH, "crash:" CRASH, 0);
        post(&desk, STORE_CLOSE, CRASH, MENDED, 1);
        post(&desk, STORE_REOPEN, CRASH, BACK, 1);
        post(&desk, STORE_COMMENT, CRASH, HALF, 1);
        post(&desk, STORE_DIGEST, "", "digest", 0);
        post(&desk, STORE_DIGEST_CLOSE, "", "digest", 0);
        post(&desk, STORE_NIGHT, "", NIGHT, 0);
        (void)outbox_send(&desk.outbox);
        desk.memory.plan = "";
        outbox_free(&desk.outbox);
        desk.outbox.listed = false;
        assert_true(outbox_send(&desk.outbox) && outbox_look(&desk.outbox));
        assert_int_equal(desk.memory.count, 3);
        assert_int_equal(desk.memory.comment_count, 4);
        assert_int_equal(read_crash(&desk).issue, 1);
        assert_true(read_crash(&desk).open && desk.memory.issues[0].open);
        assert_false(outbox_find(&desk.outbox, "digest")->open);
        close_desk(&desk);
        assert_int_equal(scratch_remove(&scratch), 0);
    }
}

static void remember_note(void *context, const struct fault *fault)
{
    struct desk *desk = context;
    assert_non_null(strstr(fault->text, "no draft advisory can be made"));
    desk->notes++;
}

static void open_desk_with_advisories(struct desk *desk, struct scratch *scratch, const char *plan)
{
    open_desk(desk, scratch, plan);
    desk->memory.tracker.advise = advise;
    desk->outbox.note = remember_note;
    desk->outbox.context = desk;
}

static void complain_of_desk(void *context, const struct fault *fault)
{
    remember(&((struct desk *)context)->complaints, fault);
}

static void post_security(struct desk *desk, const char *crash)
{
    struct fault fault = {""};
    struct store_action action = {.verb = STORE_FILE, .title = "t", .labels = "severity-high\n"};
    char body[128], advisory[128];
    (void)snprintf(action.crash, sizeof action.crash, "%s", crash);
    (void)snprintf(action.marker, sizeof action.marker, "crash:%s", crash);
    (void)snprintf(body, sizeof body, "<!-- vigil:%s -->\nlittle\n", action.marker);
    (void)snprintf(advisory, sizeof advisory, "<!-- vigil:%s -->\nall of it\n", action.marker);
    action.body = body;
    action.advisory = advisory;
    assert_true(store_post(desk->store, desk->night, &action, &fault));
}

struct advisory_row {
    const char *name, *plan;
    bool sent;             /* the first time; the second time all is */
    const char *names;     /* what the issue says; "" it names none */
    size_t advisories;     /* in the end */
    unsigned calls, notes; /* in the end */
};

/* A listing, an advisory, an issue. */
static const struct advisory_row advisories[] = {
    {"advisory: it goes well", "...", true, "`GHSA-1`", 1, 3, 0},
    {"advisory: it is slow to come", ".l..", true, "`GHSA-1`", 1, 5, 0},
    {"advisory: made, and the answer is lost", ".L...", true, "`GHSA-1`", 1, 5, 0},
    {"advisory: made, and create is slow", "..l...", true, "`GHSA-1`", 1, 6, 0},
    {"advisory: made, filed, and the answer is lost", "..L..", true, "`GHSA-1`", 1, 4, 0},
    {"advisory: killed after it", ".Llllllllll", false, "`GHSA-1`", 1, 0, 0},
    {"advisory: killed after the issue", "..Llllllllll", false, "`GHSA-1`", 1, 0, 0},
    {"advisory: refused, and the issue is filed", ".r.", true, "", 0, 3, 1},
};

static void is_advised_once(void **state)
{
    const struct advisory_row *row = *state;
    void *scratch = NULL;
    struct desk desk;
    assert_int_equal(scratch_make(&scratch), 0);
    open_desk_with_advisories(&desk, scratch, row->plan);
    desk.outbox.complain = complain_of_desk;
    post_security(&desk, CRASH);
    assert_int_equal(outbox_send(&desk.outbox), row->sent);
    assert_int_equal(desk.complaints, !row->sent);
    if (row->calls > 0) {
        assert_int_equal(desk.memory.calls, row->calls);
    }
    desk.memory.plan = "";
    outbox_free(&desk.outbox);
    desk.outbox.listed = false;
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 1);
    assert_int_equal(desk.memory.advisory_count, row->advisories);
    assert_int_equal(desk.notes, row->notes);
    assert_int_equal(strncmp(desk.memory.last_body, "<!-- vigil:crash:" CRASH " -->\nlittle\n", 42),
                     0);
    assert_non_null(strstr(desk.memory.last_body, row->names));
    assert_int_equal(strstr(desk.memory.last_body, "GHSA") != NULL, row->names[0] != '\0');
    assert_null(strstr(desk.memory.last_body, "all of it"));
    close_desk(&desk);
    assert_int_equal(scratch_remove(&scratch), 0);
}

/* A token that may make none is not asked for each crash, and says so once. */
static void where_one_is_refused_no_other_is_tried(void **state)
{
    struct desk desk;
    open_desk_with_advisories(&desk, *state, ".r");
    post_security(&desk, CRASH);
    post_security(&desk, "1111111111111111");
    assert_true(outbox_send(&desk.outbox));
    assert_int_equal(desk.memory.count, 2);
    assert_int_equal(desk.memory.calls, 4);
    assert_int_equal(desk.notes, 1);
    close_desk(&desk);
}

/* What a person did since: the store learns it before the night. */
static void a_look_learns_what_people_did(void **state)
{
    struct desk desk;
    struct fault fault = {""};
    open_desk(&desk, *state, "");
    desk.memory.issues[0] = (struct tracker_issue){
        .number = 1, .declined = true, .triaged = true, .marker = "crash:" CRASH};
    desk.memory.count = 1;
    assert_true(outbox_look(&desk.outbox)); /* also where the database was lost */
    struct store_crash crash = read_crash(&desk);
    assert_int_equal(crash.issue, 1);
    assert_true(!crash.open && crash.declined && crash.triaged);
    desk.memory.issues[0] = (struct tracker_issue){
        .number = 1, .open = true, .marker = ""}; /* without label or marker */
    assert_true(outbox_look(&desk.outbox));
    crash = read_crash(&desk);
    assert_int_equal(crash.issue, 1);
    assert_true(crash.open && !crash.declined && !crash.triaged);
    assert_true(store_set_issue(desk.store, CRASH,
                                &(struct tracker_issue){.number = 9, .open = true}, &fault));
    assert_true(outbox_look(&desk.outbox)); /* number 9 was deleted */
    assert_int_equal(read_crash(&desk).issue, 0);
    assert_true(store_set_issue(desk.store, CRASH,
                                &(struct tracker_issue){.number = 1, .open = true}, &fault));
    (void)snprintf(desk.memory.issues[0].marker, TRACKER_MARKER_SIZE, "crash:1111111111111111");
    assert_true(outbox_look(&desk.outbox)); /* number 1 was deleted, and given to another */
    assert_int_equal(read_crash(&desk).issue, 0);
    assert_int_equal(desk.complaints, 0);
    close_desk(&desk);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(filings) + COUNT(closings) + COUNT(nights) + COUNT(onlies) +
                            COUNT(torn) + COUNT(advisories) + 17] = {
        SCRATCH_TEST(where_one_is_refused_no_other_is_tried),
        cmocka_unit_test(a_kill_after_any_call_doubles_nothing),
        SCRATCH_TEST(what_was_sent_is_known_at_once),
        SCRATCH_TEST(one_that_was_declined_since_is_not_opened),
        SCRATCH_TEST(another_crashs_issue_is_left_alone),
        SCRATCH_TEST(a_digest_deleted_since_the_listing_is_filed_anew),
        SCRATCH_TEST(a_digest_that_was_declined_is_left_closed),
        SCRATCH_TEST(of_two_with_one_marker_the_open_one_counts),
        SCRATCH_TEST(one_that_is_refused_holds_up_nothing),
        SCRATCH_TEST(three_refusals_in_a_row_are_enough),
        SCRATCH_TEST(without_patience_nothing_is_tried_twice),
        SCRATCH_TEST(the_digest_is_one_issue),
        SCRATCH_TEST(a_look_learns_what_people_did),
        SCRATCH_TEST(each_night_is_a_comment_on_one_issue),
        SCRATCH_TEST(no_more_is_filed_than_may_be),
        SCRATCH_TEST(what_is_settled_is_told_of),
        SCRATCH_TEST(nothing_is_said_on_what_is_not_vigils),
    };
    size_t count = 17;
    ADD_ROWS(tests, count, onlies, is_one_issue);
    ADD_ROWS(tests, count, torn, what_is_torn_is_not_sent);
    ADD_ROWS(tests, count, advisories, is_advised_once);
    ADD_ROWS(tests, count, filings, is_filed_once);
    ADD_ROWS(tests, count, closings, is_closed_with_one_comment);
    ADD_ROWS(tests, count, nights, is_reported_once);
    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
