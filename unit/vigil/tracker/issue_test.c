/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "tracker/issue.h"
#include "tracker/tracker.h"

#define MARKER    "crash:0123456789abcdef"
#define DIRECTORY "/state/crashes/0123456789abcdef"

struct situation {
    struct crash crash;
    struct target target;
    struct issue_facts facts;
};

static const char example_log[] =
    "INFO: Seed: 1\n"
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000034 at pc 0x1 bp 0x2 "
    "sp 0x3\n"
    "READ of size 1 at 0x602000000034 thread T0\n"
    "    #0 0x5561 in read_field /src/parse.c:21:9\n"
    "    #1 0x5562 in LLVMFuzzerTestOneInput /src/fuzz.c:3:3\n"
    "\n"
    "SUMMARY: AddressSanitizer: heap-buffer-overflow /src/parse.c:21:9 in read_field\n";

static struct situation *situate(void)
{
    struct situation *made = calloc(1, sizeof *made);
    assert_non_null(made);
    assert_true(sanlog_read(example_log, strlen(example_log), &made->crash.report));
    signature_make(&made->crash.report, "offset", &made->crash.signature);
    (void)snprintf(made->target.name, sizeof made->target.name, "offset");
    (void)snprintf(made->target.path, sizeof made->target.path, "/out/offset");
    target_options_defaults(&made->target.options);
    made->crash.target = &made->target;
    made->crash.replays = made->crash.reproduced = 10;
    made->crash.reproducibility = REPRODUCIBLE;
    buffer_text(&made->crash.log, example_log);
    buffer_text(&made->crash.input, "2024-07");
    buffer_text(&made->crash.minimised, "2024");
    made->facts = (struct issue_facts){.marker = MARKER,
                                       .directory = DIRECTORY,
                                       .seen = "2024-07-11T01:14:00Z",
                                       .nights = 1,
                                       .revision = "665d88f",
                                       .first_bad = "",
                                       .handle = "",
                                       .limit = 65536};
    return made;
}

static void leave(struct situation *made)
{
    buffer_free(&made->crash.input);
    buffer_free(&made->crash.minimised);
    buffer_free(&made->crash.marks);
    buffer_free(&made->crash.log);
    free(made);
}

/* To be freed. */
static char *body_of(const struct situation *made)
{
    struct buffer body = {0};
    issue_body(&made->crash, &made->facts, &body);
    assert_false(body.failed);
    assert_int_equal(strlen(body.data), body.size);
    if (body.size > made->facts.limit) {
        fail_msg("%zu bytes, of at most %zu:\n%s", body.size, made->facts.limit, body.data);
    }
    return body.data;
}

static void has(const char *body, const char *words)
{
    if (strstr(body, words) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", words, body);
    }
}

static void has_not(const char *body, const char *words)
{
    if (strstr(body, words) != NULL) {
        fail_msg("\"%s\" is in:\n%s", words, body);
    }
}

static void a_body_says_it_all(void **state)
{
    static const char
        before[] = "<!-- vigil:" MARKER " -->\n\n"
                   "# `heap-buffer-overflow READ 1 in read_field`\n\n"
                   "| | |\n|---|---|\n"
                   "| target | `offset` |\n| severity | medium |\n| class | memory |\n"
                   "| found by | AddressSanitizer |\n| reproduced | 10 of 10: reproducible |\n"
                   "| first seen | `2024-07-11T01:14:00Z` |\n| seen on | 1 night |\n"
                   "| revision | `665d88f` |\n\n"
                   "## Reproduce\n\n```text\n",
        after[] =
            "/out/offset -timeout=25 " DIRECTORY "/minimized\n```\n\n"
            "`" DIRECTORY "` holds `minimized`, the `input` it was made from, and `report.txt`.\n\n"
            "## Stack\n\n`>` marks the project's own frames.\n\n```text\n"
            "> #0 read_field  /src/parse.c:21\n"
            "  #1 LLVMFuzzerTestOneInput  /src/fuzz.c:3\n```\n\n"
            "## Sanitizer report\n\n```text\n%s```\n\n"
            "## Input\n\n4 bytes, minimised from 7:\n\n```text\n"
            "00000000  32 30 32 34                                       |2024|\n```\n\n"
            "```text\n\"2024\"\n```\n\nThis makes it:\n\n"
            "```text\nprintf '2024' >minimized\n```\n";
    struct situation *made = situate();
    (void)state;
    struct buffer wanted = {0};
    char *body = body_of(made);
    buffer_format(&wanted, after, strstr(example_log, "==7=="));
    assert_memory_equal(body, before, strlen(before));
    has(body, wanted.data);
    assert_string_equal(strstr(body, "/out/offset"), wanted.data);
    buffer_free(&wanted);
    free(body);
    leave(made);
}

