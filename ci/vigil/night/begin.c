/* SPDX-License-Identifier: MIT */
/* A night's beginning: the lock, the date, the targets, the store and the tracker. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/commit.h"
#include "base/files.h"
#include "base/private.h"
#include "base/process.h"
#include "base/progress.h"
#include "inventory.h"
#include "lock.h"
#include "night.h"
#include "triage/environment.h"
#include "triage/ground.h"
#include "work.h"

#define SECOND INT64_C(1000000000) /* in nanoseconds */
#define DAY    86400

/* For the command that prints the toolchain, and the lock file that says what it should be. */
#define TOOLCHAIN_SECONDS 60
#define TOOLCHAIN_LIMIT   ((size_t)1 << 20)

static bool resolve(const char *path, char absolute[PATH_SIZE], struct fault *fault)
{
    return realpath(path, absolute) != NULL || fault_errno(fault, "%s", path);
}

static void complain(void *context, const struct fault *fault)
{
    ledger_trouble(context, fault);
}

static void note(void *context, const struct fault *fault)
{
    ledger_note(context, fault);
}

bool night_open_tracker(struct night *night, struct fault *fault)
{
    const struct settings *settings = &night->options->settings;
    char word[PATH_SIZE];
    if (settings->tracker[0] == '\0' ? !path_make(word, fault, "local:%s/issues", night->state)
                                     : !path_make(word, fault, "%s", settings->tracker)) {
        return false;
    }
    night->outbox = (struct outbox){.store = night->ledger.store,
                                    .patience = settings->patience,
                                    .most = settings->issues,
                                    .complain = complain,
                                    .note = note,
                                    .context = &night->ledger};
    night->outbox.tracker = tracker_open(
        &(struct tracker_options){.word = word,
                                  .label = settings->label,
                                  .token_file =
                                      settings->token_file[0] == '\0' ? NULL : settings->token_file,
                                  .unfiled = night->options->unfiled,
                                  .account = settings->account,
                                  .complain = complain,
                                  .context = &night->ledger},
        fault);
    return night->outbox.tracker != NULL;
}

/* The commit under test. The night can do without, where the sources are in no repository, as when
 * they came in an archive. */
static void find_revision(struct night *night)
{
    char id[COMMIT_ID_SIZE];
    bool dirty;
    struct fault fault = {""};
    struct ledger *ledger = &night->ledger;
    const char *source = night->options->settings.source;
    if (source[0] == '\0') {
        return;
    }
    if (!commit_is_any(source)) {
        progress_say("vigil: %s: no git repository with a commit: no revision is named", source);
    } else if (commit_revision(source, id, &dirty, &fault)) {
        (void)snprintf(ledger->revision, sizeof ledger->revision, "%s%s", id,
                       dirty ? "-dirty" : "");
    } else {
        ledger_trouble(ledger, &fault);
    }
}

/* A night whose rota cannot be used takes place too, and is addressed to nobody. */
static void find_rota(struct night *night)
{
    const char *path = night->options->settings.rota;
    struct fault fault = {""};
    rota_defaults(&night->rota);
    if (path[0] != '\0' && !rota_read(path, &night->rota, &fault)) {
        ledger_trouble(&night->ledger, &fault);
        rota_free(&night->rota);
        rota_defaults(&night->rota);
    }
}

static void find_date(struct night *night)
{
    struct fault fault = {""};
    const char *date = night->options->date;
    if (date == NULL || !duty_read_date(date, &night->day)) {
        night->day = duty_date(&night->rota, stages_now() / SECOND);
    }
    duty_write_date(night->day, night->date);
    if (night->rota.count > 0 &&
        !duty_addressee(&night->rota, night->day, &night->addressee, &fault)) {
        ledger_trouble(&night->ledger, &fault);
    }
}

void night_find_addressee(struct night *night)
{
    find_rota(night);
    find_date(night);
}

/* How many seconds after its set time the night began. That time, of which the settings name hour
 * and minute, is the last one before the report is due. */
static double start_lateness(const struct night *night)
{
    int start = night->options->settings.start;
    int64_t due = duty_window(&night->rota, night->day);
    int64_t before = (due % DAY + DAY - (int64_t)start * 60) % DAY;
    int64_t late = stages_now() / SECOND - (due - before);
    return start >= 0 && late > 0 ? (double)late : 0;
}

/* Whether a night has kept a crash, and put it down in the store. */
static bool has_crashes(const struct night *night)
{
    char path[PATH_SIZE];
    struct fault ignored;
    size_t count = 0;
    return path_make(path, &ignored, "%s/crashes", night->state) &&
           files_count(path, &count, &ignored) && count > 0;
}

bool night_open_store(struct night *night, struct fault *fault)
{
    struct ledger *ledger = &night->ledger;
    char database[PATH_SIZE];
    struct fault mended = {""};
    memcpy(ledger->state, night->state, sizeof ledger->state);
    ledger->outbox = &night->outbox;
    if (!path_make(database, fault, "%s/vigil.sqlite", night->state)) {
        return false;
    }
    ledger->store = store_open_mended(database, has_crashes(night), &mended, fault);
    ledger_trouble_if_any(ledger, &mended);
    return ledger->store != NULL;
}

