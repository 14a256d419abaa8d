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
 * NO_PROXY, …), but an http:// request uses none: unencrypted, it passes no other machine.
 *
 * A connection takes at most 10 seconds and an answer at most 60; one that comes more slowly than a
 * byte a second is given up after 20. VIGIL_HTTP_SECONDS, a whole number from 1 to 60, is an upper
 * bound of all three. process_interrupt ends a request at once.
 */
struct http;

struct http *http_open(struct fault *fault);
void http_close(struct http *http);

struct http_request {
    const char *method, *url;
    const char *bearer;         /* the token; NULL: none */
    const char *const *headers; /* "Name: value"; NULL ends them. The copies made of them and of
                                   the token are overwritten when the request is over */
    const char *body;           /* NULL: none */
    long milliseconds;          /* for the whole request; 0 or too many: the bounds above */
};

/*
 * False, with the reason as a fault, when no whole answer came: the server may have done what was
 * asked all the same. The request is sent at most once. libcurl sends a request again by itself
 * when a connection that it kept turns out to be dead, so only GET uses a kept connection.
 */
bool http_send(struct http *http, const struct http_request *request, long *status,
               struct buffer *answer, struct fault *fault);

/* A header of the last answer, "" when it has none; valid until the next request. */
const char *http_header(struct http *http, const char *name);

/* Seconds that the last answer's Retry-After asks for, be it a number or a date; 0 for none. */
double http_retry_after(struct http *http);

/* Seconds from the last answer's date (else from now) until a moment in Unix time. */
double http_seconds_until(struct http *http, double moment);

#endif
