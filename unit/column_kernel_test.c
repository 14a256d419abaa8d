/* column_kernel_test.c -- each kernel of column.h, held to the scalar parser on every shape */
/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "table.h"

#include <sys/mman.h>
#include <unistd.h>

#include "column_inline.h"
#include "oracle/slow_column.h"

enum { MOST_LINES = 400, MOST_LINE = 64, MOST_TEXT = MOST_LINES * MOST_LINE };

static const enum column_kernel kernels[] = {COLUMN_PLAIN, COLUMN_NARROW, COLUMN_AVX2};

/* Memory with a page before it and one behind it that cannot be read. */
static struct {
    char *begin, *end;
} guarded;

static int set_up(void **state)
{
    (void)state;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = (MOST_TEXT + page - 1) / page * page;
    char *memory = mmap(NULL, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    guarded.begin = memory + page;
    guarded.end = guarded.begin + size;
    assert_int_equal(mprotect(guarded.begin, size, PROT_READ | PROT_WRITE), 0);
    return 0;
}

/* What is read of a text, with a byte behind it that must stay. */
struct answer {
    struct fuseau_column done;
    int64_t values[MOST_LINES + 1];
    uint8_t validity[MOST_LINES / 8 + 2];
};

enum { UNTOUCHED = 0x5a };

/* All but the values, which the caller has compared. */
static void compare(const struct answer *got, const struct answer *expected, const char *text,
                    size_t size)
{
    size_t bytes = (expected->done.read + 7) / 8;
    if (memcmp(&got->done, &expected->done, sizeof got->done) != 0 ||
        memcmp(got->values, expected->values, sizeof *got->values * (expected->done.read + 1)) !=
            0 ||
        memcmp(got->validity, expected->validity, bytes + 1) != 0) {
        size_t n = 0;
        while (n < expected->done.read && got->values[n] == expected->values[n]) {
            n++;
        }
        fail_msg("read %zu, %zu, %zu, expected %zu, %zu, %zu; value %zu is %lld, expected %lld: "
                 "\"%.*s\"",
                 got->done.read, got->done.refused, got->done.consumed, expected->done.read,
                 expected->done.refused, expected->done.consumed, n, (long long)got->values[n],
                 (long long)expected->values[n], (int)size, text);
    }
}

static void require_at(enum column_kernel kernel, const char *place, size_t size,
                       const struct fuseau_column_options *options, size_t room,
                       const struct answer *expected)
{
    static struct answer got;
    memset(&got.values, UNTOUCHED, sizeof *got.values * (expected->done.read + 1));
    memset(&got.validity, UNTOUCHED, sizeof got.validity);
    got.done = column_parse_lines(kernel, place, size, options, got.values, got.validity, room);
    compare(&got, expected, place, size);
}

/* Every kernel reads the lines as they are read one by one, at both ends of a page. */
static void require(const char *text, size_t size, const struct fuseau_column_options *options,
                    size_t room)
{
    static struct answer expected;
    assert_true(size <= MOST_TEXT);
    size_t lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n';
    }
    lines = lines < room ? lines : room;
    assert_true(lines <= MOST_LINES);
    memset(&expected.values, UNTOUCHED, sizeof *expected.values * (lines + 1));
    memset(&expected.validity, UNTOUCHED, sizeof expected.validity);
    expected.done =
        slow_column_lines(text, size, options, expected.values, expected.validity, room);
    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
        if (column_has(kernels[i])) {
            memcpy(guarded.begin, text, size);
            require_at(kernels[i], guarded.begin, size, options, room, &expected);
            memcpy(guarded.end - size, text, size);
            require_at(kernels[i], guarded.end - size, size, options, room, &expected);
        }
    }
}

/* ---- texts ---- */

static uint64_t random_state = 88172645463325252U;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 32) % limit;
}

/* What all lines of a shape have alike. */
struct shape {
    size_t digits;    /* of the fraction */
    const char *zone; /* "Z"; "+" and "-" stand for an offset drawn by lot */
    char separator;
    const char *end;
};

