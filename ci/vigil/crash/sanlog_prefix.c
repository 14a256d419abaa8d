/* SPDX-License-Identifier: MIT */
#include "sanlog_prefix.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define MOST_BLANKS  2  /* after a part; what is indented by more is quoted */
#define MOST_LABEL   80 /* bytes of a service's or a step's name */

static bool within(char letter, char first, char last)
{
    return letter >= first && letter <= last;
}

static bool take_number(struct span *text, size_t least, size_t most)
{
    size_t count = 0;
    while (count < text->size && span_is_digit(text->text[count])) {
        count++;
    }
    span_skip(text, count);
    return count >= least && count <= most;
}

/* "06:00:00", "06:00:00.123", "06:00:00,123" */
static bool take_clock(struct span *text)
{
    if (!take_number(text, 2, 2) || !span_take(text, ":") || !take_number(text, 2, 2) ||
        !span_take(text, ":") || !take_number(text, 2, 2)) {
        return false;
    }
    struct span fraction = *text;
    if ((span_take(&fraction, ".") || span_take(&fraction, ",")) && take_number(&fraction, 1, 9)) {
        *text = fraction;
    }
    return true;
}

static void take_offset(struct span *text)
{
    struct span offset = *text;
    if (span_take(text, "Z") || span_take(text, " UTC")) {
        return;
    }
    (void)span_take(&offset, " ");
    if ((span_take(&offset, "+") || span_take(&offset, "-")) && take_number(&offset, 2, 4)) {
        if (span_take(&offset, ":")) {
            (void)take_number(&offset, 2, 2);
        }
        *text = offset;
    }
}

static bool take_blanks(struct span *text)
{
    size_t before = text->size;
    while (span_take(text, " ")) {}
    return text->size < before;
}

/* "Nov" */
static bool take_month(struct span *text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (size_t i = 0; i < sizeof months - 1; i += 3) {
        if (text->size >= 3 && memcmp(text->text, months + i, 3) == 0) {
            span_skip(text, 3);
            return true;
        }
    }
    return false;
}

/* Up to the mark, which is skipped; false where the line has none or it is too far. */
static bool take_until(struct span *text, const char *mark)
{
    size_t end = span_find(*text, mark);
    bool found = end > 0 && end < text->size && end <= MOST_LABEL;
    span_skip(text, end + strlen(mark));
    return found;
}

/* "2026-11-30T06:00:00.1234567Z", "[2026-11-30T06:00:00.123Z]", "2026/11/30 06:00:00" */
static bool date_and_time(struct span *text)
{
    bool bracketed = span_take(text, "[");
    if (!take_number(text, 4, 4) || (!span_take(text, "-") && !span_take(text, "/")) ||
        !take_number(text, 2, 2) || (!span_take(text, "-") && !span_take(text, "/")) ||
        !take_number(text, 2, 2) || (!span_take(text, "T") && !span_take(text, " ")) ||
        !take_clock(text)) {
        return false;
    }
    take_offset(text);
    return !bracketed || span_take(text, "]");
}

/* "06:00:00", "[06:00:00.123]" */
static bool time_of_day(struct span *text)
{
    bool bracketed = span_take(text, "[");
    return take_clock(text) && (!bracketed || span_take(text, "]"));
}

/* "[  12.345678]" */
static bool uptime(struct span *text)
{
    if (!span_take(text, "[")) {
        return false;
    }
    (void)take_blanks(text);
    return take_number(text, 1, 9) && span_take(text, ".") && take_number(text, 1, 9) &&
           span_take(text, "]");
}

/* "20261130T060000Z" */
static bool compact_time(struct span *text)
{
    bool taken = take_number(text, 8, 8) && span_take(text, "T") && take_number(text, 6, 6);
    (void)span_take(text, "Z");
    return taken;
}

/* "1764482400.123456", "12.345s": since 1970, or since the start */
static bool seconds(struct span *text)
{
    bool taken = take_number(text, 1, 10) && span_take(text, ".") && take_number(text, 1, 9);
    (void)span_take(text, "s");
    return taken;
}

/* "30/Nov/2026:06:00:00 +0000", "30-Nov-2026 06:00:00" */
static bool day_first(struct span *text)
{
    if (!take_number(text, 1, 2) || (!span_take(text, "/") && !span_take(text, "-")) ||
        !take_month(text) || (!span_take(text, "/") && !span_take(text, "-")) ||
        !take_number(text, 4, 4) || (!span_take(text, ":") && !take_blanks(text)) ||
        !take_clock(text)) {
        return false;
    }
    take_offset(text);
    return true;
}

/* "Mon Nov 30 06:00:00 UTC 2026", date(1); "Nov 30 06:00:00" */
static bool calendar(struct span *text)
{
    static const char days[] = "Mon Tue Wed Thu Fri Sat Sun ";
    for (size_t i = 0; i < sizeof days - 1; i += 4) {
        if (text->size >= 4 && memcmp(text->text, days + i, 4) == 0) {
            span_skip(text, 4);
            break;
        }
    }
    if (!take_month(text) || !take_blanks(text) || !take_number(text, 1, 2) || !take_blanks(text) ||
        !take_clock(text)) {
        return false;
    }
    struct span rest = *text;
    size_t letters = 0;
    (void)take_blanks(&rest);
    while (letters < rest.size && letters < 5 && within(rest.text[letters], 'A', 'Z')) {
        letters++;
    }
    span_skip(&rest, letters);
    if ((letters == 0 || take_blanks(&rest)) && take_number(&rest, 4, 4)) {
        *text = rest;
    }
    return true;
}

