/* zonename.h -- zone names: "America/New_York", and never "../etc" (RFC 9557 s. 4.1) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONENAME_H
#define FUSEAU_ZONENAME_H

#include <stddef.h>

#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FUSEAU_ZONENAME_PART_MAX_SIZE = 14 }; /* bytes between two slashes (IANA theory.html) */

/*
 * Check that the `size` bytes at `text` are one time-zone-name and nothing else: parts of letters,
 * digits, ".", "_", "-" and "+", which begin with a letter, "." or "_" and are not "." or "..",
 * with a "/" between them. It says nothing of whether there is such a zone. What is accepted, put
 * behind the path of a directory and a "/", names something inside that directory (but for symbolic
 * links).
 *
 * Errors: END ("", "Europe/"), NAME ("Europe/Pa ris", at 9; "/etc", at 0; "Etc/+1", at 4),
 * NAME_PART ("a//b", at 2; "../etc", at 2; "a/./b", at 3), NAME_LENGTH (at the 15th byte of a
 * part). What stands before such a byte may be a name by itself: "Europe/Pa" is one.
 */
struct fuseau_result fuseau_zonename_parse(const char *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
