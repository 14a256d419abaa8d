/* output.h -- (the program) what is shown: text for eyes, and JSON objects, one a line */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_OUTPUT_H
#define FUSEAU_CLI_OUTPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rfc3339.h"
#include "zone.h"

enum { CLI_TEXT_ROOM = 64 }; /* for any text that is made here, with its NUL */

/* The timestamp in UTC; false if UTC is out of the years 0000-9999. */
bool cli_utc_text(const struct fuseau_rfc3339 *value, char text[CLI_TEXT_ROOM]);

/*
 * A date and time from the seconds that fuseau_civil_to_seconds would give: "2024-07-11T01:14:00",
 * "-0001-01-01T00:00:00", "+12024-…"; out of the years -32767…32767 as "@" and the seconds.
 */
void cli_civil_text(int64_t seconds, int32_t nanoseconds, char text[CLI_TEXT_ROOM]);

/* "-0.25" for { -1, 750000000 }: the seconds as one decimal number. */
void cli_instant_text(struct fuseau_instant instant, char text[CLI_TEXT_ROOM]);

/* "-05:00", and "+00:09:21" where there are seconds */
void cli_offset_text(int32_t seconds, char text[CLI_TEXT_ROOM]);

/* Prints printable ASCII as it is, all else as \xNN; returns how many columns that took. */
int cli_print_safe(FILE *file, const char *text, size_t size);

/*
 * Prints what clocks of that type show at `instant`, in columns: local time and offset,
 * designation, "dst". With `wide`, what follows is aligned as well.
 */
void cli_print_local(struct fuseau_instant instant, const struct fuseau_local_type *type,
                     bool wide);

/* Ends the program: there is nothing left to do. */
_Noreturn void cli_out_of_memory(void);

json_t *cli_new_object(void);

/* Put a new `value`, whose owner becomes the object or the array. */
void cli_put(json_t *object, const char *key, json_t *value);
void cli_append(json_t *array, json_t *value);
void cli_put_integer(json_t *object, const char *key, int64_t value);

/* The text; and where that is not UTF-8, each wrong byte as U+FFFD, and all as KEY_hex. */
void cli_put_text(json_t *object, const char *key, const char *text, size_t size);

/* `unix_seconds`, `nanoseconds` */
void cli_put_instant(json_t *object, struct fuseau_instant instant);

/* `offset_seconds`, `designation`, `dst` */
void cli_put_type(json_t *object, const struct fuseau_local_type *type);

/*
 * Words for what was tolerated of a zone file, bits of enum fuseau_tzif_tolerated: an array; or for
 * eyes, separated by commas.
 */
json_t *cli_tolerated_array(unsigned tolerated);
void cli_print_tolerated(FILE *file, unsigned tolerated);

/* The object on one line of stdout; it is released. */
void cli_print_object(json_t *object);

#endif
