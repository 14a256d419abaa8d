/* SPDX-License-Identifier: MIT */
#include "queue.h"

#include <string.h>

#include "base/buffer.h"
#include "base/inert.h"

static struct queue *refuse(const char *word, struct fault *fault)
{
    struct buffer shown = {0};
    inert_line(&shown, word, strlen(word));
    buffer_add(&shown, "", 0);
    fault_set(fault, "%.200s: no tracker; local:DIR and github:OWNER/REPO are",
              shown.failed ? "" : shown.data);
    buffer_free(&shown);
    return NULL;
}

struct queue *queue_open(const struct tracker_options *options, struct fault *fault)
{
    const char *word = options->word;
    if (strncmp(word, "local:", 6) == 0 && word[6] != '\0') {
        return queue_local_open(word + 6, fault);
    }
    if (strncmp(word, "github:", 7) == 0 && word[7] != '\0') {
        return queue_github_open(word + 7, options, fault);
    }
    return refuse(word, fault);
}