struct facts_row {
    const char *name;
    unsigned replays, reproduced;
    enum reproducibility reproducibility;
    unsigned nights;
    const char *revision, *first_bad, *handle;
    bool mentions;
    const char *has, *has_not;
};

#define SENTENCE "The first bad commit is 1a2b (offset: a|b)."

static const struct facts_row facts[] = {
    {"flaky", 10, 3, FLAKY, 3, "", "", "", true, "| reproduced | 3 of 10: flaky |\n",
     "reproducible"},
    {"not confirmed", 1, 0, UNCONFIRMED, 1, "", "", "", true,
     "| reproduced | 0 of 1: not confirmed |\n", "reproducible"},
    {"three nights", 1, 1, REPRODUCIBLE, 3, "", "", "", true, "| seen on | 3 nights |\n",
     "revision"},
    {"no night", 1, 1, REPRODUCIBLE, 0, "", "", "", true, "first seen", "seen on"},
    {"no first bad commit", 1, 1, REPRODUCIBLE, 1, "", "", "ada", true, "## Reproduce",
     "first bad"},
    {"no author known", 1, 1, REPRODUCIBLE, 1, "", SENTENCE, "", true,
     "| first bad commit | `The first bad commit is 1a2b (offset: a\\|b).` |\n", "author"},
    {"an author who is told", 1, 1, REPRODUCIBLE, 1, "", SENTENCE, "ada-l9", true,
     ").` Its author: @ada-l9 |\n", "`ada-l9`"},
    {"an author who is not told", 1, 1, REPRODUCIBLE, 1, "", SENTENCE, "ada-l9", false,
     ").` Its author: `ada-l9` |\n", "@"},
    {"a handle that is none", 1, 1, REPRODUCIBLE, 1, "", SENTENCE, "ada b", true,
     " Its author: `ada b` |\n", "@"},
    {"a handle that begins as none does", 1, 1, REPRODUCIBLE, 1, "", SENTENCE, "-ada", true,
     " Its author: `-ada` |\n", "@"},
    {"a handle with a dot", 1, 1, REPRODUCIBLE, 1, "", SENTENCE, "ada.b", true,
     " Its author: `ada.b` |\n", "@"},
    {"a handle of 39", 1, 1, REPRODUCIBLE, 1, "", SENTENCE,
     "a23456789012345678901234567890123456789", true,
     "@a23456789012345678901234567890123456789 |\n", "`a2"},
    {"a handle of 40", 1, 1, REPRODUCIBLE, 1, "", SENTENCE,
     "a234567890123456789012345678901234567890", true,
     "`a234567890123456789012345678901234567890` |\n", "@"},
    {"uncommitted changes", 1, 1, REPRODUCIBLE, 1, "665d88f-dirty", "", "", true,
     "| revision | `665d88f-dirty` |\n", "first bad"},
};

static void facts_are_told(void **state)
{
    const struct facts_row *row = *state;
    struct situation *made = situate();
    made->crash.replays = row->replays;
    made->crash.reproduced = row->reproduced;
    made->crash.reproducibility = row->reproducibility;
    made->facts.nights = row->nights;
    made->facts.revision = row->revision;
    made->facts.first_bad = row->first_bad;
    made->facts.handle = row->handle;
    made->facts.mentions = row->mentions;
    char *body = body_of(made);
    has(body, row->has);
    has_not(body, row->has_not);
    free(body);
    leave(made);
}

struct duty_row {
    const char *name, *handle, *person;
    bool mentions;
    const char *line; /* between the title and the facts; NULL: there is none */
};

