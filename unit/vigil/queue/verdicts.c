/* SPDX-License-Identifier: MIT */
/* A verdict as a gate would have written it, or as somebody forged it, with the files of its
 * crashes: one that passed has none, and one that is blocked so many new ones, of which the last is
 * the gravest.
 *     queue_verdicts DIR BASE HEAD passed
 *     queue_verdicts DIR BASE HEAD blocked COUNT FUNCTION SUBJECT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "verdict/sample.h"
#include "verdict/write.h"

struct forgery {
    struct verdict_crash crash;
    struct signature signature;
    char directory[32];
};

static int fail(const char *words)
{
    (void)fprintf(stderr, "queue_verdicts: %s\n", words);
    return 2;
}

/* The log with another function in it, which makes it another crash's. */
static void rename_function(const struct buffer *log, const char *function, unsigned number,
                            bool grave, struct buffer *into)
{
    static const char place[] = "read_field", access[] = "READ of";
    for (const char *at = log->data; *at != '\0';) {
        if (strncmp(at, place, strlen(place)) == 0) {
            buffer_format(into, "%s%u", function, number);
            at += strlen(place);
        } else if (grave && strncmp(at, access, strlen(access)) == 0) {
            buffer_text(into, "WRITE of");
            at += strlen(access);
        } else {
            buffer_add(into, at++, 1);
        }
    }
}

static bool put(const char *directory, const struct forgery *forgery, const char *name,
                const char *text, struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, forgery->directory) &&
           files_make_directory(path, fault) &&
           path_make(path, fault, "%s/%s/%s", directory, forgery->directory, name) &&
           files_scribble(path, text, strlen(text), fault);
}

static bool forge(const char *directory, const struct buffer *log, struct forgery *forgery,
                  struct fault *fault)
{
    static struct sanlog_report report;
    struct verdict_crash *crash = &forgery->crash;
    if (!sanlog_read(log->data, log->size, &report)) {
        return fault_set(fault, "no crash");
    }
    signature_make(&report, crash->target, &forgery->signature);
    (void)snprintf(forgery->directory, sizeof forgery->directory, "crashes/%s",
                   forgery->signature.id);
    memcpy(crash->id, forgery->signature.id, sizeof crash->id);
    crash->title = forgery->signature.title;
    crash->key = forgery->signature.key;
    crash->severity = forgery->signature.severity;
    crash->class = forgery->signature.class;
    crash->fate = VERDICT_CRASH_NEW;
    crash->directory = forgery->directory;
    crash->issue = 0;
    crash->issue_link = "";
    return put(directory, forgery, "report.txt", log->data, fault) &&
           put(directory, forgery, "input", "2024-07-11T", fault) &&
           put(directory, forgery, "minimized", "2024-", fault);
}

int main(int count, char **arguments)
{
    bool blocked = count == 8 && strcmp(arguments[4], "blocked") == 0;
    unsigned crashes = blocked ? (unsigned)strtoul(arguments[5], NULL, 10) : 0;
    struct verdict_sample sample;
    struct buffer log = {0};
    struct fault fault = {""};
    if (!blocked && !(count == 5 && strcmp(arguments[4], "passed") == 0)) {
        return fail("DIR BASE HEAD passed|blocked COUNT FUNCTION SUBJECT");
    }
    if (!files_read(VIGIL_LOGS "/heap_read.clang-address.txt", 1 << 20, &log, &fault) ||
        !files_make_directory(arguments[1], &fault)) {
        return fail(fault.text);
    }
    verdict_sample_make(blocked ? VERDICT_SAMPLE_BLOCKED : VERDICT_SAMPLE_PASSED, 0, &sample);
    struct verdict_crash *list = calloc(crashes + 1, sizeof *list);
    struct forgery *forgeries = calloc(crashes + 1, sizeof *forgeries);
    bool done = list != NULL && forgeries != NULL;
    for (unsigned i = 0; done && i < crashes; i++) {
        struct buffer own = {0};
        rename_function(&log, arguments[6], i, i + 1 == crashes, &own);
        forgeries[i].crash = sample.crashes[0];
        done = !own.failed && own.data != NULL && forge(arguments[1], &own, &forgeries[i], &fault);
        list[i] = forgeries[i].crash;
        buffer_free(&own);
    }
    for (size_t i = 0; i < sample.verdict.target_count; i++) {
        sample.targets[i].ran = true; /* or a crash that is not seen was not looked for */
    }
    sample.verdict.base = arguments[2];
    sample.verdict.head = arguments[3];
    sample.verdict.subject = blocked ? arguments[7] : sample.verdict.subject;
    sample.verdict.crashes = list;
    sample.verdict.crash_count = crashes;
    done = done && verdict_write(&sample.verdict, arguments[1], &fault);
    verdict_sample_free(&sample);
    buffer_free(&log);
    free(forgeries);
    free(list);
    return done ? 0 : fail(fault.text);
}
