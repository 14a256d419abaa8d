/* SPDX-License-Identifier: MIT */
/* Characters of Unicode that cannot be seen are put everywhere that text of others gets into
 * what vigil shows to people, and none comes out: issues and comments, pages, a check run's text,
 * what a terminal prints, and the strings of JSON. */
#include "rows.h"

#include <jansson.h>
#include <unistd.h>

#include "base/command.h"
#include "base/progress.h"
#include "crash/explain.h"
#include "observe/otlp.h"
#include "queue/comment.h"
#include "queue/show.h"
#include "queue/standing.h"
#include "report/comment.h"
#include "report/page.h"
#include "report/sample.h"
#include "tracker/issue.h"
#include "tracker/local_file.h"
#include "unseen.h"
#include "verdict/sample.h"
#include "verdict/write.h"

#define CHUNK                                                                                      \
    15 /* characters a text: as many as the shortest field that is a handle has room for */

/* What a text was put into. */
struct shown {
    const char *text;
    struct crash crash;
    struct target target;
    struct report_sample night;
    struct verdict_sample gate;
};

static void make_crash(struct shown *shown)
{
    struct sanlog_report *report = &shown->crash.report;
    struct sanlog_frame *frame = &report->frames[0];
    *report = (struct sanlog_report){.tool = SANLOG_ASAN, .frame_count = 1};
    SAMPLE_SET(report->kind, shown->text);
    SAMPLE_SET(report->message, shown->text);
    SAMPLE_SET(frame->function, shown->text);
    SAMPLE_SET(frame->file, shown->text);
    SAMPLE_SET(frame->module, shown->text);
    signature_make(report, shown->text, &shown->crash.signature);
    buffer_format(&shown->crash.log, "==7==ERROR: AddressSanitizer: %s\n%s\n", shown->text,
                  shown->text);
    buffer_text(&shown->crash.input, shown->text);
    buffer_text(&shown->crash.minimised, shown->text);
    SAMPLE_SET(shown->target.name, shown->text);
    shown->crash.target = &shown->target;
    target_options_defaults(&shown->target.options);
}

static void make(struct shown *shown, const char *text)
{
    *shown = (struct shown){.text = text};
    report_sample_attack_with(text);
    make_crash(shown);
    report_sample_make(SAMPLE_HOSTILE, 0, &shown->night);
    shown->night.report.sentence = text;
    verdict_sample_make(VERDICT_SAMPLE_HOSTILE, 0, &shown->gate);
}

static void unmake(struct shown *shown)
{
    report_sample_free(&shown->night);
    verdict_sample_free(&shown->gate);
    buffer_free(&shown->crash.log);
    buffer_free(&shown->crash.input);
    buffer_free(&shown->crash.minimised);
}

/* Markdown. */

static void body(const struct shown *shown, struct buffer *into)
{
    const char *text = shown->text;
    const struct issue_way way = {text, text, text, text, {text, strlen(text)}};
    issue_body(&shown->crash,
               &(struct issue_facts){.marker = "crash:0123456789abcdef",
                                     .directory = text,
                                     .seen = "2024-07-11T01:14:00Z",
                                     .nights = 1,
                                     .revision = text,
                                     .first_bad = text,
                                     .handle = text,
                                     .duty_handle = text,
                                     .duty_name = text,
                                     .duty_date = "2026-11-25",
                                     .mentions = true,
                                     .targets = text,
                                     .ways = &way,
                                     .way_count = 1,
                                     .corpus = text,
                                     .limit = 65536},
               into);
}

static void title(const struct shown *shown, struct buffer *into)
{
    buffer_text(into, shown->crash.signature.title);
}

static void labels(const struct shown *shown, struct buffer *into)
{
    issue_add_labels(shown->text, strlen(shown->text), 5, into);
}

static void changes(const struct shown *shown, struct buffer *into)
{
    const struct issue_change change = {.former = shown->text,
                                        .former_seen = shown->text,
                                        .tip = shown->text,
                                        .now = "2026-11-30T02:00:00Z",
                                        .replays = 10,
                                        .reproduced = 10};
    issue_fixed(&change, into);
    issue_returned(&change, into);
}

static void half(const struct shown *shown, struct buffer *into)
{
    issue_half_fixed(&(struct issue_half){.crash = &shown->crash,
                                          .directory = shown->text,
                                          .tip = shown->text,
                                          .now = "2026-11-30T02:00:00Z",
                                          .ran = 10,
                                          .limit = 65536},
                     into);
}

static void digest(const struct shown *shown, struct buffer *into)
{
    const char *text = shown->text;
    issue_digest(&(struct issue_digest_line){text, text, text, text, text}, 1, 10, 65536, into);
}

static void nightly(const struct shown *shown, struct buffer *into)
{
    const char *text = shown->text;
    const struct report *report = &shown->night.report;
    night_comment(&(struct night_comment){.date = "2026-11-25",
                                          .sentence = text,
                                          .handle = text,
                                          .name = text,
                                          .hours = text,
                                          .zone = text,
                                          .duty_date = "2026-11-25",
                                          .crashes = report->crashes,
                                          .crash_count = report->crash_count,
                                          .targets = report->targets,
                                          .target_count = report->target_count,
                                          .troubles = text,
                                          .notes = text,
                                          .limit = 65000},
                  into);
}

