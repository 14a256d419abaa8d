/* tzif_footer.c -- the TZ string behind the data of a zone file (RFC 9636 s. 3.3) */
/* SPDX-License-Identifier: MIT */
#include "posixtz_inline.h"
#include "tzif_inline.h"

/* Whether the TZ string has, at the last transition, the type that it is a transition to. */
static bool agrees(const struct fuseau_tzif *tzif)
{
    if (tzif->transitions == 0) {
        return true;
    }
    uint32_t last = tzif->transitions - 1;
    int64_t seconds = fuseau_tzif_posix_seconds(tzif, fuseau_tzif_transition_time(tzif, last));
    bool dst = fuseau_posixtz_is_daylight(&tzif->rule, seconds);
    const struct fuseau_posixtz_time *time = dst ? &tzif->rule.daylight : &tzif->rule.standard;
    struct fuseau_local_type type = fuseau_tzif_type(tzif, fuseau_tzif_transition_type(tzif, last));
    return type.dst == dst && type.offset_seconds == time->offset_seconds &&
           strcmp(type.designation, time->designation) == 0;
}

/* The TZ string is read by its grammar, or if it may be, with designations of any bytes. */
static struct fuseau_result rule(struct fuseau_tzif *tzif, unsigned allowed)
{
    struct cursor text = {tzif->bytes + tzif->footer_at, tzif->footer_size};
    struct fuseau_result result = posixtz_read(text, POSIXTZ_DESIGNATIONS_OF_POSIX, &tzif->rule);
    if (result.error != FUSEAU_OK && (allowed & FUSEAU_TZIF_TOLERATED_FOOTER_DESIGNATION)) {
        result = posixtz_read(text, POSIXTZ_DESIGNATIONS_ANY, &tzif->rule);
        tzif->tolerated |= FUSEAU_TZIF_TOLERATED_FOOTER_DESIGNATION;
    }
    return result;
}

static struct fuseau_result tz_string(struct fuseau_tzif *tzif, unsigned allowed)
{
    struct fuseau_result result = rule(tzif, allowed);
    if (result.error != FUSEAU_OK) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_FOOTER, tzif->footer_at + result.at};
    }
    tzif->has_rule = true;
    if (tzif->version < 3 && fuseau_posixtz_needs_extension(&tzif->rule) &&
        !tzif_tolerates(tzif, allowed, FUSEAU_TZIF_TOLERATED_FOOTER_VERSION)) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_FOOTER_VERSION, tzif->footer_at};
    }
    if (!agrees(tzif) && !tzif_tolerates(tzif, allowed, FUSEAU_TZIF_TOLERATED_FOOTER_TYPE)) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_FOOTER_TYPE, tzif->footer_at};
    }
    return cursor_accept(tzif->footer_at + tzif->footer_size);
}

/*
 * footer = NL TZ-string NL
 *
 * What is no TZ string, a NUL in it say, is looked for only once there is a newline behind it: cut
 * anywhere, a footer ends too soon.
 */
struct fuseau_result tzif_footer(struct cursor cursor, size_t at, unsigned allowed,
                                 struct fuseau_tzif *tzif)
{
    if (cursor_byte(cursor, at) != '\n') {
        return cursor_refuse(cursor, at, FUSEAU_ERR_TZIF_NEWLINE);
    }
    const char *text = cursor.text + at + 1;
    const char *end = memchr(text, '\n', cursor.size - at - 1);
    if (!end) {
        return (struct fuseau_result){FUSEAU_ERR_END, cursor.size};
    }
    tzif->footer_at = at + 1;
    tzif->footer_size = (size_t)(end - text);
    return tzif->footer_size > 0 ? tz_string(tzif, allowed) : cursor_accept(tzif->footer_at);
}
