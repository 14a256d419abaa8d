/* tzif_seeds_test.c -- corpus/tzif and zone are as their tables say; every rule is broken */
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
#include "zone_seeds.h"

enum {
    ACCEPTED = sizeof accepted_seeds / sizeof *accepted_seeds,
    REFUSED = sizeof refused_seeds / sizeof *refused_seeds,
    ZONES = sizeof zone_seeds / sizeof *zone_seeds,
};

static struct tzif_bytes made;

/* What was made is in the corpus, byte for byte. `tzif_seeds corpus` puts it there. */
static void expect_in_corpus(const char *folder, const char *name)
{
    static uint8_t there[TZIF_FILE_MAX];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", FUSEAU_CORPUS, folder, name);
    FILE *const file = fopen(path, "rb");
    if (!file) {
        fail_msg("%s is not there", path);
        return;
    }
    const size_t size = fread(there, 1, sizeof there, file);
    fclose(file);
    if (size != made.size || memcmp(there, made.byte, size) != 0) {
        fail_msg("%s is not what its table says", path);
    }
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void expect_count(const char *folder, size_t expected)
{
    struct dirent **entries = NULL;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", FUSEAU_CORPUS, folder);
    const int count = scandir(path, &entries, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    if (count < 0 || (size_t)count != expected) {
        fail_msg("%s has %d seeds, its table knows %zu", path, count, expected);
    }
}

static void corpus_is_what_is_generated(void **state)
{
    (void)state;
    size_t readable = 0;
    for (size_t i = 0; i < ACCEPTED; i++) {
        tzif_seed_build(&accepted_seeds[i], &made);
        expect_in_corpus("tzif/accept", accepted_seeds[i].name);
    }
    for (size_t i = 0; i < REFUSED; i++) {
        tzif_seed_build(&refused_seeds[i], &made);
        expect_in_corpus(tzif_seed_folder(&refused_seeds[i]), refused_seeds[i].name);
        readable += refused_seeds[i].tolerated != 0 ? 1 : 0;
    }
    for (size_t i = 0; i < ZONES; i++) {
        tzif_build(&zone_seeds[i].file, &made);
        expect_in_corpus("zone", zone_seeds[i].name);
    }
    expect_count("tzif/accept", ACCEPTED);
    expect_count("tzif/reject", REFUSED - readable);
    expect_count("tzif/either", readable);
    expect_count("zone", ZONES);
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
