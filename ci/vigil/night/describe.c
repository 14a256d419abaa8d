/* SPDX-License-Identifier: MIT */
#include "describe.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "tracker/issue.h"

#define INPUT_LIMIT  ((size_t)64 << 20)
#define LABELS_LIMIT ((size_t)64 << 10)

/* What an issue says besides the crash that it shows. */
struct beside {
    struct buffer targets;  /* every target that showed the crash, a name a line */
    struct issue_way *ways; /* the crash's variants but the one that is shown, oldest first */
    size_t way_count;
    /* what the ways point into */
    struct store_variant *variants;
    struct buffer *inputs;
    char (*directories)[PATH_SIZE];
};

struct taking {
    const struct store_variant *shown;
    struct beside *beside;
    bool failed;
};

static bool take(void *context, const struct store_variant *variant)
{
    struct taking *taking = context;
    struct beside *beside = taking->beside;
    if (strcmp(variant->id, taking->shown->id) == 0) {
        return true;
    }
    struct store_variant *taken =
        list_add(&beside->variants, &beside->way_count, sizeof *beside->variants);
    if (taken == NULL) {
        taking->failed = true;
        return false;
    }
    *taken = *variant;
    return true;
}

/* A file that is not there any more is shown as empty. */
static bool add_way(const struct ledger *ledger, struct beside *beside, size_t at,
                    struct fault *fault)
{
    char path[PATH_SIZE];
    struct fault ignored;
    const struct store_variant *variant = &beside->variants[at];
    struct buffer *input = &beside->inputs[at];
    if (!ledger_directory(ledger, variant->id, beside->directories[at], fault)) {
        return false;
    }
    if (!variant->inputless && path_make(path, &ignored, "%s/minimized", beside->directories[at])) {
        (void)files_read(path, INPUT_LIMIT, input, &ignored);
    }
    beside->ways[at] = (struct issue_way){
        .title = variant->signature.title,
        .target = variant->target,
        .stack = variant->signature.stack,
        .directory = beside->directories[at],
        .input = {input->data == NULL ? "" : input->data, input->size},
    };
    return !input->failed || fault_set(fault, "out of memory");
}

/* *beside starts as {0} and is to be freed in any case. */
static bool gather(const struct ledger *ledger, const struct store_variant *shown,
                   struct beside *beside, struct fault *fault)
{
    struct taking taking = {shown, beside, false};
    if (!store_list_targets(ledger->store, shown->crash, &beside->targets, fault) ||
        !store_each_variant(ledger->store, shown->crash, take, &taking, fault)) {
        return false;
    }
    beside->ways = calloc(beside->way_count + 1, sizeof *beside->ways);
    beside->inputs = calloc(beside->way_count + 1, sizeof *beside->inputs);
    beside->directories = calloc(beside->way_count + 1, sizeof *beside->directories);
    if (taking.failed || beside->ways == NULL || beside->inputs == NULL ||
        beside->directories == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done = true;
    for (size_t i = 0; done && i < beside->way_count; i++) {
        done = add_way(ledger, beside, i, fault);
    }
    return done;
}

static void let_go(struct beside *beside)
{
    for (size_t i = 0; beside->inputs != NULL && i < beside->way_count; i++) {
        buffer_free(&beside->inputs[i]);
    }
    buffer_free(&beside->targets);
    free(beside->ways);
    free(beside->inputs);
    free(beside->directories);
    free(beside->variants);
    *beside = (struct beside){.way_count = 0};
}

const struct rota_reviewer *describe_addressee(const struct duty *addressee)
{
    static const struct rota_reviewer nobody;
    return addressee == NULL || addressee->reviewer == NULL ? &nobody : addressee->reviewer;
}

void describe_body(const struct describe *describe, struct buffer *body)
{
    const struct store_crash *known = describe->known;
    const struct crash *crash = describe->crash;
    const struct tracker *tracker = describe->ledger->outbox->tracker;
    const struct rota_reviewer *reviewer = describe_addressee(describe->addressee);
    struct beside beside = {.way_count = 0};
    struct buffer corpus = {0};
    struct fault ignored;
    char date[16] = "";
    if (reviewer->handle[0] != '\0') {
        duty_write_date(describe->addressee->day, date);
    }
    buffer_format(&corpus, "%s/corpus/%s", describe->ledger->state, crash->target->name);
    bool gathered = gather(describe->ledger, describe->variant, &beside, &ignored);
    issue_body(crash,
               &(struct issue_facts){
                   .marker = describe->marker,
                   .directory = describe->directory,
                   .seen = known->first_seen,
                   .nights = known->nights,
                   .revision = known->revision,
                   .first_bad = known->first_bad,
                   .handle = known->handle,
                   .duty_handle = reviewer->handle,
                   .duty_name = reviewer->name,
                   .duty_date = date,
                   .mentions = tracker->mentions,
                   .withheld = describe->withhold,
                   .targets = beside.targets.data,
                   .ways = beside.ways,
                   .way_count = gathered ? beside.way_count : 0,
                   .corpus = crash->inputless ? corpus.data : NULL,
                   .limit = tracker->body_limit,
               },
               body);
    body->failed = body->failed || !gathered || corpus.failed;
    let_go(&beside);
    buffer_free(&corpus);
}

static void add_file_of_labels(const struct target *target, size_t most, struct buffer *labels)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct buffer text = {0};
    if (path_make(path, &ignored, "%s.labels", target->path) &&
        files_read(path, LABELS_LIMIT, &text, &ignored)) {
        issue_add_labels(text.data, text.size, most, labels);
    }
    labels->failed = labels->failed || text.failed;
    buffer_free(&text);
}

void describe_labels(const struct crash *crash, struct buffer *labels)
{
    const char *names[ISSUE_LABELS_MOST];
    size_t count = issue_labels(&crash->signature, names);
    for (size_t i = 0; i < count; i++) {
        buffer_format(labels, "%s\n", names[i]);
    }
    add_file_of_labels(crash->target, TRACKER_LABELS_MOST - count, labels);
}
