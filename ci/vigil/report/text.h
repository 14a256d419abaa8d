/* text.h -- pure: what a night did, aligned for a terminal */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_TEXT_H
#define VIGIL_REPORT_TEXT_H

#include "base/buffer.h"
#include "report.h"

void report_text(const struct report *report, struct buffer *into);

#endif
