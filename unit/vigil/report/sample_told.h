/* sample_told.h -- (private) the crashes of the sample night */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_SAMPLE_TOLD_H
#define VIGIL_REPORT_SAMPLE_TOLD_H

#include "tracker/lifecycle.h"

/* A crash as a night would tell of it. */
struct told {
    const char *header, *function, *caller, *file, *target;
    unsigned line;
    enum lifecycle_fate fate;
    enum reproducibility reproducibility;
    unsigned reproduced;
    bool seen, withheld;
    unsigned times, nights, issue;
    const char *owner, *first_seen, *first_bad, *handle, *note, *input, *marks;
};

#define REPORT_SAMPLE_TOLD 7
extern const struct told report_sample_told[REPORT_SAMPLE_TOLD];

#endif