static size_t put_line(char *text, const struct shape *shape)
{
    static const char digits[] = "0123456789";
    size_t size = (size_t)sprintf(text, "%04u-%02u-%02u%c%02u:%02u:%02u", 1700 + random_below(550),
                                  1 + random_below(12), 1 + random_below(28), shape->separator,
                                  random_below(24), random_below(60), random_below(60));
    if (shape->digits > 0) {
        text[size++] = '.';
    }
    for (size_t i = 0; i < shape->digits; i++) {
        text[size++] = digits[random_below(10)];
    }
    size += shape->zone[0] == '+' || shape->zone[0] == '-'
                ? (size_t)sprintf(text + size, "%c%02u:%02u", shape->zone[0], random_below(24),
                                  random_below(60))
                : (size_t)sprintf(text + size, "%s", shape->zone);
    return size + (size_t)sprintf(text + size, "%s", shape->end);
}

static size_t put_lines(char *text, const struct shape *shape, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        size += put_line(text + size, shape);
    }
    return size;
}

static const char *const zones[] = {"Z", "z", "+", "-", "+24:00", "-00:60", "-00:00", ",01:00", ""};
static const char *const ends[] = {"\n", "\r\n", "\n\n", "\r", "\r\r\n", "", " \n"};

/* Each combination of options, by number. */
enum { OPTIONS = 4 * 2 * 2 };

static struct fuseau_column_options options_of(unsigned number)
{
    return (struct fuseau_column_options){.unit = (enum fuseau_column_unit)(number % 4),
                                          .truncate = number / 4 % 2,
                                          .text.allow_space = number / 8 % 2};
}

/* The usual shapes, each of which a kernel must know. */
static const struct shape usual[] = {
    {0, "Z", 'T', "\n"}, {0, "Z", 'T', "\r\n"}, {3, "Z", 'T', "\n"}, {6, "Z", 'T', "\n"},
    {9, "Z", 'T', "\n"}, {9, "Z", 'T', "\r\n"}, {0, "+", 'T', "\n"}, {0, "-", 'T', "\r\n"},
    {3, "+", 'T', "\n"}, {6, "-", 'T', "\n"},   {9, "-", 'T', "\n"}, {9, "+", 'T', "\r\n"},
};

enum { USUAL = sizeof usual / sizeof usual[0] };

/* ---- tests ---- */

static void every_shape(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    for (size_t digits = 0; digits <= 11; digits++) {
        for (size_t z = 0; z < sizeof zones / sizeof zones[0]; z++) {
            for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
                for (size_t s = 0; s < 3; s++) {
                    struct shape shape = {digits, zones[z], "Tt "[s], ends[e]};
                    size_t size = put_lines(text, &shape, 17);
                    for (unsigned n = 0; n < OPTIONS; n++) {
                        struct fuseau_column_options options = options_of(n);
                        require(text, size, &options, MOST_LINES);
                    }
                }
            }
        }
    }
}

/* Any number of lines, the last with or without its end, in any room, and from there on. */
static void every_remainder(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    for (size_t i = 0; i < USUAL; i++) {
        for (size_t count = 0; count <= 26; count++) {
            size_t size = put_lines(text, &usual[i], count);
            for (size_t less = 0; less <= 3 && less <= size; less++) {
                require(text, size - less, NULL, MOST_LINES);
            }
            for (size_t room = 0; room <= 20; room++) {
                require(text, size, NULL, room);
            }
        }
    }
}

/* A text is read in parts, each so many records at most, as it is at once. */
static void in_parts(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    static struct answer whole;
    static struct answer parts;
    size_t size = put_lines(text, &usual[0], 100);
    text[700] = 'x';
    size += put_lines(text + size, &usual[10], 50);
    for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
        if (!column_has(kernels[k])) {
            continue;
        }
        whole.done = column_parse_lines(kernels[k], text, size, NULL, whole.values, NULL, 150);
        assert_int_equal(whole.done.read, 150);
        for (size_t room = 1; room <= 150; room++) {
            struct fuseau_column all = {.read = 0};
            struct fuseau_column part;
            do {
                part = column_parse_lines(kernels[k], text + all.consumed, size - all.consumed,
                                          NULL, parts.values + all.read, NULL, room);
                all.read += part.read;
                all.refused += part.refused;
                all.consumed += part.consumed;
            } while (part.read > 0);
            assert_memory_equal(&all, &whole.done, sizeof all);
            assert_memory_equal(parts.values, whole.values, 150 * sizeof *whole.values);
        }
    }
}

