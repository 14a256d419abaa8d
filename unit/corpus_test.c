/* corpus_test.c -- every seed gets its folder's verdict, and is what its name says */
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
#include <sys/stat.h>

#include <cmocka.h>

#include "seed_names.h"

/* ---- the corpus, read into memory ---- */

static struct seed *seeds;
static size_t seed_count;

static char *joined(const char *folder, const char *name)
{
    const size_t size = strlen(folder) + 1 + strlen(name) + 1;
    char *const path = (char *)malloc(size);
    assert_non_null(path);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Without what begins with a dot. */
static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Calls `each` for what is in CORPUS/folder, in sorted order; a folder that is missing is empty. */
static void walk(const char *folder, void (*each)(const char *path, const void *context),
                 const void *context)
{
    struct dirent **entries = NULL;
    char *const place = joined(FUSEAU_CORPUS, folder);
    const int count = scandir(place, &entries, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        char *const path = joined(folder, entries[i]->d_name);
        each(path, context);
        free(path);
        free(entries[i]);
    }
    free(entries);
    free(place);
}

static void add_seed(const char *path, const void *grammar)
{
    char *const place = joined(FUSEAU_CORPUS, path);
    FILE *const file = fopen(place, "rb");
    struct stat status = {0};
    if (!file || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) {
        fail_msg("%s is no file that can be read", place);
    }
    struct seed *const grown = (struct seed *)realloc(seeds, (seed_count + 1) * sizeof *seeds);
    assert_non_null(grown);
    seeds = grown;
    struct seed *const seed = &seeds[seed_count++];
    seed->path = strdup(path);
    seed->grammar = (const struct grammar *)grammar;
    seed->size = (size_t)status.st_size;
    seed->text = (char *)malloc(seed->size > 0 ? seed->size : 1);
    assert_int_equal(fread(seed->text, 1, seed->size, file), seed->size);
    fclose(file);
    free(place);
}

static const char *const verdicts[] = {"accept", "reject", "either"};

enum { verdict_count = sizeof verdicts / sizeof *verdicts };

static void read_corpus(void)
{
    for (size_t i = 0; i < grammar_count; i++) {
        for (size_t j = 0; j < verdict_count; j++) {
            char *const folder = joined(grammars[i].name, verdicts[j]);
            walk(folder, add_seed, &grammars[i]);
            free(folder);
        }
    }
}

static void forget_corpus(void)
{
    for (size_t i = 0; i < seed_count; i++) {
        free(seeds[i].path);
        free(seeds[i].text);
    }
    free(seeds);
}

/* ---- the tests ---- */

static bool is_in(const struct seed *seed, const char *verdict)
{
    const char *const folder = seed->path + strlen(seed->grammar->name) + 1;
    return strncmp(folder, verdict, strlen(verdict)) == 0;
}

/* One for each seed. */
static void seed_is_what_it_says(void **state)
{
    const struct seed *const seed = (const struct seed *)*state;
    const struct fuseau_result result = read_default(seed);
    const int accepting = ways_that_accept(seed);
    const char *const lie = lie_in(seed);
    if (is_in(seed, "accept") && result.error != FUSEAU_OK) {
        fail_msg("%s is refused: %s at byte %zu", seed->path, fuseau_error_name(result.error),
                 result.at);
    }
    if (is_in(seed, "reject") && accepting != 0) {
        fail_msg("%s is accepted in %d of %d ways", seed->path, accepting, seed->grammar->ways);
    }
    if (is_in(seed, "either") && (accepting == 0 || accepting == seed->grammar->ways)) {
        fail_msg("%s does not depend on the options: %d of %d ways accept it", seed->path,
                 accepting, seed->grammar->ways);
    }
    if (lie) {
        fail_msg("%s says \"%s\" in its name, which its text is not", seed->path, lie);
    }
}

static void no_two_seeds_are_equal(void **state)
{
    (void)state;
    for (size_t i = 0; i < seed_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (seeds[i].grammar == seeds[j].grammar && seeds[i].size == seeds[j].size &&
                memcmp(seeds[i].text, seeds[j].text, seeds[i].size) == 0) {
                fail_msg("%s and %s hold the same bytes", seeds[i].path, seeds[j].path);
            }
        }
    }
}

static size_t seeds_in(const struct grammar *grammar, const char *verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < seed_count; i++) {
        count += seeds[i].grammar == grammar && is_in(&seeds[i], verdict) ? 1 : 0;
    }
    return count;
}

static void every_grammar_has_seeds_of_both_verdicts(void **state)
{
    (void)state;
    for (size_t i = 0; i < grammar_count; i++) {
        if (seeds_in(&grammars[i], "accept") == 0 || seeds_in(&grammars[i], "reject") == 0) {
            fail_msg("%s/%s lacks accept or reject seeds", FUSEAU_CORPUS, grammars[i].name);
        }
    }
}

