/* cli_show.c -- (the program) what was parsed, for eyes or as JSON */
/* SPDX-License-Identifier: MIT */
#include "cli_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli_json.h"
#include "cli_text.h"

/* ---- for eyes ---- */

static void print_instant(const struct fuseau_rfc3339 *value)
{
    char seconds[TEXT_ROOM];
    char utc[TEXT_ROOM];
    instant_text(value->instant, seconds);
    printf("%s  %s  ", seconds, utc_text(value, utc) ? utc : "(UTC is out of the years 0000-9999)");
}

static void print_date(struct fuseau_date date)
{
    printf("%04" PRId32 "-%02u-%02u", date.year, date.month, date.day);
}

static void print_time(struct fuseau_time time)
{
    char text[FUSEAU_PARTIALTIME_MAX_SIZE];
    struct fuseau_result result =
        fuseau_fulltime_format_partial(time, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    printf("%.*s", (int)result.at, text);
}

static void print_offset(struct fuseau_offset offset)
{
    char text[FUSEAU_OFFSET_MAX_SIZE];
    struct fuseau_result result = fuseau_offset_format(offset, text, sizeof text);
    printf("%-6.*s", (int)result.at, text);
    if (!fuseau_offset_is_known(offset)) {
        printf("  local offset unknown");
    }
}

static void print_timestamp(const struct fuseau_rfc3339 *value, unsigned parts)
{
    if (parts & PART_INSTANT) {
        print_instant(value);
    } else if (parts & PART_DATE) {
        print_date(value->date);
    } else if (parts & PART_TIME) {
        print_time(value->time);
        fputs("  ", stdout);
    }
    if (parts & PART_OFFSET) {
        print_offset(value->offset);
    }
    if ((parts & PART_TIME) && value->leap != FUSEAU_LEAP_NONE) {
        fputs("  leap second", stdout);
    }
}

static void print_rule_time(const struct fuseau_posixtz_time *time)
{
    char offset[TEXT_ROOM];
    offset_text(time->offset_seconds, offset);
    printf("  %s %s", time->designation, offset);
}

static void print_rule(const struct fuseau_posixtz *rule)
{
    char text[FUSEAU_POSIXTZ_MAX_SIZE];
    struct fuseau_result result = fuseau_posixtz_format(rule, text, sizeof text);
    printf("%.*s", (int)result.at, text);
    print_rule_time(&rule->standard);
    if (rule->has_daylight) {
        print_rule_time(&rule->daylight);
    }
}

void show_plain(const struct record *record, const struct kind *kind, const struct value *value)
{
    const char *suffix = memchr(record->text, '[', record->size);
    print_timestamp(&value->zoned.timestamp, kind->parts);
    if ((kind->parts & PART_SUFFIX) && suffix != NULL) {
        fputs("  ", stdout);
        print_safe(stdout, suffix, record->size - (size_t)(suffix - record->text));
    }
    if (kind->parts & PART_RULE) {
        print_rule(&value->rule);
    }
    if (kind->parts & PART_NAME) {
        print_safe(stdout, record->text, record->size);
    }
    putchar('\n');
}

/* ---- as JSON ---- */

static void put_instant(json_t *object, const struct fuseau_rfc3339 *value)
{
    char utc[TEXT_ROOM];
    put_integer(object, "unix_seconds", value->instant.seconds);
    put(object, "utc", utc_text(value, utc) ? json_string_nocheck(utc) : json_null());
}

static void put_date(json_t *object, struct fuseau_date date)
{
    put_integer(object, "year", date.year);
    put_integer(object, "month", date.month);
    put_integer(object, "day", date.day);
}

static void put_clock(json_t *object, struct fuseau_time time)
{
    put_integer(object, "hour", time.hour);
    put_integer(object, "minute", time.minute);
    put_integer(object, "second", time.second);
}

static void put_timestamp(json_t *object, const struct fuseau_rfc3339 *value, unsigned parts)
{
    if (parts & PART_INSTANT) {
        put_instant(object, value);
    } else if (parts & PART_DATE) {
        put_date(object, value->date);
    } else if (parts & PART_TIME) {
        put_clock(object, value->time);
    }
    if (parts & PART_TIME) {
        put_integer(object, "nanoseconds", value->time.nanosecond);
        put(object, "leap_second", json_boolean(value->leap != FUSEAU_LEAP_NONE));
    }
    if (parts & PART_OFFSET) {
        put_integer(object, "offset_seconds", value->offset.seconds);
        put(object, "offset_known", json_boolean(fuseau_offset_is_known(value->offset)));
    }
}

/* "islamic-civil" as [ "islamic", "civil" ] */
static json_t *values_array(const char *text, size_t size)
{
    json_t *array = json_array();
    const char *end = text + size;
    for (const char *hyphen; text != NULL; text = hyphen ? hyphen + 1 : NULL) {
        hyphen = memchr(text, '-', (size_t)(end - text));
        append(array, json_stringn(text, (size_t)((hyphen ? hyphen : end) - text)));
    }
    return array;
}

static void put_suffixes(json_t *object, const char *text, const struct fuseau_rfc9557 *value)
{
    json_t *zone = value->zone == FUSEAU_RFC9557_NO_ZONE
                       ? json_null()
                       : json_stringn(text + value->zone_name.at, value->zone_name.size);
    json_t *suffixes = json_array();
    for (size_t i = 0; i < value->tag_count; i++) {
        const struct fuseau_rfc9557_tag *tag = &value->tags[i];
        json_t *suffix = new_object();
        put(suffix, "key", json_stringn(text + tag->key.at, tag->key.size));
        put(suffix, "values", values_array(text + tag->values.at, tag->values.size));
        put(suffix, "critical", json_boolean(tag->critical));
        append(suffixes, suffix);
    }
    put(object, "zone", zone);
    put(object, "suffixes", suffixes);
}

static json_t *rule_time_object(const struct fuseau_posixtz_time *time)
{
    json_t *object = new_object();
    put_text(object, "designation", time->designation, strlen(time->designation));
    put_integer(object, "offset_seconds", time->offset_seconds);
    return object;
}

static json_t *rule_day_object(const struct fuseau_posixtz_rule *rule)
{
    static const char *const forms[] = {"julian", "day", "weekday"};
    json_t *object = new_object();
    put(object, "form", json_string(forms[rule->form]));
    if (rule->form == FUSEAU_POSIXTZ_WEEKDAY) {
        put_integer(object, "month", rule->month);
        put_integer(object, "week", rule->week);
    }
    put_integer(object, "day", rule->day);
    put_integer(object, "seconds", rule->seconds);
    return object;
}

static void put_rule(json_t *object, const struct fuseau_posixtz *rule)
{
    char text[FUSEAU_POSIXTZ_MAX_SIZE];
    struct fuseau_result result = fuseau_posixtz_format(rule, text, sizeof text);
    put(object, "shortest", json_stringn(text, result.at));
    put(object, "extension", json_boolean(fuseau_posixtz_needs_extension(rule)));
    put(object, "standard", rule_time_object(&rule->standard));
    put(object, "daylight", rule->has_daylight ? rule_time_object(&rule->daylight) : json_null());
    put(object, "start", rule->has_daylight ? rule_day_object(&rule->start) : json_null());
    put(object, "end", rule->has_daylight ? rule_day_object(&rule->end) : json_null());
}

void put_value(json_t *object, const struct record *record, const struct kind *kind,
               const struct value *value)
{
    put_timestamp(object, &value->zoned.timestamp, kind->parts);
    if (kind->parts & PART_SUFFIX) {
        put_suffixes(object, record->text, &value->zoned);
    }
    if (kind->parts & PART_RULE) {
        put_rule(object, &value->rule);
    }
}