static const struct duty_row duties[] = {
    {"on duty, and told", "asha-k", "Asha", true, "On duty for 2026-11-25: @asha-k (`Asha`)\n"},
    {"on duty, where nobody can be told", "asha-k", "Asha", false,
     "On duty for 2026-11-25: `asha-k` (`Asha`)\n"},
    {"on duty, with a handle that is none", "as ha", "Asha", true,
     "On duty for 2026-11-25: `as ha` (`Asha`)\n"},
    {"on duty, with a name that would tell others", "asha-k", "@all `#1`", true,
     "On duty for 2026-11-25: @asha-k (`` @all `#1` ``)\n"},
    {"nobody on duty", "", "", true, NULL},
    {"no rota", NULL, NULL, true, NULL},
};

static void who_is_on_duty_is_told(void **state)
{
    const struct duty_row *row = *state;
    struct situation *made = situate();
    struct buffer wanted = {0};
    made->facts.duty_handle = row->handle;
    made->facts.duty_name = row->person;
    made->facts.duty_date = "2026-11-25";
    made->facts.mentions = row->mentions;
    char *body = body_of(made);
    buffer_format(&wanted, "read_field`\n\n%s%s| | |\n", row->line == NULL ? "" : row->line,
                  row->line == NULL ? "" : "\n");
    has(body, wanted.data);
    assert_int_equal(strstr(body, "On duty") != NULL, row->line != NULL);
    buffer_free(&wanted);
    free(body);
    leave(made);
}

#define NINE(of) of of of of of of of of of

struct marks_row {
    const char *name, *input;
    size_t size;
    const char *marks, *shown; /* the block, and what stands below it */
};

#define NEEDED "`^`: with another byte there, this crash does not come."
#define PLAIN  "\n\nThis makes it:\n"

static const struct marks_row marks_rows[] = {
    {"marks: three of six", "+12:75", 6, "^  ^^ ", "\"+12:75\"\n ^  ^^\n```\n\n" NEEDED PLAIN},
    {"marks: bytes that are wider", "a\0\n\xffz", 5, "  ^^ ",
     "\"a\\x00\\n\\xffz\"\n      ^^^^^^\n```\n\n" NEEDED PLAIN},
    {"marks: one is not known", "abc", 3, "?^ ",
     "\"abc\"\n ?^\n```\n\n" NEEDED " `?`: not known." PLAIN},
    {"marks: no byte decides", "abc", 3, "   ",
     "\"abc\"\n```\n\nThe crash comes with another byte in each place that was tried." PLAIN},
    {"marks: none", "abc", 3, "", "\"abc\"\n```" PLAIN},
    {"marks: nothing is known", "abc", 3, "???", "\"abc\"\n```" PLAIN},
    {"marks: of another input", "abc", 3, "^", "\"abc\"\n```" PLAIN},
    {"marks: that are none", "abc", 3, "@^`", "\"abc\"\n  ^\n```\n\n" NEEDED PLAIN},
    {"marks: what would be a comment", "<!-- x", 6, "^^^^  ",
     "\"<!-\\x2d x\"\n ^^^^^^^\n```\n\n" NEEDED PLAIN},
    {"marks: in step where they are wrapped", NINE("abcdefgh") "abcdefgh\x01\x02xyz", 85,
     NINE("       ^") "       ^^ ^  ",
     "\"" NINE("abcdefgh") "abcd\n " NINE(
         "       ^") "\n"
                     " efgh\\x01\\x02xyz\"\n    ^^^^^    ^\n```\n\n" NEEDED PLAIN},
};

static void bytes_are_marked(void **state)
{
    const struct marks_row *row = *state;
    struct situation *made = situate();
    made->crash.minimised.size = 0;
    buffer_add(&made->crash.minimised, row->input, row->size);
    buffer_text(&made->crash.marks, row->marks);
    char *body = body_of(made);
    has(body, row->shown);
    free(body);
    made->facts.withheld = true; /* nor is it shown by its marks where it is not */
    body = body_of(made);
    has_not(body, NEEDED);
    free(body);
    leave(made);
}

