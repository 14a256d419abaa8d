/* gateread_judge.h -- (private to gateread) pure: whether a report's parts bear its verdict out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEREAD_JUDGE_H
#define VIGIL_GATEREAD_JUDGE_H

#include <stdbool.h>

#include "fault.h"
#include "gatereport.h"

/* False, with a fault that names the field that says otherwise. */
bool gateread_judge(const struct gate_report *report, struct fault *fault);

#endif
