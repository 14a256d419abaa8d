/* tzif_test.c -- what is accepted as a zone file, what is refused, at which byte and why */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* NOLINT: scandir */
#include "table.h"

#include "tzif.h"
#include "tzif_seeds.h"
#include "zonefiles.h"

/* Bytes on the heap that end where their memory does. */
static char *exact_copy(const void *bytes, size_t size)
{
    return row_copy(&(struct row){"", bytes, size});
}

/* Reads every value that there is; ASan sees one that is not in the file. */
static uint64_t sum_of_all(const struct fuseau_tzif *tzif)
{
    uint64_t sum = tzif->footer_size;
    for (uint32_t i = 0; i < tzif->transitions; i++) {
        sum += (uint64_t)fuseau_tzif_transition_time(tzif, i);
        assert_true(fuseau_tzif_transition_type(tzif, i) < tzif->types);
    }
    for (uint32_t i = 0; i < tzif->types; i++) {
        const struct fuseau_local_type type = fuseau_tzif_type(tzif, i);
        sum += (uint64_t)type.offset_seconds + strlen(type.designation);
        sum += fuseau_tzif_type_is_standard(tzif, i) ? 1 : 0;
        sum += fuseau_tzif_type_is_ut(tzif, i) ? 1 : 0;
    }
    for (uint32_t i = 0; i < tzif->leaps; i++) {
        sum += (uint64_t)fuseau_tzif_leap(tzif, i).occurrence;
    }
    return sum;
}

/* ---- the seeds of the corpus ---- */

struct seed_row {
    struct row row;
    const struct tzif_seed *seed;
};

static struct seed_row accepted[sizeof accepted_seeds / sizeof *accepted_seeds];
static struct seed_row refused[sizeof refused_seeds / sizeof *refused_seeds];

static void fill(struct seed_row *rows, const struct tzif_seed *seeds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct seed_row){{seeds[i].name, TEXT("")}, &seeds[i]};
    }
}

static void expect_type(const struct fuseau_tzif *tzif, uint32_t index,
                        const struct tzif_block *made)
{
    const struct tzif_build_type *const expected = &made->type[index];
    const struct fuseau_local_type type = fuseau_tzif_type(tzif, index);
    assert_int_equal(type.offset_seconds, expected->offset);
    assert_int_equal(type.dst, expected->dst);
    assert_string_equal(type.designation, made->designations + expected->designation);
    assert_int_equal(fuseau_tzif_type_is_standard(tzif, index),
                     made->standard > 0 && made->is_standard[index] == 1);
    assert_int_equal(fuseau_tzif_type_is_ut(tzif, index), made->ut > 0 && made->is_ut[index] == 1);
}

static void expect_block(const struct fuseau_tzif *tzif, const struct tzif_block *made)
{
    assert_int_equal(tzif->transitions, made->transitions);
    assert_int_equal(tzif->types, made->types);
    assert_int_equal(tzif->leaps, made->leaps);
    assert_int_equal(tzif->designations_size, made->chars);
    for (uint32_t i = 0; i < made->transitions; i++) {
        assert_true(fuseau_tzif_transition_time(tzif, i) == made->time[i]);
        assert_int_equal(fuseau_tzif_transition_type(tzif, i), made->index[i]);
    }
    for (uint32_t i = 0; i < made->types; i++) {
        expect_type(tzif, i, made);
    }
    for (uint32_t i = 0; i < made->leaps; i++) {
        assert_true(fuseau_tzif_leap(tzif, i).occurrence == made->leap[i].occurrence);
        assert_int_equal(fuseau_tzif_leap(tzif, i).correction, made->leap[i].correction);
    }
}

/* The TZ string is what stands between the newlines, and reads as such. */
static void expect_footer(const struct fuseau_tzif *tzif, const struct tzif_file *made)
{
    if (made->version[0] == 0) {
        assert_int_equal(tzif->footer_at, 0);
        assert_int_equal(tzif->footer_size, 0);
        assert_false(tzif->has_rule);
        return;
    }
    const char *const end = memchr(made->tail + 1, '\n', made->tail_size - 1);
    assert_non_null(end);
    assert_int_equal(tzif->footer_size, end - made->tail - 1);
    assert_memory_equal(tzif->bytes + tzif->footer_at, made->tail + 1, tzif->footer_size);
    assert_int_equal(tzif->has_rule, tzif->footer_size > 0);
    if (tzif->has_rule) {
        assert_true(fuseau_posixtz_is_valid(&tzif->rule));
        assert_memory_equal(tzif->rule.standard.designation,
                            made->tail + (made->tail[1] == '<') + 1, 3);
    }
}

