/* zonename.h -- zone names: "America/New_York", and never "../etc" (RFC 9557 s. 4.1) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONENAME_H
#define FUSEAU_ZONENAME_H

#include <stddef.h>

#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Check that the `size` bytes at `text` are one time-zone-name and nothing else: parts of letters,
 * digits, ".", "_", "-" and "+", which begin with a letter, "." or "_" and are not "." or "..",
 * with a "/" between them. It says nothing of whether there is such a zone. What is accepted, put
 * behind the path of a directory and a "/", names something inside that directory (but for symbolic
 * links).
 *
 * Why may parts be long? RFC 9557 has no limit. That of 14 bytes is what the IANA database gives
 * itself for new names (theory.html: rather America/Noronha than America/Fernando_de_Noronha), and
 * "Canada/East-Saskatchewan" was in it for years. What a database looks for ends at
 * FUSEAU_TZDB_NAME_MAX_SIZE bytes (tzdb.h).
 *
 * Errors: END ("", "Europe/"), NAME ("Europe/Pa ris", at 9; "/etc", at 0; "Etc/+1", at 4),
 * NAME_PART ("a//b", at 2; "../etc", at 2; "a/./b", at 3). What stands before such a byte may be a
 * name by itself: "Europe/Pa" is one.
 */
struct fuseau_result fuseau_zonename_parse(const char *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
