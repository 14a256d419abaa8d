/* http.h -- one request to a server by way of libcurl, bounded in time and in size */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_HTTP_H
#define VIGIL_BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "fault.h"

#define HTTP_ANSWER_LIMIT ((size_t)16 << 20)

/*
 * TLS is always verified, against the system's authorities or those in CURL_CA_BUNDLE or
 * SSL_CERT_FILE. No redirect is followed. Proxies are those of libcurl's variables (HTTPS_PROXY,
 * NO_PROXY, …), but for http:// there is none: in the clear, nothing goes by way of another
 * machine.
 *
 * A connection takes at most 10 seconds, an answer 60, and 20 in which next to nothing comes end it
 * as well. VIGIL_HTTP_SECONDS, a whole number from 1 to 60, lowers all three to at most that. Or
 * process_interrupt ends it.
 */
struct http;

struct http *http_open(struct fault *fault);
void http_close(struct http *http);

struct http_request {
    const char *method, *url;
    const char *bearer;         /* the token; NULL: none */
    const char *const *headers; /* "Name: value"; NULL ends them; as the token, they are wiped from
                                   memory of ours when the request is over */
    const char *body;           /* NULL: none */
    long milliseconds;          /* for all of it; 0, or more than above: as above */
};

/*
 * False, with the reason as a fault, when no whole answer came: what was asked may have been done
 * all the same. Sent once at most: a connection that was used before is taken for GET alone, since
 * libcurl asks again by itself when such a one turns out to be dead.
 */
bool http_send(struct http *http, const struct http_request *request, long *status,
               struct buffer *answer, struct fault *fault);

/* A header of the last answer, "" when it has none; valid until the next request. */
const char *http_header(struct http *http, const char *name);

/* Seconds that the last answer's Retry-After asks for, be it a number or a date; 0 for none. */
double http_retry_after(struct http *http);

/* Seconds from the last answer's own date (or ours) until a moment in Unix time. */
double http_seconds_until(struct http *http, double moment);

#endif
