/* decide_say.h -- (private to decide) what was decided, put into words and posted */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_DECIDE_SAY_H
#define VIGIL_NIGHT_DECIDE_SAY_H

#include "decide.h"

struct decide_crash {
    struct store_crash known;
    struct store_variant variant; /* the one that shows it best */
    struct lifecycle_crash life;
    unsigned times; /* this night */
    unsigned ran;   /* replays that did not show it any more */
    char why[300];
};

/* The words first, since they need files; then everything in one transaction. */
bool decide_say(struct decide *decide, const struct decide_crash *crashes, size_t count,
                struct fault *fault);

#endif
