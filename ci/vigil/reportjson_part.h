/* reportjson_part.h -- (private to reportjson) what its objects are made of */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORTJSON_PART_H
#define VIGIL_REPORTJSON_PART_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "report.h"

/* Each is NULL where memory ran out, which json_pack then is too. */

/* Hostile text made inert, on one line; with its lines. */
json_t *reportjson_text(const char *text);
json_t *reportjson_lines(const char *text, size_t size);
/* The same, or null for "". */
json_t *reportjson_text_or_null(const char *text);
/* Held at the greatest that JSON's readers agree on having as integers of 64 bits. */
json_t *reportjson_count(uint64_t count);

json_t *reportjson_crash(const struct report_crash *crash);

#endif
