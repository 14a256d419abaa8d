/* SPDX-License-Identifier: MIT */
#include "base/command.h"
#include "explain.h"

struct given {
    const char *target;
    bool json;
};

static const struct command_option options[] = {
    {"json", NULL, COMMAND_FLAG, offsetof(struct given, json),
     .help = "one object a log, one a line"},
    {"target", "NAME", COMMAND_TEXT, offsetof(struct given, target),
     .help = "the program that crashed (default: the log's name, without its ending)"},
    {.name = NULL}};

static int run(void *values, int count, char *const *operands)
{
    const struct given *given = values;
    return explain(count, operands, given->json, given->target);
}

const struct command explain_command = {
    .name = "explain",
    .summary = "say what a crash log tells of",
    .about = "Says what a log of a sanitizer, libFuzzer or libc tells of: title, kind, access, "
             "frames, signature, class and severity; or that it is no crash. \"-\" is standard "
             "input.",
    .options = options,
    .operands = "LOG...",
    .operand = "a log, or - for standard input",
    .exits = "Exit status: 0 every log was read; 2 one could not be.",
    .defaults = &(const struct given){.target = NULL},
    .size = sizeof(struct given),
    .run = run};
