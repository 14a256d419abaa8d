/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "sample_told.h"

/* `function` has a number where there are many of one kind. */
static void write_log(const struct told *about, const char *function, struct buffer *log)
{
    buffer_text(log, about->header);
    buffer_format(log, "    #0 0x55d0c1b2a3f3 in %s %s:%u:17\n", function, about->file,
                  about->line);
    buffer_format(log, "    #1 0x55d0c1b2b611 in %s %s:%u:9\n", about->caller, about->file,
                  about->line + 61);
    buffer_format(log, "    #2 0x55d0c1b29d02 in LLVMFuzzerTestOneInput fuzz/%s.c:21:5\n",
                  about->target);
    buffer_text(log, "    #3 0x55d0c1a4e1f0 in fuzzer::Fuzzer::ExecuteCallback(unsigned char "
                     "const*, unsigned long) (/out/fuzzer+0x4e1f0)\n"
                     "    #4 0x55d0c1a38a5c in main (/out/fuzzer+0x38a5c)\n\n");
    buffer_format(log, "SUMMARY: AddressSanitizer: %s:%u:17 in %s\n", about->file, about->line,
                  function);
}

static void write_source(struct report_crash *crash, size_t place, unsigned line)
{
    struct report_source *source = &crash->sources[place];
    *source = (struct report_source){.frame = (unsigned)place, .first = line - 3, .line = line};
    buffer_text(&source->text, place > 0 ? "    while (cursor_left(&cursor) > 0) {\n"
                                           "        size_t began = cursor.at;\n"
                                           "        if (cursor_take(&cursor, '<')) {\n"
                                           "            result = read(&cursor, name, room);\n"
                                           "        }\n"
                                           "        at = cursor.at;\n"
                                         : "    /* A quoted name may hold digits and signs. */\n"
                                           "    size_t length = 0;\n"
                                           "    while (cursor_peek(cursor) != '>') {\n"
                                           "        name[length++] = cursor_next(cursor);\n"
                                           "    }\n"
                                           "    name[length] = '\\0';\n");
    crash->source_count = place + 1;
}

static void find(const struct told *about, const char *function, struct crash *found)
{
    write_log(about, function, &found->log);
    if (!sanlog_read(found->log.data, found->log.size, &found->report)) {
        (void)fprintf(stderr, "report_sample: no crash in:\n%s", found->log.data);
        exit(2);
    }
    signature_make(&found->report, about->target, &found->signature);
    found->replays = 10;
    found->reproduced = about->reproduced;
    found->reproducibility = about->reproducibility;
    buffer_text(&found->minimised, about->input);
    buffer_format(&found->input, "%s and what the minimiser took away", about->input);
}

static void tell(const struct told *about, const struct crash *found, struct report_crash *crash)
{
    SAMPLE_SET(crash->id, found->signature.id);
    SAMPLE_SET(crash->title, found->signature.title);
    SAMPLE_SET(crash->target, about->target);
    crash->severity = found->signature.severity;
    crash->class = found->signature.class;
    crash->fate = about->fate;
    crash->seen = about->seen;
    crash->times = about->times;
    crash->nights = about->nights;
    crash->issue = about->issue;
    if (about->issue > 0) {
        (void)snprintf(crash->issue_link, sizeof crash->issue_link,
                       "https://github.com/fuseau/fuseau/issues/%u", about->issue);
    }
    SAMPLE_SET(crash->owner, about->owner);
    SAMPLE_SET(crash->first_seen, about->first_seen);
    SAMPLE_SET(crash->last_seen, about->seen ? "2026-11-25T02:40:00Z" : "2026-11-20T02:40:00Z");
    SAMPLE_SET(crash->first_bad, about->first_bad);
    SAMPLE_SET(crash->handle, about->handle);
    SAMPLE_SET(crash->note, about->note);
    crash->withheld = about->withheld;
    crash->crash = found;
}

