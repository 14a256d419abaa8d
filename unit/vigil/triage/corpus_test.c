/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <unistd.h>

#include "standin.h"
#include "triage/corpus.h"

/* What stands on the disk after a kill, and what corpus_recover makes of it. "a b": the files of
 * the corpus; "" an empty one; NULL: there is none. */
struct recover_row {
    const char *name, *corpus, *old, *recovered;
};

static const struct recover_row recovers[] = {
    {"nothing was under way", "a b", NULL, "a b"},
    {"before the second rename", NULL, "a b c", "a b c"},
    {"after the second rename", "a", "a b c", "a b c"},
    {"while the old was removed", "a", "c", "a c"},
    {"an empty one was made since", "", "a b c", "a b c"},
    {"neither is there", NULL, NULL, NULL},
};

/* Files of one letter, each holding its name. */
static void fill(struct scratch *scratch, const char *directory, const char *letters)
{
    struct fault fault;
    if (letters == NULL) {
        return;
    }
    assert_true(files_make_directory(scratch_path(scratch, directory), &fault));
    for (; *letters != '\0'; letters++) {
        char path[64];
        const char content[] = {*letters, '\0'};
        (void)snprintf(path, sizeof path, "%s/%c", directory, *letters);
        if (*letters != ' ') {
            scratch_write(scratch, path, content);
        }
    }
}

static void holds(struct scratch *scratch, const char *directory, const char *letters)
{
    struct file_list files = {0};
    struct fault fault;
    struct buffer seen = {0};
    char path[PATH_SIZE];
    memcpy(path, scratch_path(scratch, directory), sizeof path);
    if (letters == NULL) {
        assert_int_not_equal(access(path, F_OK), 0);
        return;
    }
    assert_int_equal(access(path, F_OK), 0);
    assert_true(files_list(path, &files, &fault));
    buffer_text(&seen, "");
    for (size_t i = 0; i < files.count; i++) {
        const char *name = strrchr(files.paths[i], '/') + 1;
        assert_true(files_equal(files.paths[i], name, strlen(name)));
        buffer_format(&seen, "%s%s", i > 0 ? " " : "", name);
    }
    assert_string_equal(seen.data, letters);
    files_list_free(&files);
    buffer_free(&seen);
}

static void is_recovered(void **state)
{
    const struct recover_row *row = *state;
    void *made = NULL;
    struct fault fault;
    char corpus[PATH_SIZE];
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    fill(scratch, "t", row->corpus);
    fill(scratch, ".t.old", row->old);
    memcpy(corpus, scratch_path(scratch, "t"), sizeof corpus);
    if (!corpus_recover(corpus, &fault)) {
        fail_msg("%s", fault.text);
    }
    holds(scratch, "t", row->recovered);
    holds(scratch, ".t.old", NULL);
    assert_int_equal(scratch_remove(&made), 0);
}

static void replace(struct scratch *scratch, bool exchange)
{
    struct fault fault;
    char corpus[PATH_SIZE], made[PATH_SIZE];
    fill(scratch, "t", "a b c");
    fill(scratch, "made", "a");
    memcpy(corpus, scratch_path(scratch, "t"), sizeof corpus);
    memcpy(made, scratch_path(scratch, "made"), sizeof made);
    if (!corpus_replace(corpus, made, exchange, &fault)) {
        fail_msg("%s", fault.text);
    }
    holds(scratch, "t", "a");
    holds(scratch, "made", NULL);
    holds(scratch, ".t.old", NULL);
}

static void one_takes_the_place_of_the_other(void **state)
{
    replace(*state, true);
}

static void also_where_names_cannot_be_exchanged(void **state)
{
    replace(*state, false);
}

/* The stand-in merges by keeping what is named in $keep, and says that it reached $edges. A file
 * "crash-1" is what a former night put there. */
#define MERGE(keep, says, reaches)                                                                 \
    "fuzz() { case $* in *-merge=1*) for made do [ -d \"$made\" ] && break; done\n"                \
    "  for file in " keep "; do cp \"$to/$file\" \"$made/\"; done\n" says "\n  exit 0;; esac\n"    \
    "  begin; printf '#9\\tINITED cov: " reaches " corp: 1/1b exec/s: 1\\n'; last; }"
