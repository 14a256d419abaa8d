/* rfc3339.c -- timestamps: "2024-07-11T01:14:00.5Z", read and written (RFC 3339 s. 5.6-5.7) */
/* SPDX-License-Identifier: MIT */
#include "rfc3339.h"

#include "civil_inline.h"
#include "fulldate_inline.h"
#include "fulltime_inline.h"
#include "rfc3339_inline.h"

enum {
    SEPARATOR_AT = 10,
    CLOCK_AT = 11,
    SECOND_AT = 17,
    FIXED_SIZE = 19
}; /* of "yyyy-mm-ddThh:mm:ss" */

/*
 * The UTC months that ended with an inserted second, as year * 100 + month: IERS Bulletin C. There
 * will be no more (rfc3339.h). A test holds them against the leap second list of the system's zone
 * data.
 */
static const int32_t leap_months[] = {
    197206, 197212, 197312, 197412, 197512, 197612, 197712, 197812, 197912,
    198106, 198206, 198306, 198506, 198712, 198912, 199012, 199206, 199306,
    199406, 199512, 199706, 199812, 200512, 200812, 201206, 201506, 201612,
};

static bool is_leap_month(struct fuseau_date date)
{
    int32_t month = date.year * 100 + date.month;
    for (size_t i = 0; i < sizeof leap_months / sizeof leap_months[0]; i++) {
        if (leap_months[i] == month) {
            return true;
        }
    }
    return false;
}

enum fuseau_leap rfc3339_leap_standing(int64_t seconds)
{
    if (seconds % FUSEAU_SECONDS_PER_DAY != 0) {
        return FUSEAU_LEAP_NONE;
    }
    int32_t day_number = (int32_t)(seconds / FUSEAU_SECONDS_PER_DAY);
    if (fuseau_civil_from_day_number(day_number).day != 1) {
        return FUSEAU_LEAP_NONE;
    }
    struct fuseau_date last = fuseau_civil_from_day_number(day_number - 1);
    return is_leap_month(last) ? FUSEAU_LEAP_LISTED : FUSEAU_LEAP_UNLISTED;
}

bool rfc3339_leap_is_allowed(enum fuseau_leap leap, enum fuseau_leap_policy policy)
{
    switch (policy) {
    case FUSEAU_LEAP_POSSIBLE:
        return leap != FUSEAU_LEAP_NONE;
    case FUSEAU_LEAP_KNOWN:
        return leap == FUSEAU_LEAP_LISTED;
    case FUSEAU_LEAP_REFUSE:
        break;
    }
    return false;
}

/* full-date "T", the beginning of a date-time */
RULE struct fuseau_result date_and_separator(struct cursor cursor,
                                             const struct fuseau_rfc3339_options *options,
                                             struct fuseau_date *date)
{
    struct fuseau_result result = full_date(cursor, 0, date);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    unsigned char separator = cursor_byte(cursor, SEPARATOR_AT);
    bool space = separator == ' ' && options && options->allow_space;
    if (separator != 'T' && separator != 't' && !space) {
        return cursor_refuse(cursor, SEPARATOR_AT, FUSEAU_ERR_SEPARATOR);
    }
    return cursor_accept(CLOCK_AT);
}

/* date-time = full-date "T" full-time */
RULE struct fuseau_result date_time(struct cursor cursor,
                                    const struct fuseau_rfc3339_options *options,
                                    struct fuseau_date *date, struct fuseau_fulltime *clock)
{
    struct fuseau_result result = date_and_separator(cursor, options, date);
    return result.error == FUSEAU_OK ? full_time(cursor, CLOCK_AT, clock) : result;
}

