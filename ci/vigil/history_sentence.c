/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "history.h"

/* "1a2b3c4d5e6f (tzif: trust the count)" */
static const char *name(const struct history_commit *commit, char text[300])
{
    (void)snprintf(text, 300, "%.12s (%s)", commit->id, commit->subject);
    return text;
}

static void out_of_budget(const struct history_answer *answer, const char *bad, char *text,
                          size_t room)
{
    char spent[80];
    (void)snprintf(spent, sizeof spent, "%.0f s and %u build%s", answer->seconds, answer->builds,
                   answer->builds == 1 ? "" : "s");
    if (answer->bad.id[0] == '\0') {
        (void)snprintf(text, room,
                       "Not found in %s: they were over before the newest commit was judged.",
                       spent);
    } else if (answer->good[0] == '\0') {
        (void)snprintf(text, room, "Not found in %s: %s crashes already.", spent, bad);
    } else {
        (void)snprintf(text, room,
                       "Not found in %s: it lies between %.12s, which does not crash, and %s, "
                       "which does.",
                       spent, answer->good, bad);
    }
}

static void range(const struct history_answer *answer, const char *bad, char *text, size_t room)
{
    if (answer->good[0] == '\0') {
        (void)snprintf(text, room,
                       "Not found: %s crashes, and of the older commits that were tried none can "
                       "be built and judged.",
                       bad);
    } else {
        (void)snprintf(text, room,
                       "The first bad commit lies between %.12s, which does not crash, and %s, "
                       "which does: none between them can be built and judged.",
                       answer->good, bad);
    }
}

void history_sentence(const struct history_answer *answer, char *text, size_t room)
{
    char commit[300];
    const char *bad = name(&answer->bad, commit);
    switch (answer->end) {
    case BISECT_FOUND:
        (void)snprintf(text, room, "The first bad commit is %s.", bad);
        break;
    case BISECT_RANGE:
        range(answer, bad, text, room);
        break;
    case BISECT_PREDATES_TARGET:
        (void)snprintf(text, room,
                       "It predates the target: %s crashes, and the commit before it does not "
                       "build this target.",
                       bad);
        break;
    case BISECT_PREDATES_HISTORY:
        (void)snprintf(text, room,
                       "It predates the history: %s, the oldest commit there is, crashes.", bad);
        break;
    case BISECT_OUT_OF_BUDGET:
        out_of_budget(answer, bad, text, room);
        break;
    case BISECT_NOT_AT_TIP:
        (void)snprintf(text, room,
                       "Not found: the newest commit, %s, was built anew and does not crash.", bad);
        break;
    case BISECT_CANNOT:
        (void)snprintf(text, room, "Not found: the newest commit, %s, cannot be built and judged.",
                       bad);
        break;
    }
}
