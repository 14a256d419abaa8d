/* rfc9557.h -- timestamps with a suffix: "…Z[!Europe/Paris][u-ca=hebrew]" (RFC 9557 s. 4) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RFC9557_H
#define FUSEAU_RFC9557_H

#include <stdbool.h>
#include <stddef.h>

#include "offset.h"
#include "result.h"
#include "rfc3339.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FUSEAU_RFC9557_TAGS_MAX = 16 }; /* suffix tags in one text, the zone not counted */

/* A part of the text that was read: text[at] … text[at + size - 1]. */
struct fuseau_span {
    size_t at;
    size_t size;
};

/* "[!u-ca=hebrew]" */
struct fuseau_rfc9557_tag {
    struct fuseau_span key;    /* "u-ca" */
    struct fuseau_span values; /* "hebrew"; several are joined by "-" */
    bool critical;             /* there is a "!" */
};

enum fuseau_rfc9557_zone {
    FUSEAU_RFC9557_NO_ZONE,
    FUSEAU_RFC9557_ZONE_NAME,   /* "[Europe/Paris]" */
    FUSEAU_RFC9557_ZONE_OFFSET, /* "[+05:30]" */
};

struct fuseau_rfc9557 {
    struct fuseau_rfc3339 timestamp;
    enum fuseau_rfc9557_zone zone;
    bool zone_critical;
    struct fuseau_span zone_name;     /* the name or the offset, without brackets and "!" */
    struct fuseau_offset zone_offset; /* of ZONE_OFFSET */
    size_t tag_count;                 /* 0…FUSEAU_RFC9557_TAGS_MAX */
    struct fuseau_rfc9557_tag tags[FUSEAU_RFC9557_TAGS_MAX]; /* in their order in the text; those
                                                                from tag_count on mean nothing */
};

struct fuseau_rfc9557_options {
    struct fuseau_rfc3339_options timestamp;
    const char *const *known_keys; /* what critical tags the caller obeys; NULL: "u-ca" alone, the
                                      one key that is registered (s. 5) */
    size_t known_count;
    bool allow_experimental; /* keys that begin with "_" (s. 3.2) */
};

/*
 * Read the `size` bytes at `text` as one date-time-ext and nothing else. `options` may be NULL.
 * Zone names are as zonename.h has them; whether there is such a zone, and whether it had the
 * timestamp's offset then (s. 3.4), is asked of zoned.h.
 *
 * Of elective tags with the same key the first is to be used (s. 3.3); all are handed over. Tags
 * that say the same twice contradict nothing, critical or not.
 *
 * Errors:
 * - those of fuseau_rfc3339_parse, with TRAILING ("…Zx", "…Z[UTC]x") where only a "[" could be
 * - in the first bracket, while it may still be a zone, those of zonename.h ("…Z[5]", NAME;
 *   "…Z[Europe/..]", NAME_PART, at the "]") and of fuseau_offset_parse ("…Z[+24:00]"). Every key
 *   is a name as well, so it may be one until a "=" comes: "…Z[u-ca]" is a zone, and
 *   "…Z[U-CA=a]" is NAME, at the "="
 * - SUFFIX, where only a tag or the end of an offset could be: "…Z[u-ca=]" and "…Z[+01:00:00]", at
 *   the last "]" and ":"; "…Z[u-ca=a][Paris]", at the "P", since the zone is first and single
 * - TAGS, at the "[" of the tag that is one too many
 * - judged last: EXPERIMENTAL, at the key ("_" begins it, and allow_experimental is false, known or
 *   not); CRITICAL, at the key; DUPLICATE, at the key of the later of the two
 */
struct fuseau_result fuseau_rfc9557_parse(const char *text, size_t size,
                                          const struct fuseau_rfc9557_options *options,
                                          struct fuseau_rfc9557 *out);

#ifdef __cplusplus
}
#endif
#endif
