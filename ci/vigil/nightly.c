/* SPDX-License-Identifier: MIT */
#include "nightly.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "decide.h"
#include "history.h"
#include "judge.h"
#include "ledger.h"
#include "outbox.h"
#include "process.h"
#include "progress.h"
#include "summary.h"
#include "temporary.h"
#include "watch.h"

struct night {
    const struct nightly_options *options;
    char state[PATH_SIZE], corpus[PATH_SIZE];
    char started[32];
    int lock;
    struct target_list targets;
    struct ledger ledger;
    struct outbox outbox;
    struct decide decide;
    struct watch *watches; /* one a target */
    size_t next;           /* the first that no thread has taken */
    pthread_mutex_t next_lock;
};

static bool resolve(const char *path, char absolute[PATH_SIZE], struct fault *fault)
{
    return realpath(path, absolute) != NULL || fault_errno(fault, "%s", path);
}

static bool take_lock(struct night *night, struct fault *fault)
{
    char path[PATH_SIZE], holder[128] = "";
    if (!path_make(path, fault, "%s/lock", night->state)) {
        return false;
    }
    night->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (night->lock < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    if (flock(night->lock, LOCK_EX | LOCK_NB) != 0) {
        ssize_t got = read(night->lock, holder, sizeof holder - 1);
        holder[got > 0 ? got : 0] = '\0';
        holder[strcspn(holder, "\n")] = '\0';
        return fault_set(fault, "%s: another night is under way, %s", path, holder);
    }
    int size =
        snprintf(holder, sizeof holder, "process %ld since %s\n", (long)getpid(), night->started);
    if (ftruncate(night->lock, 0) != 0 || write(night->lock, holder, (size_t)size) != size) {
        return fault_errno(fault, "%s: cannot write", path);
    }
    return true;
}

static void complain(void *context, const struct fault *fault)
{
    ledger_trouble(context, fault);
}

static bool open_tracker(struct night *night, struct fault *fault)
{
    const struct settings *settings = &night->options->settings;
    char word[PATH_SIZE];
    if (!path_make(word, fault, "%s%s", settings->tracker[0] == '\0' ? "local:" : "",
                   settings->tracker) ||
        (settings->tracker[0] == '\0' &&
         !path_make(word, fault, "local:%s/issues", night->state))) {
        return false;
    }
    night->outbox = (struct outbox){.store = night->ledger.store,
                                    .patience = settings->patience,
                                    .complain = complain,
                                    .context = &night->ledger};
    night->outbox.tracker = tracker_open(
        &(struct tracker_options){.word = word,
                                  .label = settings->label,
                                  .token_file =
                                      settings->token_file[0] == '\0' ? NULL : settings->token_file,
                                  .complain = complain,
                                  .context = &night->ledger},
        fault);
    return night->outbox.tracker != NULL;
}

/* The commit under test; none where the sources are in no repository, as when they came in an
 * archive: the night can do without. */
static void find_revision(struct night *night)
{
    char id[HISTORY_COMMIT_SIZE];
    bool dirty;
    struct fault fault = {""};
    struct ledger *ledger = &night->ledger;
    struct history *history = calloc(1, sizeof *history);
    const char *source = night->options->settings.source;
    if (history == NULL || source[0] == '\0' || !path_make(history->source, &fault, "%s", source)) {
        free(history);
        return;
    }
    if (!history_usable(history)) {
        progress_say("vigil: %s: no git repository with a commit: no revision is named", source);
    } else if (history_revision(source, id, &dirty, &fault)) {
        (void)snprintf(ledger->revision, sizeof ledger->revision, "%s%s", id,
                       dirty ? "-dirty" : "");
    } else {
        ledger_trouble(ledger, &fault);
    }
    free(history);
}

static bool open_ledger(struct night *night, struct fault *fault)
{
    struct ledger *ledger = &night->ledger;
    char database[PATH_SIZE];
    memcpy(ledger->state, night->state, sizeof ledger->state);
    if (!path_make(database, fault, "%s/vigil.sqlite", night->state)) {
        return false;
    }
    ledger->store = store_open(database, fault);
    ledger->outbox = &night->outbox;
    if (ledger->store == NULL || !open_tracker(night, fault)) {
        return false;
    }
    find_revision(night);
    return store_begin_night(ledger->store, night->started, night->options->budget,
                             ledger->revision, &ledger->night, fault);
}

static bool find_targets(struct night *night, struct fault *fault)
{
    const char *directory = night->options->targets;
    if (!targets_find(directory, &night->targets, fault)) {
        return false;
    }
    if (night->targets.count == 0) {
        return fault_set(fault,
                         "%s: no target here: an executable file with "
                         "LLVMFuzzerTestOneInput in it",
                         directory);
    }
    night->watches = calloc(night->targets.count, sizeof *night->watches);
    return night->watches != NULL || fault_set(fault, "out of memory");
}

static void divide_budget(struct night *night)
{
    size_t jobs = night->options->jobs, count = night->targets.count;
    size_t rounds = (count + jobs - 1) / jobs;
    double share = night->options->budget / (double)rounds;
    for (size_t i = 0; i < count; i++) {
        struct watch *watch = &night->watches[i];
        watch->target = &night->targets.targets[i];
        watch->campaign.target = watch->target;
        watch->corpus = night->corpus;
        watch->state = night->state;
        watch->share = share > 0 && share < 1 ? 1 : share;
        watch->settings = &night->options->settings;
        watch->ledger = &night->ledger;
    }
}

static bool begin(struct night *night, struct fault *fault)
{
    ledger_now(night->started);
    return resolve(night->options->corpus, night->corpus, fault) && find_targets(night, fault) &&
           files_make_directory(night->options->state, fault) &&
           resolve(night->options->state, night->state, fault) && take_lock(night, fault) &&
           temporary_sweep(night->state, fault) && open_ledger(night, fault);
}

static void *work(void *context)
{
    struct night *night = context;
    for (;;) {
        (void)pthread_mutex_lock(&night->next_lock);
        size_t taken = night->next++;
        (void)pthread_mutex_unlock(&night->next_lock);
        if (taken >= night->targets.count || process_interrupted()) {
            return NULL;
        }
        watch_target(&night->watches[taken]);
    }
}

/* With no thread to be had the night is slower, not lost. */
static void watch_all(struct night *night)
{
    size_t jobs = night->options->jobs, started = 0;
    pthread_t *threads = calloc(jobs, sizeof *threads);
    while (threads != NULL && started + 1 < jobs && started + 1 < night->targets.count &&
           pthread_create(&threads[started], NULL, work, night) == 0) {
        started++;
    }
    (void)work(night);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    free(threads);
    if (process_interrupted()) {
        ledger_trouble(&night->ledger, &(struct fault){"interrupted: the night was cut short"});
    }
}

/* What a killed night, or a silent server, left unsaid is said first. */
static void look_back(struct night *night)
{
    ledger_recover(&night->ledger);
    (void)(outbox_look(&night->outbox) && outbox_send(&night->outbox));
}

static void judge_all(struct night *night)
{
    struct fault fault = {""};
    struct judge judge = {.ledger = &night->ledger,
                          .settings = &night->options->settings,
                          .targets = &night->targets};
    if (!path_make(judge.work, &fault, "%s/work", night->state) ||
        !files_make_directory(judge.work, &fault)) {
        ledger_trouble(&night->ledger, &fault);
        return;
    }
    judge_exhaustions(&judge);
    judge_first_bad(&judge);
}

/* Twice: what turns out while it is sent, an issue that is no more or an answer that waited since
 * last night, may ask for another word. Then once more, for the lines to know their issues. */
static void tell(struct night *night)
{
    night->decide = (struct decide){.ledger = &night->ledger,
                                    .settings = &night->options->settings,
                                    .targets = &night->targets};
    for (int round = 0; round < 2; round++) {
        if (!decide_run(&night->decide)) {
            return;
        }
        if (!outbox_send(&night->outbox)) {
            break;
        }
    }
    (void)decide_run(&night->decide);
}

static bool is_wanted(void *context, const char *id)
{
    const struct night *night = context;
    struct fault ignored;
    bool wanted = true;
    (void)store_wants_control(night->ledger.store, id, &wanted, &ignored);
    return wanted;
}

static void sweep(struct night *night)
{
    struct fault fault = {""};
    if (!control_sweep(night->state, is_wanted, night, &fault)) {
        ledger_trouble(&night->ledger, &fault);
    }
}

static bool publish(struct night *night, const struct summary *summary, struct fault *fault)
{
    struct buffer text = {0}, markdown = {0};
    char path[PATH_SIZE];
    summary_text(summary, &text);
    summary_markdown(summary, &markdown);
    bool made = !text.failed && !markdown.failed;
    progress_end();
    bool printed = made && fputs(text.data, stdout) >= 0 && fflush(stdout) == 0;
    bool written = made && path_make(path, fault, "%s/report.md", night->state) &&
                   files_write(path, markdown.data, markdown.size, fault);
    buffer_free(&text);
    buffer_free(&markdown);
    return written && (printed || fault_errno(fault, "standard output"));
}

static int conclude(struct night *night)
{
    char ended[32];
    struct fault fault = {"out of memory"};
    struct ledger *ledger = &night->ledger;
    struct campaign *campaigns = calloc(night->targets.count, sizeof *campaigns);
    ledger_now(ended);
    for (size_t i = 0; campaigns != NULL && i < night->targets.count; i++) {
        campaigns[i] = night->watches[i].campaign;
    }
    struct summary summary = {
        .started = night->started,
        .ended = ended,
        .budget = night->options->budget,
        .campaigns = campaigns,
        .campaign_count = campaigns == NULL ? 0 : night->targets.count,
        .crashes = night->decide.lines,
        .crash_count = night->decide.count,
        .troubles = ledger->troubles.data == NULL ? "" : ledger->troubles.data,
        .issues = night->outbox.tracker->place,
    };
    int status = (int)summary_verdict(&summary);
    if (campaigns == NULL || ledger->troubles.failed || !publish(night, &summary, &fault) ||
        !store_end_night(ledger->store, ledger->night, ended, status, &fault)) {
        progress_say("vigil: %s", fault.text);
        status = VERDICT_COULD_NOT;
    }
    free(campaigns);
    return status;
}

static void end(struct night *night)
{
    if (night->outbox.tracker != NULL) {
        night->outbox.tracker->close(night->outbox.tracker);
    }
    outbox_free(&night->outbox);
    decide_free(&night->decide);
    store_close(night->ledger.store);
    buffer_free(&night->ledger.troubles);
    free(night->ledger.tallies);
    free(night->watches);
    targets_free(&night->targets);
    if (night->lock >= 0) {
        close(night->lock);
    }
}

int nightly(const struct nightly_options *options)
{
    struct night night = {.options = options, .lock = -1};
    struct fault fault = {""};
    int status = VERDICT_COULD_NOT;
    (void)pthread_mutex_init(&night.next_lock, NULL);
    (void)pthread_mutex_init(&night.ledger.lock, NULL);
    if (begin(&night, &fault)) {
        divide_budget(&night);
        look_back(&night);
        watch_all(&night);
        judge_all(&night);
        tell(&night);
        sweep(&night);
        status = conclude(&night);
    } else {
        progress_say("vigil: %s", fault.text);
    }
    end(&night);
    return status;
}
