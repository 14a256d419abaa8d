/* SPDX-License-Identifier: MIT */
/* Logs written by hand, words/NAME.txt, a wording each: what every part of the report should read
 * as, a blank line, the log. Then the same logs, and the real ones of sanlog/, as a CI service
 * shows them: behind a time, behind a service's name, in colours. */
#include "rows.h"

#include "base/buffer.h"
#include "base/files.h"
#include "crash/sanlog.h"

#define WORDS_LEAST 240 /* so that a directory that lost some does not pass */

static struct buffer load(const char *path)
{
    struct buffer text = {0};
    struct fault fault;
    if (!files_read(path, 1 << 20, &text, &fault)) {
        fail_msg("%s", fault.text);
    }
    return text;
}

/* Where the log begins, after the blank line. */
static const char *log_of(const struct buffer *text)
{
    const char *end = strstr(text->data, "\n\n");
    assert_non_null(end);
    return end + 2;
}

static bool read_copy(const char *log, size_t size, struct sanlog_report *report)
{
    char *copy = exact_copy(log, size);
    bool crash = sanlog_read(copy, size, report);
    free(copy);
    return crash;
}

static void say_frame(const struct sanlog_frame *frame, struct buffer *into)
{
    if (frame->function[0] == '\0' && frame->file[0] == '\0' && frame->module[0] != '\0') {
        buffer_format(into, "(%s+0x%llx)", frame->module, (unsigned long long)frame->offset);
        return;
    }
    bool named = frame->function[0] != '\0' || frame->file[0] != '\0';
    buffer_format(into, "%s%s%s", frame->function, named ? " " : "", frame->file);
    if (frame->line > 0) {
        buffer_format(into, ":%u", frame->line);
    }
}

/* The head of a file of words/, of the report at hand. */
static void say(const struct sanlog_report *report, struct buffer *into)
{
    static const char *const accesses[] = {"none", "READ", "WRITE"};
    buffer_format(into, "TOOL: %s\nKIND: %s\nACCESS: %s", sanlog_tool_name(report->tool),
                  report->kind, accesses[report->access]);
    if (report->access != SANLOG_ACCESS_NONE) {
        buffer_format(into, " %llu", (unsigned long long)report->access_size);
    }
    buffer_format(into, "\nMESSAGE: %s\nFRAME: ", report->message);
    say_frame(&report->frames[0], into);
}

/* A line's blanks at its end are an editor's to take away. */
static void trim_lines(struct buffer *text)
{
    size_t used = 0;
    for (size_t i = 0; i < text->size; i++) {
        if (text->data[i] == '\n') {
            while (used > 0 && text->data[used - 1] == ' ') {
                used--;
            }
        }
        text->data[used++] = text->data[i];
    }
    while (used > 0 && text->data[used - 1] == ' ') {
        used--;
    }
    text->data[used] = '\0';
    text->size = used;
}

static void reads_as_its_head(void **state)
{
    static struct sanlog_report report;
    struct buffer text = load(*state), said = {0}, expected = {0};
    const char *log = log_of(&text);
    (void)read_copy(log, text.size - (size_t)(log - text.data), &report);
    say(&report, &said);
    buffer_add(&expected, text.data, (size_t)(log - text.data) - 2);
    trim_lines(&said);
    trim_lines(&expected);
    if (strcmp(said.data, expected.data) != 0) {
        fail_msg("%s: read as\n%s\nnot as\n%s", (const char *)*state, said.data, expected.data);
    }
    buffer_free(&text);
    buffer_free(&said);
    buffer_free(&expected);
}

/* However the log is cut, nothing is read beyond it. */
static void is_read_however_it_is_cut(void **state)
{
    static struct sanlog_report report;
    struct buffer text = load(*state);
    const char *log = log_of(&text);
    size_t size = text.size - (size_t)(log - text.data);
    for (size_t cut = 0; cut < size; cut += 1 + size / 29) {
        (void)read_copy(log, cut, &report);
    }
    buffer_free(&text);
}

