/* result.h -- the one error model: what went wrong, and at which byte */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RESULT_H
#define FUSEAU_RESULT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Beside each code stands an input of fuseau_rfc3339_parse, or a call, that causes it. */
enum fuseau_error {
    FUSEAU_OK = 0,
    FUSEAU_ERR_END,         /* "2024-07": the text ends before the grammar does */
    FUSEAU_ERR_DIGIT,       /* "2024-0x-11…": a digit must stand here */
    FUSEAU_ERR_SEPARATOR,   /* "2024/07/11…": the field must have its "-", "T" or ":" behind */
    FUSEAU_ERR_OFFSET,      /* "…T01:14:00": then "x" where "Z", "+" or "-" must stand */
    FUSEAU_ERR_RANGE,       /* "2024-13-…": with this digit the field leaves its range */
    FUSEAU_ERR_DAY,         /* "2023-02-29…": this month has no such day */
    FUSEAU_ERR_LEAP_SECOND, /* "2024-07-11T01:14:60Z": no leap second can stand here */
    FUSEAU_ERR_TRAILING,    /* "…T01:14:00Z " (a space): the grammar ends before the text does */
    FUSEAU_ERR_ROOM,        /* writing 20 bytes into a buffer of 19 */
    FUSEAU_ERR_INEXACT,     /* writing 0.25 s with one fraction digit */
    FUSEAU_ERR_OFFSET_SECONDS, /* writing Paris in 1850, +00:09:21, without the zone's name */

    /* Zone names, RFC 9557 suffixes, POSIX TZ strings. */
    FUSEAU_ERR_NAME,         /* "Europe/Pa ris": no zone name has this byte here */
    FUSEAU_ERR_NAME_PART,    /* "Europe/../etc": a part that is "." or "..", or empty */
    FUSEAU_ERR_SUFFIX,       /* "…Z[u-ca=]" or "…Z[a=b][UTC]": no tag has this byte here */
    FUSEAU_ERR_EXPERIMENTAL, /* "…Z[_foo=bar]": an experimental key, not allowed by the caller */
    FUSEAU_ERR_CRITICAL,     /* "…Z[!knort=blargel]": critical, and the caller does not know it */
    FUSEAU_ERR_DUPLICATE,    /* "…Z[u-ca=a][!u-ca=b]": critical, and another says otherwise */
    FUSEAU_ERR_TAGS,         /* more suffix tags than FUSEAU_RFC9557_TAGS_MAX */
    FUSEAU_ERR_DESIGNATION,  /* "AB5" or "<A B>": no designation has this byte here */
    FUSEAU_ERR_RULE,         /* "EST5EDT,X": "M", "J" or a digit must begin the day of a rule */

    /* TZif files (RFC 9636): the rule that is broken. `at` is the offset of the field at fault. */
    FUSEAU_ERR_TZIF_MAGIC,            /* s. 3.1: not "TZif" */
    FUSEAU_ERR_TZIF_VERSION,          /* s. 3.1: not NUL, "2", "3" or "4", or not twice the same */
    FUSEAU_ERR_TZIF_UT_COUNT,         /* s. 3.1: isutcnt is neither 0 nor typecnt */
    FUSEAU_ERR_TZIF_STANDARD_COUNT,   /* s. 3.1: isstdcnt is neither 0 nor typecnt */
    FUSEAU_ERR_TZIF_TYPE_COUNT,       /* s. 3.1: typecnt is 0 */
    FUSEAU_ERR_TZIF_CHAR_COUNT,       /* s. 3.1: charcnt is 0 */
    FUSEAU_ERR_TZIF_TRANSITION_ORDER, /* s. 3.2: transition times must ascend strictly */
    FUSEAU_ERR_TZIF_TYPE_INDEX,       /* s. 3.2: a transition's type is not below typecnt */
    FUSEAU_ERR_TZIF_OFFSET,           /* s. 3.2: utoff is -2^31 */
    FUSEAU_ERR_TZIF_DST,              /* s. 3.2: isdst is neither 0 nor 1 */
    FUSEAU_ERR_TZIF_DESIGNATION,      /* s. 3.2: desigidx is not below charcnt */
    FUSEAU_ERR_TZIF_TERMINATOR,       /* s. 3.2: no NUL ends the last designation */
    FUSEAU_ERR_TZIF_LEAP_TIME,  /* s. 3.2: a leap second before 1970, or not at a month's end */
    FUSEAU_ERR_TZIF_LEAP_ORDER, /* s. 3.2: leap seconds must ascend strictly */
    FUSEAU_ERR_TZIF_LEAP_CORRECTION, /* s. 3.2: corrections must differ by one, from 0 on */
    FUSEAU_ERR_TZIF_INDICATOR,       /* s. 3.2: a standard/wall or UT/local flag that is not 0, 1 */
    FUSEAU_ERR_TZIF_UT_STANDARD,     /* s. 3.2: a UT flag is set, its standard flag is not */
    FUSEAU_ERR_TZIF_NEWLINE,         /* s. 3.3: no newline before the footer */
    FUSEAU_ERR_TZIF_FOOTER,          /* s. 3.3: the footer is no POSIX TZ string */
    FUSEAU_ERR_TZIF_FOOTER_VERSION,  /* s. 3.3.1: the footer needs version 3 */
    FUSEAU_ERR_TZIF_FOOTER_TYPE,     /* s. 3.3: the footer contradicts the last transition */

