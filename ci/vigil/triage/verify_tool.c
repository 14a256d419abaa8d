/* SPDX-License-Identifier: MIT */
#include "verify.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "environment.h"

#define PROGRAM_LIMIT ((size_t)1 << 30)

/* Each runtime lists its options when it is asked for help in its own variable, then libFuzzer
 * lists its flags, and no input is run. */
static bool ask_for_help(const struct target *target, struct process_outcome *outcome)
{
    struct target_options options = target->options;
    struct environment environment;
    struct fault ignored;
    for (size_t i = 0; i < sizeof options.sanitizers / sizeof *options.sanitizers; i++) {
        (void)snprintf(options.sanitizers[i], sizeof options.sanitizers[i], "help=1");
    }
    if (!environment_make(&options, &environment)) {
        return false;
    }
    char *arguments[] = {(char *)(uintptr_t)target->path, (char *)(uintptr_t) "-help=1", NULL};
    struct process_request request = {.arguments = arguments,
                                      .environment = environment.entries,
                                      .seconds = 60,
                                      .head_bytes = 1 << 20,
                                      .tail_bytes = 1 << 16};
    bool ran = process_run(&request, outcome, &ignored);
    environ_free(&environment);
    return ran;
}

/*
 * Clang links UBSan's runtime to every libFuzzer target, checked or not, so that the runtime is
 * there says nothing. What only checked code has are the descriptions of types that its reports
 * name: two numbers of 16 bits, what kind of type it is and its width, and its quoted name.
 * At `quote` begins the name.
 */
static bool is_type_description(struct span program, size_t quote)
{
    uint16_t kind, info;
    if (quote < sizeof kind + sizeof info) {
        return false;
    }
    memcpy(&kind, program.text + quote - 4, sizeof kind);
    memcpy(&info, program.text + quote - 2, sizeof info);
    bool integer = kind == 0 && info >= 6 && info <= 15; /* twice log2 of the width, and the sign */
    bool floating = kind == 1 && info >= 16 && info <= 128 && info % 16 == 0;
    if (!integer && !floating && !(kind == 0xffff && info == 0)) {
        return false;
    }
    size_t end = quote + 1, quotes = 0;
    while (end < program.size && program.text[end] >= ' ' && program.text[end] <= '~') {
        quotes += program.text[end++] == '\'';
    }
    return end < program.size && program.text[end] == '\0' && quotes > 0 && end > quote + 2;
}

static bool describes_types(const char *path)
{
    struct buffer content = {0};
    struct fault ignored;
    bool found = false;
    if (files_read(path, PROGRAM_LIMIT, &content, &ignored)) {
        struct span program = {content.data, content.size};
        const char *end = content.data + content.size;
        for (const char *at = content.data; !found && at != NULL && at < end; at++) {
            at = memchr(at, '\'', (size_t)(end - at));
            if (at == NULL) {
                break;
            }
            found = is_type_description(program, (size_t)(at - content.data));
        }
    }
    buffer_free(&content);
    return found;
}

static bool says(struct span output, const char *words)
{
    return span_find(output, words) < output.size;
}

/* What each tool's presence shows itself by. ASan brings LSan along and says nothing of it. */
static bool is_shown(enum sanlog_tool tool, struct span output)
{
    static const char *const lists[] = {
        [SANLOG_LIBC] = "Flags: (strictly in form -flag=value)",
        [SANLOG_LIBFUZZER] = "Flags: (strictly in form -flag=value)",
        [SANLOG_ASAN] = "Available flags for AddressSanitizer:",
        [SANLOG_LSAN] = "Available flags for LeakSanitizer:",
        [SANLOG_MSAN] = "Available flags for MemorySanitizer:",
        [SANLOG_TSAN] = "Available flags for ThreadSanitizer:",
        [SANLOG_UBSAN] = "Available flags for ",
    };
    return (size_t)tool < sizeof lists / sizeof *lists && lists[tool] != NULL &&
           (says(output, lists[tool]) || (tool == SANLOG_LSAN && says(output, lists[SANLOG_ASAN])));
}

bool verify_has_tool(const struct target *target, enum sanlog_tool tool)
{
    struct process_outcome outcome;
    if (!ask_for_help(target, &outcome)) {
        return false;
    }
    bool shown = is_shown(tool, (struct span){outcome.output, outcome.output_size}) &&
                 (tool != SANLOG_UBSAN || describes_types(target->path));
    process_outcome_free(&outcome);
    return shown;
}