static void check_accepted(void **state)
{
    const struct tzif_seed *const seed = ((const struct seed_row *)*state)->seed;
    static struct tzif_bytes bytes;
    struct tzif_file made;
    tzif_seed_file(seed, &made);
    tzif_seed_build(seed, &bytes);
    char *const copy = exact_copy(bytes.byte, bytes.size);
    struct fuseau_tzif tzif;
    const struct fuseau_result result = fuseau_tzif_parse(copy, bytes.size, &tzif);
    row_expect(&(struct row){"", TEXT("")}, result, FUSEAU_OK, bytes.size);
    assert_int_equal(tzif.tolerated, 0);
    assert_int_equal(tzif.version, made.version[0] == 0 ? 1 : made.version[0] - '0');
    assert_int_equal(tzif.time_size, made.version[0] == 0 ? 4 : 8);
    expect_block(&tzif, made.version[0] == 0 ? &made.first : &made.data);
    expect_footer(&tzif, &made);
    row_release(copy);
}

/* A seed that a strict reader refuses is refused alike, or read, and what was tolerated is noted.
 */
static void check_readable(const struct tzif_seed *seed, const char *bytes, size_t size)
{
    struct fuseau_tzif tzif = {.version = 99, .tolerated = 1234};
    const struct fuseau_result result = fuseau_tzif_read(bytes, size, &tzif);
    if (seed->tolerated == 0) {
        row_expect(&(struct row){"readable", TEXT("")}, result, seed->error, seed->at);
        assert_int_equal(tzif.version, 99);
        assert_int_equal(tzif.tolerated, 1234);
        return;
    }
    row_expect(&(struct row){"readable", TEXT("")}, result, FUSEAU_OK, size);
    assert_int_equal(tzif.tolerated, seed->tolerated);
    sum_of_all(&tzif);
}

static void check_refused(void **state)
{
    const struct tzif_seed *const seed = ((const struct seed_row *)*state)->seed;
    static struct tzif_bytes bytes;
    struct fuseau_tzif tzif = {.version = 99, .footer_size = 1234};
    tzif_seed_build(seed, &bytes);
    char *const copy = exact_copy(bytes.byte, bytes.size);
    const struct fuseau_result result = fuseau_tzif_parse(copy, bytes.size, &tzif);
    row_expect(&(struct row){"", TEXT("")}, result, seed->error, seed->at);
    assert_int_equal(tzif.version, 99);
    assert_int_equal(tzif.footer_size, 1234);
    check_readable(seed, copy, bytes.size);
    row_release(copy);

    char *const cut = exact_copy(bytes.byte, seed->at);
    row_expect(&(struct row){"cut", TEXT("")}, fuseau_tzif_parse(cut, seed->at, &tzif),
               FUSEAU_ERR_END, seed->at);
    row_release(cut);
}

/* ---- what more than one field decides ---- */

static struct fuseau_result parse_file(const struct tzif_file *file, struct fuseau_tzif *tzif)
{
    static struct tzif_bytes bytes;
    tzif_build(file, &bytes);
    return fuseau_tzif_parse((const char *)bytes.byte, bytes.size, tzif);
}

/* A byte can say any of 256 types; a count can say more. */
static void indices_are_as_wide_as_counts(void **state)
{
    (void)state;
    for (uint32_t types = 254; types <= TZIF_TYPES_MAX; types++) {
        struct tzif_file file = whole;
        struct fuseau_tzif tzif;
        file.data.types = types;
        file.data.standard = types;
        file.data.ut = types;
        file.data.index[0] = 255;
        const struct fuseau_result result = parse_file(&file, &tzif);
        assert_int_equal(result.error, types < 256 ? FUSEAU_ERR_TZIF_TYPE_INDEX : FUSEAU_OK);
        assert_int_equal(types < 256 || tzif.types == types, 1);
    }
}

