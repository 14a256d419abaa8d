/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/process.h"
#include "base/token.h"
#include "night.h"

struct given {
    struct night_options night;
    const char *config, *tracker;
};

/* "12.5" or "0.3,cached". */
static bool read_built(const char *text, void *values)
{
    struct night_options *options = &((struct given *)values)->night;
    char *rest;
    options->built = strtod(text, &rest);
    options->cached = strcmp(rest, ",cached") == 0;
    return text[0] >= '0' && text[0] <= '9' && options->built <= 1e6 &&
           (options->cached || *rest == '\0');
}

static const struct command_option rows[] = {
    {"targets", "DIR", COMMAND_DIRECTORY, offsetof(struct given, night.targets), .required = true,
     .help = "libFuzzer targets as in OSS-Fuzz's $OUT: TARGET, TARGET.dict, TARGET.options, "
             "TARGET_seed_corpus.zip"},
    {"corpus", "DIR", COMMAND_DIRECTORY, offsetof(struct given, night.corpus), .required = true,
     .help = "seeds in DIR/TARGET/, inputs that once broke it in DIR/regressions/TARGET/; never "
             "written to"},
    {"state", "DIR", COMMAND_DIRECTORY, offsetof(struct given, night.state), .required = true,
     .help = "what vigil remembers: database, crashes, grown corpus, reports"},
    {"budget", "TIME", COMMAND_SECONDS, offsetof(struct given, night.budget),
     .help = "fuzzing time for all targets together: 60s, 30m, 4h (default 10m); 0s runs the "
             "corpus once; replays, minimising and looking for the first bad commit come on top"},
    {"config", "FILE", COMMAND_FILE, offsetof(struct given, config),
     .help = "vigil.ini: sources and build, tracker, limits (default: none)"},
    {"tracker", "TRACKER", COMMAND_TEXT, offsetof(struct given, tracker),
     .help = "local:DIR or github:OWNER/REPO (default local:STATE/issues); over what the file "
             "says"},
    {"report", "DIR", COMMAND_DIRECTORY, offsetof(struct given, night.report),
     .help = "where the night's page goes, DIR/DATE.html, with .md and .json, and an index of all "
             "nights (default STATE/report)"},
    {"date", "DATE", COMMAND_DATE, offsetof(struct given, night.date),
     .help = "the UTC date it works for (default: the one whose review window ends next); a night "
             "that was cut short on that date is gone on with"},
    {"built", "SECONDS[,cached]", COMMAND_OTHER, .read = read_built,
     .must = "read like 12.5 or 0.3,cached",
     .help = "how long building the targets took, for the metrics; with \",cached\" where nothing "
             "was to be built"},
    {"unfiled", NULL, COMMAND_FLAG, offsetof(struct given, night.unfiled),
     .help = "what is to be said to the tracker is left to `vigil file`, which runs no target: no "
             "token is read, and nobody asked"},
    {"summary", "FILE", COMMAND_TEXT, offsetof(struct given, night.summary),
     .help = "a file to which the report is added as Markdown, such as $GITHUB_STEP_SUMMARY"},
    {"jobs", "N", COMMAND_NUMBER, offsetof(struct given, night.jobs), .least = 1, .most = 256,
     .help = "targets at a time (default 1)"},
    {.name = NULL}};

static int run(void *values, int count, char *const *operands)
{
    struct given *given = values;
    struct fault fault = {""};
    (void)count, (void)operands;
    if (!settings_make(given->config, given->tracker, &given->night.settings, &fault)) {
        return command_refuse(&nightly_command, "%s", fault.text);
    }
    /* Before there is a second process, and anything that is not trusted runs. */
    const struct settings *settings = &given->night.settings;
    if (given->night.unfiled || strncmp(settings->tracker, "github:", 7) != 0) {
        token_forget();
    } else {
        token_take(settings->token_file[0] == '\0' ? NULL : settings->token_file);
    }
    process_catch_signals();
    process_guard();
    return night_run(&given->night);
}

const struct command nightly_command = {
    .name = "nightly",
    .summary = "fuzz every target, and file one issue for each cause of a crash",
    .about = "Looks again at what ever broke the targets, fuzzes each for its share of the budget, "
             "files one issue for each cause, once, closes those that are mended and opens those "
             "that are back.",
    .options = rows,
    .exits = "Exit status: 0 clean; 1 something crashed that is to be worked on, new or known; 2 "
             "not all of the job could be done, whatever was found besides.",
    .defaults = &(const struct given){.night = {.budget = 600, .jobs = 1, .built = -1}},
    .size = sizeof(struct given),
    .run = run};
