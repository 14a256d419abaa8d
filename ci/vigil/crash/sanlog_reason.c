/* SPDX-License-Identifier: MIT */
#include "sanlog_reason.h"

#include <ctype.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "sanlog_line.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define REASON_LIMIT 400

/* Words of a line that says why a program does not start or does not go on. Where the reason goes
 * on in a later line, that begins with `more` (after "==7=="), or is simply the next one. */
static const struct wording {
    const char *words, *more;
} wordings[] = {
    /* sanitizers that cannot set themselves up */
    {"LeakSanitizer has encountered a fatal error", "HINT: LeakSanitizer does not work"},
    {"Shadow memory range interleaves with an existing memory mapping", NULL},
    {"ReserveShadowMemoryRange failed", NULL},
    {"runtime does not come first in initial library list", NULL},
    {"linked against incompatible", NULL},
    {"can not mmap the shadow memory", NULL},
    {"cannot mmap the shadow memory", NULL},
    {"unexpected memory mapping", NULL},
    {"is out of application range", NULL},
    {"ASLR is enabled", NULL},
    {"failed to intercept", NULL},
    {"ptrace appears to be blocked", NULL},
    /* the loader: glibc's, musl's, macOS's; and the shell where there is no program */
    {"error while loading shared libraries: ", NULL},
    {"symbol lookup error: ", NULL},
    {"not found (required by ", NULL},
    {"Error loading shared library ", NULL},
    {"Error relocating ", NULL},
    {"Library not loaded: ", NULL},
    {"cannot execute binary file", NULL},
    {"Exec format error", NULL},
    {": command not found", NULL},
    /* libFuzzer */
    {"ERROR: The required directory ", NULL},
    {"ERROR: no interesting inputs were found", NULL},
    {"ERROR: The size of coverage PC tables does not match", NULL},
    {"ParseDictionaryFile: ", NULL},
    {"The mandatory flag ", NULL},
    /* languages that say why they end */
    {"terminate called after throwing an instance of ", "  what():  "},
    {"libc++abi: terminating", NULL},
    {"' panicked at '", NULL},
    {"' panicked at ", ""},
    {"panic: ", NULL},
    {"fatal error: ", NULL},
};

/* Marks of a line that tells of a failure, whoever prints it. */
static const char *const marks[] = {"FATAL",
                                    "Fatal",
                                    "ERROR",
                                    "cannot open ",
                                    "Cannot open ",
                                    "error: ",
                                    "Error: ",
                                    "No such file or directory",
                                    "Permission denied",
                                    "Assertion"};

static bool holds(struct span line, const char *words)
{
    return span_find(line, words) < line.size;
}

/* Without colours, without "==7==" and the blanks around it. Into a buffer of SANLOG_LINE_LIMIT. */
static struct span clean(struct span line, char *into)
{
    struct span text = {into, sanlog_line_plain(line, into)};
    struct span numbered = text;
    if (span_take(&numbered, "==") && span_take_digits(&numbered, NULL) &&
        span_take(&numbered, "==")) {
        text = numbered;
    }
    while (text.size > 0 && isspace((unsigned char)text.text[0])) {
        span_skip(&text, 1);
    }
    while (text.size > 0 && isspace((unsigned char)text.text[text.size - 1])) {
        text.size--;
    }
    return text;
}

static const struct wording *worded(struct span line)
{
    for (size_t i = 0; i < COUNT(wordings); i++) {
        if (holds(line, wordings[i].words)) {
            return &wordings[i];
        }
    }
    return NULL;
}

static bool marked(struct span line)
{
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (holds(line, marks[i])) {
            return true;
        }
    }
    return false;
}

/* A row of signs and "ABORTING" say nothing; what libFuzzer informs of is no reason. */
static bool speaks(struct span line)
{
    size_t letters = 0;
    for (size_t i = 0; i < line.size; i++) {
        letters += isalnum((unsigned char)line.text[i]) || (unsigned char)line.text[i] >= 0x80;
    }
    return letters > 0 && !span_is(line, "ABORTING") && !span_take(&line, "INFO: ") &&
           !span_take(&line, "SUMMARY: ");
}

static void add(struct buffer *into, struct span line)
{
    char one[REASON_LIMIT];
    size_t size = 0;
    for (size_t i = 0; i < line.size && size < sizeof one; i++) {
        bool blank = isspace((unsigned char)line.text[i]);
        if (!blank || (size > 0 && one[size - 1] != ' ')) {
            one[size++] = blank ? ' ' : line.text[i];
        }
    }
    inert_line(into, one, text_fit(one, size, sizeof one));
}

/* The line that explains the reason: the first after it that begins as the wording says. */
static void add_more(struct buffer *into, struct span log, const char *more)
{
    char kept[SANLOG_LINE_LIMIT];
    struct span line;
    while (sanlog_line_take(&log, &line)) {
        struct span text = clean(line, kept), words = text;
        while (more[0] == ' ') {
            more++;
        }
        if (span_take(&words, more)) {
            buffer_text(into, text.size > 0 ? " " : "");
            add(into, text);
            return;
        }
        if (more[0] == '\0') {
            return;
        }
    }
}

bool sanlog_reason(const char *text, size_t size, struct buffer *into)
{
    char kept[SANLOG_LINE_LIMIT];
    struct span log = {text, size}, line, after = log, chosen = {NULL, 0};
    const struct wording *wording = NULL;
    int rank = 0; /* 3: worded, 2: marked, 1: the last line, 0: none */
    while (rank < 3 && sanlog_line_take(&log, &line)) {
        struct span plain = clean(line, kept);
        wording = worded(plain);
        int worth = wording != NULL ? 3 : !speaks(plain) ? 0 : marked(plain) ? 2 : 1;
        if (worth > rank || (worth == 1 && rank == 1)) {
            rank = worth;
            chosen = line;
            after = log;
        }
    }
    if (rank == 0) {
        return false;
    }
    add(into, clean(chosen, kept));
    if (wording != NULL && wording->more != NULL) {
        add_more(into, after, wording->more);
    }
    return true;
}
