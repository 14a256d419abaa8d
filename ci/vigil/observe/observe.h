/* observe.h -- a night's figures, to a file and to whoever wants them sent */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_OBSERVE_H
#define VIGIL_OBSERVE_OBSERVE_H

#include "base/buffer.h"
#include "base/fault.h"
#include "base/files.h"
#include "metrics.h"

/*
 * `textfile` ("" for none) is written at every call, whole or not at all. `pushgateway`
 * ("http://HOST:PORT", "" for none) is sent the same text, by PUT, under the job "vigil" and the
 * project's name as instance; and where OTEL_EXPORTER_OTLP_ENDPOINT or its sisters for metrics and
 * traces are set (otel_environment.h), they are sent OTLP as JSON.
 *
 * What cannot be sent is one line on standard error for each receiver and night, and nothing else:
 * a receiver that failed once is left alone until the night's end. It is waited for half of its
 * timeout (OTEL_EXPORTER_OTLP_TIMEOUT; a Pushgateway's is 10 s) before the night's end, and then
 * for what is left of the whole: so a night is neither longer than that for it nor red. The lines
 * show host and port, and nothing that the receiver said.
 */
enum { OBSERVE_PUSHGATEWAY, OBSERVE_METRICS, OBSERVE_TRACES, OBSERVE_RECEIVERS };

struct observe {
    char textfile[PATH_SIZE]; /* the caller's, as is the next */
    char pushgateway[512];
    struct otel *otel; /* NULL: not asked for */
    bool told[OBSERVE_RECEIVERS], silent[OBSERVE_RECEIVERS];
    long waited[OBSERVE_RECEIVERS]; /* milliseconds, in vain */
};

/* Reads the environment once, before any target runs, and takes out of it what is OpenTelemetry's.
 * False when `pushgateway` is no address, or memory ran out. To be closed in any case. */
bool observe_open(struct observe *observe, struct fault *fault);

/* `last`: the night is over, and the spans are sent too. False only where the textfile cannot be
 * written. After an interrupt nothing is sent. From one thread. */
bool observe_write(struct observe *observe, const struct report *report, bool last,
                   struct fault *fault);

void observe_close(struct observe *observe);

/* "http://host:9091" and "fuseau" make "http://host:9091/metrics/job/vigil/instance/fuseau". A
 * project that a path cannot hold as it is ("a/b", "..") is written as instance@base64/YS9i; any
 * bytes will do. */
void pushgateway_url(const char *base, const char *project, struct buffer *into);

#endif
