/* otlp.h -- pure: metrics and a night's stages as OTLP's JSON */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_OTLP_H
#define VIGIL_OBSERVE_OTLP_H

#include <jansson.h>

#include "metrics.h"

/* Who says it: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES, read by the caller. */
struct otlp_resource {
    const char *service;    /* "": service.name of the attributes, or "vigil" */
    const char *attributes; /* "key=value,key=value", percent-encoded; "" */
    const char *instance;   /* the project, where the attributes have no service.instance.id: what
                               two projects send to one receiver must not be one series; hostile */
    const char *version;
};

/* An ExportMetricsServiceRequest; began and now in nanoseconds of Unix time. */
void otlp_metrics(const struct metrics *metrics, const struct otlp_resource *resource,
                  int64_t began, int64_t now, struct buffer *into);

/* How many data points or spans a receiver says that it refused, of what it took; 0 where its
 * answer says nothing of the kind. The answer is hostile. */
int64_t otlp_refused(const char *answer, size_t size);

/* An ExportTraceServiceRequest: a span for the night, one beneath it for each stage, and beneath
 * those one for each target. The same night has the same ids, so that one sent twice is one. */
void otlp_traces(const struct report *report, const struct otlp_resource *resource,
                 struct buffer *into);

/* Each gives NULL when memory ran out, which makes NULL of whatever it is put into. */

/* Of any bytes: those that JSON cannot hold as they are made inert (inert_line). */
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
