/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "duty.h"
#include "fulldate.h"
#include "rfc3339.h"
#include "zoned.h"

void duty_write_date(int32_t day, char text[16])
{
    struct fuseau_result result =
        fuseau_fulldate_format(fuseau_civil_from_day_number(day), text, 15);
    text[result.error == FUSEAU_OK ? result.at : 0] = '\0';
}

bool duty_read_date(const char *text, int32_t *day)
{
    struct fuseau_date date;
    if (fuseau_fulldate_parse(text, strlen(text), &date).error != FUSEAU_OK) {
        return false;
    }
    *day = fuseau_civil_to_day_number(date);
    return true;
}

static struct fuseau_result write_utc(struct fuseau_instant instant, char text[40])
{
    static const struct fuseau_offset utc = {0, FUSEAU_OFFSET_ZULU};
    struct fuseau_rfc3339 value;
    struct fuseau_result result = fuseau_rfc3339_from_instant(instant, utc, &value);
    return result.error == FUSEAU_OK
               ? fuseau_rfc3339_format(&value, FUSEAU_FRACTION_SHORTEST, text, 39)
               : result;
}

void duty_local(const struct rota_reviewer *reviewer, int64_t instant, char text[40])
{
    struct fuseau_instant when = {instant, 0};
    struct fuseau_zoned shown;
    struct fuseau_result result = fuseau_zoned_from_instant(reviewer->clock, when, &shown);
    if (result.error == FUSEAU_OK) {
        result = fuseau_zoned_format(&shown, NULL, 0, FUSEAU_FRACTION_SHORTEST, text, 39);
    }
    if (result.error != FUSEAU_OK) {
        result = write_utc(when, text);
    }
    text[result.error == FUSEAU_OK ? result.at : 0] = '\0';
}