static void leap_tables_are_marked(void **state)
{
    (void)state;
    static const struct {
        const struct tzif_file *base;
        uint32_t leaps;
        bool expire, truncated;
    } rows[] = {{&whole, 2, false, false},    {&whole, 0, false, false},
                {&cut_table, 3, true, true},  {&cut_table, 2, false, true},
                {&cut_table, 1, false, true}, {&cut_table, 0, false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tzif_file file = *rows[i].base;
        struct fuseau_tzif tzif;
        file.data.leaps = rows[i].leaps;
        assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
        assert_int_equal(tzif.leaps_expire, rows[i].expire);
        assert_int_equal(tzif.leaps_truncated, rows[i].truncated);
    }
}

/* The leap seconds that there were until 2024. */
static const struct tzif_build_leap known_leaps[] = {
    {78796800, 1},    {94694401, 2},    {126230402, 3},   {157766403, 4},   {189302404, 5},
    {220924805, 6},   {252460806, 7},   {283996807, 8},   {315532808, 9},   {362793609, 10},
    {394329610, 11},  {425865611, 12},  {489024012, 13},  {567993613, 14},  {631152014, 15},
    {662688015, 16},  {709948816, 17},  {741484817, 18},  {773020818, 19},  {820454419, 20},
    {867715220, 21},  {915148821, 22},  {1136073622, 23}, {1230768023, 24}, {1341100824, 25},
    {1435708825, 26}, {1483228826, 27},
};

enum { KNOWN_LEAPS = sizeof known_leaps / sizeof *known_leaps };

/* Of each leap second, a second to either side, and another correction, are refused. */
static void leaps_are_where_they_were(void **state)
{
    (void)state;
    struct tzif_file file = fixed;
    struct fuseau_tzif tzif;
    file.data.leaps = KNOWN_LEAPS;
    memcpy(file.data.leap, known_leaps, sizeof known_leaps);
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    for (size_t i = 0; i < KNOWN_LEAPS; i++) {
        const size_t at = 105 + 12 * i;
        for (int change = -1; change <= 1; change += 2) {
            file.data.leap[i].occurrence += change;
            struct fuseau_result result = parse_file(&file, &tzif);
            assert_int_equal(result.error, FUSEAU_ERR_TZIF_LEAP_TIME);
            assert_int_equal(result.at, at);
            file.data.leap[i] = known_leaps[i];

            file.data.leap[i].correction += 2 * change;
            result = parse_file(&file, &tzif);
            assert_int_not_equal(result.error, FUSEAU_OK);
            assert_in_range(result.at, at, at + 8);
            file.data.leap[i] = known_leaps[i];
        }
    }
}

/* The last transition counts leap seconds: a second earlier in POSIX time, it is not over yet. */
static void footers_are_asked_in_posix_time(void **state)
{
    (void)state;
    struct tzif_file file = whole;
    struct fuseau_tzif tzif;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    file.data.time[1]--;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_ERR_TZIF_FOOTER_TYPE);
    file.data.leaps = 1;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    file.data.time[1]--;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_ERR_TZIF_FOOTER_TYPE);
    file.data.leaps = 0;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
}

/* 23:59:60 is the last second of June 1972; daylight saving time begins with July. */
static void footers_are_asked_in_a_leap_second(void **state)
{
    (void)state;
    static const char rule[] = "\nEST5EDT,J181/19,J300\n";
    struct tzif_file file = fixed;
    struct fuseau_tzif tzif;
    file.tail = rule;
    file.tail_size = sizeof rule - 1;
    file.data.leaps = 1;
    file.data.leap[0] = (struct tzif_build_leap){78796800, 1};
    file.data.transitions = 1;
    file.data.time[0] = 78796800;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    file.data.time[0]++;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_ERR_TZIF_FOOTER_TYPE);
}

