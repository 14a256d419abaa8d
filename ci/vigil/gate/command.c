/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/process.h"
#include "base/secret.h"
#include "base/token.h"
#include "gate.h"

struct given {
    struct gate_options gate;
    unsigned fuzz_seconds;
    const char *config, *tracker;
};

static const struct command_option rows[] = {
    {"base", "REV", COMMAND_TEXT, offsetof(struct given, gate.base),
     .help = "what it is compared with (default: where --head left the main branch, or else its "
             "parent)"},
    {"head", "REV", COMMAND_TEXT, offsetof(struct given, gate.head),
     .help = "the change (default: HEAD)"},
    {"fuzz-seconds", "N", COMMAND_NUMBER, offsetof(struct given, fuzz_seconds), .least = 1,
     .most = 3600, .help = "of fuzzing in all, 1 to 3600 (default 60)"},
    {"out", "DIR", COMMAND_DIRECTORY, offsetof(struct given, gate.out),
     .help = "where the result goes: verdict.json and .md, junit.xml, vigil.sarif, cobertura.xml, "
             "crashes/ (default: below --state)"},
    {"state", "DIR", COMMAND_DIRECTORY, offsetof(struct given, gate.state),
     .help = "what nights and gates remember (default .vigil)"},
    {"config", "FILE", COMMAND_FILE, offsetof(struct given, config),
     .help = "vigil.ini (default: ci/vigil.ini, or else ./vigil.ini)"},
    {"tracker", "TRACKER", COMMAND_TEXT, offsetof(struct given, tracker),
     .help = "local:DIR or github:OWNER/REPO (default local:STATE/issues); over what the file "
             "says"},
    {"jobs", "N", COMMAND_NUMBER, offsetof(struct given, gate.jobs), .least = 1, .most = 256,
     .help = "as many at a time (default: the cores)"},
    {"unfiled", NULL, COMMAND_FLAG, offsetof(struct given, gate.unfiled),
     .help = "issues and queue are left to `vigil file`"},
    {"summary", "FILE", COMMAND_TEXT, offsetof(struct given, gate.summary),
     .help = "a file to which the verdict is added as Markdown, such as $GITHUB_STEP_SUMMARY"},
    {.name = NULL}};

/* Before there is a second process: what a gate runs is a stranger's. */
static void hide_secrets(const struct given *given)
{
    const struct settings *settings = &given->gate.settings;
    if (given->gate.unfiled || strncmp(settings->tracker, "github:", 7) != 0) {
        token_forget();
    } else {
        token_take(settings->token_file[0] == '\0' ? NULL : settings->token_file);
    }
    secret_forget_all(); /* a gate sends no figures, and needs no exporter's keys either */
}

static int run(void *values, int count, char *const *operands)
{
    static const char *const usual[] = {"ci/vigil.ini", "vigil.ini"};
    struct given *given = values;
    struct fault fault = {""};
    (void)count, (void)operands;
    for (size_t i = 0; given->config == NULL && i < sizeof usual / sizeof *usual; i++) {
        given->config = access(usual[i], F_OK) == 0 ? usual[i] : NULL;
    }
    if (!settings_make(given->config, given->tracker, &given->gate.settings, &fault)) {
        return command_refuse(&gate_command, "%s", fault.text);
    }
    given->gate.config = given->config == NULL ? "" : given->config;
    given->gate.fuzz_seconds = given->fuzz_seconds;
    hide_secrets(given);
    process_catch_signals();
    process_guard();
    return gate(&given->gate);
}

const struct command gate_command = {
    .name = "gate",
    .summary = "judge a change before it is merged",
    .about = "Judges a change before it is merged, at four doors: it builds and its tests pass and "
             "run what changed; what changes how time is read comes with examples; nothing new "
             "crashes within a minute of fuzzing; a person is asked.",
    .options = rows,
    .exits = "Exit status: 0 passed; 1 blocked; 2 could not judge.",
    .defaults = &(const struct given){.gate = {.state = ".vigil"}, .fuzz_seconds = 60},
    .size = sizeof(struct given),
    .run = run};
