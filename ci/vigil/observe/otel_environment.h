/* otel_environment.h -- (private) what OpenTelemetry's environment variables ask for */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_OTEL_ENVIRONMENT_H
#define VIGIL_OBSERVE_OTEL_ENVIRONMENT_H

#include <stdbool.h>

#include "base/buffer.h"

#define OTEL_HEADERS 32

struct otel_signal {
    char url[2048]; /* "": nothing is to be sent */
    long milliseconds;
    const char *headers[OTEL_HEADERS + 3]; /* "Name: value", in `lines`; NULL ends them */
    char lines[8192];
};

/* Addresses and headers may hold keys, so a struct otel belongs in memory of secret.h's. It must
 * not be copied, since it points into itself. */
struct otel {
    struct otel_signal metrics, traces;
    char service[256], attributes[4096]; /* as struct otlp_resource has them */
};

/*
 * For each signal its own variable goes before the general one, and an empty variable counts as not
 * set [OpenTelemetry Protocol Exporter; Environment Variable Specification]:
 *
 * - OTEL_EXPORTER_OTLP_ENDPOINT, to whose path /v1/metrics and /v1/traces are added;
 *   OTEL_EXPORTER_OTLP_METRICS_ENDPOINT and _TRACES_ENDPOINT as they are. Where none is set nothing
 *   is sent: nobody asked for the standard's default, a collector on this machine.
 * - OTEL_EXPORTER_OTLP_HEADERS ("key=value,key=value"), _TIMEOUT (milliseconds; 10,000; 0: as long
 *   as http.h lets it) and _PROTOCOL: "http/json" is what is spoken. A receiver of "http/protobuf"
 *   takes that too and is sent it; one of anything else is sent nothing.
 * - OTEL_SDK_DISABLED, OTEL_METRICS_EXPORTER and OTEL_TRACES_EXPORTER ("none");
 *   OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES.
 *
 * A variable that cannot be followed counts as not set, and a line in `complaints` names it without
 * its value. At the end every OTEL_ variable is removed from our environment (secret_forget).
 */
void otel_read(struct otel *otel, struct buffer *complaints);

/* Of a fixed size, so that a member that holds a secret leaves no copies about. */
struct otel_member {
    char key[128], value[2048];
};

/*
 * Takes one member off a list "key=value,key=value" [W3C Baggage s. 3.2.1, without properties]:
 * blanks around key and value are no part of them, and %XX in a value is a byte ("a = b%20c" is "a"
 * and "b c"). Empty members are passed over. False at the end of the list. The key is "" where the
 * member has no "=", its key is no token of HTTP's, its value has "%" without two hexadecimal
 * digits or a control character, or one of the two is too long.
 */
bool otel_take(const char **list, struct otel_member *member);

/* Whether otel_take finds a key in each member of the list. */
bool otel_is_list(const char *list);

#endif