/* The name of a host, a service or a program, without blanks. */
static bool take_name(struct span *text)
{
    size_t size = 0;
    while (size < text->size && size < MOST_LABEL) {
        char letter = text->text[size];
        if (!span_is_digit(letter) && !within(letter, 'A', 'Z') && !within(letter, 'a', 'z') &&
            letter != '-' && letter != '_' && letter != '.') {
            break;
        }
        size++;
    }
    span_skip(text, size);
    return size > 0;
}

/* "fuzz[7]:" */
static bool program(struct span *text)
{
    if (!take_name(text)) {
        return false;
    }
    struct span number = *text;
    if (span_take(&number, "[") && take_number(&number, 1, 7) && span_take(&number, "]")) {
        *text = number;
    }
    return span_take(text, ":");
}

/* "Nov 30 06:00:00 runner fuzz[7]:" */
static bool syslog_entry(struct span *text)
{
    return take_month(text) && take_blanks(text) && take_number(text, 1, 2) && take_blanks(text) &&
           take_clock(text) && take_blanks(text) && take_name(text) && take_blanks(text) &&
           program(text);
}

/* "stderr F", after a time: how containers' runtimes keep logs */
static bool runtime_stream(struct span *text)
{
    return (span_take(text, "stderr ") || span_take(text, "stdout ")) &&
           (span_take(text, "F") || span_take(text, "P"));
}

/* "11-30 06:00:00.123  1234  1240 I fuzz    :", adb logcat -v threadtime */
static bool logcat_entry(struct span *text)
{
    return take_number(text, 2, 2) && span_take(text, "-") && take_number(text, 2, 2) &&
           take_blanks(text) && take_clock(text) && take_blanks(text) && take_number(text, 1, 7) &&
           take_blanks(text) && take_number(text, 1, 7) && take_blanks(text) &&
           (span_take(text, "I") || span_take(text, "F") || span_take(text, "E") ||
            span_take(text, "D") || span_take(text, "W")) &&
           take_blanks(text) && take_until(text, ":");
}

/* "fuzz-1  |", docker compose */
static bool service(struct span *text)
{
    bool named = take_name(text);
    (void)take_blanks(text);
    return named && span_take(text, "|");
}

/* "CRASH LOG:", Centipede */
static bool capitals(struct span *text)
{
    size_t size = 0;
    while (size < text->size && size < MOST_LABEL &&
           (within(text->text[size], 'A', 'Z') || text->text[size] == ' ')) {
        size++;
    }
    span_skip(text, size);
    return size > 0 && span_take(text, ":");
}

/* "Step #4 - \"fuzz asan\":", Google Cloud Build's */
static bool cloud_step(struct span *text)
{
    if (!span_take(text, "Step #") || !take_number(text, 1, 4)) {
        return false;
    }
    if (span_take(text, " - \"") && !take_until(text, "\"")) {
        return false;
    }
    return span_take(text, ":");
}

/* "##[error]": Azure Pipelines', after its time */
static bool command(struct span *text)
{
    return span_take(text, "##[") && take_until(text, "]");
}

/* "runner fuzz[7]:", journalctl's, after its time */
static bool host_and_program(struct span *text)
{
    return take_name(text) && span_take(text, " ") && program(text);
}

/* "F/fuzz    ( 1234):", adb logcat -v brief */
static bool logcat_brief(struct span *text)
{
    if (text->size < 2 || strchr("VDIWEF", text->text[0]) == NULL || text->text[0] == '\0') {
        return false;
    }
    span_skip(text, 1);
    if (!span_take(text, "/") || !take_until(text, "(")) {
        return false;
    }
    (void)take_blanks(text);
    return take_number(text, 1, 7) && span_take(text, "):");
}

/* "[1,0]<stderr>:", mpirun --tag-output */
static bool rank(struct span *text)
{
    return span_take(text, "[") && take_number(text, 1, 6) && span_take(text, ",") &&
           take_number(text, 1, 6) && span_take(text, "]<std") && take_until(text, ">:");
}

/* "- runner - ERROR -", what Python's logging is often told to put after its time */
static bool logger(struct span *text)
{
    static const char *const levels[] = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
    if (!span_take(text, "- ") || !take_name(text) || !span_take(text, " - ")) {
        return false;
    }
    for (size_t i = 0; i < COUNT(levels); i++) {
        if (span_take(text, levels[i])) {
            return span_take(text, " -");
        }
    }
    return false;
}

/* "[fuzz asan]": a stage of Jenkins, a pod of kubectl, a script of concurrently */
static bool bracketed(struct span *text)
{
    return span_take(text, "[") && take_until(text, "]");
}

