/* SPDX-License-Identifier: MIT */
#include "night.h"

#include <stdlib.h>

#include "base/process.h"
#include "base/progress.h"
#include "confirm.h"
#include "work.h"

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
        target_night_run(&night->watches[taken]);
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
    struct confirm judge = {.ledger = &night->ledger,
                            .settings = &night->options->settings,
                            .targets = &night->targets};
    if (!path_make(judge.work, &fault, "%s/work", night->state) ||
        !files_make_directory(judge.work, &fault)) {
        ledger_trouble(&night->ledger, &fault);
        return;
    }
    confirm_exhaustions(&judge);
    confirm_first_bad(&judge);
}

/* Twice: what turns out while it is sent, an issue that is no more or an answer that waited since
 * last night, may ask for another word. Then once more, for the lines to know their issues. */
static void tell(struct night *night)
{
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

/* One stage of the night; whoever watches is told when it is over. */
static void stage(struct night *night, const char *name, void (*body)(struct night *))
{
    size_t begun = stages_begin(&night->stages, name, "");
    body(night);
    stages_end(&night->stages, begun);
    night_observe(night);
}

int nightly(const struct night_options *options)
{
    struct night night = {.options = options};
    struct fault fault = {""};
    int status = OUTCOME_COULD_NOT;
    if (night_begin(&night, &fault)) {
        stage(&night, "look back", look_back);
        stage(&night, "fuzz", watch_all);
        stage(&night, "judge", judge_all);
        stage(&night, "tell", tell);
        stage(&night, "sweep", sweep);
        status = night_conclude(&night);
    } else {
        progress_say("vigil: %s", fault.text);
    }
    night_end(&night);
    return status;
}