/* What stands before each line, %d for its number. */
static const struct show_row {
    const char *name, *before, *after;
} shows[] = {
    {"GitHub", "2026-11-30T06:00:00.%07dZ ", "\n"},
    {"GitHub, downloaded",
     "\xef\xbb\xbf"
     "2026-11-30T06:00:00.%07dZ ",
     "\r\n"},
    {"gh run view --log", "fuzz\tRun vigil nightly\t2026-11-30T06:00:00.%07dZ ", "\n"},
    {"GitLab", "2026-11-30T06:00:00.%06dZ 00O ", "\n"},
    {"Jenkins' timestamper", "06:00:%02d  ", "\n"},
    {"a Jenkins pipeline", "[2026-11-30T06:00:00.%03dZ] ", "\n"},
    {"stages of a Jenkins pipeline", "[2026-11-30T06:00:00.%03dZ] [fuzz asan] ", "\n"},
    {"a clock in brackets", "[06:00:%02d] ", "\n"},
    {"a kernel's clock", "[%5d.123456] ", "\n"},
    {"a date and a blank", "2026-11-30 06:00:%02d,123 ", "\n"},
    {"an offset", "2026-11-30T06:00:%02d+01:00 ", "\n"},
    {"docker compose", "fuzz-1  | ", "\n"},
    {"docker compose with times", "fuzz-1  | 2026-11-30T06:00:00.%09dZ ", "\n"},
    {"docker compose on GitHub", "2026-11-30T06:00:00.%07dZ fuzz_1 | ", "\n"},
    {"Google Cloud Build", "Step #4 - \"fuzz asan\": ", "\n"},
    {"Azure Pipelines", "2026-11-30T06:00:00.%07dZ ##[error]", "\n"},
    {"journalctl -o short-iso", "2026-11-30T06:00:%02d+0000 runner fuzz[77]: ", "\n"},
    {"logcat -v brief", "F/fuzz    ( 1234): ", "\n"},
    {"mpirun --tag-output", "[1,0]<stderr>:", "\n"},
    {"Python's logging", "2026-11-30 06:00:%02d,123 - runner - ERROR - ", "\n"},
    {"docker build", "#12 %d.345 ", "\n"},
    {"kubectl logs --prefix", "[pod/fuzz-7/vigil] ", "\n"},
    {"ctest -V", "12: ", "\n"},
    {"Centipede", "CRASH LOG: ", "\n"},
    {"a program that runs others", "fuzz-1: ", "\n"},
    {"syslog", "Nov 30 06:00:%02d runner fuzz[7]: ", "\n"},
    {"logcat", "11-30 06:00:00.%03d  1234  1240 I fuzz    : ", "\n"},
    {"date(1)", "Mon Nov 30 06:00:%02d UTC 2026 ", "\n"},
    {"dmesg -T", "[Mon Nov 30 06:00:%02d 2026] ", "\n"},
    {"a journal without a host", "Nov 30 06:00:%02d fuzz[7]: ", "\n"},
    {"a day first", "30/Nov/2026:06:00:%02d +0000 ", "\n"},
    {"Bamboo", "build\t30-Nov-2026 06:00:%02d\t", "\n"},
    {"a compact time", "20261130T0600%02dZ ", "\n"},
    {"seconds", "17644824%02d.123456 ", "\n"},
    {"seconds since the start", "%d.123s ", "\n"},
    {"a container's runtime", "2026-11-30T06:00:00.%09dZ stderr F ", "\n"},
    {"a step that counts its lines", "[fuzz:%d] ", "\n"},
    {"a logger", "[2026-11-30 06:00:%02d,123] [INFO] ", "\n"},
    {"a foreman", "06:00:%02d fuzz.1  | ", "\n"},
    {"colours whose ESC is lost", "[1m[3%dm[0m", "[0;39m\n"},
    {"colours as cat -v shows them", "^[[1m^[[3%dm^[[0m", "^[[0m\n"},
    {"colours", "\x1b[1m\x1b[3%dm\x1b[0m", "\x1b[0;39m\x1b[K\n"},
    {"Buildkite", "\x1b_bk;t=17%d\x07", "\r\r\n"},
    {"Windows", "", "\r\n"},
    {"GitHub in colours", "\x1b[36m2026-11-30T06:00:00.%07dZ\x1b[0m ", "\x1b[0m\n"},
};

static void prefix(const char *log, size_t size, const struct show_row *row, struct buffer *into)
{
    const char *end = log + size;
    for (int number = 10; log < end; number = number == 59 ? 10 : number + 1) {
        const char *stop = memchr(log, '\n', (size_t)(end - log));
        stop = stop == NULL ? end : stop;
        buffer_format(into, row->before, number);
        buffer_add(into, log, (size_t)(stop - log));
        buffer_text(into, row->after);
        log = stop < end ? stop + 1 : end;
    }
}