static bool open_night(struct night *night, struct fault *fault)
{
    struct ledger *ledger = &night->ledger;
    if (!night_open_store(night, fault) || !night_open_tracker(night, fault)) {
        return false;
    }
    find_revision(night);
    night_find_addressee(night);
    memcpy(ledger->date, night->date, sizeof ledger->date);
    return store_begin_night(ledger->store,
                             &(struct store_start){.date = night->date,
                                                   .when = night->started,
                                                   .revision = ledger->revision,
                                                   .budget = night->options->budget,
                                                   .late = start_lateness(night)},
                             &ledger->night, fault);
}

static bool find_targets(struct night *night, struct fault *fault)
{
    const char *directory = night->options->targets;
    if (!ignore_compile(night->options->settings.ignore, &night->ignore, fault) ||
        !targets_find(directory, &night->targets, fault)) {
        return false;
    }
    if (night->targets.count == 0) {
        const char *untaken = night->targets.untaken.data;
        return fault_set(fault,
                         "%s: no target here: an executable file with "
                         "LLVMFuzzerTestOneInput in it%s%.*s",
                         directory, untaken == NULL ? "" : "; ",
                         untaken == NULL ? 0 : (int)strcspn(untaken, "\n"),
                         untaken == NULL ? "" : untaken);
    }
    targets_ignore(&night->targets, &night->ignore);
    night->parts = calloc(night->targets.count, sizeof *night->parts);
    return night->parts != NULL || fault_set(fault, "out of memory");
}

/* What earlier starts on this date left of the target's share of fuzzing (store_fuzzed). */
static double share_left(struct night *night, const char *target, double share)
{
    double done = 0;
    struct fault fault = {""};
    if (!store_fuzzed(night->ledger.store, night->ledger.night, target, &done, &fault)) {
        ledger_trouble(&night->ledger, &fault);
    }
    if (done > 0) {
        progress_say("%s: goes on: %.0f s of its %.0f were fuzzed", target, done, share);
    }
    return share > done ? share - done : 0;
}

static bool divide_budget(struct night *night, struct fault *fault)
{
    char scratch[PATH_SIZE];
    if (!path_make(scratch, fault, "%s/scratch", night->state) ||
        !environment_work_beneath(&night->targets, scratch, fault)) {
        return false;
    }
    for (size_t i = 0; i < night->targets.count; i++) {
        night->targets.targets[i].confinement = &night->target_ground;
    }
    size_t jobs = night->options->jobs, count = night->targets.count;
    size_t rounds = (count + jobs - 1) / jobs;
    double share = night->options->budget / (double)rounds;
    for (size_t i = 0; i < count; i++) {
        struct target_night *part = &night->parts[i];
        part->target = &night->targets.targets[i];
        part->campaign.target = part->target;
        part->corpus = night->corpus;
        part->state = night->state;
        part->share = share_left(night, part->target->name, share);
        part->share = part->share > 0 && part->share < 1 ? 1 : part->share;
        part->allowance = night->options->settings.triage / 2 / (double)rounds;
        part->settings = &night->options->settings;
        part->ledger = &night->ledger;
        part->stages = &night->stages;
    }
    return true;
}

static bool open_report(struct night *night, struct fault *fault)
{
    const struct settings *settings = &night->options->settings;
    const char *given = night->options->report;
    bool made = given == NULL ? path_make(night->report, fault, "%s/report", night->state)
                              : path_make(night->report, fault, "%s", given);
    bool named = settings->textfile[0] == '\0'
                     ? path_make(night->observe.textfile, fault, "%s/vigil.prom", night->state)
                     : path_make(night->observe.textfile, fault, "%s", settings->textfile);
    (void)snprintf(night->observe.pushgateway, sizeof night->observe.pushgateway, "%s",
                   settings->pushgateway);
    return made && named && files_make_directory(night->report, fault) &&
           temporary_sweep(night->report, fault);
}

/* What targets and builds may touch. What the machine lacks of the walls around them is for a
 * reader to know, and no trouble: nothing is wrong with the night. */
static bool make_grounds(struct night *night, struct fault *fault)
{
    const struct settings *settings = &night->options->settings;
    const bool local = strncmp(settings->tracker, "local:", 6) == 0;
    const struct ground ground = {.state = night->state,
                                  .source = settings->source,
                                  .token_file = settings->token_file,
                                  .tracker = local ? settings->tracker + 6 : NULL,
                                  .out = night->report,
                                  .targets = night->options->targets,
                                  .corpus = night->corpus};
    struct buffer lacks = {0};
    struct fault note;
    if (!ground_for_targets(&ground, &night->target_ground, fault) ||
        !ground_for_builds(&ground, &night->build_ground, fault)) {
        return false;
    }
    if (!ground_tell(&ground, &lacks)) {
        fault_set(&note, "%s", lacks.data);
        ledger_note(&night->ledger, &note);
    }
    buffer_free(&lacks);
    return true;
}

