/* baggage.h -- pure: "key=value,key=value", as OpenTelemetry's environment variables have it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BAGGAGE_H
#define VIGIL_BAGGAGE_H

#include <stdbool.h>

#include "span.h"

/* Of a fixed size, so that one that holds a secret leaves no copies about. */
struct baggage {
    char key[128], value[2048];
};

/*
 * Takes one member off the list [W3C Baggage s. 3.2.1, without properties]: blanks around key and
 * value are no part of them, and %XX in a value is a byte ("a = b%20c" is "a" and "b c"). False at
 * the end of the list, and at a member that is none, when *whole is false: it has no "=", a key
 * that is no token of HTTP's, "%" without two hexadecimal digits, a control character in its value,
 * or is too long. Empty members are passed over.
 */
bool baggage_take(struct span *list, struct baggage *member, bool *whole);

/* Whether each member of the list is one, and its value UTF-8 that needs no escape. */
bool baggage_check(const char *list);

#endif