/* Of a table cut at its start, and where leap seconds lead out of int64_t. */
static void leap_seconds_are_taken_off(void **state)
{
    (void)state;
    static const struct {
        int64_t time, expected;
    } rows[] = {{1435708824, 1435708799},    {1435708825, 1435708799},
                {1435708826, 1435708800},    {1483228825, 1483228799},
                {1483228826, 1483228799},    {1483228827, 1483228800},
                {1751846427, 1751846400},    {0, -25},
                {INT64_MAX, INT64_MAX - 27}, {INT64_MIN, INT64_MIN},
                {INT64_MIN + 24, INT64_MIN}};
    struct tzif_file file = cut_table;
    struct fuseau_tzif tzif;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        row_expect_number(&(struct row){"", TEXT("")}, "POSIX seconds",
                          fuseau_tzif_posix_seconds(&tzif, rows[i].time), rows[i].expected);
    }
    file.data.leaps = 1;
    file.data.leap[0] = (struct tzif_build_leap){1435708797, -3};
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    assert_true(fuseau_tzif_posix_seconds(&tzif, 1435708796) == 1435708798);
    assert_true(fuseau_tzif_posix_seconds(&tzif, 1435708797) == 1435708800);
    assert_true(fuseau_tzif_posix_seconds(&tzif, INT64_MAX - 1) == INT64_MAX);
    file.data.leaps = 0;
    assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
    assert_true(fuseau_tzif_posix_seconds(&tzif, INT64_MIN) == INT64_MIN);
}

/* At the ends of int64_t the leap seconds have nowhere to go. */
static void footers_are_asked_at_the_ends_of_time(void **state)
{
    (void)state;
    static const int64_t ends[] = {INT64_MIN, INT64_MIN + 1, -(INT64_C(1) << 59), INT64_MAX - 1,
                                   INT64_MAX};
    static const int32_t corrections[] = {1, -1, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (size_t j = 0; j < sizeof corrections / sizeof *corrections; j++) {
            struct tzif_file file = cut_table;
            struct fuseau_tzif tzif;
            const int64_t correction = corrections[j];
            file.data.leaps = 1;
            file.data.leap[0].occurrence =
                INT64_C(4102444800) + (correction > 0 ? correction - 1 : correction);
            file.data.leap[0].correction = corrections[j];
            file.data.transitions = 1;
            file.data.time[0] = ends[i];
            assert_int_equal(parse_file(&file, &tzif).error, FUSEAU_OK);
        }
    }
}

static void what_is_tolerated_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(fuseau_tzif_tolerated_name(FUSEAU_TZIF_TOLERATED_FOOTER_TYPE),
                        "footer-type");
    const char *names[5];
    for (unsigned i = 0; i < 5; i++) {
        names[i] = fuseau_tzif_tolerated_name(1U << i);
        assert_non_null(names[i]);
        for (unsigned j = 0; j < i; j++) {
            assert_string_not_equal(names[i], names[j]);
        }
    }
    assert_null(fuseau_tzif_tolerated_name(1U << 5));
    assert_null(fuseau_tzif_tolerated_name(0));
    assert_null(fuseau_tzif_tolerated_name(3));
}

static void nothing_is_no_file(void **state)
{
    (void)state;
    struct fuseau_tzif tzif;
    const struct fuseau_result result = fuseau_tzif_parse(NULL, 0, &tzif);
    assert_int_equal(result.error, FUSEAU_ERR_END);
    assert_int_equal(result.at, 0);
}

/* ---- cut and changed files ---- */

/* `end`: where the file ends; up to there each cut is too short. */
static void refuse_every_cut(const char *bytes, size_t end)
{
    for (size_t size = 0; size < end; size++) {
        struct fuseau_tzif tzif;
        char *const copy = exact_copy(bytes, size);
        const struct fuseau_result result = fuseau_tzif_parse(copy, size, &tzif);
        row_release(copy);
        if (result.error != FUSEAU_ERR_END || result.at != size) {
            fail_msg("cut at %zu: %s at %zu", size, fuseau_error_name(result.error), result.at);
        }
    }
}