/* The whole grammar, rule by rule: what is judged here is right, and says where it is wrong. */
__attribute__((noinline)) static struct fuseau_result
parse_by_rules(struct cursor cursor, const struct fuseau_rfc3339_options *options,
               struct fuseau_rfc3339 *out)
{
    struct fuseau_date date = {0};
    struct fuseau_fulltime clock = {0};
    struct fuseau_result result = cursor_finish(cursor, date_time(cursor, options, &date, &clock));
    if (result.error != FUSEAU_OK) {
        return result;
    }
    int64_t seconds = civil_seconds(date, clock.time) - clock.offset.seconds;
    enum fuseau_leap leap = FUSEAU_LEAP_NONE;
    if (clock.time.second == 60) {
        leap = rfc3339_leap_standing(seconds);
        if (!rfc3339_leap_is_allowed(leap, options ? options->leap : FUSEAU_LEAP_POSSIBLE)) {
            return (struct fuseau_result){FUSEAU_ERR_LEAP_SECOND, SECOND_AT};
        }
    }
    *out = (struct fuseau_rfc3339){
        .instant = {seconds, clock.time.nanosecond},
        .date = date,
        .time = clock.time,
        .offset = clock.offset,
        .leap = leap,
    };
    return result;
}

/* The fields of "yyyy-mm-ddThh:mm:ss", each in a register. */
struct fixed_part {
    uint32_t year, month, day, hour, minute, second;
    bool date_is_text, clock_is_text; /* digits and separators stand where they should */
};

/*
 * The fast path: the nineteen bytes in three loads. Minutes and seconds are in range where
 * `clock_is_text` says so (but 60, which it leaves to parse_by_rules); the month, day and hour are
 * not judged yet.
 */
RULE struct fixed_part fixed_part(const char *text)
{
    const uint64_t top = word_fill(0x7f);
    const uint64_t dd_and_t = UINT64_C(0xdfffff); /* three bytes, less what makes a "t" of a "T" */
    uint64_t year_and_month = cursor_load8(text) ^ word_of("0000-00-");
    uint64_t day = (cursor_load8(text + 8) & dd_and_t) ^ word_of("00T\0\0\0\0");
    uint64_t clock = cursor_load8(text + 11) ^ word_of("00:00:00");
    /* Unlike word_over these may carry out of a byte that is over, and blame the one behind it. */
    uint64_t date_over =
        (year_and_month | (year_and_month + (top - word_of("\11\11\11\11\0\1\11")))) |
        (day | (day + (top - word_of("\3\11\0\0\0\0\0"))));
    uint64_t clock_over = clock | (clock + (top - word_of("\2\11\0\5\11\0\5\11")));
    uint64_t date = word_pairs(year_and_month);
    uint64_t time = word_pairs(clock);
    return (struct fixed_part){
        .year = word_byte(date, 0) * 100U + word_byte(date, 2),
        .month = word_byte(date, 5),
        .day = word_byte(word_pairs(day), 0),
        .hour = word_byte(time, 0),
        .minute = word_byte(time, 3),
        .second = word_byte(time, 6),
        .date_is_text = (date_over & word_fill(0x80)) == 0,
        .clock_is_text = (clock_over & word_fill(0x80)) == 0,
    };
}

/* By the month's two digits, 00 to 19: its days but 29 February, and the days before it. */
static const uint8_t common_days[32] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
static const uint16_t days_before[32] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

/* The bytes of the date or the one behind it are not the usual: a space, or refused. */
__attribute__((noinline)) static struct fuseau_result
parse_odd_date(struct cursor cursor, const struct fuseau_rfc3339_options *options,
               struct fuseau_rfc3339 *out)
{
    struct fuseau_date date;
    struct fuseau_result result = date_and_separator(cursor, options, &date);
    return result.error == FUSEAU_OK ? parse_by_rules(cursor, options, out) : result;
}

/* The month has no such day in every year: 29 February is left to parse_by_rules, else refused. */
__attribute__((noinline, cold)) static struct fuseau_result
parse_odd_day(struct cursor cursor, const struct fuseau_rfc3339_options *options,
              struct fuseau_rfc3339 *out, uint32_t month, uint32_t day)
{
    if (month < 1 || month > 12) {
        return (struct fuseau_result){FUSEAU_ERR_RANGE, 6};
    }
    if (month == 2 && day == 29) {
        return parse_by_rules(cursor, options, out);
    }
    return fulldate_refuse_day(cursor, 8, month);
}

