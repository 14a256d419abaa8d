/* rfc3339_sse41_test.c -- every way to read a timestamp agrees with the plain one */
/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "agreement.h"

#include <sys/mman.h>
#include <unistd.h>

#include "rfc3339_inline.h"

/* Whether both give the same result, and the same value or none. */
static bool agree_with(const struct fuseau_rfc3339_options *options, const char *text, size_t size)
{
    struct fuseau_rfc3339 plain, other;
    memset(&plain, 0x5a, sizeof plain);
    memset(&other, 0x5a, sizeof other);
    struct fuseau_result expected = rfc3339_parse_plainly(text, size, options, &plain);
    struct fuseau_result result = fuseau_rfc3339_parse(text, size, options, &other);
    if (result.error != expected.error || result.at != expected.at) {
        return false;
    }
    if (result.error != FUSEAU_OK) {
        const unsigned char *bytes = (const unsigned char *)&other;
        size_t untouched = 0;
        while (untouched < sizeof other && bytes[untouched] == 0x5a) {
            untouched++;
        }
        return untouched == sizeof other;
    }
    return other.instant.seconds == plain.instant.seconds &&
           other.instant.nanoseconds == plain.instant.nanoseconds &&
           other.date.year == plain.date.year && other.date.month == plain.date.month &&
           other.date.day == plain.date.day && other.time.hour == plain.time.hour &&
           other.time.minute == plain.time.minute && other.time.second == plain.time.second &&
           other.time.nanosecond == plain.time.nanosecond &&
           other.offset.seconds == plain.offset.seconds && other.offset.kind == plain.offset.kind &&
           other.leap == plain.leap;
}

static bool agree(const char *text, size_t size)
{
    const struct fuseau_rfc3339_options space = {true, FUSEAU_LEAP_POSSIBLE};
    const struct fuseau_rfc3339_options strict = {false, FUSEAU_LEAP_REFUSE};
    return agree_with(NULL, text, size) && agree_with(&space, text, size) &&
           agree_with(&strict, text, size);
}

static const char *const heads[] = {
    "2024-07-11T01:14:09", "1999-02-28t23:59:59", "2024-02-29T20:30:10",
    "2016-12-31T23:59:60", "2024-07-11 01:14:09", "0000-01-01T00:00:00",
};
static const char *const offsets[] = {"Z", "z", "+05:30", "-00:00", "+00:00", "-23:59"};

/* The text with `count` digits of a fraction. Returns its size. */
static size_t make(char text[static 64], const char *head, int count, const char *offset)
{
    return (size_t)snprintf(text, 64, "%s%s%.*s%s", head, count ? "." : "", count, "907162534818",
                            offset);
}

/* Every shape, each byte of it replaced by every other, doubled and left out, and every prefix. */
static void near_misses(void **state)
{
    (void)state;
    for (int count = 0; count <= 11; count++) {
        for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
            char text[64];
            const size_t size = make(text, heads[(size_t)count % 6], count, offsets[i]);
            const struct agreement_row row = {{"", text, size}, agree};
            const struct agreement_row *at = &row;
            near_misses_agree((void **)(uintptr_t)&at);
        }
    }
}

static void expect(const char *text, size_t size)
{
    if (!agree(text, size)) {
        fail_msg("\"%.*s\": read otherwise than by the plain reader", (int)size, text);
    }
}

/* Every month and day of two digits, of years that are leap and are not, and every hour. */
static void dates_and_hours(void **state)
{
    (void)state;
    static const int years[] = {0, 1900, 2000, 2023, 2024, 9999};
    char text[64];
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        for (int month = 0; month <= 99; month++) {
            for (int day = 0; day <= 99; day++) {
                int size = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:00:00Z", years[i],
                                    month, day, (month * 7 + day) % 31);
                expect(text, (size_t)size);
                size = snprintf(text, sizeof text, "%04d-%02d-%02dT11:00:00.25+%02d:30", years[i],
                                month, day, (month * 7 + day) % 31);
                expect(text, (size_t)size);
            }
        }
    }
    for (int year = 0; year <= 9999; year++) {
        int size = snprintf(text, sizeof text, "%04d-%02d-%02dT01:02:03-04:05", year, year % 12 + 1,
                            year % 28 + 1);
        expect(text, (size_t)size);
    }
}

