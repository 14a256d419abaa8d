/* summary.h -- pure: what a night did, aligned for a terminal */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SUMMARY_H
#define VIGIL_SUMMARY_H

#include "buffer.h"
#include "report.h"

void summary_text(const struct report *report, struct buffer *into);

#endif
