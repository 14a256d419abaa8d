/* SPDX-License-Identifier: MIT */
#include "signature.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ownframe.h"
#include "safetext.h"

#define KEY_FRAMES   3
#define CYCLE_FRAMES 32

struct names {
    char name[CYCLE_FRAMES][OWNFRAME_NAME_SIZE];
    unsigned times[CYCLE_FRAMES];
    size_t count;
};

const char *signature_severity_name(enum severity severity)
{
    return severity == SEVERITY_HIGH ? "high" : severity == SEVERITY_MEDIUM ? "medium" : "low";
}

bool signature_same(const struct signature *left, const struct signature *right)
{
    return strcmp(left->key, right->key) == 0;
}

bool signature_is_exhaustion(const struct sanlog_report *report)
{
    return strcmp(report->kind, "timeout") == 0 || strcmp(report->kind, "out-of-memory") == 0;
}

/* Each own function once, innermost first. What lies beyond LLVMFuzzerTestOneInput is the fuzzer's,
 * its main() too; where no fuzzer is in the stack, main() is the program's own. */
static void own_names(const struct sanlog_report *report, struct names *names)
{
    size_t count = ownframe_count(report);
    names->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!ownframe_is(&report->frames[i])) {
            continue;
        }
        char name[OWNFRAME_NAME_SIZE];
        ownframe_name(&report->frames[i], name);
        size_t at = 0;
        while (at < names->count && strcmp(names->name[at], name) != 0) {
            at++;
        }
        if (at < names->count) {
            names->times[at]++;
        } else if (names->count < CYCLE_FRAMES) {
            memcpy(names->name[at], name, sizeof name);
            names->times[names->count++] = 1;
        }
    }
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Only those that call each other again and again, in order of name. */
static void keep_cycle(struct names *names)
{
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (names->times[i] > 1) {
            memmove(names->name[kept++], names->name[i], sizeof names->name[i]);
        }
    }
    if (kept > 0) {
        names->count = kept;
        qsort(names->name, kept, sizeof names->name[0], by_name);
    }
}

/* The own function that LLVMFuzzerTestOneInput called, or nothing. */
static void keep_entry(const struct sanlog_report *report, struct names *names)
{
    size_t entry = ownframe_count(report);
    names->count = 0;
    for (size_t i = entry < report->frame_count ? entry : 0; i > 0; i--) {
        if (ownframe_is(&report->frames[i - 1])) {
            ownframe_name(&report->frames[i - 1], names->name[0]);
            names->count = 1;
            return;
        }
    }
}

static void name_kind(const struct sanlog_report *report, struct buffer *into)
{
    static const char *const accesses[] = {[SANLOG_READ] = " READ", [SANLOG_WRITE] = " WRITE"};
    safetext_title(into, report->kind, strlen(report->kind));
    if (report->access == SANLOG_ACCESS_NONE) {
        return;
    }
    buffer_text(into, accesses[report->access]);
    if (report->access_size > 0 && report->frame_count > 0 &&
        (ownframe_is(&report->frames[0]) || ownframe_is_entry(&report->frames[0]))) {
        buffer_format(into, " %llu", (unsigned long long)report->access_size);
    }
}

static void copy(char *into, size_t room, const struct buffer *text)
{
    (void)snprintf(into, room, "%s", text->data == NULL || text->failed ? "" : text->data);
}

static void make_title(const struct sanlog_report *report, const struct names *names,
                       const char *target, struct signature *signature)
{
    struct buffer title = {0};
    name_kind(report, &title);
    buffer_text(&title, names->count > 0 ? " in " : " in target ");
    const char *place = names->count > 0 ? names->name[0] : target;
    safetext_title(&title, place, strlen(place));
    copy(signature->title, sizeof signature->title, &title);
    buffer_free(&title);
}

static void make_key(const struct sanlog_report *report, const struct names *names,
                     const char *target, struct signature *signature)
{
    struct buffer key = {0};
    name_kind(report, &key);
    if (names->count == 0 || signature_is_exhaustion(report)) {
        buffer_text(&key, "|target:");
        safetext_title(&key, target, strlen(target));
    }
    for (size_t i = 0; i < names->count && i < KEY_FRAMES; i++) {
        buffer_text(&key, "|");
        safetext_title(&key, names->name[i], strlen(names->name[i]));
    }
    copy(signature->key, sizeof signature->key, &key);
    buffer_free(&key);
}

/* FNV-1a, 64 bits: short, stable for ever, and nothing here defends against a chosen collision. */
static void make_id(struct signature *signature)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char *letter = signature->key; *letter != '\0'; letter++) {
        hash = (hash ^ (unsigned char)*letter) * 0x100000001b3u;
    }
    (void)snprintf(signature->id, sizeof signature->id, "%016llx", (unsigned long long)hash);
}

/* What someone who chooses the input gains: writing memory, reading it, or an end to the program.
 */
static enum severity judge(const struct sanlog_report *report)
{
    static const char *const high[] = {"double-free",
                                       "bad-free",
                                       "heap-use-after-free",
                                       "stack-use-after-return",
                                       "stack-use-after-scope",
                                       "heap-corruption",
                                       "stack-smashing",
                                       "fortified-overflow",
                                       "wrong-dynamic-type",
                                       "function-type-mismatch",
                                       "alloc-dealloc-mismatch",
                                       "negative-size-param"};
    static const char *const medium[] = {
        "use-of-uninitialized-value", "index-out-of-bounds", "data-race",
        "pointer-overflow",           "object-too-small",    "memcpy-param-overlap",
        "strcpy-param-overlap"};
    if (strcmp(report->kind, "null-dereference") == 0 ||
        strcmp(report->kind, "stack-overflow") == 0) {
        return SEVERITY_LOW;
    }
    for (size_t i = 0; i < sizeof high / sizeof *high; i++) {
        if (strcmp(report->kind, high[i]) == 0) {
            return SEVERITY_HIGH;
        }
    }
    for (size_t i = 0; i < sizeof medium / sizeof *medium; i++) {
        if (strcmp(report->kind, medium[i]) == 0) {
            return SEVERITY_MEDIUM;
        }
    }
    return report->access == SANLOG_WRITE  ? SEVERITY_HIGH
           : report->access == SANLOG_READ ? SEVERITY_MEDIUM
                                           : SEVERITY_LOW;
}

void signature_make(const struct sanlog_report *report, const char *target,
                    struct signature *signature)
{
    struct names names;
    memset(signature, 0, sizeof *signature);
    own_names(report, &names);
    if (signature_is_exhaustion(report)) {
        keep_entry(report, &names);
    } else if (strcmp(report->kind, "stack-overflow") == 0) {
        keep_cycle(&names);
    }
    make_title(report, &names, target, signature);
    make_key(report, &names, target, signature);
    make_id(signature);
    signature->severity = judge(report);
}