#define SAYS(attempts, edges)                                                                      \
    "  echo 'MERGE-OUTER: successful in " attempts " attempt(s)'\n"                                \
    "  echo 'MERGE-OUTER: 2 new files with 9 new features added; " edges " new coverage edges'\n"

struct prune_row {
    const char *name, *script;
    const char *files, *left;
    const char *count; /* what the last merge left; NULL: there was none */
    const char *doubt; /* words in it; "": none */
};

static const struct prune_row prunes[] = {
    {"what adds nothing goes", MERGE("a c", SAYS("1", "5"), "5"), "a b c d e f g h i j", "a c",
     NULL, ""},
    {"one more edge is no loss", MERGE("a", SAYS("1", "4"), "5"), "a b c d e f g h", "a", NULL, ""},
    {"an edge would be lost", MERGE("a", SAYS("1", "6"), "5"), "a b c d e f g h", "a b c d e f g h",
     NULL, "the rest reaches 5 edges of 6"},
    {"hardly any more than last time", MERGE("a", SAYS("1", "5"), "5"), "a b c d e f g h",
     "a b c d e f g h", "1\n", ""},
    {"few files", MERGE("a", SAYS("1", "5"), "5"), "a b c", "a b c", NULL, ""},
    {"nothing is left", MERGE("", SAYS("1", "0"), "5"), "a b c d e f g h", "a b c d e f g h", NULL,
     "the merge left nothing"},
    {"it dies over an input that is not named", MERGE("a", SAYS("2", "5"), "5"), "a b c d e f g h",
     "a b c d e f g h", NULL, "the merge died over inputs that it does not name"},
    {"what crashed stays",
     MERGE("a",
           "for flag do case $flag in -artifact_prefix=*) printf h >\"${flag#*=}crash-h\"; esac; "
           "done\n" SAYS("2", "5"),
           "5"),
     "a b c d e f g h", "a h", NULL, ""},
    {"it fails", MERGE("a", "exit 1", "5"), "a b c d e f g h", "a b c d e f g h", NULL,
     "the merge failed"},
    {"it says nothing", MERGE("a", "echo well", "5"), "a b c d e f g h", "a b c d e f g h", NULL,
     "the merge failed"},
};

static void is_pruned(void **state)
{
    const struct prune_row *row = *state;
    void *made = NULL;
    struct fault fault;
    struct target target = {.name = "t"};
    char corpus[PATH_SIZE], work[PATH_SIZE];
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    standin_write(scratch, "standin", row->script);
    target_options_defaults(&target.options);
    memcpy(target.path, scratch_path(scratch, "standin"), sizeof target.path);
    fill(scratch, "t", row->files);
    fill(scratch, "work", "");
    if (row->count != NULL) {
        scratch_write(scratch, ".t.count", row->count);
    }
    memcpy(corpus, scratch_path(scratch, "t"), sizeof corpus);
    memcpy(work, scratch_path(scratch, "work"), sizeof work);
    struct corpus_prune prune = {.target = &target, .corpus = corpus, .work = work, .seconds = 30};
    if (!corpus_prune(&prune, &fault)) {
        fail_msg("%s", fault.text);
    }
    holds(scratch, "t", row->left);
    if (row->doubt[0] == '\0' ? prune.doubt.text[0] != '\0'
                              : strstr(prune.doubt.text, row->doubt) == NULL) {
        fail_msg("the doubt reads \"%s\"", prune.doubt.text);
    }
    assert_int_equal(scratch_remove(&made), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(recovers) + COUNT(prunes) + 2] = {
        SCRATCH_TEST(one_takes_the_place_of_the_other),
        SCRATCH_TEST(also_where_names_cannot_be_exchanged)};
    size_t count = 2;
    ADD_ROWS(tests, count, recovers, is_recovered);
    ADD_ROWS(tests, count, prunes, is_pruned);
    return cmocka_run_group_tests_name("corpus", tests, NULL, NULL);
}
