/* fields_text.h -- (private) pure: which texts a field of verdict.json can hold */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_FIELDS_TEXT_H
#define VIGIL_VERDICT_FIELDS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* "crashes" with the id of a crash behind it; whether it is that crash's, verdict_read asks. */
bool field_is_crash_directory(const char *text);
bool field_is_crash_id(const char *text);
bool field_is_commit(const char *text);
bool field_is_commit_or_none(const char *text);
bool field_is_handle_or_none(const char *text);
/* "2026-11-25T00:05:00Z" */
bool field_is_when(const char *text);
/* "sensitive-line" */
bool field_is_rule(const char *text);

/* "" or an address with nothing in it that could end it in Markdown. */
bool field_is_link(const char *text);

#define FIELD_PATH "a path below the project's top"
bool field_is_path(const char *text);
bool field_is_path_or_none(const char *text);

/* Whether inert_title may have made the text; makes one of any other. */
bool field_is_title(const char *text, size_t size);
void field_title(struct buffer *into, const char *text);

/* The text in at most so many bytes: of a longer one the beginning, and how much more there was. It
 * is not longer than that, so that done again nothing is left out again. */
void field_shorten(struct buffer *text, size_t most);

#endif