/*
 * Behind a date, the clock has a byte that is wrong, or hour 24, or second 60: the last is left.
 * Not marked cold: gcc would make it small, and leave the constants to be put together at run time.
 */
__attribute__((noinline)) static struct fuseau_result
parse_odd_clock(struct cursor cursor, const struct fuseau_rfc3339_options *options,
                struct fuseau_rfc3339 *out)
{
    uint64_t clock = cursor_load8(cursor.text + CLOCK_AT) ^ word_of("00:00:00");
    uint64_t over = word_over(clock, word_of("\2\11\0\5\11\0\6\11"));
    uint64_t pairs = word_pairs(clock);
    if (over == 0 && word_byte(pairs, 0) <= 23 && word_byte(pairs, 6) == 60) {
        return parse_by_rules(cursor, options, out);
    }
    return fulltime_refuse(cursor, CLOCK_AT, over, word_byte(pairs, 0));
}

/* civil_seconds for the years 0 to 9999, with what the fast path has at hand. */
RULE int64_t fixed_part_seconds(const struct fixed_part *part)
{
    uint32_t year = part->year + 400 - (part->month <= 2); /* whose leap day is the last before */
    uint32_t century = year / 100;
    uint32_t leap_days = year / 4 - century + century / 4;
    uint32_t days = 365 * part->year + leap_days + days_before[part->month & 31] + part->day;
    const int64_t days_to_1970 = 719528 + 97; /* from 0000-01-01, whose `days` are 97 here */
    return ((int64_t)days - days_to_1970) * FUSEAU_SECONDS_PER_DAY +
           ((part->hour * 60 + part->minute) * 60 + part->second);
}

struct fuseau_result rfc3339_parse_plainly(const char *text, size_t size,
                                           const struct fuseau_rfc3339_options *options,
                                           struct fuseau_rfc3339 *out)
{
    struct cursor cursor = {text, size};
    if (size < FIXED_SIZE) {
        return parse_by_rules(cursor, options, out);
    }
    struct fixed_part part = fixed_part(text);
    if (!part.date_is_text) {
        return parse_odd_date(cursor, options, out);
    }
    if (part.day - 1 >= common_days[part.month & 31]) {
        return parse_odd_day(cursor, options, out, part.month, part.day);
    }
    if (!part.clock_is_text || part.hour > 23) {
        return parse_odd_clock(cursor, options, out);
    }
    struct fuseau_result result = cursor_accept(FIXED_SIZE);
    int32_t nanosecond = 0;
    if (cursor_byte(cursor, FIXED_SIZE) == '.') {
        result = time_secfrac(cursor, FIXED_SIZE, &nanosecond);
    }
    struct fuseau_offset offset = {0};
    if (result.error == FUSEAU_OK) {
        result = cursor_finish(cursor, time_offset(cursor, result.at, &offset));
    }
    if (result.error != FUSEAU_OK) {
        return result;
    }
    out->instant.seconds = fixed_part_seconds(&part) - offset.seconds;
    out->instant.nanoseconds = nanosecond;
    out->date.year = (int32_t)part.year;
    out->date.month = (uint8_t)part.month;
    out->date.day = (uint8_t)part.day;
    out->time.hour = (uint8_t)part.hour;
    out->time.minute = (uint8_t)part.minute;
    out->time.second = (uint8_t)part.second;
    out->time.nanosecond = nanosecond;
    out->offset = offset;
    out->leap = FUSEAU_LEAP_NONE;
    return result;
}

#if CPU_IS_X86
struct fuseau_result fuseau_rfc3339_parse(const char *text, size_t size,
                                          const struct fuseau_rfc3339_options *options,
                                          struct fuseau_rfc3339 *out)
{
    if (cpu_has_sse41()) {
        return rfc3339_sse41_parse(text, size, options, out);
    }
    return rfc3339_parse_plainly(text, size, options, out);
}
#else
struct fuseau_result fuseau_rfc3339_parse(const char *text, size_t size,
                                          const struct fuseau_rfc3339_options *options,
                                          struct fuseau_rfc3339 *out)
{
    return rfc3339_parse_plainly(text, size, options, out);
}
#endif

