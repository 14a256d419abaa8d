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
    struct issue_way ways[7];
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
        made->facts.targets = long_text;
        made->facts.ways = ways;
        made->facts.way_count = COUNT(ways);
        memset(made->crash.report.message, letters[i], sizeof made->crash.report.message - 1);
        memset(made->crash.signature.message, letters[i], sizeof made->crash.signature.message - 1);
        for (size_t j = 0; j < COUNT(ways); j++) {
            ways[j] = (struct issue_way){
                long_text, long_text, long_text, long_text, {long_text, sizeof long_text}};
        }
        memset(made->target.name, letters[i], sizeof made->target.name - 1);
        memset(made->crash.signature.title, letters[i], sizeof made->crash.signature.title - 1);
        for (size_t limit = ISSUE_BODY_LEAST; limit < 120000; limit += limit < 12000 ? 97 : 4001) {
            made->facts.limit = limit;
            made->facts.withheld = limit % 2 != 0;
            made->facts.corpus = limit % 3 == 0 ? long_text : NULL;
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

struct targets_row {
    const char *name, *targets;
    const char *has; /* after the row of the target; "": no row */
};

static const struct targets_row targets_rows[] = {
    {"targets: unknown", NULL, ""},
    {"targets: none", "", ""},
    {"targets: its own alone", "offset\n", ""},
    {"targets: another", "offset\nrfc3339\n", "| also in | `rfc3339` |\n"},
    {"targets: two others, its own between", "a\noffset\nb\n", "| also in | `a`, `b` |\n"},
    {"targets: a line that does not end", "a\nb", "| also in | `a`, `b` |\n"},
    {"targets: what would act", "@all\n", "| also in | `@all` |\n"},
};

static void every_target_is_named(void **state)
{
    const struct targets_row *row = *state;
    struct situation *made = situate();
    struct buffer wanted = {0};
    made->facts.targets = row->targets;
    char *body = body_of(made);
    buffer_format(&wanted, "| target | `offset` |\n%s| severity | medium |\n", row->has);
    has(body, wanted.data);
    buffer_free(&wanted);
    free(body);
    leave(made);
}

static void many_targets_are_counted(void **state)
{
    struct situation *made = situate();
    struct buffer names = {0};
    (void)state;
    for (int i = 0; i < 1000; i++) {
        buffer_format(&names, "a_target_of_many_%03d\n", i);
    }
    made->facts.targets = names.data;
    char *body = body_of(made);
    has(body, "| also in | `a_target_of_many_000`, `a_target_of_many_001`");
    has(body, "`a_target_of_many_015` and 984 more |\n");
    free(body);
    buffer_free(&names);
    leave(made);
}

static void what_failed_is_told(void **state)
{
    struct situation *made = situate();
    (void)state;
    (void)snprintf(made->crash.report.message, sizeof made->crash.report.message,
                   "at <= size | (4711 vs. 3)");
    (void)snprintf(made->crash.signature.message, sizeof made->crash.signature.message,
                   "at <= size | (N vs. N)");
    char *body = body_of(made);
    has(body, "| it says | `at <= size \\| (4711 vs. 3)` |\n");
    free(body);
    made->facts.withheld = true; /* its values may be the input's */
    body = body_of(made);
    has(body, "| it says | `at <= size \\| (N vs. N)` |\n");
    has_not(body, "4711");
    free(body);
    leave(made);
}

struct symbols_row {
    const char *name, *functions[3], *file; /* of the frames; of the first */
    bool missing;
};

static const struct symbols_row symbols_rows[] = {
    {"symbols: all", {"read_field", "parse", "LLVMFuzzerTestOneInput"}, "", false},
    {"symbols: none", {"", "", ""}, "", true},
    {"symbols: of libc alone", {"memcpy", "", ""}, "", true},
    {"symbols: of one own function", {"", "parse", ""}, "", false},
    {"symbols: a file without a name", {"", "", ""}, "parse.c", false},
    {"symbols: no frame but the entry", {"LLVMFuzzerTestOneInput", "", ""}, "", false},
};

static void missing_symbols_are_told(void **state)
{
    const struct symbols_row *row = *state;
    struct situation *made = situate();
    struct sanlog_report *report = &made->crash.report;
    memset(report->frames, 0, sizeof report->frames);
    report->frame_count = 3;
    for (size_t i = 0; i < 3; i++) {
        struct sanlog_frame *frame = &report->frames[i];
        (void)snprintf(frame->function, sizeof frame->function, "%s", row->functions[i]);
        (void)snprintf(frame->module, sizeof frame->module, "offset");
    }
    (void)snprintf(report->frames[0].file, sizeof report->frames[0].file, "%s", row->file);
    char *body = body_of(made);
    assert_int_equal(strstr(body, "| symbols | missing: ") != NULL, row->missing);
    free(body);
    leave(made);
}

/* A target that ends its process, by no input that anybody knows. */
static void without_an_input_the_target_is_run(void **state)
{
    static const char log[] = "INFO: Seed: 1\n==0==ERROR: vigil: the target ended the process with "
                              "status 0, after at least 12 inputs, in 3 of 5 runs\n";
    struct situation *made = situate();
    (void)state;
    made->crash.input.size = made->crash.minimised.size = made->crash.log.size = 0;
    buffer_text(&made->crash.log, log);
    assert_true(sanlog_read(log, sizeof log - 1, &made->crash.report));
    assert_int_equal(made->crash.report.tool, SANLOG_VIGIL);
    signature_make(&made->crash.report, "offset", &made->crash.signature);
    made->crash.replays = 5;
    made->crash.reproduced = 3;
    made->facts.corpus = "/state/corpus/offset";
    char *body = body_of(made);
    has(body, "| how it ended | `the target ended the process with status 0, after at least 12 "
              "inputs, in 3 "
              "of 5 runs` |\n"
              "| happened | in 3 of 5 runs of the target, with no input of its own |\n");
    has(body, "No input shows it. This runs the target as the night did, on its corpus:\n\n"
              "```text\n");
    has(body, "/out/offset -timeout=25 /state/corpus/offset\n```\n\n`" DIRECTORY
              "` holds `report.txt`.\n");
    has_not(body, "## Input");
    has_not(body, "minimized");
    has_not(body, "reproduced");
    free(body);
    leave(made);
}

static const struct issue_way two_ways[] = {
    {"heap-buffer-overflow READ 1 in read_field",
     "offset",
     "read_field|short_form|parse",
     "/state/crashes/aaaa",
     {"+1:2", 4}},
    {"heap-buffer-overflow READ 1 in read_field",
     "rfc3339",
     "read_field|long_form",
     "/state/crashes/bbbb",
     {"\0A", 2}},
};

static void other_ways_are_listed(void **state)
{
    struct situation *made = situate();
    (void)state;
    made->facts.ways = two_ways;
    made->facts.way_count = 2;
    char *body = body_of(made);
    has(body,
        "\n## Other ways to it\n\nWhat mends the first need not mend these.\n\n"
        "- `read_field ← short_form ← parse`: `heap-buffer-overflow READ 1 in read_field` in "
        "`offset`, with 4 bytes, `\"+1:2\"`, kept in `/state/crashes/aaaa`\n"
        "- `read_field ← long_form`: `heap-buffer-overflow READ 1 in read_field` in `rfc3339`, "
        "with 2 bytes, `\"\\x00A\"`, kept in `/state/crashes/bbbb`\n"
        "\n## Sanitizer report\n");
    free(body);
    made->facts.withheld = true;
    body = body_of(made);
    has(body, "in `offset`, kept in `/state/crashes/aaaa`\n");
    has_not(body, "+1:2");
    free(body);
    leave(made);
}

/* What no replay showed is not said to be reproducible. */
static void what_is_not_studied_is_said(void **state)
{
    struct situation *made = situate();
    (void)state;
    made->crash.unfinished = true;
    made->crash.replays = made->crash.reproduced = 0;
    char *body = body_of(made);
    has(body, "| reproduced | not replayed yet |\n| studied | not yet minimised: ");
    has_not(body, "reproducible");
    free(body);
    made->crash.replays = 3;
    made->crash.reproduced = 2;
    body = body_of(made);
    has(body, "| reproduced | 2 of 3 so far |\n| studied | not yet minimised: ");
    free(body);
    leave(made);
}

static void a_study_is_told(void **state)
{
    struct situation *made = situate();
    struct buffer text = {0};
    struct issue_half study = {.crash = &made->crash,
                               .directory = DIRECTORY,
                               .tip = "665d88f",
                               .now = "2026-11-30T02:00:00Z",
                               .limit = 65536};
    (void)state;
    issue_studied(&study, "abc <!-- vigil:x -->", &text);
    has(text.data,
        "Studied on `2026-11-30T02:00:00Z`, at `665d88f`, for which there was no time when this "
        "was filed: 10 of 10 replays crashed so. Its input is "
        "minimised, from 7 bytes to 4.\n\nFirst bad commit: `abc ");
    has(text.data, "/out/offset -timeout=25 " DIRECTORY "/minimized\n```\n");
    has(text.data, "\n## Input\n\n4 bytes, minimised from 7:\n");
    text.size = 0;
    made->crash.reproducibility = FLAKY;
    made->crash.reproduced = 2;
    issue_studied(&study, "", &text);
    has(text.data, ": 2 of 10 replays crashed so, so it is flaky. ");
    has_not(text.data, "First bad");
    text.size = 0;
    made->crash.reproduced = 0;
    study.withheld = true;
    issue_studied(&study, "", &text);
    has(text.data, ": 0 of 10 replays crashed so: it is flaky, or mended, or was something else. ");
    has(text.data, "it is not shown here");
    has_not(text.data, "## Input");
    swell(made, '`');
    for (size_t limit = ISSUE_BODY_LEAST; limit < 40000; limit += limit < 12000 ? 97 : 4001) {
        text.size = 0;
        study.limit = limit;
        study.withheld = limit % 2 != 0;
        issue_studied(&study, "abc", &text);
        assert_false(text.failed);
        assert_true(text.size <= limit);
    }
    buffer_free(&text);
    leave(made);
}

static void half_a_fix_is_told(void **state)
{
    struct situation *made = situate();
    struct buffer text = {0};
    struct issue_half half = {.crash = &made->crash,
                              .directory = DIRECTORY,
                              .tip = "665d88f",
                              .now = "2026-11-30T02:00:00Z",
                              .ran = 10,
                              .limit = 65536};
    (void)state;
    issue_half_fixed(&half, &text);
    has(text.data,
        "Half a fix: the input shown above ran 10 times without this crash, but another input "
        "still crashes so on `2026-11-30T02:00:00Z`, at `665d88f`: 10 of 10 replays. It is the one "
        "to mend now.\n\n## Reproduce\n\n```text\n");
    has(text.data, "/out/offset -timeout=25 " DIRECTORY "/minimized\n```\n");
    has(text.data, "\n## Input\n\n4 bytes, minimised from 7:\n");
    has(text.data, "> #0 read_field  /src/parse.c:21\n");
    text.size = 0;
    half.ran = 0; /* by a night that was killed before it said so */
    issue_half_fixed(&half, &text);
    has(text.data, "Half a fix: the input shown above does not crash so any more, but another");
    text.size = 0;
    half.withheld = true;
    issue_half_fixed(&half, &text);
    has_not(text.data, "## Input");
    has(text.data, "it is not shown here");
    swell(made, '`');
    for (size_t limit = ISSUE_BODY_LEAST; limit < 40000; limit += limit < 12000 ? 97 : 4001) {
        text.size = 0;
        half.limit = limit;
        half.withheld = limit % 2 != 0;
        issue_half_fixed(&half, &text);
        assert_false(text.failed);
        assert_true(text.size <= limit);
    }
    buffer_free(&text);
    leave(made);
}

struct file_row {
    const char *name, *text;
    const char *labels; /* those that `into` ends up with, joined by "/" */
};

#define FIFTY "a2345678901234567890123456789012345678901234567890"

/* At most three are added to "severity-low". */
static const struct file_row files[] = {
    {"labels: none", "", "severity-low"},
    {"labels: one", "parser\n", "severity-low/parser"},
    {"labels: blanks and empty lines", "\n  Type-Bug \t\r\n\n\nOS-Linux",
     "severity-low/Type-Bug/OS-Linux"},
    {"labels: words and colons", "area: parser\ngood first issue\n",
     "severity-low/area: parser/good first issue"},
    {"labels: twice", "a\nA\na\nSeverity-Low\n", "severity-low/a"},
    {"labels: too many", "a\nb\nc\nd\n", "severity-low/a/b/c"},
    {"labels: a person's decision", "wontfix\nDuplicate\ninvalid\ntriaged\na\n", "severity-low/a"},
    {"labels: a severity", "severity-critical\na\n", "severity-low/a"},
    {"labels: what would cut a list", "a,b\n[c]\n'd'\n", "severity-low/a_b/_c_/_d_"},
    {"labels: fifty letters and more", FIFTY "\n" FIFTY "b\n", "severity-low/" FIFTY},
    {"labels: a letter at the limit", "a234567890123456789012345678901234567890123456789\xc3\xa9\n",
     "severity-low/a234567890123456789012345678901234567890123456789"},
    {"labels: bytes that act", "a\x1b[1m\n", "severity-low/a\\x1b_1m"},
};

static void a_file_gives_labels(void **state)
{
    const struct file_row *row = *state;
    struct buffer labels = {0};
    buffer_text(&labels, "severity-low\n");
    issue_add_labels(row->text, strlen(row->text), 3, &labels);
    assert_false(labels.failed);
    for (size_t i = 0; i + 1 < labels.size; i++) {
        labels.data[i] = labels.data[i] == '\n' ? '/' : labels.data[i];
    }
    assert_int_equal(labels.data[--labels.size], '\n');
    labels.data[labels.size] = '\0';
    assert_string_equal(labels.data, row->labels);
    buffer_free(&labels);
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
     {"aaa", "T1", "bbb", "T2", 10, 0, false, 0},
     FIXED "It had crashed last on `T1`; what mended it is in the commits `aaa..bbb`.\n"},
    {"fixed, at no commit",
     true,
     {"aaa", "T1", "aaa", "T2", 10, 0, false, 0},
     FIXED "It had crashed last on `T1`, at the same commit, `aaa`: what mended it is in no "
           "commit.\n"},
    {"fixed, then unknown",
     true,
     {"", "T1", "bbb", "T2", 10, 0, false, 0},
     FIXED "It had crashed last on `T1`; what mended it came between that night and this one on "
           "`T2`, in which commit is not known.\n"},
    {"fixed, now unknown",
     true,
     {"aaa", "T1", "", "T2", 10, 0, false, 0},
     FIXED "It had crashed last on `T1`; what mended it came between that night and this one on "
           "`T2`, in which commit is not known.\n"},
    {"fixed, with changes of its own",
     true,
     {"aaa-dirty", "T1", "bbb", "T2", 10, 0, false, 0},
     FIXED "It had crashed last on `T1`; what mended it is in the commits `aaa..bbb`. The sources "
           "had changes then that no commit holds.\n"},
    {"back",
     false,
     {"aaa", "T1", "bbb", "T2", 10, 9, false, 0},
     "It is back on `T2`: 9 of 10 replays crashed as before. It was gone on `T1`; what brought it "
     "back is in the commits `aaa..bbb`.\n"},
    {"closed by a person, and never mended",
     false,
     {"", "", "bbb", "T2", 10, 9, false, 0},
     "It still crashes on `T2`: 9 of 10 replays crashed as before. An issue with the label wontfix "
     "is left closed.\n"},
    {"fixed, where no input showed it",
     true,
     {"aaa", "T1", "bbb", "T2", 3, 0, true, 0},
     "Fixed: the target ran 3 times and did not end so. It had crashed last on `T1`; what mended "
     "it "
     "is in the commits `aaa..bbb`.\n"},
    {"back, where no input shows it",
     false,
     {"aaa", "T1", "bbb", "T2", 5, 2, true, 0},
     "It is back on `T2`: 2 of 5 runs ended so. It was gone on `T1`; what brought it back is in "
     "the "
     "commits `aaa..bbb`.\n"},
    {"fixed, and another way is left",
     true,
     {"aaa", "T1", "bbb", "T2", 10, 0, false, 1},
     FIXED "It had crashed last on `T1`; what mended it is in the commits `aaa..bbb`.\n\n1 other "
           "way to the same place still crashes, and gets an issue of its own.\n"},
    {"fixed, and two ways are left",
     true,
     {"aaa", "T1", "bbb", "T2", 10, 0, false, 2},
     FIXED "It had crashed last on `T1`; what mended it is in the commits `aaa..bbb`.\n\n2 other "
           "ways to the same place still crash, and get an issue of their own.\n"},
    {"a revision that would act",
     true,
     {"@you`", "T1", "bbb", "T2", 10, 0, false, 0},
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
    struct CMUnitTest tests[13 + COUNT(targets_rows) + COUNT(symbols_rows) + COUNT(files) +
                            COUNT(facts) + COUNT(rooms) + COUNT(label_rows) + COUNT(changes) +
                            COUNT(duties) + COUNT(marks_rows)] = {
        cmocka_unit_test(a_body_says_it_all),
        cmocka_unit_test(a_withheld_input_is_nowhere),
        cmocka_unit_test(the_input_can_be_typed),
        cmocka_unit_test(every_body_is_within_its_limit),
        cmocka_unit_test(the_digest_lists_them),
        cmocka_unit_test(the_digest_is_within_its_limit),
        cmocka_unit_test(many_targets_are_counted),
        cmocka_unit_test(what_failed_is_told),
        cmocka_unit_test(without_an_input_the_target_is_run),
        cmocka_unit_test(other_ways_are_listed),
        cmocka_unit_test(half_a_fix_is_told),
        cmocka_unit_test(what_is_not_studied_is_said),
        cmocka_unit_test(a_study_is_told),
    };
    size_t count = 13;
    ADD_ROWS(tests, count, targets_rows, every_target_is_named);
    ADD_ROWS(tests, count, symbols_rows, missing_symbols_are_told);
    ADD_ROWS(tests, count, files, a_file_gives_labels);
    ADD_ROWS(tests, count, facts, facts_are_told);
    ADD_ROWS(tests, count, rooms, what_gives_way_first);
    ADD_ROWS(tests, count, label_rows, has_labels);
    ADD_ROWS(tests, count, changes, a_change_is_told);
    ADD_ROWS(tests, count, duties, who_is_on_duty_is_told);
    ADD_ROWS(tests, count, marks_rows, bytes_are_marked);
    return _cmocka_run_group_tests("issue", tests, count, NULL, NULL);
}