/* Runs the settings' line for sh, which prints the toolchain. */
static bool ask_toolchain(const struct settings *settings, struct process_outcome *outcome,
                          struct fault *fault)
{
    static char shell[] = "/bin/sh", option[] = "-c", name[] = "sh",
                script[] = "cd \"$1\" && eval \"$2\"";
    char directory[PATH_SIZE], line[sizeof settings->toolchain];
    (void)snprintf(directory, sizeof directory, "%s",
                   settings->source[0] == '\0' ? "." : settings->source);
    (void)snprintf(line, sizeof line, "%s", settings->toolchain);
    char *arguments[] = {shell, option, script, name, directory, line, NULL};
    struct process_request request = {
        .arguments = arguments, .seconds = TOOLCHAIN_SECONDS, .head_bytes = TOOLCHAIN_LIMIT};
    return process_run(&request, outcome, fault) &&
           ((outcome->end == PROCESS_EXITED && outcome->status == 0 && outcome->dropped == 0) ||
            fault_set(fault, "[project] toolchain = %.100s: it failed: %.200s", line,
                      outcome->output == NULL ? "" : outcome->output));
}

/* Compares what the project was built with to what its lock file says it should be. */
static bool compare_toolchain(struct night *night, struct fault *fault)
{
    const struct settings *settings = &night->options->settings;
    struct process_outcome outcome = {0};
    struct buffer lock = {0};
    bool done =
        (settings->lock[0] == '\0' || files_read(settings->lock, TOOLCHAIN_LIMIT, &lock, fault)) &&
        ask_toolchain(settings, &outcome, fault) &&
        toolchain_compare(lock.data == NULL ? "" : lock.data, lock.size, outcome.output,
                          outcome.output_size, &night->toolchain, fault);
    process_outcome_free(&outcome);
    buffer_free(&lock);
    return done;
}

/* What cannot be found out is a trouble. */
static void find_toolchain(struct night *night)
{
    struct fault fault = {""};
    if (night->options->settings.toolchain[0] == '\0') {
        return;
    }
    size_t stage = stages_begin(&night->stages, "toolchain", "");
    night->toolchain_known = compare_toolchain(night, &fault);
    stages_end(&night->stages, stage);
    if (!night->toolchain_known) {
        ledger_trouble(&night->ledger, &fault);
    }
}

/* What a killed night left half written. */
static bool sweep_state(const char *state, struct fault *fault)
{
    char seeds[PATH_SIZE];
    return temporary_sweep(state, fault) && path_make(seeds, fault, "%s/seeds", state) &&
           temporary_sweep(seeds, fault);
}

bool night_begin(struct night *night, struct fault *fault)
{
    struct fault unobserved = {""};
    (void)pthread_mutex_init(&night->ledger.lock, NULL);
    (void)pthread_mutex_init(&night->stages.lock, NULL);
    night->lock = -1;
    clock_now(night->started);
    if (!resolve(night->options->corpus, night->corpus, fault) || !find_targets(night, fault) ||
        !private_directory(night->options->state, fault) ||
        !resolve(night->options->state, night->state, fault) ||
        !night_lock(night->state, night->started, &night->lock, fault) ||
        !sweep_state(night->state, fault) || !open_report(night, fault) ||
        !open_night(night, fault) || !make_grounds(night, fault)) {
        return false;
    }
    night->ledger.ignore = &night->ignore;
    night->decide = (struct decide){.ledger = &night->ledger,
                                    .settings = &night->options->settings,
                                    .targets = &night->targets,
                                    .addressee = &night->addressee};
    /* Before any target runs: the environment may hold secrets, which are none of a target's
     * business. */
    if (!observe_open(&night->observe, &unobserved)) {
        ledger_trouble(&night->ledger, &unobserved);
    }
    if (night->options->built >= 0) {
        int64_t now = stages_now();
        stages_add(&night->stages, "build", night->options->cached,
                   now - (int64_t)(night->options->built * (double)SECOND), now);
    }
    find_toolchain(night);
    inventory_unused(&night->ledger, &night->targets, night->options->targets, night->corpus);
    return divide_budget(night, fault);
}

void night_end(struct night *night)
{
    if (night->outbox.tracker != NULL) {
        night->outbox.tracker->close(night->outbox.tracker);
    }
    outbox_free(&night->outbox);
    decide_free(&night->decide);
    store_close(night->ledger.store);
    buffer_free(&night->ledger.troubles);
    buffer_free(&night->ledger.notes);
    free(night->ledger.tallies);
    free(night->parts);
    observe_close(&night->observe);
    stages_free(&night->stages);
    toolchain_free(&night->toolchain);
    rota_free(&night->rota);
    targets_free(&night->targets);
    ignore_free(&night->ignore);
    confine_free(&night->target_ground);
    confine_free(&night->build_ground);
    if (night->lock >= 0) {
        close(night->lock);
    }
}