/* Every byte becomes every other: refused, with a place in the file, or sound all the same. */
static void survive_every_change(const char *bytes, size_t size)
{
    size_t taken = 0;
    uint64_t sum = 0;
    char *const copy = exact_copy(bytes, size);
    for (size_t i = 0; i < size; i++) {
        for (unsigned change = 1; change < 256; change++) {
            struct fuseau_tzif tzif;
            copy[i] = (char)((unsigned char)bytes[i] ^ change);
            const struct fuseau_result result = fuseau_tzif_parse(copy, size, &tzif);
            assert_true(result.at <= size);
            if (result.error == FUSEAU_OK) {
                sum += sum_of_all(&tzif);
                taken++;
            }
        }
        copy[i] = bytes[i];
    }
    row_release(copy);
    assert_true(taken > 0 && taken < size * 255);
    print_message("%zu changes of a byte accepted, and read (%llu)\n", taken,
                  (unsigned long long)sum);
}

static void cuts_and_changes_of_small_files(void **state)
{
    (void)state;
    enum { FILES = 6 };
    static const struct tzif_file *const files[FILES] = {&whole, &fixed,       &cut_table,
                                                         &irish, &greenlandic, &fat};
    for (size_t i = 0; i < FILES; i++) {
        static struct tzif_bytes bytes;
        tzif_build(files[i], &bytes);
        refuse_every_cut((const char *)bytes.byte, bytes.size);
        survive_every_change((const char *)bytes.byte, bytes.size);
    }
}

/* ---- real files ---- */

struct taken {
    size_t versions[5]; /* how many files of each */
    size_t leaps;       /* how many with leap seconds */
};

static void take_real_file(const struct zonefile *file, void *context)
{
    struct taken *const taken = context;
    struct fuseau_tzif tzif;
    const struct fuseau_result result = fuseau_tzif_parse(file->bytes, file->size, &tzif);
    if (result.error != FUSEAU_OK) {
        fail_msg("%s: %s at %zu", file->path, fuseau_error_name(result.error), result.at);
    }
    sum_of_all(&tzif);
    taken->versions[(int)tzif.version]++;
    taken->leaps += tzif.leaps > 0 ? 1 : 0;
}

static void real_files_are_accepted(void **state)
{
    (void)state;
    struct taken taken = {.leaps = 0};
    const size_t files = zonefiles_each(ZONEFILES_SYSTEM, take_real_file, &taken);
    print_message("%zu files accepted, by version %zu, %zu, %zu, %zu; %zu with leap seconds\n",
                  files, taken.versions[1], taken.versions[2], taken.versions[3], taken.versions[4],
                  taken.leaps);
    if (files == 0) {
        fail_msg("there is no zone file in %s: install tzdata", ZONEFILES_SYSTEM);
    }
}

/* As tzdata has it; zic -b fat made it, with both blocks full: 3.5 kB. */
static void cuts_and_changes_of_new_york(void **state)
{
    (void)state;
    size_t size = 0;
    char *const bytes = zonefile_bytes(ZONEFILES_SYSTEM "/America/New_York", &size);
    if (!bytes) {
        fail_msg("there is no America/New_York in %s: install tzdata", ZONEFILES_SYSTEM);
        return;
    }
    struct fuseau_tzif tzif;
    assert_int_equal(fuseau_tzif_parse(bytes, size, &tzif).error, FUSEAU_OK);
    refuse_every_cut(bytes, tzif.footer_at + tzif.footer_size + 1);
    survive_every_change(bytes, size);
    free(bytes);
}

int main(void)
{
    fill(accepted, accepted_seeds, sizeof accepted / sizeof *accepted);
    fill(refused, refused_seeds, sizeof refused / sizeof *refused);
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indices_are_as_wide_as_counts),
        cmocka_unit_test(leap_tables_are_marked),
        cmocka_unit_test(leaps_are_where_they_were),
        cmocka_unit_test(footers_are_asked_in_posix_time),
        cmocka_unit_test(footers_are_asked_in_a_leap_second),
        cmocka_unit_test(leap_seconds_are_taken_off),
        cmocka_unit_test(footers_are_asked_at_the_ends_of_time),
        cmocka_unit_test(what_is_tolerated_has_a_name),
        cmocka_unit_test(nothing_is_no_file),
        cmocka_unit_test(cuts_and_changes_of_small_files),
        cmocka_unit_test(real_files_are_accepted),
        cmocka_unit_test(cuts_and_changes_of_new_york),
    };
    const int failed = tables_run("tzif", tables, sizeof tables / sizeof tables[0]);
    return failed + cmocka_run_group_tests_name("tzif, whole files", tests, NULL, NULL);
}
