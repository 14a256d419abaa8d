/* otlp.h -- (private) pure: a night's metrics and stages as OTLP's JSON */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_OTLP_H
#define VIGIL_OBSERVE_OTLP_H

#include "metrics.h"

/* Where the data comes from: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES, read by the caller. */
struct otlp_resource {
    const char *service;    /* "": service.name of the attributes, or "vigil" */
    const char *attributes; /* a list as otel_take reads it, taken whole or not at all; "" */
    const char *instance;   /* the project, where the attributes have no service.instance.id: what
                               two projects send to one receiver must not be one series; hostile */
    const char *version;
};

/* An ExportMetricsServiceRequest; began and now in nanoseconds of Unix time. */
void otlp_metrics(const struct metrics *metrics, const struct otlp_resource *resource,
                  int64_t began, int64_t now, struct buffer *into);

/* An ExportTraceServiceRequest: a span for the night, one beneath it for each stage, and beneath
 * those one for each target. The same night has the same ids, so that one sent twice is one. */
void otlp_traces(const struct report *report, const struct otlp_resource *resource,
                 struct buffer *into);

/* How many data points or spans, of a message that it took, a receiver says that it refused; 0
 * where its answer says nothing of the kind. The answer is hostile. */
int64_t otlp_refused(const char *answer, size_t size);

#endif
