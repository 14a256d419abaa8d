/* publish.h -- a night's report put where people look: pages, JSON, Markdown */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PUBLISH_H
#define VIGIL_REPORT_PUBLISH_H

#include <stdbool.h>

#include "base/fault.h"
#include "report.h"

/*
 * Writes DIRECTORY/DATE.html, DATE.json, DATE.md and index.html, each whole or not at all; DATE is
 * that of the report's last night. The directory is made; `work` is one for what gnuplot needs.
 * The index is written last, and links to the pages that are there.
 *
 * Where nothing can be drawn, the pages say so where the plots would be, and `undrawn` says why
 * (else its text is empty): that is no failure. False, with a fault, when one of the four is not
 * written; the others are.
 */
bool publish(const struct report *report, const char *directory, const char *work,
             struct fault *undrawn, struct fault *fault);

/*
 * Removes DATE.html, DATE.json and DATE.md of each date before `before` ("2026-11-25"). Others may
 * have files there: a date is one of vigil's nights where `is_night` says so, or where its page
 * says that vigil wrote it. False, with a fault, where one cannot be removed; the others are.
 */
typedef bool publish_is_night(void *context, const char *date);
bool publish_prune(const char *directory, const char *before, publish_is_night *is_night,
                   void *context, struct fault *fault);

#endif