/* Any two bytes of a text replaced by bytes that may stand somewhere. */
static void two_bytes_wrong(void **state)
{
    (void)state;
    static const char bytes[] = "0123569-:Tt zZ+.,/\xff";
    uint32_t lot = 1;
    for (int i = 0; i < 100000; i++) {
        char text[64];
        lot = lot * 1664525 + 1013904223;
        const uint32_t draw = lot >> 8;
        size_t size = make(text, heads[draw % 6], (int)(draw / 8 % 11), offsets[draw / 128 % 6]);
        for (int j = 0; j < 2; j++) {
            lot = lot * 1664525 + 1013904223;
            text[(lot >> 8) % size] = bytes[(lot >> 16) % (sizeof bytes - 1)];
        }
        expect(text, size);
    }
}

/* Every shape cut short and made longer, by bytes of each sort. */
static void cut_short_and_longer(void **state)
{
    (void)state;
    enum { MOST = 20 };
    static const char behind[] = "0Z+-.: x\xff";
    for (int count = 0; count <= 11; count++) {
        for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
            for (size_t j = 0; j < sizeof heads / sizeof *heads; j++) {
                char text[64 + MOST];
                const size_t size = make(text, heads[j], count, offsets[i]);
                for (size_t less = 1; less <= MOST; less++) {
                    expect(text, size > less ? size - less : 0);
                }
                for (size_t k = 0; k < sizeof behind; k++) {
                    memset(text + size, behind[k], MOST);
                    for (size_t more = 1; more <= MOST; more++) {
                        expect(text, size + more);
                    }
                }
            }
        }
    }
}

/* Texts of all sizes that are none: of one byte again and again, and of several at random. */
static void junk(void **state)
{
    (void)state;
    enum { MOST = 40, DRAWS = 500 };
    static const char bytes[] = "0123456789-:Tz+. \xff";
    char text[MOST];
    assert_true(agree(NULL, 0));
    for (int byte = 0; byte <= 0xff; byte++) {
        memset(text, byte, sizeof text);
        for (size_t size = 0; size <= MOST; size++) {
            expect(text, size);
        }
    }
    uint32_t lot = 1;
    for (size_t i = 0; i < (size_t)DRAWS * (MOST + 1); i++) {
        for (size_t j = 0; j < MOST; j++) {
            lot = lot * 1664525 + 1013904223;
            text[j] = bytes[(lot >> 16) % (sizeof bytes - 1)];
        }
        expect(text, i % (MOST + 1));
    }
}

/* Which of two rules that are broken is named: a number, and a byte before or behind it. */
static void number_and_byte_wrong(void **state)
{
    (void)state;
    static const char bytes[] = "0369-:T Z+/\xff";
    static const char *const wrong[] = {
        "2024-00-11T01:14:09Z", "2024-13-11T01:14:09Z", "2024-19-39T24:14:09Z",
        "2024-02-30T01:14:09Z", "2023-02-29T01:14:09Z", "2024-02-29T24:14:09Z",
        "2024-04-31T29:14:09Z", "2024-04-00T01:14:69Z", "2024-12-32T01:14:09Z",
        "2024-02-39T25:14:60Z", "2024-04-31T01:14:00",  "2024-07-11T24:14:09+0530",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const size_t size = strlen(wrong[i]);
        for (size_t first = 0; first < size; first++) {
            for (size_t second = 0; second < size; second++) {
                for (size_t j = 0; j < sizeof bytes - 1; j++) {
                    char text[64];
                    memcpy(text, wrong[i], size);
                    text[first] = bytes[j];
                    expect(text, size);
                    text[second] = bytes[(j * 5 + first) % (sizeof bytes - 1)];
                    expect(text, size);
                }
            }
        }
    }
}

/* A text that ends, or begins, where the memory that may be read does. */
static void nothing_outside_is_read(void **state)
{
    (void)state;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *const pages =
        mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(pages, MAP_FAILED);
    assert_int_equal(mprotect(pages, page, PROT_NONE), 0);
    assert_int_equal(mprotect(pages + 2 * page, page, PROT_NONE), 0);
    for (int count = 0; count <= 11; count++) {
        for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
            char text[64];
            const size_t whole = make(text, heads[(size_t)count % 6], count, offsets[i]);
            for (size_t size = 0; size <= whole; size++) {
                memcpy(pages + page, text, size);
                expect(pages + page, size);
                memcpy(pages + 2 * page - size, text, size);
                expect(pages + 2 * page - size, size);
            }
        }
    }
    munmap(pages, 3 * page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_misses),
        cmocka_unit_test(dates_and_hours),
        cmocka_unit_test(two_bytes_wrong),
        cmocka_unit_test(cut_short_and_longer),
        cmocka_unit_test(junk),
        cmocka_unit_test(number_and_byte_wrong),
        cmocka_unit_test(nothing_outside_is_read),
    };
    return cmocka_run_group_tests_name("rfc3339_sse41", tests, NULL, NULL);
}
