/* observe.h -- a night's figures, to a file and to whoever wants them sent */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_OBSERVE_H
#define VIGIL_OBSERVE_OBSERVE_H

#include "base/buffer.h"
#include "base/fault.h"
#include "base/files.h"
#include "metrics.h"

/*
 * `textfile` ("" for none) is written at every call, whole or not at all, and `pushgateway`
 * ("http://HOST:PORT", "" for none) is sent the same text, by PUT, under the job "vigil" and the
 * project's name as instance; one that did not take it is not tried again until the night is over.
 * Then, where OTEL_EXPORTER_OTLP_ENDPOINT or its sisters for metrics and traces are set
 * (otel_environment.h), OTLP's receivers are sent JSON, once.
 *
 * A receiver gets no more than its timeout (OTEL_EXPORTER_OTLP_TIMEOUT; a Pushgateway's is 10 s).
 * What it does not take is one line on standard error, and no fault of the night. The line shows
 * host and port, and nothing that the receiver said.
 */
struct observe {
    char textfile[PATH_SIZE]; /* set by the caller */
    char pushgateway[512];    /* set by the caller */
    struct otel *otel;        /* NULL: OTLP is sent to nobody */
    bool silent;              /* the Pushgateway did not take what it was sent last */
};

/* Reads the environment once, before any target runs, and takes out of it what is OpenTelemetry's.
 * False when `pushgateway` is no address, or memory ran out. To be closed in any case. */
bool observe_open(struct observe *observe, struct fault *fault);

/* `last`: the night is over. Once the night was interrupted, nothing more is sent. False only where
 * the textfile cannot be written. To be called from one thread. */
bool observe_write(struct observe *observe, const struct report *report, bool last,
                   struct fault *fault);

void observe_close(struct observe *observe);

/* "http://host:9091" and "fuseau" make "http://host:9091/metrics/job/vigil/instance/fuseau". A
 * project that a path cannot hold as it is ("a/b", "..") is written as instance@base64/YS9i. Its
 * bytes may be any. */
void observe_pushgateway_url(const char *base, const char *project, struct buffer *into);

#endif
