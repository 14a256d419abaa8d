/* page_stack.h -- (private to page) a crash's stacks, with the source around its own frames */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_STACK_H
#define VIGIL_REPORT_PAGE_STACK_H

#include "base/buffer.h"
#include "report.h"

/* Needs crash->crash. `label` tells this crash's regions from others'. */
void page_stack(const struct report_crash *crash, const char *label, struct buffer *into);

#endif
