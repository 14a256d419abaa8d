/* SPDX-License-Identifier: MIT */
/* Aho and Corasick's automaton over all the readers' marks: one step a byte, however many marks
 * there are. A log of a night has millions of lines of which a few hold one. */
#include "sanlog_glance.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "sanlog_header.h"
#include "sanlog_kind.h"
#include "sanlog_said.h"
#include "sanlog_valgrind.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define STATES_MOST  4096
#define BYTES        256
#define FOUND        0x8000 /* in a step: a mark ends here */
#define STATE        0x7fff /* in a step: where it leads */

/* What the readers look for besides their tables: a line of vigil's own; the last words of a run
 * after a panic that somebody caught; the years and months in a header of glog's, whose other marks
 * are too short to be looked for. */
static const char *const others[] = {"ERROR: vigil: ",
                                     " runs in ",
                                     "test result: ok.",
                                     "F0",
                                     "F1",
                                     "F2",
                                     "F3",
                                     "F4",
                                     "F5",
                                     "F6",
                                     "F7",
                                     "F8",
                                     "F9"};

#define MARK_LEAST 3 /* bytes of a mark of the tables */

static uint16_t steps[STATES_MOST][BYTES];
static bool every_line; /* the marks are more than there is room for */

static const char *other_mark(size_t i)
{
    return i < COUNT(others) ? others[i] : NULL;
}

/* Adds the states along a mark that are not there yet. */
static void add(const char *mark, size_t *count)
{
    size_t state = 0;
    for (const char *at = mark; *at != '\0'; at++) {
        uint16_t *step = &steps[state][(unsigned char)*at];
        if ((*step & STATE) == 0) {
            if (*count == STATES_MOST) {
                every_line = true;
                return;
            }
            *step = (uint16_t)((*count)++ | (*step & FOUND));
        }
        if (at[1] == '\0') {
            *step |= FOUND;
        }
        state = *step & STATE;
    }
}

/* Gives each state the steps that it lacks: those of the longest end of what it has seen that is a
 * beginning of a mark as well. States are visited by their depth. */
static void complete(void)
{
    static uint16_t queue[STATES_MOST], shorter[STATES_MOST];
    size_t head = 0, tail = 0;
    for (size_t byte = 0; byte < BYTES; byte++) {
        uint16_t next = steps[0][byte] & STATE;
        if (next != 0) {
            shorter[next] = 0;
            queue[tail++] = next;
        }
    }
    while (head < tail) {
        uint16_t state = queue[head++];
        const uint16_t *other = steps[shorter[state]];
        for (size_t byte = 0; byte < BYTES; byte++) {
            uint16_t next = steps[state][byte] & STATE;
            if (next == 0) {
                steps[state][byte] = other[byte];
                continue;
            }
            shorter[next] = other[byte] & STATE;
            steps[state][byte] |= other[byte] & FOUND;
            queue[tail++] = next;
        }
    }
}

static void build(void)
{
    static const struct {
        const char *(*mark)(size_t i);
        size_t least;
    } readers[] = {{sanlog_header_mark, MARK_LEAST},
                   {sanlog_valgrind_mark, MARK_LEAST},
                   {sanlog_said_mark, MARK_LEAST},
                   {sanlog_kind_abort_mark, MARK_LEAST},
                   {other_mark, 1}};
    size_t count = 1;
    for (size_t i = 0; i < COUNT(readers); i++) {
        const char *mark;
        for (size_t j = 0; (mark = readers[i].mark(j)) != NULL; j++) {
            if (strlen(mark) >= readers[i].least) {
                add(mark, &count);
            }
        }
    }
    complete();
}

bool sanlog_glance(struct span *log)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, build);
    size_t state = 0;
    for (size_t i = 0; i < log->size && !every_line; i++) {
        state = steps[state][(unsigned char)log->text[i]];
        if ((state & FOUND) != 0) {
            while (i > 0 && log->text[i - 1] != '\n') {
                i--;
            }
            span_skip(log, i);
            return true;
        }
    }
    if (!every_line) {
        span_skip(log, log->size);
    }
    return log->size > 0;
}