/* What the target itself prints, and libFuzzer in three forms, and UBSan of values. */
static void a_withheld_input_is_nowhere(void **state)
{
    static const char leaks[] =
        "parse.c:3:5: runtime error: signed integer overflow: 1364214615 + 1364214615\n"
        "0x51,0x50,0x31,0x57,0x38,0x5a,\n"
        "QP1W8Z\nQP\\x31W8Z\nartifact_prefix='./'; Test unit written to ./crash-x\n"
        "Base64: UVAxVzha\n51503157385a\n";
    static const char *const forms[] = {"QP1W", "P1W8", "1W8Z",   "x31",     "0x51",
                                        "0x50", "UVAx", "515031", "51 50 3", "1364214615"};
    struct situation *made = situate();
    (void)state;
    made->crash.input.size = made->crash.minimised.size = 0;
    buffer_text(&made->crash.input, "QP1W8Z");
    buffer_text(&made->crash.minimised, "QP1W8Z");
    buffer_text(&made->crash.log, leaks);
    char *shown = body_of(made);
    for (size_t i = 0; i < COUNT(forms); i++) {
        has(shown, forms[i]); /* else the test could not fail below */
    }
    made->facts.withheld = true;
    char *body = body_of(made);
    for (size_t i = 0; i < COUNT(forms); i++) {
        has_not(body, forms[i]);
    }
    has(body, "## Withheld\n");
    has(body, "`" DIRECTORY "` holds `minimized`");
    has(body, "> #0 read_field  /src/parse.c:21\n");
    has(body, "/out/offset -timeout=25 " DIRECTORY "/minimized\n");
    has_not(body, "## Input");
    has_not(body, "SUMMARY");
    free(shown);
    free(body);
    leave(made);
}

/* Makes every part of the crash long. */
static void swell(struct situation *made, char letter)
{
    char text[700];
    memset(text, letter, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int i = 0; i < 100; i++) {
        buffer_text(&made->crash.log, text);
        buffer_text(&made->crash.log, i % 2 == 0 ? "\n" : "\xc3\xa9");
        buffer_text(&made->crash.minimised, text);
        buffer_text(&made->crash.input, text);
    }
    made->crash.report.frame_count = SANLOG_FRAMES;
    for (size_t i = 0; i < SANLOG_FRAMES; i++) {
        struct sanlog_frame *frame = &made->crash.report.frames[i];
        memset(frame->function, letter, sizeof frame->function - 1);
        memset(frame->file, letter, sizeof frame->file - 1);
    }
}

struct room_row {
    const char *name;
    size_t limit;
    bool stack, input, report;
    const char *note;
};

static const struct room_row rooms[] = {
    {"room for all of them", 65536, true, true, true, " report input. The whole"},
    {"a part of the report", 20000, true, true, true, " report input. The whole"},
    {"a part of the input", 12000, true, true, true, " report input. The whole"},
    {"a part of the stack", 8192, true, false, false, " stack report input. The whole"},
};

static void what_gives_way_first(void **state)
{
    const struct room_row *row = *state;
    struct situation *made = situate();
    swell(made, 'x');
    made->facts.limit = row->limit;
    char *body = body_of(made);
    has(body, "<!-- vigil:" MARKER " -->\n");
    has(body, "| severity | medium |");
    has(body, "/out/offset -timeout=25 " DIRECTORY "/minimized\n");
    has(body, row->note);
    has(body, " log is `" DIRECTORY "/report.txt`.\n");
    assert_int_equal(strstr(body, "## Stack") != NULL, row->stack);
    assert_int_equal(strstr(body, "## Input") != NULL, row->input);
    assert_int_equal(strstr(body, "## Sanitizer report") != NULL, row->report);
    free(body);
    leave(made);
}