/* All bytes at all places of eight lines. */
static void every_byte(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    static const size_t chosen[] = {0, 2, 6, 11};
    for (size_t i = 0; i < sizeof chosen / sizeof chosen[0]; i++) {
        size_t size = put_lines(text, &usual[chosen[i]], 8);
        for (size_t at = 0; at < size; at++) {
            char before = text[at];
            for (int byte = 0; byte < 256; byte++) {
                text[at] = (char)byte;
                require(text, size, NULL, MOST_LINES);
            }
            text[at] = before;
        }
    }
}

/* All pairs of digits in a field, where what is wrong is not any one byte. */
static void every_pair(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    static const size_t fields[] = {0, 2, 5, 8, 11, 14, 17, 20, 22, 24, 26, 27, 28, 30, 33};
    const struct fuseau_column_options seconds = {.unit = FUSEAU_COLUMN_SECONDS, .truncate = true};
    for (size_t i = 0; i < USUAL; i++) {
        size_t size = put_lines(text, &usual[i], 8);
        size_t line = size / 8;
        for (size_t f = 0; f < sizeof fields / sizeof fields[0] && fields[f] + 2 <= line; f++) {
            char *field = text + 3 * line + fields[f];
            char before[2] = {field[0], field[1]};
            for (unsigned pair = 0; pair < 100; pair++) {
                field[0] = (char)('0' + pair / 10);
                field[1] = (char)('0' + pair % 10);
                require(text, size, NULL, MOST_LINES);
                require(text, size, &seconds, MOST_LINES);
            }
            memcpy(field, before, 2);
        }
    }
}

/*
 * The first and the last days of every month of every year, and what is next to them. In a group
 * the years are alike modulo four, so that the days are refused together, or none of them.
 */
static void every_month(void **state)
{
    (void)state;
    static const char last_second[] = {'T', '2', '3', ':', '5', '9', ':', '5', '9', 'Z', '\n'};
    static const unsigned days[] = {0, 1, 28, 29, 30, 31, 32};
    const struct fuseau_column_options seconds = {.unit = FUSEAU_COLUMN_SECONDS};
    for (unsigned month = 0; month <= 13; month++) {
        for (size_t d = 0; d < sizeof days / sizeof days[0]; d++) {
            for (unsigned first = 0; first < 10000;
                 first = first % 4 == 3 ? first + 29 : first + 1) {
                char text[8 * 32];
                int64_t expected[8];
                size_t size = 0;
                size_t refused = 0;
                for (unsigned i = 0; i < 8; i++) {
                    unsigned year = (first + 4 * i) % 10000;
                    char *line = text + size;
                    char head[] = {(char)('0' + year / 1000),
                                   (char)('0' + year / 100 % 10),
                                   (char)('0' + year / 10 % 10),
                                   (char)('0' + year % 10),
                                   '-',
                                   (char)('0' + month / 10),
                                   (char)('0' + month % 10),
                                   '-',
                                   (char)('0' + days[d] / 10),
                                   (char)('0' + days[d] % 10)};
                    memcpy(line, head, sizeof head);
                    memcpy(line + sizeof head, last_second, sizeof last_second);
                    size += sizeof head + sizeof last_second;
                    bool valid = slow_column_value(line, 20, &seconds, &expected[i]);
                    expected[i] = valid ? expected[i] : INT64_MIN;
                    refused += !valid;
                }
                for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
                    int64_t values[8];
                    struct fuseau_column done = {.read = 8, .refused = refused};
                    if (column_has(kernels[k])) {
                        done =
                            column_parse_lines(kernels[k], text, size, &seconds, values, NULL, 8);
                        assert_memory_equal(values, expected, sizeof values);
                    }
                    assert_true(done.read == 8 && done.refused == refused);
                }
            }
        }
    }
}

