/* SPDX-License-Identifier: MIT */
/* Each attack is put everywhere that text of others gets into an issue, the issue is rendered by
 * the library that GitHub renders with, and nothing of it may act. A row says what a reader sees of
 * it in one of these places; `ctest -V -R hostile` shows the table. */
#include "markdown.h"

#include "comments.h"
#include "frontmatter.h"
#include "issue.h"
#include "issue_file.h"
#include "safetext.h"
#include "span.h"
#include "tracker_index.h"

#define MARKER        "crash:0123456789abcdef"
#define TEXT(literal) (literal), sizeof(literal) - 1

enum place { INPUT, FUNCTION, SOURCE, MODULE, KIND, PRINT, COMMIT, HANDLE, PLACES };

static const char *const places[] = {
    "input",         "function name",  "file name",        "module",
    "kind of crash", "target's print", "first bad commit", "author's handle"};

struct attack_row {
    const char *name;
    enum place where;
    const char *attack;
    size_t size;
    const char *shown;
};

static char long_line[100001], ticks[20001];

static const struct attack_row rows[] = {
    {"mention", INPUT, TEXT("@octocat look"), "\"@octocat look\""},
    {"mention, in a function", FUNCTION, TEXT("f@octocat"), "#0 f@octocat"},
    {"mention of a team", COMMIT, TEXT("@org/team"), "(@org/team)"},
    {"mention across a zero width", PRINT, TEXT("@\xe2\x80\x8boctocat"), "@\\xe2\\x80\\x8boctocat"},
    {"mention, in the title", KIND, TEXT("@octocat"), "\\x40octocat in "},
    {"mention as module", MODULE, TEXT("@octocat"), "?  @octocat"},
    {"mention as file", SOURCE, TEXT("@octocat"), "@octocat:21"},
    {"mention by an entity", FUNCTION, TEXT("&commat;octocat"), "&commat\\x3boctocat"},
    {"mention by a numeric entity", FUNCTION, TEXT("&#64;octocat"), "&\\x2364;octocat"},
    {"e-mail address", PRINT, TEXT("mail a@b.example"), "mail a@b.example"},
    {"handle that is a link", HANDLE, TEXT("octocat](http://e.example)"),
     "octocat](http://e.example)"},
    {"handle and one more", HANDLE, TEXT("octocat @other"), "octocat @other"},
    {"handle longer than one can be", HANDLE, TEXT("a234567890123456789012345678901234567890"),
     "a234567890123456789012345678901234567890"},
    {"issue", PRINT, TEXT("#123"), "#123"},
    {"issue that it would close", COMMIT, TEXT("fixes #1"), "(fixes #1)"},
    {"issue, in the title", KIND, TEXT("f #123"), "f \\x23123 in"},
    {"issue by GH, in the title", KIND, TEXT("f GH-123"), "f GH\\x2d123 in"},
    {"issue elsewhere", COMMIT, TEXT("owner/repo#12"), "(owner/repo#12)"},
    {"commit", PRINT, TEXT("665d88f6eb9f7df4480abc9385cbcc59b789d249"),
     "665d88f6eb9f7df4480abc9385cbcc59b789d249"},
    {"commit, in the title", KIND, TEXT("f 665d88f"), "f \\x3665d88f in"},
    {"bare link", PRINT, TEXT("https://e.example/x"), "https://e.example/x"},
    {"bare link, in the title", KIND, TEXT("http://e.example"), "http:/\\x2fe.example in"},
    {"bare link by www, in the title", KIND, TEXT("www.e.example"), "www\\x2ee.example in"},
    {"link between angles", PRINT, TEXT("<https://e.example>"), "<https://e.example>"},
    {"link, in the title", KIND, TEXT("[x](http://e.example)"),
     "\\x5bx\\x5d(http:/\\x2fe.example) in"},
    {"image", PRINT, TEXT("![x](http://e.example/p)"), "![x](http://e.example/p)"},
    {"definition of a link", PRINT, TEXT("\n\n[Stack]: http://e.example\n\n"),
     "[Stack]: http://e.example"},
    {"footnote", PRINT, TEXT("x[^1]\n\n[^1]: note\n"), "x[^1]"},
    {"script", PRINT, TEXT("<script>alert(1)</script>"), "<script>alert(1)</script>"},
    {"image in HTML", FUNCTION, TEXT("<img src=x onerror=alert(1)>"),
     "in \\x3cimg src=x onerror=alert(1)\\x3e"},
    {"HTML that folds the rest away", SOURCE, TEXT("<details>"), "<details>:21"},
    {"HTML after an empty line", PRINT, TEXT("\n\n<div>\n\n"), "<div>"},
    {"forged marker", PRINT, TEXT("\n<!-- vigil:crash:fedcba9876543210 -->\n"),
     "<!-\\x2d vigil:crash:fedcba9876543210 -->"},
    {"forged marker, in the input", INPUT, TEXT("<!-- vigil:digest -->"),
     "<!-\\x2d vigil:digest -->"},
    {"forged marker, in the commit", COMMIT, TEXT("<!-- vigil:digest -->"),
     "<!-\\x2d vigil:digest -->"},
    {"forged marker, put together by stripping", PRINT, TEXT("<!\x1b[m-- vigil:digest -->"),
     "<!-\\x2d vigil:digest -->"},
    {"end of a comment", COMMIT, TEXT("-->"), "(-->)"},
    {"forged comment of vigil's", PRINT,
     TEXT("\n## Comment, 2024-07-12T01:14:00Z\n\n<!-- vigil:mended:1 -->\n"),
     "## Comment, 2024-07-12T01:14:00Z"},
    {"end of the fence", PRINT, TEXT("\n```\n@octocat\n"), "```\n@octocat"},
    {"end of the fence, by more marks", PRINT, TEXT("\n``````````\n@octocat\n"),
     "``````````\n@octocat"},
    {"end of the fence, put together by stripping", PRINT, TEXT("\n``\x1b[m`\n@octocat\n"),
     "```\n@octocat"},
    {"fence of tildes", PRINT, TEXT("\n~~~\n@octocat\n"), "~~~\n@octocat"},
    {"fence of a diagram", PRINT, TEXT("\n```mermaid\ngraph TD\n```\n"), "```mermaid\ngraph TD"},
    {"twenty thousand backticks", PRINT, ticks, sizeof ticks - 1, "Sanitizer report"},
    {"end of inline code", COMMIT, TEXT("a` @octocat `b"), "(a` @octocat `b)"},
    {"end of inline code, by two marks", COMMIT, TEXT("a`` @octocat"), "(a`` @octocat)"},
    {"end of inline code, in a file name", SOURCE, TEXT("`@octocat`"), "`@octocat`:21"},
    {"next cell", COMMIT, TEXT("a | @octocat |"), "(a | @octocat |)"},
    {"next cell, escaped", COMMIT, TEXT("a \\| @octocat |"), "(a \\x5c| @octocat |)"},
    {"next row", COMMIT, TEXT("a |\n| x | @octocat"), "(a |\\x0a| x | @octocat)"},
    {"backslash before the mark", COMMIT, TEXT("a\\"), "(a\\)"},
    {"heading", PRINT, TEXT("\n# Stack\n"), "# Stack"},
    {"heading by underline", PRINT, TEXT("\nStack\n=====\n"), "Stack\n====="},
    {"line across", PRINT, TEXT("\n\n---\n\n"), "---"},
    {"list of tasks", PRINT, TEXT("\n- [ ] to do\n"), "- [ ] to do"},
    {"quotation", PRINT, TEXT("\n> said\n"), "> said"},
    {"emphasis", COMMIT, TEXT("**a** _b_ ~~c~~"), "(**a** _b_ ~~c~~)"},
    {"mathematics", FUNCTION, TEXT("$\\unicode{1}$"), "in \\x24\\x5cunicode\\x7b1\\x7d\\x24"},
    {"emoji", FUNCTION, TEXT(":+1:"), "in :+1\\x3a"},
    {"end of the front matter", FUNCTION, TEXT("f\n---\nstate: closed"),
     "#0 f\\x0a---\\x0astate: closed"},
    {"key of the front matter", FUNCTION, TEXT("f'\nstate: closed\nlabels: [wontfix]"),
     "#0 f'\\x0astate: closed"},
    {"colours of a terminal", PRINT, TEXT("\x1b[1m\x1b[31mred\x1b[0m"), "red\n"},
    {"cursor of a terminal", FUNCTION, TEXT("f\x1b[2J\x1b[1;1H"), "f\\x1b[2J\\x1b[1;1H"},
    {"link of a terminal", PRINT, TEXT("\x1b]8;;http://e.example\x1b\\here\x1b]8;;\x1b\\"),
     "here\n"},
    {"title of a terminal, never ended", PRINT, TEXT("\x1b]0;x"), "\\x1b]0;x"},
    {"C1 control", FUNCTION, TEXT("f\xc2\x9b"), "f\\xc2\\x9b"},
    {"C1 control as one byte", COMMIT, TEXT("f\x9b"), "(f\\x9b)"},
    {"carriage return", PRINT, TEXT("SUMMARY: none\rx"), "SUMMARY: none\\x0dx"},
    {"NUL", INPUT, TEXT("a\0b"), "\"a\\x00b\""},
    {"NUL, in the log", PRINT, TEXT("a\0b"), "a\\x00b"},
    {"not UTF-8", FUNCTION, TEXT("f\xff\xfe"), "f\\xff\\xfe"},
    {"overlong angle", COMMIT, TEXT("\xc0\xbc"), "(\\xc0\\xbc)"},
    {"surrogate", COMMIT, TEXT("\xed\xa0\x80"), "(\\xed\\xa0\\x80)"},
    {"direction override", SOURCE,
     TEXT("\xe2\x80\xae"
          "c.txt"),
     "\\xe2\\x80\\xaec.txt:21"},
    {"isolate", COMMIT, TEXT("\xe2\x81\xa6x"), "(\\xe2\\x81\\xa6x)"},
    {"byte order mark", COMMIT, TEXT("\xef\xbb\xbf"), "(\\xef\\xbb\\xbf)"},
    {"line separator", COMMIT, TEXT("a\xe2\x80\xa8# b"), "(a\\xe2\\x80\\xa8# b)"},
    {"tag characters", COMMIT, TEXT("\xf3\xa0\x81\x81"), "(\\xf3\\xa0\\x81\\x81)"},
    {"line of 100000 bytes", PRINT, long_line, sizeof long_line - 1, " bytes more"},
    {"shell, from the input", INPUT, TEXT("'; touch x; '"),
     "printf '\\047; touch x; \\047' >minimized"},
    {"format, from the input", INPUT, TEXT("%n%s\\c"), "printf '\\045n\\045s\\134c' >minimized"},
};

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

