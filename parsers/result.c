/* result.c -- the one error model: what went wrong, and at which byte */
/* SPDX-License-Identifier: MIT */
#include "result.h"

static const struct {
    const char *name;
    const char *message;
} errors[] = {
    [FUSEAU_OK] = {"FUSEAU_OK", "accepted"},
    [FUSEAU_ERR_END] = {"FUSEAU_ERR_END", "the text ends here, too soon"},
    [FUSEAU_ERR_DIGIT] = {"FUSEAU_ERR_DIGIT", "a digit must stand here"},
    [FUSEAU_ERR_SEPARATOR] = {"FUSEAU_ERR_SEPARATOR", "the field before must be followed by its "
                                                      "separator"},
    [FUSEAU_ERR_OFFSET] = {"FUSEAU_ERR_OFFSET", "\"Z\", \"+\" or \"-\" must stand here"},
    [FUSEAU_ERR_RANGE] = {"FUSEAU_ERR_RANGE", "this puts the field out of its range"},
    [FUSEAU_ERR_DAY] = {"FUSEAU_ERR_DAY", "this month has no such day"},
    [FUSEAU_ERR_LEAP_SECOND] = {"FUSEAU_ERR_LEAP_SECOND", "no leap second can stand here"},
    [FUSEAU_ERR_TRAILING] = {"FUSEAU_ERR_TRAILING", "nothing may follow here"},
    [FUSEAU_ERR_ROOM] = {"FUSEAU_ERR_ROOM", "the buffer is too small"},
    [FUSEAU_ERR_INEXACT] = {"FUSEAU_ERR_INEXACT", "the value needs more fraction digits"},
};

static const size_t error_count = sizeof errors / sizeof errors[0];

const char *fuseau_error_name(enum fuseau_error error)
{
    return (size_t)error < error_count ? errors[error].name : "unknown error";
}

const char *fuseau_error_message(enum fuseau_error error)
{
    return (size_t)error < error_count ? errors[error].message : "unknown error";
}