/* Around the first and the last instant that int64_t has in nanoseconds, and of all years. */
static void ends_of_time(void **state)
{
    (void)state;
    static const char *const instants[] = {
        "1677-09-21T00:12:43.145224191Z",      "1677-09-21T00:12:43.145224192Z",
        "2262-04-11T23:47:16.854775807Z",      "2262-04-11T23:47:16.854775808Z",
        "1677-09-21T00:12:42.999999999Z",      "2262-04-11T23:47:17.000000000Z",
        "1677-09-20T23:59:59.999999999Z",      "2262-04-12T00:00:00.000000000Z",
        "1677-09-22T00:00:00.000000000Z",      "2262-04-10T23:59:59.999999999Z",
        "0000-01-01T00:00:00.000000000Z",      "9999-12-31T23:59:59.999999999Z",
        "0000-01-01T00:00:00.000000001+23:59", "9999-12-31T23:59:59.999999999-23:59",
        "1677-09-20T00:12:43.145224192-23:59", "2262-04-12T23:46:16.854775807+23:59",
        "1969-12-31T23:59:59.999999999Z",      "1970-01-01T00:00:00.000000001Z",
        "2016-12-31T23:59:60.000000000Z",      "2016-12-31T23:59:60.999999999+00:00",
    };
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        char text[8 * 40];
        size_t size = 0;
        for (int n = 0; n < 8; n++) {
            size += (size_t)sprintf(text + size, "%s\n", instants[i]);
        }
        for (unsigned n = 0; n < OPTIONS; n++) {
            struct fuseau_column_options options = options_of(n);
            require(text, size, &options, MOST_LINES);
            options.text.leap = FUSEAU_LEAP_REFUSE;
            require(text, size, &options, MOST_LINES);
        }
    }
}

/* Runs of lines of several shapes, and bytes changed here and there. */
static void by_lot(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    for (int round = 0; round < 300; round++) {
        size_t size = 0;
        for (size_t lines = 0; lines < 200;) {
            const struct shape *shape = &usual[random_below(USUAL)];
            size_t run = 1 + random_below(random_below(2) ? 40 : 3);
            size += put_lines(text + size, shape, run);
            lines += run;
        }
        for (uint32_t changes = random_below(12); changes > 0; changes--) {
            text[random_below((uint32_t)size)] = (char)random_below(256);
        }
        struct fuseau_column_options options = options_of(random_below(OPTIONS));
        require(text, size, &options, MOST_LINES);
    }
}

/* The same texts as a column with nulls, of either kind of offset, sliced anywhere. */
static void as_strings(void **state)
{
    (void)state;
    enum { COUNT = 120 };
    static char text[MOST_TEXT];
    static int32_t offsets32[COUNT + 1];
    static int64_t offsets64[COUNT + 1];
    static uint8_t given[COUNT / 8 + 1];
    static struct answer got;
    for (int round = 0; round < 200; round++) {
        size_t size = 0;
        size_t n = 0;
        memset(given, 0xff, sizeof given);
        while (n < COUNT) {
            struct shape shape = usual[random_below(USUAL)];
            shape.end = "";
            for (size_t run = 1 + random_below(50); run > 0 && n < COUNT; run--, n++) {
                offsets32[n] = (int32_t)size;
                offsets64[n] = (int64_t)size;
                size += put_line(text + size, &shape);
                if (random_below(40) == 0) {
                    given[n / 8] &= (uint8_t) ~(1U << n % 8);
                }
                if (random_below(40) == 0) {
                    text[size - 1 - random_below(20)] = (char)random_below(256);
                }
            }
        }
        offsets32[n] = (int32_t)size;
        offsets64[n] = (int64_t)size;
        memcpy(guarded.end - size, text, size);
        struct fuseau_column_options options = options_of((unsigned)round % OPTIONS);
        for (size_t k = 0; k < 2 * sizeof kernels / sizeof kernels[0]; k++) {
            bool wide = k % 2;
            if (!column_has(kernels[k / 2])) {
                continue;
            }
            size_t first = random_below(20);
            struct fuseau_column_strings strings = {.bytes = guarded.end - size,
                                                    .size = size,
                                                    .offsets32 = wide ? NULL : offsets32,
                                                    .offsets64 = wide ? offsets64 : NULL,
                                                    .validity = round % 3 ? given : NULL,
                                                    .first = first,
                                                    .count = COUNT - first - random_below(20)};
            struct fuseau_result result = column_parse_strings(kernels[k / 2], &strings, &options,
                                                               got.values, got.validity, &got.done);
            size_t refused = 0;
            assert_int_equal(result.error, FUSEAU_OK);
            assert_int_equal(result.at, strings.count);
            for (size_t i = 0; i < strings.count; i++) {
                size_t at = first + i;
                bool is_there = round % 3 == 0 || (given[at / 8] >> at % 8 & 1);
                int64_t value = INT64_MIN;
                bool valid =
                    is_there && slow_column_value(text + offsets64[at],
                                                  (size_t)(offsets64[at + 1] - offsets64[at]),
                                                  &options, &value);
                assert_true(got.values[i] == (valid ? value : INT64_MIN));
                assert_int_equal(got.validity[i / 8] >> i % 8 & 1, valid);
                refused += is_there && !valid;
            }
            assert_int_equal(got.done.read, strings.count);
            assert_int_equal(got.done.refused, refused);
            assert_int_equal(got.done.consumed,
                             offsets64[first + strings.count] - offsets64[first]);
        }
    }
}