static void local_issue(const struct shown *shown, struct buffer *into)
{
    const char *text = shown->text;
    local_file_compose(&(struct tracker_draft){.title = text,
                                               .body = "",
                                               .marker = "crash:0123456789abcdef",
                                               .labels = {text},
                                               .label_count = 1,
                                               .assignee = "",
                                               .target = text,
                                               .signature = text},
                       "fuzzing", 3, into);
}

static void local_index(const struct shown *shown, struct buffer *into)
{
    struct frontmatter listed = {.number = 1, .open = true, .end = 1};
    SAMPLE_SET(listed.title, shown->text);
    SAMPLE_SET(listed.target, shown->text);
    SAMPLE_SET(listed.first_seen, shown->text);
    SAMPLE_SET(listed.severity, shown->text);
    local_file_index(&listed, 1, into);
}

static void queue_comment(const struct shown *shown, struct buffer *into)
{
    comment_text(&shown->gate.verdict, 65000, into);
}

static void summary(const struct shown *shown, struct buffer *into)
{
    report_markdown(&shown->night.report, into);
}

static void check_run(const struct shown *shown, struct buffer *into)
{
    const struct queue_change change = {.known = true};
    const struct verdict_crash *unfiled = &shown->gate.crashes[0];
    standing_text(&(struct queue_standing){&change, &unfiled, 1, 10, shown->text}, into);
    verdict_markdown(&shown->gate.verdict, 65000, into);
}

/* HTML and XML. */

static void page(const struct shown *shown, struct buffer *into)
{
    page_night(&shown->night.report, NULL, 0, into);
}

static void index_page(const struct shown *shown, struct buffer *into)
{
    page_index(&shown->night.report, NULL, NULL, 0, into);
}

static void junit(const struct shown *shown, struct buffer *into)
{
    struct fault fault;
    assert_true(verdict_junit(&shown->gate.verdict, into, &fault));
}

static void cobertura(const struct shown *shown, struct buffer *into)
{
    struct fault fault;
    assert_true(verdict_cobertura(&shown->gate.verdict, into, &fault));
}

/* A terminal. */

static void night_text(const struct shown *shown, struct buffer *into)
{
    report_text(&shown->night.report, into);
}

static void gate_text(const struct shown *shown, struct buffer *into)
{
    verdict_text(&shown->gate.verdict, false, into);
}

static void explained(const struct shown *shown, struct buffer *into)
{
    explain_log(shown->text, shown->text, shown->crash.log.data, shown->crash.log.size, into);
}

/* What is written to standard error while `speak` does. */
static void overhear(void speak(const char *text), const char *text, struct buffer *into)
{
    char heard[4096];
    FILE *file = tmpfile();
    int kept = dup(STDERR_FILENO);
    assert_true(file != NULL && kept >= 0 && fflush(stderr) == 0);
    assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
    speak(text);
    (void)fflush(stderr);
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    ssize_t size = pread(fileno(file), heard, sizeof heard, 0);
    assert_true(size > 0);
    buffer_add(into, heard, (size_t)size);
    (void)close(kept);
    (void)fclose(file);
}

static void complain(const char *text)
{
    (void)command_complain(text);
}

static void say(const char *text)
{
    progress_say("vigil: %s", text);
}

static void complaint(const struct shown *shown, struct buffer *into)
{
    overhear(complain, shown->text, into);
}

static void progress(const struct shown *shown, struct buffer *into)
{
    overhear(say, shown->text, into);
}

/* Figures and JSON. */

static void prometheus(const struct shown *shown, struct buffer *into)
{
    struct metrics metrics;
    metrics_collect(&shown->night.report, &metrics);
    metrics_prometheus(&metrics, into);
    metrics_free(&metrics);
}

static void traces(const struct shown *shown, struct buffer *into)
{
    const struct otlp_resource resource = {"", "", shown->text, "0.1.0"};
    otlp_traces(&shown->night.report, &resource, into);
}

static void night_json(const struct shown *shown, struct buffer *into)
{
    report_json(&shown->night.report, into);
}

static void gate_json(const struct shown *shown, struct buffer *into)
{
    struct fault fault;
    assert_true(verdict_json(&shown->gate.verdict, into, &fault));
}

static void sarif(const struct shown *shown, struct buffer *into)
{
    struct fault fault;
    assert_true(verdict_sarif(&shown->gate.verdict, into, &fault));
}

static void queue(const struct shown *shown, struct buffer *into)
{
    struct queue_entry entry = {.head = "1111111111111111111111111111111111111111"};
    queue_title(shown->text, strlen(shown->text), entry.title);
    queue_table(&(struct queue_list){.entries = &entry, .count = 1}, into);
}

