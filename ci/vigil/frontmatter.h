/* frontmatter.h -- pure: the lines between "---" and "---" that open a Markdown issue */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_FRONTMATTER_H
#define VIGIL_FRONTMATTER_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/*
 *     ---
 *     number: 3
 *     state: open
 *     title: 'heap-buffer-overflow READ 1 in read_field'
 *     labels: [fuzzing, severity-medium]
 *     target: 'offset'
 *     signature: 'heap-buffer-overflow READ 1|read_field|parse'
 *     first_seen: 2024-07-11T01:14:00Z
 *     last_seen: 2024-07-12T01:14:00Z
 *     ---
 *
 * The part of YAML that this takes: one `key: value` a line; a value plain, 'single' ('' is one
 * quote) or "double" (\" and \\). Keys that are not ours are people's, and stay.
 */
struct frontmatter {
    unsigned number;
    bool open;
    char signature[1600];
};

struct frontmatter_result {
    bool ok;
    unsigned line; /* from 1, where it is wrong */
    const char *reason;
};

/* Number, state and signature must be there, once; the rest is not needed to recognise an issue. */
struct frontmatter_result frontmatter_read(const char *text, size_t size,
                                           struct frontmatter *issue);

/* Adds the text to `into` with `last_seen: WHEN` for the line that says so, or as a last line where
 * none does. Every other byte stays. The text is one that frontmatter_read took. */
void frontmatter_set_last_seen(const char *text, size_t size, const char *when,
                               struct buffer *into);

/* 'it''s' */
void frontmatter_quote(const char *value, struct buffer *into);

#endif
