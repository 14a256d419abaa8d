/* SPDX-License-Identifier: MIT */
#include "sanlog_said.h"

#include <limits.h>
#include <pthread.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "sanlog_line.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define GROUPS       8
#define LINES_AHEAD  6

/* A glog header: "F1130 06:00:00.123456 7 pot.cc:12] ", the year before the month in newer ones. */
#define GLOG             "^F[0-9]{4,8} [0-9:.]+ +[0-9]+ ([^ ]+):([0-9]+)\\] "
/* Chromium's: "[7:7:1130/060000.123456:FATAL:pot.cc(12)] ", or "pot.cc:12" in newer ones. */
#define CHROMIUM(degree) "\\[[^][]*:" degree ":([^]():]+)[(:]([0-9]+)\\)?\\] ?"
/* What a project's own words may stand behind: "F1130 ", "FATAL: ", "[pot] ", "pot.c:12: ". */
#define OWN_MARKS        "((F[0-9]{4,8}|[A-Z]+:|\\[.*\\]|.*\\.[A-Za-z]+:.*[: ]) ?)?"
/* GLib's: "(kettle:7): Pot-CRITICAL **: 06:00:00.123: " */
#define GLIB(degree)     "^(\\([^)]*\\): )?(.*-)?" degree " \\*\\*: ([0-9:.]+: )?"

/*
 * The wordings, each with the text that a line has to hold before the pattern is tried, and with
 * what the pattern's groups are: M the message (joined by ": " where there are two), F a file, L a
 * line in it, N a function, - nothing. After M stands in `next` what is taken off the next line,
 * where the message is there.
 */
