/* stages.h -- how long each stage of a night took */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_STAGES_H
#define VIGIL_BASE_STAGES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stage, "fuzz", of the whole night or of one target. The stage's name is vigil's own; the
 * target's is one that targets_find accepted. */
struct stage {
    char name[32], target[128]; /* target "": the night's */
    bool cached;                /* it had nothing to do: what an earlier run left was used */
    int64_t began, ended;       /* nanoseconds of Unix time; ended 0: under way */
};

/* Starts as {.lock = PTHREAD_MUTEX_INITIALIZER}. Any thread may call. A stage is left out when
 * memory runs out. */
struct stages {
    pthread_mutex_t lock;
    struct stage *list;
    size_t count;
};

/* Begins a stage; returns what stages_end takes as `stage`. */
size_t stages_begin(struct stages *stages, const char *name, const char *target);
void stages_end(struct stages *stages, size_t stage);

/* Adds a stage that is over and that others measured: the build. */
void stages_add(struct stages *stages, const char *name, bool cached, int64_t began, int64_t ended);

void stages_free(struct stages *stages);

/* The present, in nanoseconds of Unix time. */
int64_t stages_now(void);

/* The same of "2026-11-25T05:59:00Z"; 0 where the text is no timestamp of 1970 to 2261. */
int64_t stages_at(const char *timestamp);

#endif
