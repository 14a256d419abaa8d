/* civil_inline.h -- (private) the part of the calendar that reading a timestamp waits for */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CIVIL_INLINE_H
#define FUSEAU_CIVIL_INLINE_H

#include "civil.h"

/*
 * From a date to its day number is Neri and Schneider, "Euclidean affine functions and their
 * application to calendar algorithms", Software: Practice and Experience 53(4), 2023. The year is
 * counted from March, so that the leap day is its last, and from far enough back that all is
 * unsigned: then every division is by a constant, which is a multiplication.
 */
enum {
    CIVIL_ERAS = 82, /* of 400 years, that take -32767 above 0 */
    CIVIL_YEARS_BACK = 400 * CIVIL_ERAS,
    CIVIL_DAYS_PER_ERA = 146097,
    CIVIL_DAYS_BACK = 719468 + CIVIL_DAYS_PER_ERA * CIVIL_ERAS, /* 719468: 0000-03-01 to 1970 */
};

static inline int32_t civil_day_number(int32_t civil_year, uint32_t civil_month, uint32_t day)
{
    bool before_march = civil_month <= 2;
    uint32_t year = (uint32_t)(civil_year + CIVIL_YEARS_BACK) - before_march;
    uint32_t month = civil_month + (before_march ? 12U : 0U);
    uint32_t century = year / 100;
    uint32_t days_before_year = 1461 * year / 4 - century + century / 4;
    uint32_t days_before_month = (979 * month - 2919) / 32;
    return (int32_t)(days_before_year + days_before_month + day - 1) - CIVIL_DAYS_BACK;
}

/*
 * The days from 29 February back to 1 March: the day of the month times 256, plus the month. The
 * first 60 are in the year after that of the others. One more is there for the sake of callers
 * whose day number is out of range: what they get is no date, but nothing outside the table is
 * read.
 */
static const uint16_t civil_days_backwards[367] = {
    0x1d02, 0x1c02, 0x1b02, 0x1a02, 0x1902, 0x1802, 0x1702, 0x1602, 0x1502, 0x1402, 0x1302, 0x1202,
    0x1102, 0x1002, 0x0f02, 0x0e02, 0x0d02, 0x0c02, 0x0b02, 0x0a02, 0x0902, 0x0802, 0x0702, 0x0602,
    0x0502, 0x0402, 0x0302, 0x0202, 0x0102, 0x1f01, 0x1e01, 0x1d01, 0x1c01, 0x1b01, 0x1a01, 0x1901,
    0x1801, 0x1701, 0x1601, 0x1501, 0x1401, 0x1301, 0x1201, 0x1101, 0x1001, 0x0f01, 0x0e01, 0x0d01,
    0x0c01, 0x0b01, 0x0a01, 0x0901, 0x0801, 0x0701, 0x0601, 0x0501, 0x0401, 0x0301, 0x0201, 0x0101,
    0x1f0c, 0x1e0c, 0x1d0c, 0x1c0c, 0x1b0c, 0x1a0c, 0x190c, 0x180c, 0x170c, 0x160c, 0x150c, 0x140c,
    0x130c, 0x120c, 0x110c, 0x100c, 0x0f0c, 0x0e0c, 0x0d0c, 0x0c0c, 0x0b0c, 0x0a0c, 0x090c, 0x080c,
    0x070c, 0x060c, 0x050c, 0x040c, 0x030c, 0x020c, 0x010c, 0x1e0b, 0x1d0b, 0x1c0b, 0x1b0b, 0x1a0b,
    0x190b, 0x180b, 0x170b, 0x160b, 0x150b, 0x140b, 0x130b, 0x120b, 0x110b, 0x100b, 0x0f0b, 0x0e0b,
    0x0d0b, 0x0c0b, 0x0b0b, 0x0a0b, 0x090b, 0x080b, 0x070b, 0x060b, 0x050b, 0x040b, 0x030b, 0x020b,
    0x010b, 0x1f0a, 0x1e0a, 0x1d0a, 0x1c0a, 0x1b0a, 0x1a0a, 0x190a, 0x180a, 0x170a, 0x160a, 0x150a,
    0x140a, 0x130a, 0x120a, 0x110a, 0x100a, 0x0f0a, 0x0e0a, 0x0d0a, 0x0c0a, 0x0b0a, 0x0a0a, 0x090a,
    0x080a, 0x070a, 0x060a, 0x050a, 0x040a, 0x030a, 0x020a, 0x010a, 0x1e09, 0x1d09, 0x1c09, 0x1b09,
    0x1a09, 0x1909, 0x1809, 0x1709, 0x1609, 0x1509, 0x1409, 0x1309, 0x1209, 0x1109, 0x1009, 0x0f09,
    0x0e09, 0x0d09, 0x0c09, 0x0b09, 0x0a09, 0x0909, 0x0809, 0x0709, 0x0609, 0x0509, 0x0409, 0x0309,
    0x0209, 0x0109, 0x1f08, 0x1e08, 0x1d08, 0x1c08, 0x1b08, 0x1a08, 0x1908, 0x1808, 0x1708, 0x1608,
    0x1508, 0x1408, 0x1308, 0x1208, 0x1108, 0x1008, 0x0f08, 0x0e08, 0x0d08, 0x0c08, 0x0b08, 0x0a08,
    0x0908, 0x0808, 0x0708, 0x0608, 0x0508, 0x0408, 0x0308, 0x0208, 0x0108, 0x1f07, 0x1e07, 0x1d07,
    0x1c07, 0x1b07, 0x1a07, 0x1907, 0x1807, 0x1707, 0x1607, 0x1507, 0x1407, 0x1307, 0x1207, 0x1107,
    0x1007, 0x0f07, 0x0e07, 0x0d07, 0x0c07, 0x0b07, 0x0a07, 0x0907, 0x0807, 0x0707, 0x0607, 0x0507,
    0x0407, 0x0307, 0x0207, 0x0107, 0x1e06, 0x1d06, 0x1c06, 0x1b06, 0x1a06, 0x1906, 0x1806, 0x1706,
    0x1606, 0x1506, 0x1406, 0x1306, 0x1206, 0x1106, 0x1006, 0x0f06, 0x0e06, 0x0d06, 0x0c06, 0x0b06,
    0x0a06, 0x0906, 0x0806, 0x0706, 0x0606, 0x0506, 0x0406, 0x0306, 0x0206, 0x0106, 0x1f05, 0x1e05,
    0x1d05, 0x1c05, 0x1b05, 0x1a05, 0x1905, 0x1805, 0x1705, 0x1605, 0x1505, 0x1405, 0x1305, 0x1205,
    0x1105, 0x1005, 0x0f05, 0x0e05, 0x0d05, 0x0c05, 0x0b05, 0x0a05, 0x0905, 0x0805, 0x0705, 0x0605,
    0x0505, 0x0405, 0x0305, 0x0205, 0x0105, 0x1e04, 0x1d04, 0x1c04, 0x1b04, 0x1a04, 0x1904, 0x1804,
    0x1704, 0x1604, 0x1504, 0x1404, 0x1304, 0x1204, 0x1104, 0x1004, 0x0f04, 0x0e04, 0x0d04, 0x0c04,
    0x0b04, 0x0a04, 0x0904, 0x0804, 0x0704, 0x0604, 0x0504, 0x0404, 0x0304, 0x0204, 0x0104, 0x1f03,
    0x1e03, 0x1d03, 0x1c03, 0x1b03, 0x1a03, 0x1903, 0x1803, 0x1703, 0x1603, 0x1503, 0x1403, 0x1303,
    0x1203, 0x1103, 0x1003, 0x0f03, 0x0e03, 0x0d03, 0x0c03, 0x0b03, 0x0a03, 0x0903, 0x0803, 0x0703,
    0x0603, 0x0503, 0x0403, 0x0303, 0x0203, 0x0103,
};
enum { CIVIL_DAYS_TO_MARCH = 31 + 29 };