static void every_body_is_within_its_limit(void **state)
{
    static const char letters[] = {'x', '`', '|', '\x01', '@'};
    static char long_text[5000];
    (void)state;
    for (size_t i = 0; i < COUNT(letters); i++) {
        struct situation *made = situate();
        swell(made, letters[i]);
        memset(long_text, letters[i], sizeof long_text - 1);
        made->facts.directory = made->facts.first_bad = made->facts.handle = long_text;
        made->facts.seen = made->facts.revision = long_text;
        made->facts.duty_handle = made->facts.duty_name = long_text;
        made->facts.duty_date = "2026-11-25";
        made->facts.nights = UINT32_MAX;
        made->crash.replays = made->crash.reproduced = UINT32_MAX;
        memset(made->target.name, letters[i], sizeof made->target.name - 1);
        memset(made->crash.signature.title, letters[i], sizeof made->crash.signature.title - 1);
        for (size_t limit = ISSUE_BODY_LEAST; limit < 120000; limit += limit < 12000 ? 97 : 4001) {
            made->facts.limit = limit;
            made->facts.withheld = limit % 2 != 0;
            free(body_of(made));
        }
        leave(made);
    }
}

/* What the issue says makes the input does make it, typed into a shell. */
static void the_input_can_be_typed(void **state)
{
    static const char input[] = "-%s\\'\"$HOME`id`\n\x01\xff!*~\\";
    struct situation *made = situate();
    (void)state;
    char back[100], command[1000];
    made->crash.minimised.size = 0;
    buffer_add(&made->crash.minimised, input, sizeof input);
    char *body = body_of(made);
    char *start = strstr(body, "printf '"), *end = start == NULL ? NULL : strstr(start, " >mini");
    assert_non_null(end);
    (void)snprintf(command, sizeof command, "%.*s", (int)(end - start), start);
    FILE *shell = popen(command, "r"); // NOLINT(cert-env33-c): that is what is tested
    assert_non_null(shell);
    size_t got = fread(back, 1, sizeof back, shell);
    assert_int_equal(pclose(shell), 0);
    assert_int_equal(got, sizeof input);
    assert_memory_equal(back, input, sizeof input);
    free(body);
    leave(made);
}

struct label_row {
    const char *name;
    enum severity severity;
    enum crash_class class;
    const char *kind, *labels;
};

static const struct label_row label_rows[] = {
    {"a write", SEVERITY_HIGH, CLASS_MEMORY, "heap-buffer-overflow",
     "severity-high memory security"},
    {"an assertion", SEVERITY_LOW, CLASS_FUNCTIONAL, "assertion-failure",
     "severity-low functional"},
    {"a leak", SEVERITY_LOW, CLASS_LEAK, "memory-leak", "severity-low leak"},
    {"a timeout", SEVERITY_LOW, CLASS_EXHAUSTION, "timeout", "severity-low exhaustion"},
};

static void has_labels(void **state)
{
    const struct label_row *row = *state;
    struct signature signature = {.severity = row->severity, .class = row->class};
    const char *labels[TRACKER_LABELS_MOST] = {0};
    struct buffer joined = {0};
    (void)snprintf(signature.kind, sizeof signature.kind, "%s", row->kind);
    size_t count = issue_labels(&signature, labels);
    assert_true(count < TRACKER_LABELS_MOST);
    for (size_t i = 0; i < count; i++) {
        buffer_format(&joined, "%s%s", i > 0 ? " " : "", labels[i]);
    }
    assert_string_equal(joined.data, row->labels);
    buffer_free(&joined);
}

struct change_row {
    const char *name;
    bool fixed;
    struct issue_change change;
    const char *says;
};

#define FIXED                                                                                      \
    "Fixed: its input ran 10 times without this crash. The build that used to crash, run beside "  \
    "it tonight, still did, so the crash would have been seen. "

