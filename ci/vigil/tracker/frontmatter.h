/* frontmatter.h -- pure: the lines between "---" and "---" that open a Markdown issue */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_FRONTMATTER_H
#define VIGIL_TRACKER_FRONTMATTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/*
 *     ---
 *     number: 3
 *     state: open
 *     title: 'heap-buffer-overflow READ 1 in read_field'
 *     labels: [fuzzing, severity-medium, memory]
 *     target: 'offset'
 *     signature: 'heap-buffer-overflow READ 1|read_field|parse'
 *     marker: 'crash:0123456789abcdef'
 *     first_seen: 2024-07-11T01:14:00Z
 *     ---
 *
 * The part of YAML that this takes: one `key: value` a line; a value plain, 'single' ('' is one
 * quote) or "double" (\" and \\); labels as one word, as [a, b], or as lines "- a" below the key.
 * Other keys are people's, and stay.
 */
struct frontmatter {
    unsigned number;
    bool open;
    bool triaged;  /* a label is triaged */
    bool declined; /* a label is wontfix, duplicate or invalid */
    char marker[64];
    char signature[2048]; /* room for every key (signature.h) */
    /* For people, and so cut where they are too long: */
    char title[300], target[128], first_seen[40];
    char severity[16]; /* "medium", of the label */
    size_t end;        /* bytes, up to what stands below */
};

struct frontmatter_result {
    bool ok;
    unsigned line; /* from 1, where it is wrong */
    const char *reason;
};

/* Number and state must be there, once; marker and signature at most once. What is not there is
 * empty. On failure *issue holds what stands above the line at fault. */
struct frontmatter_result frontmatter_read(const char *text, size_t size,
                                           struct frontmatter *issue);

/* Adds the text to `into` with `KEY: VALUE` for the line that has this key, or as a last line where
 * none does. Every other byte stays. The text is one that frontmatter_read took. */
void frontmatter_set(const char *text, size_t size, const char *key, const char *value,
                     struct buffer *into);

/* 'it''s'; on one line, inert, whatever the value. */
void frontmatter_quote(const char *value, struct buffer *into);

#endif