/*
 * The inverse is Ben Joffe, "A Very Fast 64-Bit Date Algorithm", 2025
 * (https://www.benjoffe.com/fast-date-64): days and years are counted backwards, so that a leap day
 * is the first of its year, and no division needs a remainder. The factors have 32 bits here, which
 * is enough for our years on every machine, and a table has the month and the day.
 */
static inline struct fuseau_date civil_from_day_number(int32_t day_number)
{
    /* Counted from the 29 February that ends the last of the eras, which is after our last year. */
    const int32_t last = CIVIL_DAYS_PER_ERA * CIVIL_ERAS - 719469;
    uint32_t days = (uint32_t)(last - day_number);
    /* A day is 3853261555 / 2^47 of a century, and 3010298776 / 2^40 of a Julian year. */
    uint32_t centuries = (uint32_t)((days * UINT64_C(3853261555)) >> 47);
    uint32_t julian_days = days + centuries - centuries / 4;
    uint64_t years = julian_days * UINT64_C(3010298776);
    /*
     * What remains of the year, in quarters of a day; three more, so that 28 February is day 1 in
     * each of four years; and a little more, for what the factors leave out.
     */
    uint64_t quarters = (years >> 8 & UINT32_MAX) * 1461;
    uint32_t day_of_year = (uint32_t)((quarters + (UINT64_C(3) << 32) + (1U << 24)) >> 34);
    int32_t year = CIVIL_YEARS_BACK - 1 - (int32_t)(years >> 40);
    uint32_t month_and_day = civil_days_backwards[day_of_year];
    return (struct fuseau_date){
        .year = year + (day_of_year < CIVIL_DAYS_TO_MARCH),
        .month = (uint8_t)month_and_day,
        .day = (uint8_t)(month_and_day >> 8),
    };
}

static inline int64_t civil_seconds(struct fuseau_date date, struct fuseau_time time)
{
    int64_t day_number = civil_day_number(date.year, date.month, date.day);
    int32_t second_of_day = (time.hour * 60 + time.minute) * 60 + time.second;
    return day_number * FUSEAU_SECONDS_PER_DAY + second_of_day;
}

/* The inverse: see fuseau_civil_from_seconds. */
static inline void civil_from_seconds(int64_t seconds, struct fuseau_date *date,
                                      struct fuseau_time *time)
{
    uint64_t since_first = (uint64_t)(seconds - FUSEAU_SECONDS_MIN);
    uint32_t days = (uint32_t)(since_first / FUSEAU_SECONDS_PER_DAY);
    uint32_t second_of_day = (uint32_t)(since_first - days * (uint64_t)FUSEAU_SECONDS_PER_DAY);
    uint32_t minute_of_day = second_of_day / 60;
    uint32_t hour = second_of_day / 3600;
    *date = civil_from_day_number(FUSEAU_DAY_NUMBER_MIN + (int32_t)days);
    *time = (struct fuseau_time){
        .hour = (uint8_t)hour,
        .minute = (uint8_t)(minute_of_day - hour * 60),
        .second = (uint8_t)(second_of_day - minute_of_day * 60),
        .nanosecond = 0,
    };
}

static inline bool civil_is_leap_year(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* `month` is 1…12. */
static inline int civil_days_in_month(int32_t year, int month)
{
    if (month == 2) {
        return civil_is_leap_year(year) ? 29 : 28;
    }
    return 30 | (month ^ (month >> 3)); /* 31 in odd months to July, in even ones from August */
}

#endif