    /* Zones and where they come from; `at` is 0, or the size of a name that was accepted. */
    FUSEAU_ERR_MEMORY,       /* there is no memory left */
    FUSEAU_ERR_NO_DATABASE,  /* asking NULL for a zone, where a database could not be opened */
    FUSEAU_ERR_NOT_FOUND,    /* "Europe/Atlantis": the database has no such zone */
    FUSEAU_ERR_FILE_KIND,    /* a directory, a FIFO, a device, or a link that leads to itself */
    FUSEAU_ERR_FILE_SIZE,    /* a file too large to be a zone */
    FUSEAU_ERR_FILE_CHANGED, /* the file changed while it was read, each time it was tried */
    FUSEAU_ERR_FILE_READ,    /* the system could not read it: errno says why */
    FUSEAU_ERR_GAP,          /* 2024-03-10T02:30 in New York: no clock showed this */
    FUSEAU_ERR_FOLD,         /* 2024-11-03T01:30 in New York: the clock showed this twice */
    FUSEAU_ERR_INCONSISTENT, /* "…+00:00[America/New_York]": the zone has another offset then */
};

/*
 * What every call that can fail returns.
 *
 * Reading: `at` is the number of bytes accepted, in success (then it is the size of the text) and
 * in failure alike (then text[at] is the first byte that no text of this grammar could have there,
 * or at == size and more was expected). So the first `at` bytes of a refused text fail with
 * FUSEAU_ERR_END, or are a text of the grammar by themselves: with FUSEAU_ERR_TRAILING and
 * FUSEAU_ERR_TAGS they always are, but for what is judged last; those of a zone name ("a" of "a b")
 * may be, and those before a digit too many ("EST2" of "EST25"). Some errors point further back, to
 * what a person has to change. They are judged last, when nothing else is wrong, in this order:
 * FUSEAU_ERR_LEAP_SECOND, at the "60"; tag by tag FUSEAU_ERR_EXPERIMENTAL, FUSEAU_ERR_CRITICAL and
 * FUSEAU_ERR_DUPLICATE, at the key.
 *
 * Writing: `at` is the number of bytes written; with FUSEAU_ERR_ROOM, the number there must be
 * room for; with any other error 0.
 *
 * A call that fails leaves its output as it was.
 */
struct fuseau_result {
    enum fuseau_error error;
    size_t at;
};

/* "FUSEAU_ERR_RANGE", or "unknown error" for a number that is no code. Static storage. */
const char *fuseau_error_name(enum fuseau_error error);

/* A phrase that fits after "byte 6: ", such as "this puts the field out of its range". Static. */
const char *fuseau_error_message(enum fuseau_error error);

#ifdef __cplusplus
}
#endif
#endif