struct writer_row {
    const char *name;
    void (*write)(const struct shown *shown, struct buffer *into);
    bool json; /* its strings are looked into as well */
};

static const struct writer_row writers[] = {
    {"an issue's body", body, false},
    {"an issue's title", title, false},
    {"an issue's labels", labels, false},
    {"comments on what changed", changes, false},
    {"a comment on half a fix", half, false},
    {"the digest", digest, false},
    {"a night's comment", nightly, false},
    {"a local issue", local_issue, false},
    {"the index of local issues", local_index, false},
    {"a comment on a change that waits", queue_comment, false},
    {"a night's job summary", summary, false},
    {"a check run's text", check_run, false},
    {"a night's page", page, false},
    {"the index of nights", index_page, false},
    {"JUnit", junit, false},
    {"Cobertura", cobertura, false},
    {"a night on a terminal", night_text, false},
    {"a gate on a terminal", gate_text, false},
    {"a log that is explained", explained, false},
    {"the queue on a terminal", queue, false},
    {"a complaint", complaint, false},
    {"a line of progress", progress, false},
    {"Prometheus", prometheus, false},
    {"OTLP's traces", traces, true},
    {"a night as JSON", night_json, true},
    {"a gate as JSON", gate_json, true},
    {"SARIF", sarif, true},
};

/* What came of each row: all are tried in one pass, since a night takes longer to make than to
 * show. */
static struct trial {
    size_t tried;
    char fault[2000];
} trials[COUNT(writers)];

static void must_be_seen(const struct writer_row *row, const char *text, const char *place,
                         size_t size)
{
    struct trial *trial = &trials[row - writers];
    int32_t passed = unseen_first(place, size, true);
    if (passed != -1 && trial->fault[0] == '\0') {
        (void)snprintf(trial->fault, sizeof trial->fault,
                       "of U+%04X and on: %s%04X passes in:\n%.1800s",
                       (unsigned)unseen_first(text, strlen(text), false),
                       passed == -2 ? "what is no UTF-8, " : "U+", (unsigned)passed, place);
    }
}

/* Also what an escape of JSON's hides until it is read. */
static void look_into(const struct writer_row *row, const char *text, json_t *json)
{
    const char *key;
    json_t *value;
    size_t at;
    if (json_is_string(json)) {
        must_be_seen(row, text, json_string_value(json), json_string_length(json));
    }
    json_array_foreach(json, at, value)
    {
        look_into(row, text, value);
    }
    json_object_foreach(json, key, value)
    {
        must_be_seen(row, text, key, strlen(key));
        look_into(row, text, value);
    }
}

static void check(const struct writer_row *row, const struct shown *shown)
{
    struct buffer into = {0};
    buffer_text(&into, "");
    row->write(shown, &into);
    assert_false(into.failed);
    must_be_seen(row, shown->text, into.data, into.size);
    if (row->json) {
        json_t *json = json_loadb(into.data, into.size, 0, NULL);
        assert_non_null(json);
        look_into(row, shown->text, json);
        json_decref(json);
    }
    buffer_free(&into);
}

/* Whether this one is put everywhere: each that has a name, and of those for private use and of
 * those that are not assigned, all of which unicode_test.c tries, some. A NUL ends a text in
 * C; what a sequence of ESC does is for inert_test.c. */
static bool is_tried(UChar32 code)
{
    int8_t type = u_charType(code);
    bool named = type != U_PRIVATE_USE_CHAR && type != U_UNASSIGNED && type != U_SURROGATE;
    return code > 0 && code != 0x1b && unseen_is(code) && (named || code % 97 == 0);
}

/* The next characters that are tried; how many. */
static size_t next_text(UChar32 *code, char text[CHUNK * 4 + 1])
{
    size_t size = 0, count = 0;
    for (; count < CHUNK && *code < UNSEEN_CODES; (*code)++) {
        if (is_tried(*code)) {
            size += unseen_write(*code, text + size);
            count++;
        }
    }
    text[size] = '\0';
    return count;
}

static int try_all(void **state)
{
    static struct shown shown;
    char text[CHUNK * 4 + 1];
    UChar32 code = 0;
    (void)state;
    for (size_t count = next_text(&code, text); count > 0; count = next_text(&code, text)) {
        make(&shown, text);
        for (size_t i = 0; i < COUNT(writers); i++) {
            check(&writers[i], &shown);
            trials[i].tried += count;
        }
        unmake(&shown);
    }
    return 0;
}

static void nothing_unseen_is_shown(void **state)
{
    const struct writer_row *row = *state;
    const struct trial *trial = &trials[row - writers];
    if (trial->fault[0] != '\0') {
        fail_msg("%s, %s", row->name, trial->fault);
    }
    assert_true(trial->tried > 600);
    print_message("%s: %zu characters tried, 0 pass\n", row->name, trial->tried);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(writers)];
    size_t count = 0;
    ADD_ROWS(tests, count, writers, nothing_unseen_is_shown);
    return cmocka_run_group_tests_name("unseen", tests, try_all, NULL);
}
