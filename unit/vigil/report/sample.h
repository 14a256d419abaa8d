/* sample.h -- a night as it might have been, for the tests of whatever shows one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_SAMPLE_H
#define VIGIL_REPORT_SAMPLE_H

#include "report/report.h"

enum report_sample_kind {
    SAMPLE_NIGHT,   /* a crash of each fate, two of them new; a target that did not run */
    SAMPLE_CLEAN,   /* one night, the first; nothing found, no rota, no toolchain, no stages */
    SAMPLE_HOSTILE, /* each attack as all the text that a crash, a target or a person has */
};

struct report_sample {
    struct report report;
    struct report_crash *crashes;
    struct crash *found;    /* what crashes[i].crash points to */
    struct buffer *marks;   /* and crashes[i].marks, */
    struct buffer *command; /* and crashes[i].command */
    struct target target;
    struct report_target *targets;
    struct store_night *nights;
    struct report_waiting *waiting;
    struct duty *duty;
    struct rota_reviewer *reviewers;
    struct toolchain toolchain;
    struct buffer sentence, troubles, notes;
};

/* With `more` new crashes beside those of the kind. To be freed. Exits where there is no memory. */
void report_sample_make(enum report_sample_kind kind, size_t more, struct report_sample *sample);
void report_sample_free(struct report_sample *sample);

/* The attacks of SAMPLE_HOSTILE: those of attacks.h. Attack `number` is in crash `number`. */
size_t report_sample_attacks(void);
const char *report_sample_attack(size_t number, const char **name, size_t *size);

/* From now on this text, which must outlive the samples, is the only attack there is; NULL: those
 * of attacks.h again. */
void report_sample_attack_with(const char *text);

/* (private) sample_crash.c: sets report.crashes; memory as calloc gives it, or an exit. */
void report_sample_crashes(enum report_sample_kind kind, size_t more, struct report_sample *sample);
void report_sample_free_crashes(struct report_sample *sample);
void *report_sample_room(size_t count, size_t size);
/* A copy of the text, cut where it does not fit, and ended. */
void report_sample_set(char *field, size_t room, const char *text, size_t size);
#define SAMPLE_SET(field, text) report_sample_set((field), sizeof(field), (text), strlen(text))

#endif
