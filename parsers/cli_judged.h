/* cli_judged.h -- (the program) how a record was judged; refusals shown */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_JUDGED_H
#define FUSEAU_CLI_JUDGED_H

#include <jansson.h>
#include <stdbool.h>

#include "cli_records.h"
#include "result.h"

struct judged {
    struct record record;
    unsigned long long number; /* of the record: 1, 2, …; 0: it is no record but a zone */
    const char *error;         /* the code's name, or NULL: accepted */
    const char *message;
    size_t at;
    json_t *details; /* what else a refusal says in JSON, or NULL */
};

/*
 * Take over what a grammar says of the record. One that was cut is refused where it was cut, unless
 * the grammar has a better reason. Returns whether it is accepted.
 */
bool judge(struct judged *judged, struct fuseau_result result);

/*
 * A refusal: as a JSON object on stdout; or for eyes on stderr, a sentence, the text, and a caret
 * under the byte.
 */
void show_refusal(const struct judged *judged, bool json);

/* The same on stderr for a text that is no record, such as the argument of an option. */
void show_caret(const char *what, const char *text, size_t size, struct fuseau_result result);

/*
 * The refusal of a zone or a file by its name, for what is wrong is not the name: under `key` in
 * JSON, on stderr without a caret. Returns EXIT_UNABLE if a file could not be read (errno says
 * why), or else EXIT_REFUSED.
 */
int show_named_refusal(const char *key, const char *name, struct fuseau_result result, bool json);

/* { "input": …, "ok": … }, and why it was refused if it was. */
json_t *judged_object(const struct judged *judged);

#endif
