/* github_link.h -- pure: Link headers, by which a server says where a list goes on (RFC 8288) */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_LINK_H
#define VIGIL_TRACKER_GITHUB_LINK_H

#include <stdbool.h>
#include <stddef.h>

/* The URL of the first link whose relation is "next", as it stands in
 * "<https://host/x?page=2>; rel=\"next\", <https://host/x?page=9>; rel=\"last\"". False where there
 * is none, or none that fits. */
bool github_link_next(const char *header, char *url, size_t room);

#endif
