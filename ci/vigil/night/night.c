/* SPDX-License-Identifier: MIT */
#include "night.h"

#include <stdlib.h>

#include "base/parallel.h"
#include "base/process.h"
#include "base/progress.h"
#include "intake.h"
#include "inventory.h"
#include "report/report.h"
#include "store/control.h"
#include "triage/companions.h"
#include "work.h"

/* First says what earlier nights left unsaid: they were killed, or a server did not answer. */
static void look_back(struct night *night)
{
    ledger_recover(&night->ledger);
    (void)(outbox_look(&night->outbox) && outbox_send(&night->outbox));
    inventory_vanished(&night->ledger, &night->targets);
}

static void fuzz_target(void *context, size_t at)
{
    struct night *night = context;
    target_night_run(&night->parts[at]);
}

/* Told once a night: what lies beside one target lies beside all. */
static void note_what_is_not_kept(struct night *night)
{
    struct companions beside = {.count = 0};
    struct fault fault;
    if (night->targets.count > 0 && companions_find(&night->targets.targets[0], &beside, &fault) &&
        beside.cut) {
        (void)fault_set(&fault,
                        "more lies beside the targets than is kept of a build that crashes (%u "
                        "files, %u MiB): only libraries and llvm-symbolizer are, and a crash of a "
                        "target that needs more may never be seen to be mended",
                        COMPANIONS_MOST, (unsigned)(COMPANIONS_BYTES_MOST >> 20));
        ledger_note(&night->ledger, &fault);
    }
    companions_free(&beside);
}

static void fuzz(struct night *night)
{
    note_what_is_not_kept(night);
    parallel_each(night->targets.count, night->options->jobs, fuzz_target, night);
    if (process_interrupted()) {
        ledger_trouble(&night->ledger, &(struct fault){"interrupted: the night was cut short"});
    }
}

/* Tries a timeout or a memory hog of this night again: other targets may have caused it. */
static void confirm_exhaustion(struct night *night, const char *work, const struct target *target,
                               const struct store_variant *variant)
{
    char directory[PATH_SIZE], control[CONTROL_ID_SIZE];
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        ledger_trouble(&night->ledger,
                       &(struct fault){"out of memory: a timeout is not confirmed"});
        return;
    }
    progress_say("%s: %s: tried again, alone and with twice the limit", target->name,
                 variant->signature.title);
    if (ledger_load(&night->ledger, variant, target, crash, directory, &fault) &&
        triage_confirm(crash, work, &fault) &&
        control_keep(night->state, target, control, &fault)) {
        /* The limits differ, but the crash is the same. */
        crash->signature = variant->signature;
        (void)ledger_enter(&night->ledger, crash, &variant->signature, control);
    }
    ledger_trouble_if_any(&night->ledger, &fault);
    crash_free(crash);
    free(crash);
}

/* Confirms a timeout or a memory hog of this night, or of a night that was killed before it
 * replayed the crash; replays one of a former night that was not seen in this one as other crashes
 * are replayed. */
static void look_at_exhaustion(struct night *night, const char *work,
                               const struct store_variant *variant)
{
    struct fault fault = {""};
    const struct target *target = decide_target(&night->decide, variant->target);
    const struct ledger_tally *tally = ledger_tally(&night->ledger, variant->id);
    bool seen = tally != NULL && tally->times > 0;
    if (target == NULL || target->fault.text[0] != '\0' || !variant->studied) {
        return;
    }
    if (variant->reproducibility == UNCONFIRMED) {
        if (seen || variant->replays == 0) {
            confirm_exhaustion(night, work, target, variant);
        }
    } else if (!seen) {
        struct intake intake;
        intake_begin(&intake, &night->ledger, &night->options->settings, target, work);
        (void)intake_revisit(&intake, variant, &fault);
        ledger_trouble_if_any(&night->ledger, &fault);
    }
}

/* Does what needs the machine to itself, now that the fuzzing is over. */
static void confirm(struct night *night)
{
    char work[PATH_SIZE];
    struct store_variant *variants = NULL;
    size_t count = 0;
    struct fault fault = {""};
    bool done = path_make(work, &fault, "%s/work", night->state) &&
                files_make_directory(work, &fault) &&
                ledger_past(&night->ledger, NULL, &variants, &count, &fault);
    for (size_t i = 0; done && i < count && !process_interrupted(); i++) {
        if (variants[i].signature.class == CLASS_EXHAUSTION) {
            look_at_exhaustion(night, work, &variants[i]);
        }
    }
    free(variants);
    ledger_trouble_if_any(&night->ledger, &fault);
    night_find_first_bad(night);
}

/* Decides and sends twice: while the first is sent an issue may turn out to be deleted, or an
 * answer that was lost last night may come, and then there is more to say. Decides once more at the
 * end, so that the decisions name the issues. */
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

/* One stage of the night; when it is over, the figures are written and sent anew. */
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
