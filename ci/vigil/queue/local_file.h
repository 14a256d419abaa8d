/* local_file.h -- (private) pure: a change that waits, as the JSON of its file */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_LOCAL_FILE_H
#define VIGIL_QUEUE_LOCAL_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "queue.h"

/*
 *     {"head": "…", "title": "…", "author": "asha", "since": 1795586400,
 *      "notes": [{"path": "…", "line": 12, "text": "…", "rule": "…", "title": "…", "reason": "…",
 *                 "better": "…"}],
 *      "asked": [{"handle": "jonas", "at": 1795586460}], "reviewed": false}
 *
 * A person who reviewed it makes `reviewed` true. Texts in it are inert.
 */
bool queue_file_compose(const struct verdict *report, struct buffer *into, struct fault *fault);

/* False, with a fault that names the member, where it is none such; members beside these may be
 * anything. `link` and `number` are not the file's to say. */
bool queue_file_read(const char *text, size_t size, struct queue_entry *entry, struct fault *fault);

/* The same file with one more who was asked, once; all else in it stays. */
bool queue_file_ask(const char *text, size_t size, const char *handle, int64_t now,
                    struct buffer *into, struct fault *fault);

#endif
