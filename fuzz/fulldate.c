/* fulldate.c -- a date is read as the plain reader reads it, and is the day number ICU says */
/* SPDX-License-Identifier: MIT */
#include "fulldate.h"

#include "fuzz.h"
#include "oracle/icu.h"
#include "oracle/slow.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return fuseau_fulldate_parse(text, size, (struct fuseau_date *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return slow_fulldate(text, size, (struct fuseau_date *)value);
}

static struct fuseau_result format(const void *value, char *text, size_t room)
{
    return fuseau_fulldate_format(*(const struct fuseau_date *)value, text, room);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_date(*(const struct fuseau_date *)left, *(const struct fuseau_date *)right);
}

static const struct fuzz_grammar grammar = {.name = "fulldate",
                                            .value_size = sizeof(struct fuseau_date),
                                            .parse = parse,
                                            .second = second,
                                            .format = format,
                                            .equal = equal};

static void day_number_holds(struct fuseau_date date)
{
    const int32_t number = fuseau_civil_to_day_number(date);
    int32_t icu = number;
    fuzz_require(number == slow_day_number(date), "fulldate: day number %d, counted %lld",
                 (int)number, (long long)slow_day_number(date));
    fuzz_require(slow_equal_date(fuseau_civil_from_day_number(number), date),
                 "fulldate: day number %d does not lead back to the date", (int)number);
    fuzz_require(!icu_has_opinion() || icu_day_number(date.year, date.month, date.day, &icu),
                 "fulldate: ICU refuses the date of day number %d", (int)number);
    fuzz_require(icu == number, "fulldate: day number %d, ICU says %d", (int)number, (int)icu);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuseau_date date;
    if (fuzz_read(&grammar, (const char *)data, size, &date).error == FUSEAU_OK) {
        day_number_holds(date);
    }
    return 0;
}
