/* outcome.h -- (the program) whether a record is accepted, and what is shown where it is refused */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_OUTCOME_H
#define FUSEAU_CLI_OUTCOME_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

enum { CLI_RECORD_MAX_SIZE = 65536 };
enum { CLI_HINT_ROOM = 128 };

struct cli_record {
    const char *text;
    size_t size;      /* at most CLI_RECORD_MAX_SIZE, where it is from standard input */
    bool cut;         /* the record went on; the rest of it is not shown to anyone */
    bool from_stream; /* it is from standard input */
};

struct cli_outcome {
    struct cli_record record;
    unsigned long long number; /* of the record: 1, 2, …; 0: it is no record but the next */
    const char *what;          /* "zone", or the option of which it is the argument */
    const char *error;         /* the code's name, or NULL: accepted */
    const char *message;
    size_t at;
    char hint[CLI_HINT_ROOM]; /* what may have been meant, a phrase; or "" */
    json_t *details;          /* what else a refusal says in JSON, or NULL */
};

/*
 * Take over what a grammar says of the record. One that was cut is refused where it was cut, unless
 * the grammar has a better reason. Returns whether it is accepted.
 */
bool cli_outcome_set(struct cli_outcome *outcome, struct fuseau_result result);

/*
 * A refusal: as a JSON object on stdout; or for eyes on stderr, a sentence, the text, a caret under
 * the byte, and the hint.
 */
void cli_outcome_refuse(const struct cli_outcome *outcome, bool json);

/*
 * Refuse a zone or a file as a whole, since no byte of its name is wrong: with the name under `key`
 * in JSON, on stderr without a caret. Returns CLI_UNABLE if a file could not be read (errno says
 * why), or else CLI_REFUSED.
 */
int cli_outcome_refuse_name(const char *key, const char *name, struct fuseau_result result,
                            bool json);

/* The same as a JSON object, which is not printed yet. */
json_t *cli_outcome_refused_name(const char *key, const char *name, struct fuseau_result result);

/* { "input": …, "ok": … }, and why it was refused if it was. */
json_t *cli_outcome_object(const struct cli_outcome *outcome);

#endif
