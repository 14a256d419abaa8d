/* zone_crowd_test.c -- a made-up zone of thousands of transitions, whose local times overlap */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "oracle/slow_resolve.h"
#include "zone.h"

enum {
    TRANSITIONS = 9000, /* more than two words of a summary of 64 words of 64 bits have */
    APART = 7,          /* seconds from one to the next */
    TYPES = 3,
    ROOM = 51 + 44 + TRANSITIONS * 9 + TYPES * 6 + 4 + 2,
};

static const int32_t offsets[TYPES] = {0, 30000, -30000};

struct file {
    uint8_t bytes[ROOM];
    size_t size;
};

static void put(struct file *file, uint64_t number, int size)
{
    for (int i = size - 1; i >= 0; i--) {
        file->bytes[file->size++] = (uint8_t)(number >> (8 * i));
    }
}

static void put_header(struct file *file, uint32_t transitions, uint32_t types, uint32_t chars)
{
    put(file, UINT64_C(0x545a696632), 5); /* "TZif2" */
    put(file, 0, 8);
    put(file, 0, 7);
    put(file, 0, 4);
    put(file, 0, 4);
    put(file, 0, 4);
    put(file, transitions, 4);
    put(file, types, 4);
    put(file, chars, 4);
}

static void make(struct file *file)
{
    file->size = 0;
    put_header(file, 0, 1, 1);
    put(file, 0, 7); /* a type and its designation, of no bytes */
    put_header(file, TRANSITIONS, TYPES, 4);
    for (uint64_t i = 0; i < TRANSITIONS; i++) {
        put(file, i * APART, 8);
    }
    for (uint64_t i = 0; i < TRANSITIONS; i++) {
        put(file, (i + 1) % TYPES, 1);
    }
    for (int i = 0; i < TYPES; i++) {
        put(file, (uint32_t)offsets[i], 4);
        put(file, 0, 2);
    }
    put(file, UINT64_C(0x41414100), 4); /* "AAA" */
    put(file, UINT64_C(0x0a0a), 2);
}

static void local_times_are_found_among_thousands(void **state)
{
    (void)state;
    static struct file file;
    const struct fuseau_zone *zone = NULL;
    struct slow_offsets all = {.count = 0};
    make(&file);
    assert_int_equal(fuseau_zone_from_tzif((const char *)file.bytes, file.size, &zone).error,
                     FUSEAU_OK);
    for (int i = 0; i < TYPES; i++) {
        slow_offsets_add(&all, offsets[i]);
    }
    int kinds[3] = {0};
    for (int64_t local = -31000; local < TRANSITIONS * APART + 31000; local++) {
        struct fuseau_resolution got = fuseau_zone_resolve(zone, local);
        struct fuseau_resolution slow = slow_resolve(zone, &all, local);
        if (got.kind != slow.kind || got.seconds[0] != slow.seconds[0] ||
            got.seconds[1] != slow.seconds[1]) {
            fail_msg("local %lld: kind %d, %lld and %lld; the search says %d, %lld and %lld",
                     (long long)local, got.kind, (long long)got.seconds[0],
                     (long long)got.seconds[1], slow.kind, (long long)slow.seconds[0],
                     (long long)slow.seconds[1]);
        }
        kinds[got.kind]++;
    }
    assert_true(kinds[FUSEAU_LOCAL_UNIQUE] > 0 && kinds[FUSEAU_LOCAL_FOLD] > 0 &&
                kinds[FUSEAU_LOCAL_GAP] > 0);
    fuseau_zone_release(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(local_times_are_found_among_thousands)};
    return cmocka_run_group_tests_name("zone, crowded", tests, NULL, NULL);
}