static const struct change_row changes[] = {
    {"fixed",
     true,
     {"aaa", "T1", "bbb", "T2", 10, 0},
     FIXED "It had crashed last on `T1`; what mended it is in the commits `aaa..bbb`.\n"},
    {"fixed, at no commit",
     true,
     {"aaa", "T1", "aaa", "T2", 10, 0},
     FIXED "It had crashed last on `T1`, at the same commit, `aaa`: what mended it is in no "
           "commit.\n"},
    {"fixed, then unknown",
     true,
     {"", "T1", "bbb", "T2", 10, 0},
     FIXED "It had crashed last on `T1`; what mended it came between that night and this one on "
           "`T2`, in which commit is not known.\n"},
    {"fixed, now unknown",
     true,
     {"aaa", "T1", "", "T2", 10, 0},
     FIXED "It had crashed last on `T1`; what mended it came between that night and this one on "
           "`T2`, in which commit is not known.\n"},
    {"fixed, with changes of its own",
     true,
     {"aaa-dirty", "T1", "bbb", "T2", 10, 0},
     FIXED "It had crashed last on `T1`; what mended it is in the commits `aaa..bbb`. The sources "
           "had changes then that no commit holds.\n"},
    {"back",
     false,
     {"aaa", "T1", "bbb", "T2", 10, 9},
     "It is back on `T2`: 9 of 10 replays crashed as before. It was gone on `T1`; what brought it "
     "back is in the commits `aaa..bbb`.\n"},
    {"closed by a person, and never mended",
     false,
     {"", "", "bbb", "T2", 10, 9},
     "It still crashes on `T2`: 9 of 10 replays crashed as before. An issue with the label wontfix "
     "is left closed.\n"},
    {"a revision that would act",
     true,
     {"@you`", "T1", "bbb", "T2", 10, 0},
     FIXED "It had crashed last on `T1`; what mended it is in the commits ``@you`..bbb``.\n"},
};

static void a_change_is_told(void **state)
{
    const struct change_row *row = *state;
    struct buffer text = {0};
    if (row->fixed) {
        issue_fixed(&row->change, &text);
    } else {
        issue_returned(&row->change, &text);
    }
    assert_string_equal(text.data, row->says);
    buffer_free(&text);
}

static void the_digest_lists_them(void **state)
{
    static const struct issue_digest_line lines[] = {
        {"abort in f", "offset", "low", "abort|f", "/state/a"},
        {"leak in g", "tzif", "low", "memory-leak|g", "/state/b"},
    };
    struct buffer text = {0};
    (void)state;
    issue_digest(lines, COUNT(lines), 10, 65536, &text);
    has(text.data, "<!-- vigil:digest -->\n\n2 new crashes have no issue yet: a night files 10 at");
    has(text.data, "| `low` | `abort in f` | `offset` | `abort\\|f` | `/state/a` |\n"
                   "| `low` | `leak in g` | `tzif` | `memory-leak\\|g` | `/state/b` |\n");
    has_not(text.data, "more");
    buffer_free(&text);
}

static void the_digest_is_within_its_limit(void **state)
{
    static struct issue_digest_line lines[1000];
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        lines[i] = (struct issue_digest_line){"abort in f", "offset", "low", "abort|f", "/state/a"};
    }
    for (size_t limit = ISSUE_BODY_LEAST; limit < 60000; limit += 1777) {
        struct buffer text = {0};
        issue_digest(lines, COUNT(lines), 10, limit, &text);
        assert_true(text.size <= limit && text.size + 200 > limit);
        size_t shown = 0, said = 0;
        for (const char *at = text.data; (at = strstr(at, "| `low`")) != NULL; at++) {
            shown++;
        }
        const char *more = strstr(text.data, "… and ");
        assert_non_null(more);
        assert_int_equal(sscanf(more, "… and %zu more, in the state directory.\n", &said), 1);
        assert_int_equal(shown + said, COUNT(lines));
        buffer_free(&text);
    }
}

int main(void)
{
    struct CMUnitTest tests[6 + COUNT(facts) + COUNT(rooms) + COUNT(label_rows) + COUNT(changes) +
                            COUNT(duties) + COUNT(marks_rows)] = {
        cmocka_unit_test(a_body_says_it_all),     cmocka_unit_test(a_withheld_input_is_nowhere),
        cmocka_unit_test(the_input_can_be_typed), cmocka_unit_test(every_body_is_within_its_limit),
        cmocka_unit_test(the_digest_lists_them),  cmocka_unit_test(the_digest_is_within_its_limit),
    };
    size_t count = 6;
    ADD_ROWS(tests, count, facts, facts_are_told);
    ADD_ROWS(tests, count, rooms, what_gives_way_first);
    ADD_ROWS(tests, count, label_rows, has_labels);
    ADD_ROWS(tests, count, changes, a_change_is_told);
    ADD_ROWS(tests, count, duties, who_is_on_duty_is_told);
    ADD_ROWS(tests, count, marks_rows, bytes_are_marked);
    return _cmocka_run_group_tests("issue", tests, count, NULL, NULL);
}
