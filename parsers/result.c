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
    [FUSEAU_ERR_OFFSET] = {"FUSEAU_ERR_OFFSET", "a UTC offset must begin here"},
    [FUSEAU_ERR_RANGE] = {"FUSEAU_ERR_RANGE", "this puts the field out of its range"},
    [FUSEAU_ERR_DAY] = {"FUSEAU_ERR_DAY", "this month has no such day"},
    [FUSEAU_ERR_LEAP_SECOND] = {"FUSEAU_ERR_LEAP_SECOND", "no leap second can stand here"},
    [FUSEAU_ERR_TRAILING] = {"FUSEAU_ERR_TRAILING", "nothing may follow here"},
    [FUSEAU_ERR_ROOM] = {"FUSEAU_ERR_ROOM", "the buffer is too small"},
    [FUSEAU_ERR_INEXACT] = {"FUSEAU_ERR_INEXACT", "the value needs more fraction digits"},
    [FUSEAU_ERR_OFFSET_SECONDS] = {"FUSEAU_ERR_OFFSET_SECONDS",
                                   "the offset has seconds, and no name of a zone tells them"},
    [FUSEAU_ERR_NAME] = {"FUSEAU_ERR_NAME", "no zone name has this byte here"},
    [FUSEAU_ERR_NAME_PART] = {"FUSEAU_ERR_NAME_PART", "a part of a zone name is not empty, \".\" "
                                                      "or \"..\""},
    [FUSEAU_ERR_NAME_LENGTH] = {"FUSEAU_ERR_NAME_LENGTH", "a part of a zone name has at most 14 "
                                                          "bytes"},
    [FUSEAU_ERR_SUFFIX] = {"FUSEAU_ERR_SUFFIX", "no suffix tag has this byte here"},
    [FUSEAU_ERR_EXPERIMENTAL] = {"FUSEAU_ERR_EXPERIMENTAL", "experimental keys are not allowed"},
    [FUSEAU_ERR_CRITICAL] = {"FUSEAU_ERR_CRITICAL", "this tag is critical, and its key is unknown"},
    [FUSEAU_ERR_DUPLICATE] = {"FUSEAU_ERR_DUPLICATE",
                              "two tags of this key differ, one of them critical"},
    [FUSEAU_ERR_TAGS] = {"FUSEAU_ERR_TAGS", "there are too many suffix tags"},
    [FUSEAU_ERR_DESIGNATION] = {"FUSEAU_ERR_DESIGNATION", "no time zone designation has this byte "
                                                          "here"},
    [FUSEAU_ERR_RULE] = {"FUSEAU_ERR_RULE", "\"M\", \"J\" or a digit must begin the day of a rule"},
    [FUSEAU_ERR_TZIF_MAGIC] = {"FUSEAU_ERR_TZIF_MAGIC", "a zone file begins with \"TZif\""},
    [FUSEAU_ERR_TZIF_VERSION] = {"FUSEAU_ERR_TZIF_VERSION", "the version is NUL, \"2\", \"3\" or "
                                                            "\"4\", the same in both headers"},
    [FUSEAU_ERR_TZIF_UT_COUNT] = {"FUSEAU_ERR_TZIF_UT_COUNT", "isutcnt must be 0 or typecnt"},
    [FUSEAU_ERR_TZIF_STANDARD_COUNT] = {"FUSEAU_ERR_TZIF_STANDARD_COUNT", "isstdcnt must be 0 or "
                                                                          "typecnt"},
    [FUSEAU_ERR_TZIF_TYPE_COUNT] = {"FUSEAU_ERR_TZIF_TYPE_COUNT", "typecnt must not be 0"},
    [FUSEAU_ERR_TZIF_CHAR_COUNT] = {"FUSEAU_ERR_TZIF_CHAR_COUNT", "charcnt must not be 0"},
    [FUSEAU_ERR_TZIF_TRANSITION_ORDER] = {"FUSEAU_ERR_TZIF_TRANSITION_ORDER",
                                          "transition times must ascend strictly"},
    [FUSEAU_ERR_TZIF_TYPE_INDEX] = {"FUSEAU_ERR_TZIF_TYPE_INDEX", "there is no local time type of "
                                                                  "this index"},
    [FUSEAU_ERR_TZIF_OFFSET] = {"FUSEAU_ERR_TZIF_OFFSET", "a UT offset must not be -2^31"},
    [FUSEAU_ERR_TZIF_DST] = {"FUSEAU_ERR_TZIF_DST", "isdst must be 0 or 1"},
    [FUSEAU_ERR_TZIF_DESIGNATION] = {"FUSEAU_ERR_TZIF_DESIGNATION", "a designation must begin "
                                                                    "below charcnt"},
    [FUSEAU_ERR_TZIF_TERMINATOR] = {"FUSEAU_ERR_TZIF_TERMINATOR", "the designations must end with "
                                                                  "NUL"},
    [FUSEAU_ERR_TZIF_LEAP_TIME] = {"FUSEAU_ERR_TZIF_LEAP_TIME", "a leap second must be at the end "
                                                                "of a UTC month, from 1970 on"},
    [FUSEAU_ERR_TZIF_LEAP_ORDER] = {"FUSEAU_ERR_TZIF_LEAP_ORDER", "leap seconds must ascend "
                                                                  "strictly"},
    [FUSEAU_ERR_TZIF_LEAP_CORRECTION] = {"FUSEAU_ERR_TZIF_LEAP_CORRECTION",
                                         "leap-second corrections must differ by one"},
    [FUSEAU_ERR_TZIF_INDICATOR] = {"FUSEAU_ERR_TZIF_INDICATOR", "a standard/wall or UT/local "
                                                                "indicator must be 0 or 1"},
    [FUSEAU_ERR_TZIF_UT_STANDARD] = {"FUSEAU_ERR_TZIF_UT_STANDARD", "a type marked UT must be "
                                                                    "marked standard as well"},
    [FUSEAU_ERR_TZIF_NEWLINE] = {"FUSEAU_ERR_TZIF_NEWLINE",
                                 "the footer must stand between newlines"},
    [FUSEAU_ERR_TZIF_FOOTER] = {"FUSEAU_ERR_TZIF_FOOTER", "the footer is no POSIX TZ string"},
    [FUSEAU_ERR_TZIF_FOOTER_VERSION] = {"FUSEAU_ERR_TZIF_FOOTER_VERSION",
                                        "such a footer needs version 3 or later"},
    [FUSEAU_ERR_TZIF_FOOTER_TYPE] = {"FUSEAU_ERR_TZIF_FOOTER_TYPE",
                                     "the footer contradicts the last transition"},
    [FUSEAU_ERR_MEMORY] = {"FUSEAU_ERR_MEMORY", "out of memory"},
    [FUSEAU_ERR_NO_DATABASE] = {"FUSEAU_ERR_NO_DATABASE", "there is no zone database"},
    [FUSEAU_ERR_NOT_FOUND] = {"FUSEAU_ERR_NOT_FOUND", "there is no such zone"},
    [FUSEAU_ERR_FILE_KIND] = {"FUSEAU_ERR_FILE_KIND", "what has this name is no regular file"},
    [FUSEAU_ERR_FILE_SIZE] = {"FUSEAU_ERR_FILE_SIZE", "the file is too large for a zone"},
    [FUSEAU_ERR_FILE_CHANGED] = {"FUSEAU_ERR_FILE_CHANGED", "the file changed while it was read"},
    [FUSEAU_ERR_FILE_READ] = {"FUSEAU_ERR_FILE_READ", "the file cannot be read"},
    [FUSEAU_ERR_GAP] = {"FUSEAU_ERR_GAP", "no clock in this zone showed this time"},
    [FUSEAU_ERR_FOLD] = {"FUSEAU_ERR_FOLD", "clocks in this zone showed this time twice"},
    [FUSEAU_ERR_INCONSISTENT] = {"FUSEAU_ERR_INCONSISTENT", "the zone has another offset then"},
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
