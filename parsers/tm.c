/* tm.c -- C's struct tm and struct timespec, both ways (C17 s. 7.27.1) */
/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* tm_gmtoff and tm_zone, in glibc and musl */
#include "tm.h"

enum { TM_YEAR_0 = 1900 };

/* Whether struct tm has tm_gmtoff and tm_zone; where not, there is nothing to write. */
#if defined(__linux__) || defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) ||     \
    defined(__OpenBSD__) || defined(__DragonFly__)
static void set_zone(struct tm *tm, int32_t offset_seconds, const char *designation)
{
    tm->tm_gmtoff = offset_seconds;
    tm->tm_zone = (char *)(uintptr_t)designation; /* some systems have it without const */
}
#else
static void set_zone(struct tm *tm, int32_t offset_seconds, const char *designation)
{
    (void)tm;
    (void)offset_seconds;
    (void)designation;
}
#endif

static struct fuseau_result answer(enum fuseau_error error)
{
    return (struct fuseau_result){error, 0};
}

struct fuseau_result fuseau_tm_from_civil(struct fuseau_date date, struct fuseau_time time,
                                          struct tm *out)
{
    if (!fuseau_civil_date_is_valid(date) || !fuseau_civil_time_is_valid(time)) {
        return answer(FUSEAU_ERR_RANGE);
    }
    *out = (struct tm){
        .tm_year = date.year - TM_YEAR_0,
        .tm_mon = date.month - 1,
        .tm_mday = date.day,
        .tm_hour = time.hour,
        .tm_min = time.minute,
        .tm_sec = time.second,
        .tm_wday = fuseau_civil_weekday(date) % 7,
        .tm_yday = fuseau_civil_day_of_year(date) - 1,
        .tm_isdst = -1,
    };
    set_zone(out, 0, "");
    return answer(FUSEAU_OK);
}

struct fuseau_result fuseau_tm_from_zoned(const struct fuseau_zoned *value, struct tm *out)
{
    struct fuseau_result result = fuseau_tm_from_civil(value->date, value->time, out);
    if (result.error == FUSEAU_OK) {
        out->tm_isdst = value->type->dst;
        set_zone(out, value->type->offset_seconds, value->type->designation);
    }
    return result;
}

/* Whether the fields are in their ranges, each by itself; for a day that is 1…31. */
static bool is_in_range(const struct tm *value)
{
    return value->tm_year >= FUSEAU_YEAR_MIN - TM_YEAR_0 &&
           value->tm_year <= FUSEAU_YEAR_MAX - TM_YEAR_0 && value->tm_mon >= 0 &&
           value->tm_mon <= 11 && value->tm_mday >= 1 && value->tm_mday <= 31 &&
           value->tm_hour >= 0 && value->tm_hour <= 23 && value->tm_min >= 0 &&
           value->tm_min <= 59 && value->tm_sec >= 0 && value->tm_sec <= 60;
}

struct fuseau_result fuseau_tm_to_civil(const struct tm *value, struct fuseau_date *date,
                                        struct fuseau_time *time)
{
    if (!is_in_range(value)) {
        return answer(FUSEAU_ERR_RANGE);
    }
    struct fuseau_date read = {.year = value->tm_year + TM_YEAR_0,
                               .month = (uint8_t)(value->tm_mon + 1),
                               .day = (uint8_t)value->tm_mday};
    if (!fuseau_civil_date_is_valid(read)) {
        return answer(FUSEAU_ERR_DAY);
    }
    *date = read;
    *time = (struct fuseau_time){(uint8_t)value->tm_hour, (uint8_t)value->tm_min,
                                 (uint8_t)value->tm_sec, 0};
    return answer(FUSEAU_OK);
}