static const struct wording {
    const char *mark, *pattern, *groups, *kind;
    enum sanlog_weight weight;
    enum sanlog_tool tool;
    const char *next;
} wordings[] = {
    /* glibc, uClibc */
    {": Assertion `", "^(.*: )?([^:]+|[^ ]+):([0-9]+): (.*): Assertion `(.*)' failed\\.", "-FLNM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {": Assertion `", "^(.*): Assertion `(.*[^'])'? failed\\.", "-M", "assertion-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Fatal glibc error: ", "^Fatal glibc error: (.*):([0-9]+) \\((.*)\\): assertion failed: (.*)$",
     "FLNM", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* macOS and the BSDs, musl, Emscripten, Windows */
    {"Assertion failed: ",
     "^Assertion failed: \\((.*)\\), function (.*), file (.*), line ([0-9]+)\\.?$", "MNFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Assertion failed: ", "^Assertion failed: (.*) \\(([^ ():]+): ([^:]*): ([0-9]+)\\)$", "MFNL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Assertion failed: ", "^Assertion failed: (.*), at: ([^,]*),([0-9]+),(.*)$", "MFLN",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Assertion failed: ", "^Assertion failed: (.*), file (.*), line ([0-9]+)$", "MFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* newlib, NetBSD, OpenBSD; Android */
    {"assertion \"",
     "^assertion \"(.*)\" failed: file \"(.*)\", line ([0-9]+)(, function:? \"?([^\"]*)\"?)?$",
     "MFL-N", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"assertion \"", "^([^ ]+):([0-9]+): (.*): assertion \"(.*)\" failed$", "FLNM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* libstdc++; its debug mode */
    {": Assertion '",
     "^(.*):([0-9]+): (.*): Assertion '__builtin_expect\\((.*), true\\)' failed\\.", "FLNM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {": Assertion '", "^(.*):([0-9]+): (.*): Assertion '(.*)' failed\\.", "FLNM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Error: attempt to ", "^Error: (attempt to .*[^.])\\.?$", "M", "assertion-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    /* libc++: since 17, since 15, before */
    {"assertion ", "^(.*):([0-9]+): (libc\\+\\+ Hardening )?assertion (.*) failed: (.*[^ ]) *$",
     "FL-MM", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"libc++ Hardening assertion ", "libc\\+\\+ Hardening assertion (.*) failed(: (.*[^ ]))? *$",
     "M-M", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"_LIBCPP_ASSERT '", "^(.*):([0-9]+): _LIBCPP_ASSERT '(.*)' failed\\. ?(.*)$", "FLMM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* GLib */
    {": assertion failed: (",
     "^(\\*\\* ?|Bail out! )?([A-Za-z0-9_.-]+:)?ERROR:(.*):([0-9]+):(.*): assertion failed: "
     "\\((.*)\\)$",
     "--FLNM", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {": assertion failed (",
     "^(\\*\\* ?|Bail out! )?([A-Za-z0-9_.-]+:)?ERROR:(.*):([0-9]+):(.*): assertion failed "
     "\\((.*)\\): (.*)$",
     "--FLNMM", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {": assertion failed",
     "^(\\*\\* ?|Bail out! )?([A-Za-z0-9_.-]+:)?ERROR:(.*):([0-9]+):(.*): (assertion failed.*)$",
     "--FLNM", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {": code should not be reached",
     "^(\\*\\* ?|Bail out! )?([A-Za-z0-9_.-]+:)?ERROR:(.*):([0-9]+):(.*): (code should not be "
     "reached)$",
     "--FLNM", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"-CRITICAL **", GLIB("CRITICAL") "([A-Za-z0-9_:~]+): assertion '(.*)' failed$", "---NM",
     "assertion-failure", SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"CRITICAL **", GLIB("CRITICAL") "(.*)$", "---M", "fatal-message", SANLOG_EXPLAINS, SANLOG_LIBC,
     NULL},
    {"ERROR **", GLIB("ERROR") "(.*)$", "---M", "fatal-message", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"WARNING **", GLIB("WARNING") "(.*)$", "---M", "fatal-message", SANLOG_EXPLAINS, SANLOG_LIBC,
     NULL},
    /* glog, Abseil, folly */
    {"] Check failed: ", GLOG "(.*: )?Check failed: (.*[^ ]) *$", "FL-M", "check-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"assertion failed at ", GLOG "(.* )?assertion failed at .* in .*: (.*[^ ]) *$", "FL-M",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"] ", GLOG "(.*[^ ]) *$", "FLM", "fatal-message", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"] RAW: ", "^\\[([^ ]+) : ([0-9]+)\\] RAW: Check (.*) failed: ?(.*)$", "FLMM", "check-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"] RAW: ", "^\\[([^ ]+) : ([0-9]+)\\] RAW: (.*)$", "FLM", "fatal-message", SANLOG_EXPLAINS,
     SANLOG_LIBC, NULL},
    /* Chromium, V8 */
    {"heck failed: ", CHROMIUM("FATAL") "Check failed: (.*[^. ])[. ]*$", "FLM", "check-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"CHECK failed: ", CHROMIUM("FATAL") "(Security )?D?CHECK failed: (.*[^. ])[. ]*$", "FL-M",
     "check-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"CHECK failed: ", CHROMIUM("ERROR") "(Security )?D?CHECK failed: (.*[^. ])[. ]*$", "FL-M",
     "check-failure", SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"heck failed: ", CHROMIUM("ERROR") "Check failed: (.*[^. ])[. ]*$", "FLM", "check-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"NOTREACHED hit", CHROMIUM("FATAL") "(NOTREACHED hit(.*[^. ])?)[. ]*$", "FLM", "check-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Assert failed: ", CHROMIUM("FATAL") "Assert failed: (.*[^. ])[. ]*$", "FLM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {":FATAL:", CHROMIUM("FATAL") "(.*[^. ])[. ]*$", "FLM", "fatal-message", SANLOG_ENDS,
     SANLOG_LIBC, NULL},
    {"# Fatal error", "^# Fatal error( in (.*), line ([0-9]+))?$", "-FL", "fatal-message",
     SANLOG_ENDS, SANLOG_LIBC, "# "},
    {"out of memory: ", "^# Fatal (process|JavaScript) out of memory: ", "-", "out-of-memory",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"abort: CSA_", "^abort: CSA_(ASSERT|DCHECK) failed: (.*) \\[([^]]*):([0-9]+)\\]$", "-MFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"abort: CSA_", "^abort: CSA_(ASSERT|DCHECK) failed: (.*)$", "-M", "assertion-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* Qt, Boost, WebKit, LLVM, jemalloc */
    {"ASSERT: \"", "^ASSERT: \"(.*)\" in file (.*), line ([0-9]+)$", "MFL", "assertion-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"ASSERT failure in ", "^ASSERT failure in (.*): \"(.*)\", file (.*), line ([0-9]+)$", "NMFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Internal Program Error - assertion (",
     "Internal Program Error - assertion \\((.*)\\) failed in (.*):$", "MN", "assertion-failure",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"ASSERTION FAILED: ", "^ASSERTION FAILED: (.*)$", "M", "assertion-failure", SANLOG_ENDS,
     SANLOG_LIBC, NULL},
    {"UNREACHABLE executed at ", "(UNREACHABLE) executed at (.*):([0-9]+)!$", "MFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"LLVM ERROR: ", "^LLVM ERROR: (.*)$", "M", "fatal-message", SANLOG_EXPLAINS, SANLOG_LIBC,
     NULL},
    {": Failed assertion: ", "^<jemalloc>: (.*):([0-9]+): Failed assertion: \"(.*)\"$", "FLM",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Attempt to free invalid pointer ", "(Attempt to free invalid pointer) ", "-", "bad-free",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* ClusterFuzz's own detectors, Centipede's limits */
    {"=BUG DETECTED: Shell ", "^===BUG DETECTED: Shell (corruption|injection)===", "-",
     "command-injection", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"=BUG DETECTED: Arbitrary file open", "^===BUG DETECTED: Arbitrary file open===", "",
     "arbitrary-file-open", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"=BUG DETECTED: Arbitrary domain ", "^===BUG DETECTED: Arbitrary domain name resolution===",
     "", "arbitrary-name-resolution", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"=BUG DETECTED: PySecSan: ", "^===BUG DETECTED: PySecSan: (.*[^ =]) *===", "M",
     "python-security", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"imeout", "^=+ (Per-input timeout|Timeout of [0-9]+ seconds) exceeded", "-", "timeout",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"Stack limit exceeded: ", "^=+ Stack limit exceeded: ", "", "stack-overflow", SANLOG_ENDS,
     SANLOG_LIBC, NULL},
    {"RSS limit exceeded: ", "^=+ RSS limit exceeded: ", "", "out-of-memory", SANLOG_ENDS,
     SANLOG_LIBC, NULL},
    /* an assertion of the project's own, and GLib's behind a handler of the project's own */
    {": assertion '", "([A-Za-z0-9_]+): assertion '(.*)' failed$", "NM", "assertion-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"ssert", "^(\\[.*\\]|.*\\.[A-Za-z]+:.*)? *[Aa]ssert(ion)? [Ff]ail(ed|ure): (.*[^ ]) *$",
     "---M", "assertion-failure", SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"heck failed: ", "^" OWN_MARKS "(D?[Cc]heck) failed: (.*[^ ]) *$", "---M", "check-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"CHECK failed: ", "^" OWN_MARKS "D?CHECK failed: (.*[^ ]) *$", "--M", "check-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"CHECK FAILED: ", "^" OWN_MARKS "D?CHECK FAILED: (.*[^ ]) *$", "--M", "check-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"HECK(", "^" OWN_MARKS "D?CHECK\\((.*)\\) failed", "--M", "check-failure", SANLOG_EXPLAINS,
     SANLOG_LIBC, NULL},
    {"SSERT(", "^" OWN_MARKS "ASSERT\\((.*)\\) failed", "--M", "assertion-failure", SANLOG_EXPLAINS,
     SANLOG_LIBC, NULL},
    {"sertion ", "^" OWN_MARKS "[Aa]ssertion [`'\"](.*)['\"] failed at ([^ ,]+):([0-9]+)", "--MFL",
     "assertion-failure", SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    /* PostgreSQL, since 16 and before; DPDK; CPython */
    {"TRAP: ", "^TRAP: failed Assert\\(\"(.*)\"\\), File: \"(.*)\", Line: ([0-9]+)", "MFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"TRAP: ", "^TRAP: FailedAssertion\\(\"(.*)\", File: \"(.*)\", Line: ([0-9]+)", "MFL",
     "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"\tassert \"", "^line [0-9]+\tassert \"(.*)\" failed$", "M", "assertion-failure",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"Fatal Python error: ", "^Fatal Python error: (.*[^ ]) *$", "M", "fatal-message",
     SANLOG_EXPLAINS, SANLOG_LIBC, NULL},
    {"] panic: ", "^\\[.*\\] panic: (.*[^ ]) *$", "M", "assertion-failure", SANLOG_EXPLAINS,
     SANLOG_LIBC, NULL},
    /* Exceptions; their own words may be the input's, so the type stands for them. */
    {"terminate called after throwing ", "terminate called after throwing an instance of '(.*)'",
     "M", "uncaught-exception", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {": terminating ", "^libc\\+\\+abi[^ ]*: terminating .*exception of type (([^: ]|::)+)", "M",
     "uncaught-exception", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"== Java Exception: ", "^== Java Exception: (([^: ]|::)+)", "M", "uncaught-exception",
     SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"== Uncaught Exception: ", "^==[0-9]+== Uncaught Exception: Jazzer.js: ", "",
     "uncaught-exception", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {"=== Uncaught Python exception: ===", "^ *=== Uncaught Python exception: ===$", "",
     "uncaught-exception", SANLOG_ENDS, SANLOG_LIBC, NULL},
    /* Rust: before 1.73, where the message may have several lines, and since */
    {"' panicked at '", "^thread '.*' panicked at '(.*)', ([^']*):([0-9]+):[0-9]+$", "MFL", "panic",
     SANLOG_PANICS, SANLOG_RUST, NULL},
    {"' panicked at '", "^thread '.*' panicked at '(.*)$", "M", "panic", SANLOG_PANICS, SANLOG_RUST,
     NULL},
    {"panicked at ", "^thread '.*'( \\([0-9]+\\))? panicked at (.*):([0-9]+):[0-9]+:$", "-FL",
     "panic", SANLOG_PANICS, SANLOG_RUST, ""},
    {"' has overflowed its stack", "^thread '.*'( \\([0-9]+\\))? has overflowed its stack$", "-",
     "stack-overflow", SANLOG_ENDS, SANLOG_RUST, NULL},
    {"memory allocation of ", "^memory allocation of [0-9]+ bytes failed", "", "out-of-memory",
     SANLOG_PANICS, SANLOG_RUST, NULL},
    /* Zig, Swift */
    {" panic: ", "^thread [0-9]+ panic: (.*)$", "M", "panic", SANLOG_ENDS, SANLOG_LIBC, NULL},
    {".swift:",
     "^(.*\\.swift):([0-9]+): (Fatal error|Assertion failed|Precondition failed)(: (.*))?$",
     "FL--M", "assertion-failure", SANLOG_ENDS, SANLOG_LIBC, NULL},
};

/* Which bytes a text holds. */
struct bytes {
    uint64_t set[4];
};

static regex_t patterns[COUNT(wordings)];
static bool compiled[COUNT(wordings)];
static struct bytes marks[COUNT(wordings)];

static struct bytes bytes_of(struct span text)
{
    struct bytes bytes = {{0}};
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        bytes.set[byte >> 6] |= (uint64_t)1 << (byte & 63);
    }
    return bytes;
}

/* Whether a line may hold the mark: most lines of a long log lack one of its bytes. */
static bool may_hold(const struct bytes *line, const struct bytes *mark)
{
    return ((mark->set[0] & ~line->set[0]) | (mark->set[1] & ~line->set[1]) |
            (mark->set[2] & ~line->set[2]) | (mark->set[3] & ~line->set[3])) == 0;
}

/* A pattern that memory did not suffice for is one that no line matches. */
static void compile(void)
{
    for (size_t i = 0; i < COUNT(wordings); i++) {
        marks[i] = bytes_of((struct span){wordings[i].mark, strlen(wordings[i].mark)});
        compiled[i] = regcomp(&patterns[i], wordings[i].pattern, REG_EXTENDED) == 0;
    }
}

static void add_message(struct sanlog_said *said, struct span text)
{
    size_t used = strlen(said->message), room = sizeof said->message - used;
    if (text.size == 0) {
        return;
    }
    if (used > 0) {
        used += (size_t)snprintf(said->message + used, room, ": ");
        used = used < sizeof said->message ? used : sizeof said->message - 1;
        room = sizeof said->message - used;
    }
    text.size = text_fit(text.text, text.size, room - 1);
    span_copy(said->message + used, room, text);
}

/* Rust's and V8's message stands in the next line; V8's words before it say of which kind it is. */
static void next_line(struct sanlog_said *said, struct span after, const char *before)
{
    static const struct {
        const char *words, *kind;
    } v8[] = {{"Check failed: ", "check-failure"},
              {"Debug check failed: ", "check-failure"},
              {"Fatal process out of memory: ", "out-of-memory"},
              {"Fatal JavaScript out of memory: ", "out-of-memory"}};
    struct span line;
    if (!sanlog_line_take(&after, &line)) {
        return;
    }
    bool is_v8 = before[0] != '\0' && span_take(&line, before);
    for (size_t i = 0; is_v8 && i < COUNT(v8); i++) {
        if (span_take(&line, v8[i].words)) {
            (void)snprintf(said->kind, sizeof said->kind, "%s", v8[i].kind);
        }
    }
    while (line.size > 0 && strchr(is_v8 ? " ." : " ", line.text[line.size - 1]) != NULL &&
           line.text[line.size - 1] != '\0') {
        line.size--;
    }
    if (strcmp(said->kind, "out-of-memory") != 0) {
        add_message(said, line);
    }
}

/* The place of an older Rust's panic, after the last line of its message. */
static void place_ahead(struct sanlog_said *said, struct span after)
{
    struct span line;
    for (int i = 0; i < LINES_AHEAD && sanlog_line_take(&after, &line); i++) {
        size_t end = span_find_last(line, "', ");
        if (end < line.size) {
            span_skip(&line, end + 3);
            sanlog_frame_location(line, &said->at);
            return;
        }
    }
}

static void take_groups(const struct wording *wording, const char *line, const regmatch_t *groups,
                        struct sanlog_said *said)
{
    struct span location = {NULL, 0};
    uint64_t number = 0;
    for (size_t i = 0; wording->groups[i] != '\0'; i++) {
        if (groups[i + 1].rm_so < 0) {
            continue;
        }
        struct span text = {line + groups[i + 1].rm_so,
                            (size_t)(groups[i + 1].rm_eo - groups[i + 1].rm_so)};
        switch (wording->groups[i]) {
        case 'M':
            add_message(said, text);
            break;
        case 'F':
            location = text;
            break;
        case 'L':
            /* The number follows the file in the line or elsewhere: it is read by itself. */
            if (location.text != NULL) {
                sanlog_frame_location(location, &said->at);
            }
            (void)span_take_digits(&text, &number);
            said->at.line = number < UINT_MAX ? (unsigned)number : UINT_MAX;
            break;
        case 'N':
            span_copy(said->at.function, sizeof said->at.function, text);
            break;
        default:
            break;
        }
    }
}

static bool match(size_t i, const char *line, struct span after, struct sanlog_said *said)
{
    regmatch_t groups[GROUPS];
    const struct wording *wording = &wordings[i];
    if (!compiled[i] || regexec(&patterns[i], line, GROUPS, groups, 0) != 0) {
        return false;
    }
    said->weight = wording->weight;
    said->tool = wording->tool;
    (void)snprintf(said->kind, sizeof said->kind, "%s", wording->kind);
    take_groups(wording, line, groups, said);
    if (wording->next != NULL) {
        next_line(said, after, wording->next);
    } else if (wording->tool == SANLOG_RUST && said->at.file[0] == '\0') {
        place_ahead(said, after);
    }
    return true;
}

static bool worded(struct span line, struct span after, struct sanlog_said *said)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    char text[SANLOG_LINE_LIMIT + 1];
    bool copied = false;
    (void)pthread_once(&once, compile);
    const struct bytes bytes = bytes_of(line);
    for (size_t i = 0; i < COUNT(wordings); i++) {
        if (!may_hold(&bytes, &marks[i]) || span_find(line, wordings[i].mark) == line.size) {
            continue;
        }
        if (!copied) {
            span_copy(text, sizeof text, line);
            copied = true;
        }
        if (match(i, text, after, said)) {
            return true;
        }
    }
    return false;
}

bool sanlog_said_read(struct span line, struct span after, struct sanlog_said *said)
{
    memset(said, 0, sizeof *said);
    if (sanlog_kind_minimal(said->kind, line)) {
        said->weight = SANLOG_ENDS;
        said->tool = SANLOG_UBSAN;
        return true;
    }
    if (worded(line, after, said)) {
        return true;
    }
    if (sanlog_kind_abort_reason(said->kind, line)) {
        said->weight = SANLOG_ENDS;
        said->tool = span_take(&line, "Scudo ") ? SANLOG_SCUDO : SANLOG_LIBC;
        return true;
    }
    return false;
}

const char *sanlog_said_mark(size_t i)
{
    return i < COUNT(wordings) ? wordings[i].mark : i == COUNT(wordings) ? "ubsan: " : NULL;
}
