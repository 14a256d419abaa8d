/* otlp_part.h -- (private) what OTLP's messages of metrics and of traces share */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OTLP_PART_H
#define VIGIL_OTLP_PART_H

#include <jansson.h>

#include "otlp.h"

/* Each gives NULL when memory ran out, which makes NULL of whatever it is put into. */

/* Of any bytes: those that JSON cannot hold as they are made inert (safetext_line). */
json_t *otlp_text(const char *text);

/* An integer of 64 bits is a decimal string in JSON, since a number there may be a double. */
json_t *otlp_integer(int64_t value);

/* {"key": KEY, "value": {"stringValue": TEXT}} */
json_t *otlp_attribute(const char *key, const char *text);

json_t *otlp_resource(const struct otlp_resource *resource);
json_t *otlp_scope(const struct otlp_resource *resource);

/* As one line, and gone. */
void otlp_write(json_t *message, struct buffer *into);

#endif