static void fill(struct report_sample *sample, size_t at, size_t kind, const char *function)
{
    struct report_crash *crash = &sample->crashes[at];
    struct crash *found = &sample->found[at];
    found->target = &sample->target;
    find(&report_sample_told[kind], function, found);
    tell(&report_sample_told[kind], found, crash);
    write_source(crash, 0, report_sample_told[kind].line);
    write_source(crash, 1, report_sample_told[kind].line + 61);
    buffer_text(&sample->marks[at], report_sample_told[kind].marks);
    buffer_format(&sample->command[at],
                  "ASAN_OPTIONS=detect_leaks=1 build/fuzz/out/%s -timeout=25 "
                  "/var/lib/vigil/crashes/%s/minimized",
                  report_sample_told[kind].target, crash->id);
}

/* All the text that it has is the attack, and its id is its number. */
static void attack(struct report_sample *sample, size_t at)
{
    const char *name;
    size_t size;
    const char *text = report_sample_attack(at, &name, &size);
    struct report_crash *crash = &sample->crashes[at];
    struct sanlog_frame *frame = &sample->found[at].report.frames[0];
    struct buffer title = {0};
    inert_title(&title, text, size < 60 ? size : 60);
    (void)snprintf(crash->id, sizeof crash->id, "%016zx", at);
    report_sample_set(crash->title, sizeof crash->title, title.data, title.size);
    report_sample_set(crash->target, sizeof crash->target, text, size);
    report_sample_set(crash->issue_link, sizeof crash->issue_link, text, size);
    report_sample_set(crash->owner, sizeof crash->owner, text, size);
    report_sample_set(crash->first_bad, sizeof crash->first_bad, text, size);
    report_sample_set(crash->handle, sizeof crash->handle, text, size);
    report_sample_set(crash->note, sizeof crash->note, text, size);
    report_sample_set(frame->function, sizeof frame->function, text, size);
    report_sample_set(frame->file, sizeof frame->file, text, size);
    sample->found[at].log.size = sample->found[at].minimised.size = 0;
    crash->sources[0].text.size = sample->marks[at].size = sample->command[at].size = 0;
    buffer_text(&sample->found[at].log, "==88==ERROR: ");
    buffer_add(&sample->found[at].log, text, size);
    sample->found[at].report.offset = 0;
    buffer_add(&sample->found[at].minimised, text, size);
    buffer_add(&crash->sources[0].text, text, size);
    buffer_add(&sample->command[at], text, size);
    crash->sources[0].first = crash->sources[0].line;
    buffer_text(&sample->marks[at], "");
    buffer_free(&title);
}

void report_sample_crashes(enum report_sample_kind kind, size_t more, struct report_sample *sample)
{
    size_t own = kind == SAMPLE_NIGHT     ? REPORT_SAMPLE_TOLD
                 : kind == SAMPLE_HOSTILE ? report_sample_attacks()
                                          : 0;
    size_t count = own + more;
    sample->crashes = report_sample_room(count, sizeof *sample->crashes);
    sample->found = report_sample_room(count, sizeof *sample->found);
    sample->marks = report_sample_room(count, sizeof *sample->marks);
    sample->command = report_sample_room(count, sizeof *sample->command);
    for (size_t i = 0; i < count; i++) {
        bool plain = kind == SAMPLE_NIGHT && i < own;
        size_t pattern = plain ? i : kind == SAMPLE_HOSTILE ? 0 : i % 2;
        char function[64];
        (void)snprintf(function, sizeof function, plain ? "%s" : "%s_%zu",
                       report_sample_told[pattern].function, i);
        fill(sample, i, pattern, function);
        if (kind == SAMPLE_HOSTILE && i < own) {
            attack(sample, i);
        }
        sample->crashes[i].marks = sample->marks[i].data;
        sample->crashes[i].command = sample->command[i].data;
    }
    sample->report.crashes = sample->crashes;
    sample->report.crash_count = count;
}

void report_sample_free_crashes(struct report_sample *sample)
{
    for (size_t i = 0; i < sample->report.crash_count; i++) {
        buffer_free(&sample->found[i].input);
        buffer_free(&sample->found[i].minimised);
        buffer_free(&sample->found[i].log);
        buffer_free(&sample->marks[i]);
        buffer_free(&sample->command[i]);
        for (size_t s = 0; s < REPORT_SOURCES; s++) {
            buffer_free(&sample->crashes[i].sources[s].text);
        }
    }
    free(sample->crashes);
    free(sample->found);
    free(sample->marks);
    free(sample->command);
}
