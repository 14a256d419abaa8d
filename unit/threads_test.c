/* threads_test.c -- many threads read and write at once, and TSan looks on */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "table.h"

#include <pthread.h>

#include "fuseau.h"

enum { THREADS = 4, ROUNDS = 20000 };

/* Each thread walks the same instants and must read back what it wrote. NULL, or what went wrong.
 */
static void *walk(void *unused)
{
    (void)unused;
    const struct fuseau_offset india = {19800, FUSEAU_OFFSET_NUMERIC};
    for (int64_t i = 0; i < ROUNDS; i++) {
        struct fuseau_instant instant = {i * 7654321 - 62167219200, (int32_t)i};
        struct fuseau_rfc3339 value, back;
        char text[FUSEAU_RFC3339_MAX_SIZE];
        if (fuseau_rfc3339_from_instant(instant, india, &value).error != FUSEAU_OK) {
            return "from_instant";
        }
        struct fuseau_result written =
            fuseau_rfc3339_format(&value, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
        if (written.error != FUSEAU_OK ||
            fuseau_rfc3339_parse(text, written.at, NULL, &back).error != FUSEAU_OK) {
            return "format or parse";
        }
        if (back.instant.seconds != instant.seconds ||
            back.instant.nanoseconds != instant.nanoseconds) {
            return "round trip";
        }
    }
    return NULL;
}

static void threads_do_not_meet(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, walk, NULL), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        if (failed != NULL) {
            fail_msg("thread %d: %s", i, (const char *)failed);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_do_not_meet)};
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
