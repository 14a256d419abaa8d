/* sarif.h -- (private to verdict_sarif) texts, places and rules as SARIF has them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_SARIF_H
#define VIGIL_VERDICT_SARIF_H

#include <jansson.h>

#include "verdict.h"

/* Each gives NULL when memory ran out, which makes NULL of whatever it is put into. */

/* {"text": …}: hostile text, inert, without the brackets that SARIF would make a link or a
 * placeholder of (s. 3.11.5 and 3.11.6). */
json_t *sarif_message(const char *text);

/* As printf, then as above. */
json_t *sarif_message_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Hostile text, inert, on one line; nothing else is done to it. */
json_t *sarif_text(const char *text);

/* A relative reference (RFC 3986 s. 4.2) to a file below that base. */
json_t *sarif_artifact(const char *path, const char *base);

/* Ids of rules; a crash's is its class's. */
#define SARIF_UNCOVERED "uncovered-line"
const char *sarif_crash_rule(enum crash_class class);

/* Every rule, those of the report's time-sensitive lines among them, each once. */
json_t *sarif_rules(const struct verdict *report);

/* A note's rule: "time-localtime". */
#define SARIF_TIME "time-"

/* So many lines of a kind become results: of more than 25,000 in all GitHub takes none. */
#define SARIF_LINES_MOST 5000

#endif