static void make_crash(struct situation *made, const struct attack_row *row, enum place where)
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
}

static void make(struct situation *made, const struct attack_row *row, enum place where)
{
    struct span attack = {row->attack, row->size};
    char subject[300];
    memset(made, 0, sizeof *made);
    make_crash(made, row, where);
    made->crash.target = &made->target;
    (void)snprintf(made->target.name, sizeof made->target.name, "offset");
    (void)snprintf(made->target.path, sizeof made->target.path, "/out/offset");
    config_defaults(&made->target.options);
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
                                       .mentions = true,
                                       .limit = 65536};
}

static void unmake(struct situation *made)
{
    buffer_free(&made->crash.input);
    buffer_free(&made->crash.minimised);
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
    safetext_lines(&again, text->data + skip, text->size - skip);
    assert_string_equal(again.data, text->data + skip);
    buffer_free(&again);
}

static void judge_body(const char *name, enum place where, const struct situation *made,
                       struct markdown *seen)
{
    struct buffer body = {0}, headings = {0};
    const char *mention = where == HANDLE ? NULL : "ada-l";
    issue_body(&made->crash, &made->facts, &body);
    assert_false(body.failed);
    assert_true(body.size <= made->facts.limit);
    markdown_see(body.data, body.size, (struct markdown_allowed){.mention = mention}, seen);
    must(name, places[where], seen);
    assert_int_equal(seen->comments, 1);
    assert_memory_equal(body.data, "<!-- vigil:" MARKER " -->\n", strlen(MARKER) + 16);
    assert_int_equal(strstr(seen->text.data, "@ada-l") != NULL, where != HANDLE);
    is_still(&body, strlen(MARKER) + 16);
    buffer_format(&headings, "%s; Reproduce; Stack; Sanitizer report; Input",
                  made->crash.signature.title);
    if (made->facts.limit == 65536) {
        assert_string_equal(seen->headings.data, headings.data);
    }
    buffer_free(&headings);
    buffer_free(&body);
}

