/* tzif_seeds_test.c -- corpus/tzif is what unit/tzif_seeds.h says, and breaks every rule there is
 */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* NOLINT: scandir */

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tzif_seeds.h"

enum {
    ACCEPTED = sizeof accepted_seeds / sizeof *accepted_seeds,
    REFUSED = sizeof refused_seeds / sizeof *refused_seeds,
};

/* The seed is in the corpus, byte for byte. `tzif_seeds corpus/tzif` puts it there. */
static void expect_in_corpus(const char *verdict, const struct tzif_seed *seed)
{
    static struct tzif_bytes made;
    static uint8_t there[TZIF_FILE_MAX];
    char path[4096];
    snprintf(path, sizeof path, "%s/tzif/%s/%s", FUSEAU_CORPUS, verdict, seed->name);
    FILE *const file = fopen(path, "rb");
    if (!file) {
        fail_msg("%s is not there", path);
        return;
    }
    const size_t size = fread(there, 1, sizeof there, file);
    fclose(file);
    tzif_seed_build(seed, &made);
    if (size != made.size || memcmp(there, made.byte, size) != 0) {
        fail_msg("%s is not what unit/tzif_seeds.h says", path);
    }
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void expect_count(const char *verdict, size_t expected)
{
    struct dirent **entries = NULL;
    char path[4096];
    snprintf(path, sizeof path, "%s/tzif/%s", FUSEAU_CORPUS, verdict);
    const int count = scandir(path, &entries, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    if (count < 0 || (size_t)count != expected) {
        fail_msg("%s has %d seeds, unit/tzif_seeds.h knows %zu", path, count, expected);
    }
}

static void corpus_is_what_is_generated(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACCEPTED; i++) {
        expect_in_corpus("accept", &accepted_seeds[i]);
    }
    for (size_t i = 0; i < REFUSED; i++) {
        expect_in_corpus("reject", &refused_seeds[i]);
    }
    expect_count("accept", ACCEPTED);
    expect_count("reject", REFUSED);
}

static void every_rule_is_broken_by_a_seed(void **state)
{
    (void)state;
    for (int error = FUSEAU_ERR_TZIF_MAGIC; error <= FUSEAU_ERR_TZIF_FOOTER_TYPE; error++) {
        bool found = false;
        for (size_t i = 0; i < REFUSED; i++) {
            found = found || (int)refused_seeds[i].error == error;
        }
        if (!found) {
            fail_msg("no seed breaks %s", fuseau_error_name((enum fuseau_error)error));
        }
    }
}

/* A refused seed that breaks nothing any more would go for one that is accepted. */
static void seeds_have_the_verdict_of_their_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACCEPTED; i++) {
        assert_int_equal(accepted_seeds[i].error, FUSEAU_OK);
    }
    for (size_t i = 0; i < REFUSED; i++) {
        assert_int_not_equal(refused_seeds[i].error, FUSEAU_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corpus_is_what_is_generated),
        cmocka_unit_test(every_rule_is_broken_by_a_seed),
        cmocka_unit_test(seeds_have_the_verdict_of_their_table),
    };
    return cmocka_run_group_tests_name("tzif_seeds", tests, NULL, NULL);
}
