/* SPDX-License-Identifier: MIT */
#include "night.h"

#include <stdlib.h>

#include "base/parallel.h"
#include "base/process.h"
#include "base/progress.h"
#include "intake.h"
#include "inventory.h"
#include "report/publish.h"
#include "report/report.h"
#include "store/control.h"
#include "triage/companions.h"
#include "work.h"

/* First says what earlier nights left unsaid: they were killed, or a server did not answer. */
static void look_back(struct night *night)
{
    ledger_recover(&night->ledger);
    (void)(night->options->unfiled || (outbox_look(&night->outbox) && outbox_send(&night->outbox)));
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

/* Told once: what an interrupt leaves undone, in whichever stage, is one trouble. */
static void note_interrupt(struct night *night)
{
    if (process_interrupted() && !night->cut_short) {
        night->cut_short = true;
        ledger_trouble(&night->ledger, &(struct fault){"interrupted: the night was cut short"});
    }
}

static void fuzz(struct night *night)
{
    note_what_is_not_kept(night);
    parallel_each(night->targets.count, night->options->jobs, fuzz_target, night);
    note_interrupt(night);
}

static void study(struct night *night)
{
    night_study(night);
    note_interrupt(night);
}

/* Does what needs the machine to itself, now that the fuzzing is over. */
static void confirm(struct night *night)
{
    night_confirm(night);
    night_tell_unstudied(night);
    night_find_first_bad(night);
    note_interrupt(night);
}

/* Decides and sends twice: while the first is sent an issue may turn out to be deleted, or an
 * answer that was lost last night may come, and then there is more to say. Decides once more at the
 * end, so that the decisions name the issues, or what waits. */
void night_tell(struct night *night)
{
    for (int round = 0; round < 2; round++) {
        if (!decide_run(&night->decide)) {
            return;
        }
        if (!night->options->unfiled && !outbox_send(&night->outbox)) {
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

static bool is_night(void *context, const char *date)
{
    const struct night *night = context;
    struct fault ignored;
    bool has = false;
    (void)store_has_date(night->ledger.store, date, &has, &ignored);
    return has;
}

/* Removes what is kept of nights for so many days only. The days are counted from this night's date
 * or, where that is earlier, the last one's: a clock that is wrong in one night costs nothing. */
static bool prune(struct night *night, struct fault *fault)
{
    char former[16], before[16];
    int32_t day = night->day, last = 0;
    if (!store_former_date(night->ledger.store, night->ledger.night, former, fault)) {
        return false;
    }
    day = duty_read_date(former, &last) && last < day ? last : day;
    duty_write_date(day - (int32_t)night->options->settings.keep, before);
    return publish_prune(night->report, before, is_night, night, fault) &&
           store_forget_before(night->ledger.store, before, fault);
}

static void sweep(struct night *night)
{
    struct fault fault = {""};
    if (!process_interrupted() && !prune(night, &fault)) {
        ledger_trouble(&night->ledger, &fault);
        fault.text[0] = '\0';
    }
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
        stage(&night, "study", study);
        stage(&night, "judge", confirm);
        stage(&night, "tell", night_tell);
        stage(&night, "sweep", sweep);
        status = night_conclude(&night);
    } else {
        progress_say("vigil: %s", fault.text);
    }
    night_end(&night);
    return status;
}