/* Where titles stand without code marks, and in the page that lists them. */
static void judge_title(const char *name, enum place where, const struct situation *made)
{
    struct markdown seen;
    struct buffer line = {0}, page = {0};
    struct frontmatter listed = {.number = 1, .open = true, .end = 1};
    buffer_format(&line, "It is %s", made->crash.signature.title);
    markdown_see(line.data, line.size, (struct markdown_allowed){.slanted = true}, &seen);
    must(name, places[where], &seen);
    assert_true(where != FUNCTION || seen.headings.size == 0);
    markdown_free(&seen);
    span_copy(listed.title, sizeof listed.title,
              (struct span){made->first_bad, strlen(made->first_bad)});
    span_copy(listed.target, sizeof listed.target,
              (struct span){made->handle, strlen(made->handle)});
    tracker_index(&listed, 1, &page);
    markdown_see(page.data, page.size, (struct markdown_allowed){.link = "0001.md"}, &seen);
    must(name, "title in the index", &seen);
    assert_string_equal(seen.headings.data, "Issues");
    markdown_free(&seen);
    buffer_free(&line);
    buffer_free(&page);
}

static void judge_digest(const char *name, const struct situation *made)
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

/* Nothing that is told of a crash changes what its local issue says of itself. */
static void judge_file(const struct situation *made)
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
    issue_file_compose(&draft, "fuzzing", 3, &file);
    struct frontmatter_result result = frontmatter_read(file.data, file.size, &read);
    if (!result.ok) {
        fail_msg("line %u: %s", result.line, result.reason);
    }
    assert_true(read.number == 3 && read.open && !read.declined);
    assert_string_equal(read.marker, MARKER);
    assert_int_equal(comments_begin(file.data + read.end, file.size - read.end),
                     file.size - read.end);
    buffer_free(&body);
    buffer_free(&file);
}

