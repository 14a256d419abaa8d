/* SPDX-License-Identifier: MIT */
#include "known.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "store/kept.h"
#include "triage/replay.h"
#include "triage/verify.h"

#define ID_SIZE     16
#define RUN_AT_ONCE 500

static bool turn_path(const struct ledger *ledger, const char *name, char path[PATH_SIZE],
                      struct fault *fault)
{
    return path_make(path, fault, "%s/turns/%s", ledger->state, name);
}

size_t known_turn(const struct ledger *ledger, const char *name,
                  const struct store_variant *variants, size_t count)
{
    char path[PATH_SIZE];
    struct buffer id = {0};
    struct fault ignored;
    size_t at = 0;
    if (turn_path(ledger, name, path, &ignored) && files_read(path, ID_SIZE, &id, &ignored) &&
        id.size == ID_SIZE) {
        while (at < count && memcmp(variants[at].id, id.data, ID_SIZE) != 0) {
            at++;
        }
    }
    buffer_free(&id);
    return at < count ? at : 0;
}

/* A turn that is lost costs no more than its fairness, so it need not be on the disk at once. */
void known_set_turn(struct ledger *ledger, const char *name, const struct store_variant *variant)
{
    char path[PATH_SIZE], directory[PATH_SIZE];
    struct fault fault = {""};
    bool done = turn_path(ledger, name, path, &fault);
    if (done && variant == NULL) {
        done = unlink(path) == 0 || errno == ENOENT || fault_errno(&fault, "%s", path);
    } else if (done) {
        done = path_make(directory, &fault, "%.*s", (int)(strrchr(path, '/') - path), path) &&
               files_make_directory(directory, &fault) &&
               files_scribble(path, variant->id, ID_SIZE, &fault);
    }
    if (!done) {
        ledger_trouble_if_any(ledger, &fault);
    }
}

struct looking {
    struct intake *intake;
    struct store_variant *variants;
    size_t *together; /* places of mended ones, to be run together */
    size_t count, together_count, alone, skipped;
    const struct store_variant *turn; /* the first that was not looked at by itself */
    struct fault *fault;
};

static bool is_of_this(const struct looking *looking, const struct store_variant *variant)
{
    return strcmp(variant->target, looking->intake->triage.target->name) == 0;
}

static void pass_over(struct looking *looking, const struct store_variant *variant)
{
    looking->turn = looking->turn == NULL ? variant : looking->turn;
}

static void skip(struct looking *looking, const struct store_variant *variant)
{
    pass_over(looking, variant);
    looking->skipped++;
    if (!variant->mended) {
        ledger_unsure(looking->intake->ledger, variant, VERIFY_NO_TIME);
    }
}

static bool look_at(struct looking *looking, const struct store_variant *variant)
{
    bool mended = variant->mended && is_of_this(looking, variant) && !variant->inputless;
    if (variant->signature.class == CLASS_EXHAUSTION && variant->studied) {
        return true;
    }
    if (mended && looking->alone >= KNOWN_ALONE) {
        pass_over(looking, variant);
        looking->together[looking->together_count++] = (size_t)(variant - looking->variants);
        return true;
    }
    /* What was never studied is put off by the intake itself. */
    if ((variant->studied || variant->mended) && intake_left(looking->intake) <= 0) {
        skip(looking, variant);
        return true;
    }
    looking->alone += mended;
    return intake_revisit(looking->intake, variant, looking->fault);
}

/* Lists the inputs that the mended crashes are kept with. */
static bool list_inputs(const struct looking *looking, struct file_list *inputs)
{
    const struct intake *intake = looking->intake;
    bool done = true;
    for (size_t i = 0; done && i < looking->together_count; i++) {
        char directory[PATH_SIZE];
        done = ledger_directory(intake->ledger, looking->variants[looking->together[i]].id,
                                directory, looking->fault) &&
               kept_list(directory, intake->triage.target->name, inputs, looking->fault);
    }
    return done;
}

/* Whether none of the inputs crashes. Where a run of them fails, that is not known. */
static bool run_clean(const struct looking *looking, const struct file_list *inputs)
{
    bool clean = true;
    for (size_t i = 0; clean && i < inputs->count; i += RUN_AT_ONCE) {
        size_t rest = inputs->count - i;
        struct replay replay;
        struct fault ignored = {""};
        clean = replay_run_within(looking->intake->triage.target, inputs->paths + i,
                                  rest < RUN_AT_ONCE ? rest : RUN_AT_ONCE,
                                  fmax(intake_left(looking->intake), 0), &replay, &ignored) &&
                !replay.crashed;
        replay_free(&replay);
    }
    return clean;
}

/* Those that are run together; where that is not clean, each is looked at by itself. */
static bool look_together(struct looking *looking)
{
    struct file_list inputs = {0};
    double began = process_clock();
    bool done = list_inputs(looking, &inputs);
    bool clean = done && intake_left(looking->intake) > 0 && run_clean(looking, &inputs);
    looking->intake->spent += process_clock() - began;
    files_list_free(&inputs);
    for (size_t i = 0; done && i < looking->together_count && !process_interrupted(); i++) {
        const struct store_variant *variant = &looking->variants[looking->together[i]];
        if (clean && variant->reproduced == variant->replays) {
            ledger_clean(looking->intake->ledger, variant);
        } else if (!clean && intake_left(looking->intake) <= 0) {
            skip(looking, variant);
        } else if (!clean) {
            done = intake_revisit(looking->intake, variant, looking->fault);
        }
    }
    return done;
}

static void tell(const struct looking *looking)
{
    struct fault text;
    if (looking->skipped > 0 && !process_interrupted()) {
        fault_set(&text,
                  "%s: %zu of %zu crashes of former nights were not looked at: the time for that "
                  "was used up ([night] triage); the next night begins with them",
                  looking->intake->triage.target->name, looking->skipped, looking->count);
        ledger_note(looking->intake->ledger, &text);
    }
}

/* Looks at all of them, those whose turn it is first. */
static bool look(struct looking *looking, size_t first)
{
    bool done = true;
    for (size_t i = 0; done && i < looking->count && !process_interrupted(); i++) {
        done = look_at(looking, &looking->variants[(first + i) % looking->count]);
    }
    return done &&
           (looking->together_count == 0 || process_interrupted() || look_together(looking));
}

void known_look(struct intake *intake)
{
    struct fault fault = {""};
    struct ledger *ledger = intake->ledger;
    const char *target = intake->triage.target->name;
    char name[sizeof intake->triage.target->name + 8];
    struct looking looking = {.intake = intake, .fault = &fault};
    (void)snprintf(name, sizeof name, "of/%s", target);
    if (!ledger_past(ledger, target, &looking.variants, &looking.count, &fault)) {
        ledger_trouble_if_any(ledger, &fault);
        return;
    }
    looking.together = calloc(looking.count + 1, sizeof *looking.together);
    if (looking.together == NULL) {
        (void)fault_set(&fault, "out of memory");
    } else if (look(&looking, known_turn(ledger, name, looking.variants, looking.count)) &&
               !process_interrupted()) {
        known_set_turn(ledger, name, looking.turn);
    }
    tell(&looking);
    free(looking.together);
    free(looking.variants);
    ledger_trouble_if_any(ledger, &fault);
}