/* A job, then a step, of `gh run view --log`. */
static bool field(struct span *text)
{
    struct span name = *text;
    bool lettered = false;
    name.size = span_find(name, "\t");
    for (size_t i = 0; i < name.size && !lettered; i++) {
        lettered = within(name.text[i], 'A', 'Z') || within(name.text[i], 'a', 'z');
    }
    /* cat -n numbers lines so, behind blanks. */
    return lettered && span_find(name, "  ") == name.size && take_until(text, "\t");
}

/* "12:", ctest -V */
static bool test_number(struct span *text)
{
    return take_number(text, 1, 5) && span_take(text, ":");
}

/* "#12 34.56", docker build --progress=plain */
static bool build_step(struct span *text)
{
    return span_take(text, "#") && take_number(text, 1, 4) && span_take(text, " ") &&
           take_number(text, 1, 6) && span_take(text, ".") && take_number(text, 1, 4);
}

/* "00O", GitLab: after its time, and then "+" where a line goes on */
static bool stream(struct span *text)
{
    return take_number(text, 2, 2) && (span_take(text, "O") || span_take(text, "E"));
}

static const struct form {
    bool (*take)(struct span *text);
    bool named;         /* what was taken is the same on each line */
    size_t blanks_most; /* after it */
    size_t blanks_least;
    bool loose; /* prose begins so as well */
} forms[] = {
    {date_and_time, false, MOST_BLANKS, 1, false},
    {time_of_day, false, MOST_BLANKS, 1, false},
    {uptime, false, MOST_BLANKS, 1, false},
    {syslog_entry, false, 1, 1, false},
    {logcat_entry, false, 1, 1, false},
    {service, true, 1, 1, false},
    {bracketed, true, 1, 1, false},
    {field, true, 0, 0, false},
    {program, true, 1, 1, true},
    {capitals, true, 1, 1, true},
    {test_number, true, 1, 1, false},
    {build_step, false, 1, 1, false},
    {stream, false, 1, 1, false},
    {compact_time, false, MOST_BLANKS, 1, false},
    {seconds, false, MOST_BLANKS, 1, false},
    {day_first, false, MOST_BLANKS, 1, false},
    {calendar, false, MOST_BLANKS, 1, false},
    {runtime_stream, false, 1, 1, false},
    {cloud_step, true, 1, 1, false},
    {command, true, 1, 0, false},
    {host_and_program, true, 1, 1, true},
    {logcat_brief, true, 1, 1, false},
    {rank, true, 1, 0, false},
    {logger, true, 1, 1, false},
};

static size_t skip_blanks(struct span *text, size_t most)
{
    size_t count = 0;
    while (count < most && (span_take(text, " ") || span_take(text, "\t"))) {
        count++;
    }
    return count;
}

static bool find(struct span line, sanlog_prefix_fits *fits, void *context,
                 struct sanlog_prefix *prefix)
{
    if (prefix->count == SANLOG_PREFIX_PARTS) {
        return false;
    }
    struct sanlog_prefix_part *part = &prefix->parts[prefix->count++];
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct span rest = line;
        if (!forms[i].take(&rest)) {
            continue;
        }
        size_t taken = line.size - rest.size;
        *part = (struct sanlog_prefix_part){
            .form = i,
            .label = {line.text, forms[i].named ? taken : 0},
            .blanks = skip_blanks(&rest, forms[i].blanks_most),
        };
        if (part->blanks >= forms[i].blanks_least &&
            (find(rest, fits, context, prefix) || fits(rest, prefix, context))) {
            return true;
        }
    }
    prefix->count--;
    return false;
}

bool sanlog_prefix_find(struct span line, sanlog_prefix_fits *fits, void *context,
                        struct sanlog_prefix *prefix)
{
    *prefix = (struct sanlog_prefix){.count = 0};
    return find(line, fits, context, prefix);
}

/* A name may count the lines: "[fuzz:12] ". */
static bool same_label(struct span left, struct span right)
{
    while (left.size > 0 && right.size > 0) {
        (void)span_take_digits(&left, NULL);
        (void)span_take_digits(&right, NULL);
        if (left.size == 0 || right.size == 0 || left.text[0] != right.text[0]) {
            break;
        }
        span_skip(&left, 1);
        span_skip(&right, 1);
    }
    return left.size == 0 && right.size == 0;
}

bool sanlog_prefix_take(struct span *line, const struct sanlog_prefix *prefix)
{
    struct span rest = *line;
    for (size_t i = 0; i < prefix->count; i++) {
        const struct sanlog_prefix_part *part = &prefix->parts[i];
        struct span before = rest;
        if (!forms[part->form].take(&rest)) {
            return false;
        }
        size_t taken = before.size - rest.size;
        if (forms[part->form].named &&
            !same_label((struct span){before.text, taken}, part->label)) {
            return false;
        }
        (void)skip_blanks(&rest, part->blanks);
    }
    *line = rest;
    return true;
}

bool sanlog_prefix_is_loose(const struct sanlog_prefix *prefix)
{
    return prefix->count > 0 && forms[prefix->parts[prefix->count - 1].form].loose;
}
