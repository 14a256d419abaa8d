/* cli_json.h -- (the program) JSON objects, one a line; hostile text made valid UTF-8 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_JSON_H
#define FUSEAU_CLI_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "zone.h"

/* Ends the program: there is nothing left to do. */
_Noreturn void out_of_memory(void);

json_t *new_object(void);

/* Put a new `value`, whose owner becomes the object or the array. */
void put(json_t *object, const char *key, json_t *value);
void append(json_t *array, json_t *value);
void put_integer(json_t *object, const char *key, int64_t value);

/* The text; and where that is not UTF-8, each wrong byte as U+FFFD, and all as KEY_hex. */
void put_text(json_t *object, const char *key, const char *text, size_t size);

/* `offset_seconds`, `designation`, `dst` */
void put_type(json_t *object, const struct fuseau_local_type *type);

/* The object on one line of stdout; it is released. */
void print_object(json_t *object);

#endif