struct fuseau_result fuseau_rfc3339_from_instant(struct fuseau_instant instant,
                                                 struct fuseau_offset offset,
                                                 struct fuseau_rfc3339 *out)
{
    /* 0000-01-01T00:00:00 and 9999-12-31T23:59:59, local */
    const int64_t first = INT64_C(-62167219200);
    const int64_t last = INT64_C(253402300799);
    if (instant.nanoseconds < 0 || instant.nanoseconds > 999999999 ||
        !fuseau_offset_is_valid(offset) || instant.seconds < first - offset.seconds ||
        instant.seconds > last - offset.seconds) {
        return (struct fuseau_result){FUSEAU_ERR_RANGE, 0};
    }
    /* Field by field: a copy of what was just stored in smaller pieces would wait for them all. */
    civil_from_seconds(instant.seconds + offset.seconds, &out->date, &out->time);
    out->time.nanosecond = instant.nanoseconds;
    out->instant = instant;
    out->offset = offset;
    out->leap = FUSEAU_LEAP_NONE;
    return (struct fuseau_result){FUSEAU_OK, 0};
}

struct fuseau_result fuseau_rfc3339_at_offset(const struct fuseau_rfc3339 *value,
                                              struct fuseau_offset offset,
                                              struct fuseau_rfc3339 *out)
{
    struct fuseau_rfc3339 moved;
    struct fuseau_instant instant = value->instant;
    bool leap = value->leap != FUSEAU_LEAP_NONE;
    instant.seconds -= leap; /* the :59 before it, which has its date, hour and minute */
    struct fuseau_result result = fuseau_rfc3339_from_instant(instant, offset, &moved);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    moved.instant = value->instant;
    moved.time.second = (uint8_t)(moved.time.second + leap);
    moved.leap = value->leap;
    *out = moved;
    return result;
}

/* Part by part: what is judged here is right, and says why a value has no text. */
__attribute__((noinline)) static struct fuseau_result
format_by_rules(const struct fuseau_rfc3339 *value, int digits, char *text, size_t room)
{
    struct writer writer = {.size = 0};
    enum fuseau_error error = fulldate_write(&writer, value->date);
    writer_byte(&writer, 'T');
    if (error == FUSEAU_OK) {
        error = fulltime_write_partial(&writer, value->time, digits);
    }
    if (error == FUSEAU_OK) {
        error = offset_write(&writer, value->offset);
    }
    if (error == FUSEAU_OK && value->time.second == 60 &&
        rfc3339_leap_standing(civil_seconds(value->date, value->time) - value->offset.seconds) ==
            FUSEAU_LEAP_NONE) {
        error = FUSEAU_ERR_RANGE;
    }
    return writer_finish(&writer, error, text, room);
}

/* How far an offset is from UTC, in seconds; without a branch, since nobody can guess its sign. */
RULE uint32_t distance(int32_t offset)
{
    uint32_t all_ones_if_west = 0U - (uint32_t)(offset < 0);
    return ((uint32_t)offset ^ all_ones_if_west) - all_ones_if_west;
}

/* Whether there is a text of the value, and its second is no 60, nor its day 29 February. */
RULE bool is_writable(const struct fuseau_rfc3339 *value, uint32_t offset_minutes)
{
    const struct fuseau_date *date = &value->date;
    const struct fuseau_time *time = &value->time;
    uint32_t offset = distance(value->offset.seconds);
    return (uint32_t)date->year <= 9999 && date->month <= 12 &&
           date->day - 1U < common_days[date->month & 31] && time->hour <= 23 &&
           time->minute <= 59 && time->second <= 59 && (uint32_t)time->nanosecond <= 999999999 &&
           offset < FUSEAU_SECONDS_PER_DAY && offset_minutes * 60 == offset &&
           (value->offset.kind == FUSEAU_OFFSET_NUMERIC ||
            (offset == 0 && (unsigned)value->offset.kind <= FUSEAU_OFFSET_UNKNOWN));
}

