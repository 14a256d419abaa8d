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
};

/*
 * What every call that can fail returns.
 *
 * Reading: `at` is the number of bytes accepted, in success (then it is the size of the text) and
 * in failure alike (then text[at] is the first byte that no text of this grammar could have there,
 * or at == size and more was expected). So the first `at` bytes of a refused text always fail with
 * FUSEAU_ERR_END, or are all of the grammar where the error is FUSEAU_ERR_TRAILING. One error
 * points further back, to the byte a person has to change: FUSEAU_ERR_LEAP_SECOND is at the "60".
 * It is judged last, when nothing else is wrong.
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

/* A phrase that fits after "byte 6: ", such as "this digit puts the field out of range". Static. */
const char *fuseau_error_message(enum fuseau_error error);

#ifdef __cplusplus
}
#endif
#endif
