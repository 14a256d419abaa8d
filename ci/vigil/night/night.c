/* SPDX-License-Identifier: MIT */
#include "night.h"

#include "base/parallel.h"
#include "base/process.h"
#include "base/progress.h"
#include "report/report.h"
#include "triage/control.h"
#include "work.h"

/* What a night that was killed, or a server that did not answer, left unsaid is said first. */
static void look_back(struct night *night)
{
    ledger_recover(&night->ledger);
    (void)(outbox_look(&night->outbox) && outbox_send(&night->outbox));
}

static void fuzz_target(void *context, size_t at)
{
    struct night *night = context;
    target_night_run(&night->parts[at]);
}

static void fuzz(struct night *night)
{
    parallel_each(night->targets.count, night->options->jobs, fuzz_target, night);
    if (process_interrupted()) {
        ledger_trouble(&night->ledger, &(struct fault){"interrupted: the night was cut short"});
    }
}

static void confirm(struct night *night)
{
    night_confirm(night);
    night_find_first_bad(night);
}

/* Twice: while it is sent it may turn out that an issue was deleted, or an answer may come that was
 * lost last night, and then there is more to say. Once more at the end, so that the decisions name
 * the issues. */
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

int night_run(const struct night_options *options)
{
    struct night night = {.options = options};
    struct fault fault = {""};
    int status = OUTCOME_COULD_NOT;
    if (night_begin(&night, &fault)) {
        stage(&night, "look back", look_back);
        stage(&night, "fuzz", fuzz);
        stage(&night, "judge", confirm);
        stage(&night, "tell", tell);
        stage(&night, "sweep", sweep);
        status = night_conclude(&night);
    } else {
        progress_say("vigil: %s", fault.text);
    }
    night_end(&night);
    return status;
}