static size_t lines(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += text[i] == '\n';
    }
    return count;
}

static bool same_frame(const struct sanlog_frame *left, const struct sanlog_frame *right)
{
    return strcmp(left->function, right->function) == 0 && strcmp(left->file, right->file) == 0 &&
           strcmp(left->module, right->module) == 0 && left->offset == right->offset &&
           left->line == right->line;
}

static bool same_report(const struct sanlog_report *left, const struct sanlog_report *right)
{
    bool same = left->tool == right->tool && strcmp(left->kind, right->kind) == 0 &&
                left->access == right->access && left->access_size == right->access_size &&
                strcmp(left->message, right->message) == 0 && left->offset == right->offset &&
                left->frame_count == right->frame_count && left->second == right->second;
    for (size_t i = 0; same && i < left->frame_count; i++) {
        same = same_frame(&left->frames[i], &right->frames[i]);
    }
    return same;
}

struct shown {
    const struct show_row *row;
    char *const *paths;
    size_t first, count, step;
};

/* Not where the report is of one line, which alone does not show that each line is prefixed. */
static void is_read_as_shown(void **state)
{
    static struct sanlog_report plain, report;
    const struct shown *shown = *state;
    for (size_t i = shown->first; i < shown->count; i += shown->step) {
        if (strstr(shown->paths[i], ".txt") == NULL) {
            continue;
        }
        struct buffer text = load(shown->paths[i]), other = {0};
        const char *log = log_of(&text);
        size_t size = text.size - (size_t)(log - text.data);
        bool crash = sanlog_read(log, size, &plain);
        if (crash && lines(log + plain.offset, size - plain.offset) < 2) {
            buffer_free(&text);
            continue;
        }
        prefix(log, size, shown->row, &other);
        bool again = sanlog_read(other.data == NULL ? "" : other.data, other.size, &report);
        if (crash && again) {
            assert_int_equal(lines(log, plain.offset), lines(other.data, report.offset));
            report.offset = plain.offset;
        }
        if (crash != again || !same_report(&plain, &report)) {
            fail_msg("%s, %s: read as %s %s with %zu frames, not as %s %s with %zu",
                     shown->paths[i], shown->row->name, sanlog_tool_name(report.tool), report.kind,
                     report.frame_count, sanlog_tool_name(plain.tool), plain.kind,
                     plain.frame_count);
        }
        buffer_free(&text);
        buffer_free(&other);
    }
}

int main(void)
{
    struct fault fault;
    struct file_list words = {0}, logs = {0};
    if (!files_list(VIGIL_LOGS "/../words", &words, &fault) ||
        !files_list(VIGIL_LOGS, &logs, &fault)) {
        (void)fprintf(stderr, "%s\n", fault.text);
        return 1;
    }
    struct CMUnitTest *tests = calloc(2 * words.count + 2 * COUNT(shows) + 1, sizeof *tests);
    /* Each of ours in every way; of the real ones, which are like each other, each in one. */
    struct shown shown[2 * COUNT(shows)];
    size_t count = 0;
    for (size_t i = 0; tests != NULL && i < words.count; i++) {
        char *path = words.paths[i], *base = strrchr(path, '/') + 1;
        tests[count++] = (struct CMUnitTest){base, reads_as_its_head, NULL, NULL, path};
        tests[count++] = (struct CMUnitTest){base, is_read_however_it_is_cut, NULL, NULL, path};
    }
    for (size_t i = 0; tests != NULL && i < COUNT(shows); i++) {
        shown[2 * i] = (struct shown){&shows[i], words.paths, 0, words.count, 1};
        shown[2 * i + 1] = (struct shown){&shows[i], logs.paths, i, logs.count, COUNT(shows)};
        for (size_t j = 2 * i; j < 2 * i + 2; j++) {
            tests[count++] =
                (struct CMUnitTest){shows[i].name, is_read_as_shown, NULL, NULL, &shown[j]};
        }
    }
    (void)printf("%zu logs in words\n", words.count);
    if (words.count < WORDS_LEAST) {
        (void)fprintf(stderr, "these are too few: at least %d\n", WORDS_LEAST);
        free(tests);
        return 1;
    }
    int failed = _cmocka_run_group_tests("sanlog_said", tests, count, NULL, NULL);
    free(tests);
    files_list_free(&words);
    files_list_free(&logs);
    return failed;
}
