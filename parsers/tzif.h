/* tzif.h -- compiled zone files, checked before use (RFC 9636 s. 3) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZIF_H
#define FUSEAU_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "posixtz.h"
#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How local time is kept at some instant: RFC 9636's "local time type". */
struct fuseau_local_type {
    int32_t offset_seconds;  /* local minus UTC: more than -2^31; in practice -89,999…93,599 */
    bool dst;                /* daylight saving time */
    const char *designation; /* "EST"; ends with NUL; may be empty, its encoding is not specified */
};

/* A leap second, or the expiry of the table. */
struct fuseau_tzif_leap_second {
    int64_t
        occurrence; /* as the file counts: POSIX seconds plus the leap seconds before this one */
    int32_t correction; /* leap seconds inserted less those removed, from `occurrence` on */
};

/*
 * What zic wrote against RFC 9636, and glibc and tzcode read: such a file is readable, though not
 * valid. Which zics did (tz releases 2014a to 2026c were tried), and how it is read:
 */
enum fuseau_tzif_tolerated {
    /*
     * The footer does not give, at the last transition, the type of that transition (s. 3.3). If
     * the footer's rule ever changes, the type of the last transition holds until the next change,
     * as in tzcode; if it never does, the footer holds from the last transition on.
     *
     * zic -b slim of 2019c to 2023a, and glibc 2.36's: America/Ojinaga of tz 2022f and later went
     * to CST on 2022-10-30, and not to the CDT that "CST6CDT,M3.2.0,M11.1.0" has then; on
     * 2022-11-01 it is at -06:00. zic -b slim of 2023d to 2026a: America/Vancouver, Edmonton,
     * Winnipeg and others of tz 2026f last went to daylight saving time, where the footer is "MST7"
     * or "CST6" (tz's NEWS on 2026b: "zic no longer mishandles a last transition to a new time
     * type").
     */
    FUSEAU_TZIF_TOLERATED_FOOTER_TYPE = 1 << 0,
    /*
     * A designation in the footer has one byte or two, or other bytes than POSIX knows
     * between "<" and ">": "<A_B>5". fuseau_posixtz_is_valid refuses such a rule. Every zic writes
     * what its input has, and warns of it with -v alone.
     */
    FUSEAU_TZIF_TOLERATED_FOOTER_DESIGNATION = 1 << 1,
    /*
     * A rule's time is not in 0…24 hours in version 2, which needs version 3 (s. 3.3.1). Read as if
     * it were of that version. zic of 2014a to 2015a: Africa/Casablanca of tz's rearguard form.
     */
    FUSEAU_TZIF_TOLERATED_FOOTER_VERSION = 1 << 2,
    /*
     * A leap-second table without its first records, or with an expiry, before version 4, which
     * needs version 4 (s. 3.2). Read as if it were of that version. zic -r @LO -L of 2019a to
     * 2020a.
     */
    FUSEAU_TZIF_TOLERATED_LEAP_VERSION = 1 << 3,
    /*
     * A leap second that is not at the end of a UTC month (s. 3.2). It counts all the same. Every
     * zic takes the "Leap" lines of -L as they are.
     */
    FUSEAU_TZIF_TOLERATED_LEAP_TIME = 1 << 4,
};

/* A short word for one of these bits, such as "footer-type"; NULL for any other number. Static. */
const char *fuseau_tzif_tolerated_name(unsigned bit);

/*
 * A file that was checked: where its parts stand in the bytes, which are not copied and must stay
 * as they are. Nothing here is out of bounds, and the functions below need check nothing.
 */
