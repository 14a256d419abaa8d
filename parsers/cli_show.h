/* cli_show.h -- (the program) what was read, for eyes or as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_SHOW_H
#define FUSEAU_CLI_SHOW_H

#include <stdbool.h>

#include "cli_kinds.h"
#include "cli_records.h"

/* How one record was judged. The value is set as the kind's parts say, if `error` is NULL. */
struct judged {
    struct record record;
    unsigned long long number; /* of the record: 1, 2, … */
    const struct kind *kind;
    struct fuseau_rfc3339 value;
    const char *error; /* the code's name, or NULL */
    const char *message;
    size_t at;
};

/* Acceptance on stdout, refusal (the text, a caret under the byte, a sentence) on stderr. */
void show_plain(const struct judged *judged);

/* One object on one line of stdout. Returns false if memory ran out. */
bool show_json(const struct judged *judged);

#endif
