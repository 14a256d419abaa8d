/* cli_show.h -- (the program) what was parsed, for eyes or as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_SHOW_H
#define FUSEAU_CLI_SHOW_H

#include "cli_judged.h"
#include "cli_kinds.h"

/* A line on stdout. The record is accepted. */
void show_plain(const struct record *record, const struct kind *kind, const struct value *value);

/* The same into the object of the record. */
void put_value(json_t *object, const struct record *record, const struct kind *kind,
               const struct value *value);

#endif
