/* judgement.h -- (private to signature) what a kind of crash is worth to whoever can cause it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_JUDGEMENT_H
#define VIGIL_JUDGEMENT_H

#include "signature.h"

/* By kind; one that is not in the table, a wording that is new to us, by the tool that reported it.
 */
enum crash_class judgement_class(const struct sanlog_report *report);

/* By kind; where an access makes the difference, a write is high, and a read, or an access of
 * which the log does not tell, medium. */
enum severity judgement_severity(const struct sanlog_report *report);

#endif
