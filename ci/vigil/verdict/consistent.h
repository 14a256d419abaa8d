/* consistent.h -- (private to verdict_read) pure: whether a report's parts bear its verdict out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_CONSISTENT_H
#define VIGIL_VERDICT_CONSISTENT_H

#include <stdbool.h>

#include "base/fault.h"
#include "verdict.h"

/* False, with a fault that names the field that says otherwise. */
bool verdict_consistent(const struct verdict *report, struct fault *fault);

#endif