static bool is_a_grammar(const char *name)
{
    for (size_t i = 0; i < grammar_count; i++) {
        if (strcmp(grammars[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* A folder of texts sorted by verdict must have its row in `grammars`, or no one would judge it. */
static void refuse_unknown_grammar(const char *path, const void *context)
{
    (void)context;
    const char *const name = strrchr(path, '/') + 1;
    char *const place = joined(FUSEAU_CORPUS, name);
    char *const accept = joined(place, "accept");
    if (is_directory(accept) && !is_a_grammar(name)) {
        fail_msg("%s has seeds, but corpus_test knows no such grammar", place);
    }
    free(accept);
    free(place);
}

/* Beside the verdicts' folders a grammar's folder holds nothing: it would be fuzzed, not judged. */
static void refuse_unknown_verdict(const char *path, const void *context)
{
    (void)context;
    const char *const name = strrchr(path, '/') + 1;
    bool known = false;
    for (size_t i = 0; i < verdict_count; i++) {
        known = known || strcmp(verdicts[i], name) == 0;
    }
    if (!known) {
        fail_msg("corpus/%s is in no verdict's folder", path);
    }
}

static void every_folder_is_known(void **state)
{
    (void)state;
    walk(".", refuse_unknown_grammar, NULL);
    for (size_t i = 0; i < grammar_count; i++) {
        walk(grammars[i].name, refuse_unknown_verdict, NULL);
    }
}

/* Sixteen hexadecimal digits or more and nothing else, as fuzzers name what they find. */
static bool is_hash_like(const char *name)
{
    const size_t length = strlen(name);
    return length >= 16 && strspn(name, "0123456789abcdef") == length;
}

/* "crash-<hash>" and the like are libFuzzer's own names: what is after the last hyphen counts. */
static bool is_named_by_a_fuzzer(const char *name)
{
    const char *const hyphen = strrchr(name, '-');
    return is_hash_like(hyphen ? hyphen + 1 : name);
}

static void refuse_hash(const char *path, const void *context)
{
    (void)context;
    if (is_named_by_a_fuzzer(strrchr(path, '/') + 1)) {
        fail_msg("corpus/%s: name it after what it broke", path);
    }
}

static void refuse_hashes_in(const char *folder, const void *context)
{
    walk(folder, refuse_hash, context);
}

static void regressions_are_named_by_cause(void **state)
{
    (void)state;
    walk("regressions", refuse_hashes_in, NULL);
    for (size_t i = 0; i < seed_count; i++) {
        refuse_hash(seeds[i].path, NULL);
    }
}

static void fuzzers_names_are_recognised(void **state)
{
    (void)state;
    assert_true(is_named_by_a_fuzzer("30605f6debe72af8a603d186a45e4a734999e9a7"));
    assert_true(is_named_by_a_fuzzer("crash-30605f6debe72af8a603d186a45e4a734999e9a7"));
    assert_true(is_named_by_a_fuzzer("0123456789abcdef"));
    assert_false(is_named_by_a_fuzzer("0123456789abcde"));
    assert_false(is_named_by_a_fuzzer("trailing-space-read-past-the-end"));
    assert_false(is_named_by_a_fuzzer("kathmandu-plus-0545"));
}

static struct seed planted(const char *path, const char *text)
{
    struct seed seed = {.path = strdup(path), .text = strdup(text), .size = strlen(text)};
    assert_non_null(seed.path);
    assert_non_null(seed.text);
    for (size_t i = 0; i < grammar_count; i++) {
        if (strncmp(path, grammars[i].name, strlen(grammars[i].name)) == 0) {
            seed.grammar = &grammars[i];
        }
    }
    assert_non_null(seed.grammar);
    return seed;
}

static const char *lie_in_planted(const char *path, const char *text)
{
    struct seed seed = planted(path, text);
    const char *const lie = lie_in(&seed);
    free(seed.path);
    free(seed.text);
    return lie;
}

static void planted_lies_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < promise_count; i++) {
        const struct promise *const promise = &promises[i];
        const char *const found = lie_in_planted(promise->lying_name, promise->lie);
        if (!found || !promise->words || strcmp(found, promise->words) != 0) {
            fail_msg("\"%s\" goes for a true name of \"%s\"", promise->lying_name, promise->lie);
        }
        if (promise->honest_name && lie_in_planted(promise->honest_name, promise->truth)) {
            fail_msg("\"%s\" goes for a lie about \"%s\"", promise->honest_name, promise->truth);
        }
    }
}

static const struct CMUnitTest about_all[] = {
    cmocka_unit_test(no_two_seeds_are_equal),
    cmocka_unit_test(every_grammar_has_seeds_of_both_verdicts),
    cmocka_unit_test(every_folder_is_known),
    cmocka_unit_test(regressions_are_named_by_cause),
    cmocka_unit_test(fuzzers_names_are_recognised),
    cmocka_unit_test(planted_lies_are_found),
};

enum { about_all_count = sizeof about_all / sizeof *about_all };

int main(void)
{
    read_corpus();
    struct CMUnitTest *const tests =
        (struct CMUnitTest *)calloc(about_all_count + seed_count, sizeof *tests);
    if (!tests) {
        return EXIT_FAILURE;
    }
    memcpy(tests, about_all, sizeof about_all);
    for (size_t i = 0; i < seed_count; i++) {
        tests[about_all_count + i] = (struct CMUnitTest){
            .name = seeds[i].path, .test_func = seed_is_what_it_says, .initial_state = &seeds[i]};
    }
    const int failed =
        _cmocka_run_group_tests("corpus", tests, about_all_count + seed_count, NULL, NULL);
    free(tests);
    forget_corpus();
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
