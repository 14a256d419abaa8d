/* SPDX-License-Identifier: MIT */
#include "stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "list.h"
#include "rfc3339.h"

#define NO_STAGE SIZE_MAX
#define SECOND   INT64_C(1000000000)

int64_t stages_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

int64_t stages_at(const char *timestamp)
{
    struct fuseau_rfc3339 read = {0};
    struct fuseau_result result = fuseau_rfc3339_parse(timestamp, strlen(timestamp), NULL, &read);
    int64_t seconds = read.instant.seconds;
    if (result.error != FUSEAU_OK || seconds < 0 || seconds >= INT64_MAX / SECOND) {
        return 0;
    }
    return seconds * SECOND + read.instant.nanoseconds;
}

/* The place of the stage in the list; NO_STAGE where memory ran out. */
static size_t append(struct stages *stages, const struct stage *stage)
{
    size_t at = NO_STAGE;
    (void)pthread_mutex_lock(&stages->lock);
    struct stage *added = list_add(&stages->list, &stages->count, sizeof *added);
    if (added != NULL) {
        *added = *stage;
        at = stages->count - 1;
    }
    (void)pthread_mutex_unlock(&stages->lock);
    return at;
}

static struct stage named(const char *name, const char *target)
{
    struct stage stage = {0};
    (void)snprintf(stage.name, sizeof stage.name, "%s", name);
    (void)snprintf(stage.target, sizeof stage.target, "%s", target);
    return stage;
}

size_t stages_begin(struct stages *stages, const char *name, const char *target)
{
    struct stage stage = named(name, target);
    stage.began = stages_now();
    return append(stages, &stage);
}

/* Somebody may have set the clock back meanwhile: no stage ends before it began. */
void stages_end(struct stages *stages, size_t stage)
{
    int64_t now = stages_now();
    (void)pthread_mutex_lock(&stages->lock);
    if (stage < stages->count) {
        int64_t began = stages->list[stage].began;
        stages->list[stage].ended = now > began ? now : began;
    }
    (void)pthread_mutex_unlock(&stages->lock);
}

void stages_add(struct stages *stages, const char *name, bool cached, int64_t began, int64_t ended)
{
    struct stage stage = named(name, "");
    stage.cached = cached;
    stage.began = began;
    stage.ended = ended > began ? ended : began;
    (void)append(stages, &stage);
}

void stages_free(struct stages *stages)
{
    free(stages->list);
    stages->list = NULL;
    stages->count = 0;
}
