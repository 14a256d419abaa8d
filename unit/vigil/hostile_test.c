/* SPDX-License-Identifier: MIT */
/* Each attack is put everywhere that text of others gets into an issue, the issue is rendered by
 * the library that GitHub renders with, and nothing of it may act. A row says what a reader sees of
 * it in one of these places; `ctest -V -R hostile` shows the table. */
#include "markdown.h"

#include "attacks.h"
#include "base/inert.h"
#include "base/span.h"
#include "report/comment.h"
#include "tracker/frontmatter.h"
#include "tracker/issue.h"
#include "tracker/local_file.h"
#include "triage/blame.h"

#define MARKER "crash:0123456789abcdef"

struct situation {
    struct crash crash;
    struct target target;
    struct issue_facts facts;
    char first_bad[400], handle[64];
};

static void copy_at(char *into, size_t room, struct span attack, bool wanted, const char *other)
{
    span_copy(into, room, wanted ? attack : (struct span){other, strlen(other)});
}

static void make_log(struct buffer *log, const struct attack_row *row, bool wanted)
{
    buffer_text(log, "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602\n");
    if (wanted) {
        buffer_add(log, row->attack, row->size);
    }
    buffer_text(log, "\nSUMMARY: AddressSanitizer: heap-buffer-overflow\n");
}

static void make_crash(struct situation *made, const struct attack_row *row,
                       enum attack_place where)
{
    struct span attack = {row->attack, row->size};
    struct sanlog_report *report = &made->crash.report;
    struct sanlog_frame *frame = &report->frames[0];
    report->tool = SANLOG_ASAN;
    report->frame_count = 1;
    copy_at(report->kind, sizeof report->kind, attack, where == KIND, "heap-buffer-overflow");
    copy_at(frame->function, sizeof frame->function, attack, where == FUNCTION,
            where == MODULE ? "" : "read_field");
    copy_at(frame->file, sizeof frame->file, attack, where == SOURCE,
            where == MODULE ? "" : "/src/parse.c");
    copy_at(frame->module, sizeof frame->module, attack, where == MODULE, "");
    frame->line = 21;
    signature_make(report, "offset", &made->crash.signature);
    make_log(&made->crash.log, row, where == PRINT);
    struct span input = where == INPUT ? attack : (struct span){"2024", 4};
    buffer_add(&made->crash.input, input.text, input.size);
    buffer_add(&made->crash.minimised, input.text, input.size);
    for (size_t i = 0; i < input.size && input.size <= BLAME_MOST; i++) {
        buffer_text(&made->crash.marks, i % 3 == 0 ? "^" : i % 3 == 1 ? "?" : " ");
    }
}

static void make(struct situation *made, const struct attack_row *row, enum attack_place where)
{
    struct span attack = {row->attack, row->size};
    char subject[300];
    memset(made, 0, sizeof *made);
    make_crash(made, row, where);
    made->crash.target = &made->target;
    (void)snprintf(made->target.name, sizeof made->target.name, "offset");
    (void)snprintf(made->target.path, sizeof made->target.path, "/out/offset");
    target_options_defaults(&made->target.options);
    copy_at(subject, sizeof subject, attack, where == COMMIT, "offset: trust the count");
    copy_at(made->handle, sizeof made->handle, attack, where == HANDLE, "ada-l");
    (void)snprintf(made->first_bad, sizeof made->first_bad, "The first bad commit is 1a2b (%s).",
                   subject);
    made->facts = (struct issue_facts){.marker = MARKER,
                                       .directory = "/state/crashes/0123456789abcdef",
                                       .seen = "2024-07-11T01:14:00Z",
                                       .nights = 1,
                                       .revision = "665d88f6eb9f7df4480abc9385cbcc59b789d249",
                                       .first_bad = made->first_bad,
                                       .handle = made->handle,
                                       .duty_handle = "ada-l",
                                       .duty_name = made->handle,
                                       .duty_date = "2026-11-25",
                                       .mentions = true,
                                       .limit = 65536};
}

static void unmake(struct situation *made)
{
    buffer_free(&made->crash.input);
    buffer_free(&made->crash.minimised);
    buffer_free(&made->crash.marks);
    buffer_free(&made->crash.log);
}

static void must(const char *row, const char *place, const struct markdown *seen)
{
    if (seen->fault[0] != '\0') {
        fail_msg("%s, as %s: it acts: %s", row, place, seen->fault);
    }
}

/* For a terminal as well: the same text made inert once more is itself. `skip`: our own marker. */
static void is_still(const struct buffer *text, size_t skip)
{
    struct buffer again = {0};
    inert_lines(&again, text->data + skip, text->size - skip);
    assert_string_equal(again.data, text->data + skip);
    buffer_free(&again);
}