struct fuseau_tzif {
    const char *bytes;
    char version;         /* 1, 2, 3, 4 */
    uint8_t time_size;    /* of a transition or leap time: 4 in version 1, else 8 */
    uint32_t transitions; /* how many there are of each */
    uint32_t types;
    uint32_t leaps; /* with the expiry, if there is one */
    size_t transition_times_at, transition_types_at, types_at, designations_at, leaps_at;
    size_t standard_at, ut_at;  /* the indicators; 0 where there are none: all false */
    uint32_t designations_size; /* bytes */
    size_t footer_at;           /* of the TZ string, without its newlines; 0 in version 1 */
    size_t footer_size;         /* 0: no TZ string, nothing is known after the last transition */
    bool has_rule;              /* whether there is a TZ string */
    struct fuseau_posixtz rule; /* the TZ string; where there is none, all zero */
    bool leaps_expire,
        leaps_truncated; /* version 4: the last is the expiry; the first are missing */
    unsigned tolerated;  /* bits of enum fuseau_tzif_tolerated; 0 in every valid file */
};

/*
 * Check the `size` bytes at `bytes` as one TZif file of version 1, 2, 3 or 4. Everything that
 * RFC 9636 says must be, must be; sizes are computed in 64 bits and compared with the bytes present
 * before anything is read by them.
 *
 * Of a file of version 2 or later the first block is skipped, not checked (s. 4): only its counts
 * are used. The footer must give, at the last transition, the type of that transition (s. 3.3).
 * Tolerated, as the RFC's interoperability appendix lets readers: reserved bytes that are not zero,
 * designations of any length and any bytes, types and designations that nothing uses, offsets
 * beyond 26 hours, transitions before -2^59, and bytes behind the end, which future versions may
 * add; they count as accepted.
 *
 * Errors: END (the file is shorter than its counts say, or ends before its footer does; `at` is
 * then `size`), TZIF_… as result.h says. Their `at` is the offset of the first byte of the field at
 * fault: a magic, a version, a count, a time, an index, a correction, an indicator; of TERMINATOR
 * the last byte of the designations, of NEWLINE what stands where the first newline should, of
 * FOOTER the byte that no TZ string has there, of FOOTER_VERSION and FOOTER_TYPE the TZ string.
 * A file cut at `at` fails with END.
 */
struct fuseau_result fuseau_tzif_parse(const char *bytes, size_t size, struct fuseau_tzif *out);

/*
 * The same of a file that is readable: what enum fuseau_tzif_tolerated lists is noted in
 * `tolerated` and not refused. Each file that fuseau_tzif_parse accepts reads to the same value.
 *
 * Refused is still all that would leave an answer open, or lead out of the bytes: a magic, version
 * or count that cannot be, what ends too soon, times out of order, an index past its table, a
 * designation without an end, a UT offset of -2^31, flags that are neither 0 nor 1 or contradict
 * each other, leap seconds before 1970 or by other steps than one, and a footer that is no TZ
 * string whatever its designations are (as zic writes it for an offset of 25 hours or more, or a
 * designation with a ">"), or whose designations have more than 31 bytes.
 */
struct fuseau_result fuseau_tzif_read(const char *bytes, size_t size, struct fuseau_tzif *out);

/* `index` is less than the respective count. */
int64_t fuseau_tzif_transition_time(const struct fuseau_tzif *tzif, uint32_t index);
uint8_t fuseau_tzif_transition_type(const struct fuseau_tzif *tzif, uint32_t index);
struct fuseau_local_type fuseau_tzif_type(const struct fuseau_tzif *tzif, uint32_t index);
struct fuseau_tzif_leap_second fuseau_tzif_leap(const struct fuseau_tzif *tzif, uint32_t index);
/*
 * The POSIX second of a time as the file counts, which is less the leap seconds up to it (s. 3.2);
 * in files without leap seconds it is the same. A leap second, which counts itself, is the POSIX
 * second before it. Before a truncated table the leap seconds of its start count. At the ends of
 * int64_t it is the nearest there is.
 */
int64_t fuseau_tzif_posix_seconds(const struct fuseau_tzif *tzif, int64_t time);

bool fuseau_tzif_type_is_standard(const struct fuseau_tzif *tzif, uint32_t index);
bool fuseau_tzif_type_is_ut(const struct fuseau_tzif *tzif, uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