/* How many digits of a fraction are written, or -1: eight of them are in `word`, and the `ninth`.
 */
RULE int digits_to_write(uint64_t word, uint32_t ninth, int digits)
{
    if (digits == FUSEAU_FRACTION_MAX) {
        return digits;
    }
    if (digits == FUSEAU_FRACTION_SHORTEST) {
        digits = FUSEAU_FRACTION_AT_LEAST;
    }
    int wanted = digits & 15;
    int way = digits - wanted;
    if (wanted > FUSEAU_FRACTION_MAX ||
        (way != 0 && way != FUSEAU_FRACTION_TRUNCATE && way != FUSEAU_FRACTION_AT_LEAST)) {
        return -1;
    }
    if (way == FUSEAU_FRACTION_TRUNCATE) {
        return wanted;
    }
    int needed = ninth ? 9 : word ? 8 - __builtin_clzll(word) / 8 : 0;
    if (needed <= wanted) {
        return wanted;
    }
    return way == FUSEAU_FRACTION_AT_LEAST ? needed : -1;
}

/* The first `count` digits of the eight in `word` and the `ninth`; not a byte behind them. */
RULE void write_fraction(char *text, uint64_t word, uint32_t ninth, int count)
{
    uint64_t bytes = word | word_fill('0');
    if (count >= 8) {
        cursor_store8(text, bytes);
        if (count == 9) {
            text[8] = (char)('0' + ninth);
        }
        return;
    }
    for (int i = 0; i < count; i++) {
        text[i] = (char)word_byte(bytes, (unsigned)i);
    }
}

struct fuseau_result fuseau_rfc3339_format(const struct fuseau_rfc3339 *value, int digits,
                                           char *text, size_t room)
{
    uint32_t minutes = distance(value->offset.seconds) / 60;
    if (!is_writable(value, minutes)) {
        return format_by_rules(value, digits, text, room);
    }
    uint32_t eight = (uint32_t)value->time.nanosecond / 10;
    uint32_t ninth = (uint32_t)value->time.nanosecond - eight * 10;
    uint64_t word = word_digits(eight);
    int count = digits_to_write(word, ninth, digits);
    bool zulu = value->offset.kind == FUSEAU_OFFSET_ZULU;
    size_t offset_at = FIXED_SIZE + (size_t)(count > 0 ? count + 1 : 0);
    size_t size = offset_at + (zulu ? 1 : FUSEAU_OFFSET_MAX_SIZE);
    if (count < 0 || size > room) {
        return format_by_rules(value, digits, text, room);
    }
    /* "-" is two more than "+", and what UNKNOWN is. */
    uint32_t west = (uint32_t)value->offset.seconds >> 31 | (uint32_t)value->offset.kind >> 1;
    uint32_t year = (uint32_t)value->date.year;
    uint32_t century = year / 100;
    writer_pair(text, century);
    writer_pair(text + 2, year - century * 100);
    text[4] = '-';
    writer_pair(text + 5, value->date.month);
    text[7] = '-';
    writer_pair(text + 8, value->date.day);
    text[SEPARATOR_AT] = 'T';
    writer_pair(text + CLOCK_AT, value->time.hour);
    text[13] = ':';
    writer_pair(text + 14, value->time.minute);
    text[16] = ':';
    writer_pair(text + SECOND_AT, value->time.second);
    if (count > 0) {
        text[FIXED_SIZE] = '.';
        write_fraction(text + FIXED_SIZE + 1, word, ninth, count);
    }
    if (zulu) {
        text[offset_at] = 'Z';
        return cursor_accept(size);
    }
    uint32_t hours = minutes / 60;
    text[offset_at] = (char)('+' + 2 * west);
    writer_pair(text + offset_at + 1, hours);
    text[offset_at + 3] = ':';
    writer_pair(text + offset_at + 4, minutes - hours * 60);
    return cursor_accept(size);
}