static void check_body(const char *name, enum attack_place where, const struct situation *made,
                       struct markdown *seen)
{
    struct buffer body = {0}, headings = {0};
    issue_body(&made->crash, &made->facts, &body);
    assert_false(body.failed);
    assert_true(body.size <= made->facts.limit);
    markdown_see(body.data, body.size, (struct markdown_allowed){.mention = "ada-l"}, seen);
    must(name, attack_places[where], seen);
    assert_int_equal(seen->comments, 1);
    assert_memory_equal(body.data, "<!-- vigil:" MARKER " -->\n", strlen(MARKER) + 16);
    assert_int_equal(strstr(seen->text.data, "author: @ada-l") != NULL, where != HANDLE);
    assert_non_null(strstr(seen->text.data, "On duty for 2026-11-25: @ada-l ("));
    is_still(&body, strlen(MARKER) + 16);
    buffer_format(&headings, "%s; Reproduce; Stack; Sanitizer report; Input",
                  made->crash.signature.title);
    if (made->facts.limit == 65536) {
        assert_string_equal(seen->headings.data, headings.data);
    }
    buffer_free(&headings);
    buffer_free(&body);
}

/* What stands beside a crash: what a condition said, other targets, other ways, half a fix, and
 * labels from a file. */
static void check_beside(const struct attack_row *row, const struct situation *made)
{
    struct markdown seen;
    struct buffer body = {0}, half = {0}, labels = {0};
    struct situation more = *made;
    char text[400];
    span_copy(text, sizeof text, (struct span){row->attack, row->size});
    const struct issue_way way = {text, text, text, text, {row->attack, row->size}};
    span_copy(more.crash.report.message, sizeof more.crash.report.message,
              (struct span){row->attack, row->size});
    more.facts.targets = text;
    more.facts.ways = &way;
    more.facts.way_count = 1;
    issue_body(&more.crash, &more.facts, &body);
    markdown_see(body.data, body.size, (struct markdown_allowed){.mention = "ada-l", .lists = true},
                 &seen);
    must(row->name, "beside", &seen);
    assert_int_equal(seen.comments, 1);
    assert_non_null(strstr(seen.headings.data, "; Reproduce; Stack; Other ways to it; "));
    is_still(&body, strlen(MARKER) + 16);
    markdown_free(&seen);
    issue_half_fixed(&(struct issue_half){.crash = &made->crash,
                                          .directory = text,
                                          .tip = text,
                                          .now = "2026-11-30T02:00:00Z",
                                          .ran = 10,
                                          .limit = 65536},
                     &half);
    markdown_see(half.data, half.size, (struct markdown_allowed){.link = NULL}, &seen);
    must(row->name, "half a fix", &seen);
    assert_int_equal(seen.comments, 0);
    assert_string_equal(seen.headings.data, "Reproduce; Input; Stack");
    markdown_free(&seen);
    buffer_text(&labels, "It has ");
    issue_add_labels(row->attack, row->size, 5, &labels);
    for (size_t i = 0; i < labels.size; i++) {
        labels.data[i] = labels.data[i] == '\n' ? ' ' : labels.data[i]; /* each stands in a line */
    }
    markdown_see(labels.data, labels.size, (struct markdown_allowed){.slanted = true}, &seen);
    must(row->name, "label", &seen);
    markdown_free(&seen);
    buffer_free(&body);
    buffer_free(&half);
    buffer_free(&labels);
}

/* Where titles stand without code marks, and in the page that lists them. */
static void check_title(const char *name, enum attack_place where, const struct situation *made)
{
    struct markdown seen;
    struct buffer line = {0}, page = {0};
    struct frontmatter listed = {.number = 1, .open = true, .end = 1};
    buffer_format(&line, "It is %s", made->crash.signature.title);
    markdown_see(line.data, line.size, (struct markdown_allowed){.slanted = true}, &seen);
    must(name, attack_places[where], &seen);
    assert_true(where != FUNCTION || seen.headings.size == 0);
    markdown_free(&seen);
    span_copy(listed.title, sizeof listed.title,
              (struct span){made->first_bad, strlen(made->first_bad)});
    span_copy(listed.target, sizeof listed.target,
              (struct span){made->handle, strlen(made->handle)});
    local_file_index(&listed, 1, &page);
    markdown_see(page.data, page.size, (struct markdown_allowed){.link = "0001.md"}, &seen);
    must(name, "title in the index", &seen);
    assert_string_equal(seen.headings.data, "Issues");
    markdown_free(&seen);
    buffer_free(&line);
    buffer_free(&page);
}

static void check_digest(const char *name, const struct situation *made)
{
    struct markdown seen;
    struct buffer digest = {0};
    struct issue_digest_line line = {made->first_bad, made->handle, "high",
                                     made->crash.signature.key, made->facts.directory};
    issue_digest(&line, 1, 10, 65536, &digest);
    markdown_see(digest.data, digest.size, (struct markdown_allowed){.link = NULL}, &seen);
    must(name, "line of the digest", &seen);
    assert_int_equal(seen.comments, 1);
    markdown_free(&seen);
    buffer_free(&digest);
}