/* A text without a line end is looked at once, not again and again; it may hold NUL. */
static void without_end(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    static const char begin[] = "2024-07-11T01:14:00.";
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
        int64_t value = 5;
        uint8_t validity = 0xff;
        if (!column_has(kernels[k])) {
            continue;
        }
        for (int filler = 0; filler < 2; filler++) {
            memset(text, filler == 0 ? '1' : '\0', SIZE);
            memcpy(text, begin, sizeof begin - 1);
            struct fuseau_column done =
                column_parse_lines(kernels[k], text, SIZE, NULL, &value, &validity, 1);
            assert_true(done.read == 1 && done.refused == 1 && done.consumed == SIZE);
            assert_true(value == INT64_MIN && validity == 0);
        }
    }
    free(text);
}

/* It would be no fault that the tests above see if a kernel read nothing. */
#if COLUMN_HAS_KERNELS
static void require_groups(size_t kernel(const struct column_plan *, const struct column_shape *,
                                         const char *, size_t, int64_t *, size_t))
{
    static char text[MOST_TEXT];
    int64_t values[24];
    for (size_t i = 0; i < USUAL; i++) {
        const struct column_plan plan = column_plan_of(FUSEAU_COLUMN_NANOSECONDS);
        size_t size = put_lines(text, &usual[i], 23);
        struct column_shape shape = {.digits = usual[i].digits,
                                     .has_offset = usual[i].zone[0] != 'Z',
                                     .end = strlen(usual[i].end),
                                     .size = size / 23};
        assert_int_equal(kernel(&plan, &shape, text, size, values, 24), 16);
        assert_int_equal(kernel(&plan, &shape, text, size, values, 15), 8);
        assert_int_equal(kernel(&plan, &shape, text, 8 * size / 23 - 1, values, 24), 0);
    }
}

static void narrow_reads(void **state)
{
    (void)state;
    if (!column_has(COLUMN_NARROW)) {
        skip();
    }
    require_groups(column_narrow);
}
#else
static void narrow_reads(void **state)
{
    (void)state;
    assert_false(column_has(COLUMN_NARROW));
}
#endif

#if CPU_IS_X86
static void avx2_reads(void **state)
{
    (void)state;
    if (!column_has(COLUMN_AVX2)) {
        skip();
    }
    require_groups(column_avx2);
}
#else
static void avx2_reads(void **state)
{
    (void)state;
    assert_false(column_has(COLUMN_AVX2));
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape),  cmocka_unit_test(every_remainder),
        cmocka_unit_test(in_parts),     cmocka_unit_test(every_byte),
        cmocka_unit_test(every_pair),   cmocka_unit_test(every_month),
        cmocka_unit_test(ends_of_time), cmocka_unit_test(by_lot),
        cmocka_unit_test(as_strings),   cmocka_unit_test(without_end),
        cmocka_unit_test(narrow_reads), cmocka_unit_test(avx2_reads),
    };
    return cmocka_run_group_tests_name("column kernels", tests, set_up, NULL);
}
