/* SPDX-License-Identifier: MIT */
#include "ownstack.h"

#include <stdlib.h>
#include <string.h>

/* One of a report's stacks: some of its frames. */
struct side {
    const struct sanlog_report *report;
    const bool *own;
    size_t next, end;
};

static void add(struct ownstack *stack, const char name[OWNFRAME_NAME_SIZE])
{
    size_t at = 0;
    while (at < stack->count && strcmp(stack->name[at], name) != 0) {
        at++;
    }
    if (at < stack->count) {
        stack->times[at]++;
    } else if (at < OWNSTACK_FRAMES) {
        memcpy(stack->name[at], name, OWNFRAME_NAME_SIZE);
        stack->times[at] = 1;
        stack->count++;
    }
}

/* The next own function of the side; false at its end. */
static bool take(struct side *side, char name[OWNFRAME_NAME_SIZE])
{
    for (; side->next < side->end; side->next++) {
        if (side->own[side->next]) {
            ownframe_name(&side->report->frames[side->next++], name);
            return true;
        }
    }
    return false;
}

/* As strcmp, of the sides' names one after the other. */
static int compare(struct side left, struct side right)
{
    char ours[OWNFRAME_NAME_SIZE], theirs[OWNFRAME_NAME_SIZE];
    for (;;) {
        bool more = take(&left, ours), others = take(&right, theirs);
        int order = more && others ? strcmp(ours, theirs) : (int)more - (int)others;
        if (order != 0 || !more) {
            return order;
        }
    }
}

void ownstack_read(const struct sanlog_report *report, struct ownstack *stack)
{
    size_t middle = report->second > 0 ? report->second : report->frame_count;
    bool own[SANLOG_FRAMES];
    ownframe_mark(report, own);
    struct side first = {report, own, 0, middle};
    struct side second = {report, own, middle, report->frame_count};
    bool turned = report->second > 0 && compare(first, second) > 0;
    struct side sides[] = {turned ? second : first, turned ? first : second};
    char name[OWNFRAME_NAME_SIZE];
    stack->count = 0;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < 2; i++) {
            if (take(&sides[i], name)) {
                add(stack, name);
                more = true;
            }
        }
    }
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

void ownstack_keep_cycle(struct ownstack *stack)
{
    size_t kept = 0;
    for (size_t i = 0; i < stack->count; i++) {
        if (stack->times[i] > 1) {
            memmove(stack->name[kept++], stack->name[i], sizeof stack->name[i]);
        }
    }
    if (kept > 0) {
        stack->count = kept;
        qsort(stack->name, kept, sizeof stack->name[0], by_name);
    }
}

void ownstack_keep_entry(const struct sanlog_report *report, struct ownstack *stack)
{
    size_t entry = ownframe_count(report);
    stack->count = 0;
    for (size_t i = entry < report->frame_count ? entry : 0; i > 0; i--) {
        if (ownframe_is(&report->frames[i - 1])) {
            char name[OWNFRAME_NAME_SIZE];
            ownframe_name(&report->frames[i - 1], name);
            add(stack, name);
            return;
        }
    }
}