/* A comment in which only the one on duty and our own number act, everything else being hostile. */
static void check_night(const struct attack_row *row)
{
    struct markdown seen;
    struct buffer comment = {0};
    struct span attack = {row->attack, row->size};
    struct report_crash crash = {.fate = FATE_NEW, .issue = 12};
    struct report_target target = {.ran = false};
    char text[400], name[200];
    span_copy(text, sizeof text, attack);
    span_copy(name, sizeof name, attack);
    span_copy(crash.title, sizeof crash.title, attack);
    span_copy(crash.target, sizeof crash.target, attack);
    span_copy(target.name, sizeof target.name, attack);
    span_copy(target.ended, sizeof target.ended, attack);
    night_comment(&(struct night_comment){.date = "2026-11-25",
                                          .sentence = text,
                                          .handle = "ada-l",
                                          .name = name,
                                          .hours = name,
                                          .zone = name,
                                          .duty_date = "2026-11-25",
                                          .crashes = &crash,
                                          .crash_count = 1,
                                          .targets = &target,
                                          .target_count = 1,
                                          .troubles = text,
                                          .notes = text,
                                          .mentions = true,
                                          .limit = 65000},
                  &comment);
    markdown_see(comment.data, comment.size,
                 (struct markdown_allowed){
                     .mention = "ada-l", .number = "12", .slanted = true, .lists = true},
                 &seen);
    must(row->name, "night", &seen);
    assert_int_equal(seen.comments, 0);
    assert_int_equal(seen.headings.size, 0);
    assert_non_null(strstr(seen.text.data, "\nOn duty 2026-11-25: @ada-l ("));
    assert_non_null(strstr(seen.text.data, ": #12\n"));
    assert_non_null(strstr(seen.text.data, "\nThe night reported on 2026-11-25 (UTC)."));
    is_still(&comment, 0);
    markdown_free(&seen);
    buffer_free(&comment);
}

/* Nothing that is told of a crash changes what its local issue says of itself. */
static void check_file(const struct situation *made)
{
    struct frontmatter read;
    struct buffer body = {0}, file = {0};
    issue_body(&made->crash, &made->facts, &body);
    struct tracker_draft draft = {.title = made->first_bad,
                                  .body = body.data,
                                  .marker = MARKER,
                                  .labels = {made->handle},
                                  .label_count = 1,
                                  .target = made->handle,
                                  .signature = made->crash.signature.key};
    local_file_compose(&draft, "fuzzing", 3, &file);
    struct frontmatter_result result = frontmatter_read(file.data, file.size, &read);
    if (!result.ok) {
        fail_msg("line %u: %s", result.line, result.reason);
    }
    assert_true(read.number == 3 && read.open && !read.declined);
    assert_string_equal(read.marker, MARKER);
    assert_int_equal(local_file_comments(file.data + read.end, file.size - read.end),
                     file.size - read.end);
    buffer_free(&body);
    buffer_free(&file);
}

static void show_row(const struct attack_row *row)
{
    struct buffer attack = {0}, shown = {0};
    inert_escaped(&attack, row->attack, row->size, 60);
    inert_line(&shown, row->shown, strlen(row->shown));
    print_message("%-43s | %-16s | %-60s | %s\n", row->name, attack_places[row->where], attack.data,
                  shown.data);
    buffer_free(&attack);
    buffer_free(&shown);
}

static void nothing_acts(void **state)
{
    const struct attack_row *row = *state;
    struct situation *made = malloc(sizeof *made);
    assert_non_null(made);
    for (enum attack_place where = INPUT; where < PLACES; where++) {
        struct markdown seen;
        make(made, row, where);
        check_body(row->name, where, made, &seen);
        check_title(row->name, where, made);
        check_digest(row->name, made);
        check_file(made);
        if (where == row->where) {
            check_beside(row, made);
        }
        if (where == row->where && strstr(seen.code.data, row->shown) == NULL &&
            strstr(seen.headings.data, row->shown) == NULL) {
            fail_msg("%s: not shown as \"%s\" in:\n%s", row->name, row->shown, seen.code.data);
        }
        markdown_free(&seen);
        unmake(made);
    }
    free(made);
    check_night(row);
    show_row(row);
}

/* Cut anywhere, nothing acts either, and no fence stays open. */
static void nothing_acts_within_any_limit(void **state)
{
    struct situation *made = malloc(sizeof *made);
    assert_non_null(made);
    (void)state;
    for (size_t i = 0; i < COUNT(attacks); i += 3) {
        for (size_t limit = ISSUE_BODY_LEAST; limit < 40000; limit += 2801) {
            struct markdown seen;
            make(made, &attacks[i], attacks[i].where);
            made->facts.limit = limit;
            check_body(attacks[i].name, attacks[i].where, made, &seen);
            markdown_free(&seen);
            unmake(made);
        }
    }
    free(made);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(attacks) + 1];
    size_t count = 0;
    attacks_prepare();
    ADD_ROWS(tests, count, attacks, nothing_acts);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(nothing_acts_within_any_limit);
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
