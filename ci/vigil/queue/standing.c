/* SPDX-License-Identifier: MIT */
#include "standing.h"

#include <stdbool.h>
#include <string.h>

#include "base/inert.h"

#define LISTED_MOST 20
#define WORDS_MOST  280

static bool is_neutral(const struct queue_standing *standing, const struct verdict *report)
{
    return report->conclusion == CONCLUSION_PASSED && standing->change->touches[0] != '\0';
}

const char *standing_conclusion(const struct queue_standing *standing, const struct verdict *report)
{
    static const char *const conclusions[] = {"success", "failure", "action_required"};
    return is_neutral(standing, report) ? "neutral" : conclusions[report->conclusion];
}

void standing_title(const struct queue_standing *standing, const struct verdict *report,
                    struct buffer *into)
{
    if (is_neutral(standing, report)) {
        buffer_text(into, "By its own account, and it may judge itself. ");
    } else if (!standing->change->own) {
        buffer_text(into,
                    standing->change->known ? "By a fork's own account. " : "By its own account. ");
    }
    buffer_text(into, report->sentence);
}

/* touches is inert as a title already: nothing in it acts in Markdown. */
static void touched(const struct queue_change *change, struct buffer *into)
{
    buffer_format(into,
                  "**This change may judge itself**: %s. A change to `ci/`, `.github/`, the "
                  "settings of vigil or a script that they name decides what is built and tested, "
                  "so no verdict can speak for it: read that part first, line by line, as you "
                  "would read a change to the permissions of this repository.\n\n",
                  change->touches);
}

static void forked(const struct queue_standing *standing, struct buffer *into)
{
    buffer_text(
        into,
        standing->change->known
            ? "**This change comes from a fork.** A fork runs its own `ci/gate`, so all that "
              "follows is what the change's own machine said, and it may be forged. "
            : "**No open pull request of this repository has this commit.** All that follows is "
              "what the machine said that judged it. ");
    buffer_text(into, "Nothing follows from it here: no issue is filed, nobody is asked, and the "
                      "change does not wait in the queue. ");
    if (standing->change->known) {
        buffer_text(into, "A maintainer who has looked at it puts it there with the label ");
        inert_code(into, standing->label, strlen(standing->label));
        buffer_text(into, ". To know what it does, run `ci/gate` on it on a machine that may be "
                          "lost, once its `ci/` has been read.");
    }
    buffer_text(into, "\n\n");
}

static void unfiled(const struct queue_standing *standing, struct buffer *into)
{
    buffer_format(
        into, "%zu of the new crashes %s no issue: %u are filed for a verdict at most.\n\n",
        standing->unfiled_count, standing->unfiled_count == 1 ? "has" : "have", standing->limit);
    for (size_t i = 0; i < standing->unfiled_count && i < LISTED_MOST; i++) {
        const struct verdict_crash *crash = standing->unfiled[i];
        buffer_text(into, "- ");
        inert_code(into, crash->title, strnlen(crash->title, WORDS_MOST));
        buffer_text(into, " in target ");
        inert_code(into, crash->target, strnlen(crash->target, WORDS_MOST));
        buffer_text(into, "\n");
    }
    if (standing->unfiled_count > LISTED_MOST) {
        buffer_format(into, "- … and %zu more\n", standing->unfiled_count - LISTED_MOST);
    }
    buffer_text(into, "\n");
}

void standing_text(const struct queue_standing *standing, struct buffer *into)
{
    if (standing->change->touches[0] != '\0') {
        touched(standing->change, into);
    }
    if (!standing->change->own) {
        forked(standing, into);
    }
    if (standing->unfiled_count > 0) {
        unfiled(standing, into);
    }
}
