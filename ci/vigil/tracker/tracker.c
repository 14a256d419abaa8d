/* SPDX-License-Identifier: MIT */
#include "tracker.h"

#include <string.h>

#include "base/buffer.h"
#include "base/inert.h"

enum tracker_kind tracker_kind(const char *word, const char **place, struct fault *fault)
{
    static const struct {
        const char *start;
        enum tracker_kind kind;
    } kinds[] = {{"local:", TRACKER_LOCAL}, {"github:", TRACKER_GITHUB}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(kinds[i].start);
        if (strncmp(word, kinds[i].start, size) == 0 && word[size] != '\0') {
            *place = word + size;
            return kinds[i].kind;
        }
    }
    struct buffer shown = {0};
    inert_line(&shown, word, strlen(word));
    buffer_add(&shown, "", 0);
    fault_set(fault, "%.200s: no tracker; local:DIR and github:OWNER/REPO are",
              shown.failed ? "" : shown.data);
    buffer_free(&shown);
    return TRACKER_UNKNOWN;
}

bool tracker_withholds(struct tracker *tracker, enum settings_withhold setting)
{
    return setting == WITHHOLD_YES || (setting == WITHHOLD_PUBLIC && tracker->is_public != NULL &&
                                       tracker->is_public(tracker));
}

/* What a tracker answers that nobody may ask. */

static enum tracker_outcome leave(struct fault *fault)
{
    (void)fault_set(fault, "left to `vigil file`");
    return TRACKER_LATER;
}

static enum tracker_outcome leave_list(struct tracker *tracker, tracker_take *take, void *context,
                                       struct fault *fault)
{
    (void)tracker, (void)take, (void)context;
    return leave(fault);
}

static enum tracker_outcome leave_look(struct tracker *tracker, uint64_t number,
                                       struct tracker_issue *issue, struct fault *fault)
{
    (void)tracker, (void)number, (void)issue;
    return leave(fault);
}

static enum tracker_outcome leave_create(struct tracker *tracker, const struct tracker_draft *draft,
                                         uint64_t *number, struct fault *fault)
{
    (void)tracker, (void)draft, (void)number;
    return leave(fault);
}

static enum tracker_outcome leave_edit(struct tracker *tracker, uint64_t number,
                                       const struct tracker_draft *draft, struct fault *fault)
{
    (void)tracker, (void)number, (void)draft;
    return leave(fault);
}

static enum tracker_outcome leave_open(struct tracker *tracker, uint64_t number, bool open,
                                       struct fault *fault)
{
    (void)tracker, (void)number, (void)open;
    return leave(fault);
}

static enum tracker_outcome leave_comment(struct tracker *tracker, uint64_t number,
                                          const char *marker, const char *text, struct fault *fault)
{
    (void)tracker, (void)number, (void)marker, (void)text;
    return leave(fault);
}

/* What is told of the tracker without asking it stays: place, links, limits. */
static void silence(struct tracker *tracker)
{
    tracker->list = leave_list;
    tracker->look = leave_look;
    tracker->create = leave_create;
    tracker->edit = leave_edit;
    tracker->set_open = leave_open;
    tracker->comment = leave_comment;
    tracker->author = NULL;
}

static struct tracker *open_kind(const struct tracker_options *options, struct fault *fault)
{
    const char *place = NULL;
    switch (tracker_kind(options->word, &place, fault)) {
    case TRACKER_LOCAL:
        return tracker_local_open(place, options, fault);
    case TRACKER_GITHUB:
        return tracker_github_open(place, options, fault);
    case TRACKER_UNKNOWN:
        break;
    }
    return NULL;
}

struct tracker *tracker_open(const struct tracker_options *options, struct fault *fault)
{
    struct tracker *tracker = open_kind(options, fault);
    if (tracker != NULL && options->unfiled) {
        silence(tracker);
    }
    return tracker;
}
