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

struct tracker *tracker_open(const struct tracker_options *options, struct fault *fault)
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