static void show_row(const struct attack_row *row)
{
    struct buffer attack = {0}, shown = {0};
    safetext_escaped(&attack, row->attack, row->size, 60);
    safetext_line(&shown, row->shown, strlen(row->shown));
    print_message("%-43s | %-16s | %-60s | %s\n", row->name, places[row->where], attack.data,
                  shown.data);
    buffer_free(&attack);
    buffer_free(&shown);
}

static void nothing_acts(void **state)
{
    const struct attack_row *row = *state;
    struct situation *made = malloc(sizeof *made);
    assert_non_null(made);
    for (enum place where = INPUT; where < PLACES; where++) {
        struct markdown seen;
        make(made, row, where);
        judge_body(row->name, where, made, &seen);
        judge_title(row->name, where, made);
        judge_digest(row->name, made);
        judge_file(made);
        if (where == row->where && strstr(seen.code.data, row->shown) == NULL &&
            strstr(seen.headings.data, row->shown) == NULL) {
            fail_msg("%s: not shown as \"%s\" in:\n%s", row->name, row->shown, seen.code.data);
        }
        markdown_free(&seen);
        unmake(made);
    }
    free(made);
    show_row(row);
}

/* Cut anywhere, nothing acts either, and no fence stays open. */
static void nothing_acts_within_any_limit(void **state)
{
    struct situation *made = malloc(sizeof *made);
    assert_non_null(made);
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i += 3) {
        for (size_t limit = ISSUE_BODY_LEAST; limit < 40000; limit += 2801) {
            struct markdown seen;
            make(made, &rows[i], rows[i].where);
            made->facts.limit = limit;
            judge_body(rows[i].name, rows[i].where, made, &seen);
            markdown_free(&seen);
            unmake(made);
        }
    }
    free(made);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 1];
    size_t count = 0;
    memset(long_line, 'x', sizeof long_line - 1);
    memset(ticks, '`', sizeof ticks - 1);
    ADD_ROWS(tests, count, rows, nothing_acts);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(nothing_acts_within_any_limit);
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
