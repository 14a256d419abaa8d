/* github_address.h -- pure: a repository's API, its pages, and whether a URL is of that server */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_ADDRESS_H
#define VIGIL_TRACKER_GITHUB_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

#define GITHUB_URL_SIZE 2048

struct github_address {
    char repository[204]; /* "OWNER/REPO" */
    char api[512];        /* "https://api.github.com", without a slash at its end */
    char origin[300];     /* "https://api.github.com:443" */
    char place[512];      /* "https://github.com/OWNER/REPO/issues", for a person */
};

/*
 * From OWNER/REPO (letters, digits, '-', '_', '.', but no "..") and the API's URL: https://, or
 * http:// where the host is this machine ("localhost", 127.…, [::1]). "https://HOST/api/v3" is how
 * GitHub Enterprise has it. Refused, and not repeated, where it holds a user or a password.
 */
bool github_address_make(const char *api, const char *repository, struct github_address *address,
                         struct fault *fault);

/* "https://github.com/OWNER/REPO/issues/12", in which every byte that might end an address or an
 * attribute is percent-encoded. False when it does not fit. */
bool github_address_issue(const struct github_address *address, uint64_t number, char *into,
                          size_t room);

/* Whether the URL has the API's scheme, host and port, and so may be sent the token. */
bool github_address_is_own(const struct github_address *address, const char *url);

/* The text as it stands in a query: "a b" is "a%20b". False when it does not fit. */
bool github_address_escape(const char *text, char *into, size_t room);

/* Where a list goes on: the URL of the first link whose relation is "next" in a Link header
 * (RFC 8288), as it stands in "<https://host/x?page=2>; rel=\"next\", <…>; rel=\"last\"". False
 * where there is none, or none that fits. */
bool github_address_next(const char *header, char *url, size_t room);

#endif
