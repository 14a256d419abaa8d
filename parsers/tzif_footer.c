/* tzif_footer.c -- the TZ string behind the data of a zone file (RFC 9636 s. 3.3) */
/* SPDX-License-Identifier: MIT */
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

static struct fuseau_result tz_string(struct fuseau_tzif *tzif)
{
    const char *text = tzif->bytes + tzif->footer_at;
    struct fuseau_result result = fuseau_posixtz_parse(text, tzif->footer_size, &tzif->rule);
    if (result.error != FUSEAU_OK) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_FOOTER, tzif->footer_at + result.at};
    }
    tzif->has_rule = true;
    if (tzif->version < 3 && fuseau_posixtz_needs_extension(&tzif->rule)) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_FOOTER_VERSION, tzif->footer_at};
    }
    if (!agrees(tzif)) {
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
struct fuseau_result tzif_footer(struct cursor cursor, size_t at, struct fuseau_tzif *tzif)
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
    return tzif->footer_size > 0 ? tz_string(tzif) : cursor_accept(tzif->footer_at);
}
