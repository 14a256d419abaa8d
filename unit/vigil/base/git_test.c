/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <unistd.h>

#include "base/checkout.h"
#include "base/commit.h"
#include "base/git.h"
#include "base/process.h"

/* Two commits with what settings could show otherwise: a new name, a path that is not ASCII, one
 * whose attributes name drivers, lines between hunks, an empty line, a submodule, a message in
 * Latin-1, a note and a replaced commit. */
static const char make_repository[] =
    "set -e; cd \"$1\"; mkdir bin home; export HOME=$PWD/home GIT_CONFIG_NOSYSTEM=1\n"
    "export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'\n"
    "git init -q -b main source; cd source\n"
    "git config user.name 'A. Developer'; git config user.email a@example.org\n"
    "printf '*.c diff=own filter=own\\n*.bin -diff\\n' >.gitattributes\n"
    "printf '1\\n\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n' >a.c; cp a.c 'd\303\251j\303\240.c'\n"
    "mkdir sub; seq 40 >sub/old.c; printf 'x\\ny\\n' >t.txt; printf 'a\\0b' >n.bin\n"
    "git add .; git commit -q -m one\n"
    "printf '1\\n\\n3\\nfour\\n5\\nsix\\n7\\n8\\n9\\n' >a.c; cp a.c 'd\303\251j\303\240.c'\n"
    "git mv sub/old.c sub/new.c; seq 41 >sub/new.c; printf 'x\\r\\n' >t.txt\n"
    "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),module\n"
    "mkdir module; git add .gitattributes a.c d* sub t.txt\n"
    "printf 'caf\\351\\n\\nTime-examples: not needed, so\\n' >../message\n"
    "git -c i18n.commitEncoding=ISO-8859-1 commit -q -F ../message\n"
    "git notes add -m 'a note'; git branch side HEAD^\n"
    "git checkout -q side; git commit -q --allow-empty -m three; git checkout -q main\n"
    "git merge -q -m merged side\n"
    "git replace HEAD^ side\n"
    "printf '#!/bin/sh\\necho ran >>\"%s\"\\n' \"$1/ran\" >../bin/run; chmod +x ../bin/run\n"
    "mkdir ../bin/hooks; cp ../bin/run ../bin/hooks/post-checkout\n"
    "printf '* -diff\\n' >../attributes; printf '*.c\\n*.txt\\n' >../order\n"
    /* Later, so that no file is compared byte by byte only because it is so new. */
    "touch -d '2020-01-01' .gitattributes a.c d* sub/new.c t.txt n.bin; git update-index --refresh "
    ">../refreshed || true\n";

/* All that could change an answer, in one file. "@" is the scratch directory. */
static const char hostile[] =
    "[core]\n quotePath = true\n pager = @/bin/run\n attributesFile = @/attributes\n autocrlf = "
    "true\n"
    " eol = crlf\n hooksPath = @/bin/hooks\n fsmonitor = @/bin/run\n bigFileThreshold = 1\n"
    " abbrev = 4\n sparseCheckout = true\n safecrlf = true\n editor = false\n"
    "[color]\n ui = always\n diff = always\n status = always\n branch = always\n"
    "[diff]\n noprefix = true\n mnemonicPrefix = true\n external = @/bin/run\n renames = false\n"
    " renameLimit = 1\n algorithm = histogram\n context = 7\n interHunkContext = 9\n"
    " orderFile = @/order\n relative = true\n submodule = log\n suppressBlankEmpty = true\n"
    " colorMoved = zebra\n colorMovedWS = ignore-all-space\n wsErrorHighlight = all\n"
    " indentHeuristic = false\n ignoreSubmodules = all\n srcPrefix = x/\n dstPrefix = y/\n"
    " wordRegex = .\n statGraphWidth = 1\n dirstat = lines\n"
    "[diff \"own\"]\n textconv = @/bin/run\n command = @/bin/run\n algorithm = patience\n"
    " cachetextconv = true\n"
    "[filter \"own\"]\n smudge = \"tr 0-9 a-j\"\n clean = \"tr a-j 0-9\"\n required = true\n"
    "[log]\n showSignature = true\n date = raw\n decorate = full\n follow = true\n mailmap = true\n"
    " showRoot = false\n abbrevCommit = true\n diffMerges = on\n"
    "[format]\n pretty = oneline\n notes = true\n"
    "[notes]\n displayRef = refs/notes/*\n"
    "[i18n]\n logOutputEncoding = ISO-8859-1\n commitEncoding = ISO-8859-1\n"
    "[status]\n branch = true\n short = true\n showStash = true\n showUntrackedFiles = all\n"
    " relativePaths = false\n renames = copies\n submoduleSummary = true\n"
    "[submodule]\n recurse = true\n"
    "[init]\n defaultBranch = other\n templateDir = @/bin\n defaultObjectFormat = sha256\n"
    "[gc]\n auto = 1\n[maintenance]\n auto = true\n"
    "[blame]\n showEmail = true\n coloring = highlightRecent\n"
    "[gpg]\n program = @/bin/run\n"
    "[url \"file:///nowhere/\"]\n insteadOf = /\n"
    "[alias]\n diff = status\n log = status\n"
    "[pager]\n diff = @/bin/run\n log = @/bin/run\n";

static struct scratch *scratch;

static void shell(const char *script)
{
    struct process_outcome outcome;
    struct fault fault;
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c",       (char *)(uintptr_t)script,
                         (char *)"sh",      scratch->directory, NULL};
    struct process_request request = {.arguments = arguments, .seconds = 60, .head_bytes = 1 << 16};
    assert_true(process_run(&request, &outcome, &fault));
    if (outcome.end != PROCESS_EXITED || outcome.status != 0) {
        fail_msg("status %d: %s", outcome.status, outcome.output);
    }
    process_outcome_free(&outcome);
}

/* Writes the settings to HOME and to the repository's own, which are then as they were. */
static void configure(const char *text)
{
    struct buffer settings = {0};
    for (; *text != '\0'; text++) {
        if (*text == '@') {
            buffer_text(&settings, scratch->directory);
        } else {
            buffer_add(&settings, text, 1);
        }
    }
    buffer_text(&settings, "");
    scratch_write(scratch, "home/.gitconfig", settings.data);
    scratch_write(scratch, "settings", settings.data);
    buffer_free(&settings);
    shell("cd \"$1\" && cat plain settings >source/.git/config");
}

static int set_up(void **state)
{
    void *made = NULL;
    (void)state;
    if (scratch_make(&made) != 0) {
        return -1;
    }
    scratch = made;
    shell(make_repository);
    shell("cd \"$1\" && cp source/.git/config plain");
    return setenv("HOME", scratch_path(scratch, "home"), 1) |
           setenv("GIT_CONFIG_NOSYSTEM", "1", 1) | unsetenv("GIT_CONFIG_GLOBAL") |
           unsetenv("XDG_CONFIG_HOME");
}

static int tear_down(void **state)
{
    void *made = scratch;
    (void)state;
    return scratch_remove(&made);
}

/* Every command of git's that vigil gives, with the flags it gives. */
struct call_row {
    const char *name, *words[12], *holds;
};

static const struct call_row calls[] = {
    {"a commit by its name", {"rev-parse", "--verify", "--quiet", "HEAD^{commit}"}, "\n"},
    {"the top", {"rev-parse", "--show-toplevel"}, "/source\n"},
    {"where things lie",
     {"rev-parse", "--show-object-format", "--path-format=absolute", "--git-path", "objects",
      "--git-path", "modules", "--git-path", "shallow"},
     "sha1\n/"},
    {"the merge base", {"merge-base", "main", "side"}, "\n"},
    {"a file of a commit", {"cat-file", "blob", "HEAD:a.c"}, "1\n\n3\nfour\n"},
    {"a file with line ends", {"cat-file", "blob", "HEAD:t.txt"}, "x\r\n"},
    {"first parents", {"rev-list", "--first-parent", "HEAD"}, "\n"},
    {"a description",
     {"rev-list", "--max-count=1", "--encoding=UTF-8", "--format=%an%x00%ae%x00%s", "HEAD^"},
     "caf\303\251\n"},
    {"messages",
     {"log", "-z", "--encoding=UTF-8", "--format=%H%n%B", "HEAD~2..HEAD"},
     "\ncaf\303\251\n"},
    {"a change",
     {"diff", "--unified=0", "-M", "HEAD~2", "HEAD"},
     "diff --git a/d\303\251j\303\240.c b/d\303\251j\303\240.c\n"},
    {"a change, its new name",
     {"diff", "--unified=0", "-M", "HEAD~2", "HEAD"},
     "\nrename to sub/new.c\n"},
    {"a change, a module",
     {"diff", "--unified=0", "-M", "HEAD~2", "HEAD"},
     "\n+Subproject commit "},
    {"the work tree", {"status", "--porcelain", "--untracked-files=no"}, ""},
    {"the index", {"ls-files", "--stage", "-z"}, "\td\303\251j\303\240.c"},
    {"settings of a file",
     {"config", "-z", "-f", ".git/config", "--get-regexp", "^user\\..*"},
     "user.name\n"},
};

static void ask(const struct call_row *row, struct buffer *answer)
{
    struct fault fault = {""};
    if (!git_run(scratch_path(scratch, "source"), row->words, 60, answer, &fault)) {
        fail_msg("%s", fault.text);
    }
    buffer_text(answer, "");
}

static void answers_alike(void **state)
{
    const struct call_row *row = *state;
    struct buffer plain = {0}, other = {0};
    configure("");
    ask(row, &plain);
    configure(hostile);
    ask(row, &other);
    assert_true(access(scratch_path(scratch, "ran"), F_OK) != 0);
    size_t size = strlen(row->holds);
    if (memmem(plain.data, plain.size, row->holds, size) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", row->holds, plain.data);
    }
    if (plain.size != other.size || memcmp(plain.data, other.data, plain.size) != 0) {
        fail_msg("\"%s\", and with other settings \"%s\"", plain.data, other.data);
    }
    buffer_free(&plain);
    buffer_free(&other);
}

static void head_of(char id[COMMIT_ID_SIZE])
{
    bool dirty;
    struct fault fault = {""};
    assert_true(commit_revision(scratch_path(scratch, "source"), id, &dirty, &fault));
    assert_false(dirty);
}

/* The files as the commit has them, whatever filters the user has. */
static void a_tree_is_laid_out_alike(void **state)
{
    char id[COMMIT_ID_SIZE], source[PATH_SIZE];
    struct fault fault = {""};
    static const char *const trees[] = {"plain-tree", "other-tree"};
    (void)state;
    (void)snprintf(source, sizeof source, "%s", scratch_path(scratch, "source"));
    for (size_t i = 0; i < 2; i++) {
        configure(i == 0 ? "" : hostile);
        head_of(id);
        if (!checkout_make(source, id, scratch_path(scratch, trees[i]), 60, &fault)) {
            fail_msg("%s", fault.text);
        }
    }
    shell("cd \"$1\" && diff -r -x .git plain-tree other-tree && test ! -e ran &&"
          " cmp plain-tree/.git/config other-tree/.git/config &&"
          " cmp plain-tree/.git/HEAD other-tree/.git/HEAD &&"
          " test \"$(cat plain-tree/a.c)\" = \"$(cat source/a.c)\"");
}

/* A build may have put it there, for vigil to run outside of the build's walls. */
static void no_filter_of_home_runs(void **state)
{
    char id[COMMIT_ID_SIZE];
    bool dirty;
    struct fault fault = {""};
    (void)state;
    configure("");
    shell("cd \"$1\" && touch source/a.c && printf '[filter \"own\"]\\n\\tclean = \"touch "
          "%s/ran; cat\"\\n' \"$1\" >home/.gitconfig");
    assert_true(commit_revision(scratch_path(scratch, "source"), id, &dirty, &fault));
    shell("test ! -e \"$1/ran\"");
    configure("");
}

/* A tree that is used again is switched from one commit to the next. */
static void a_tree_is_switched_alike(void **state)
{
    static const char *const back[] = {"checkout", "--quiet", "--force",
                                       "--detach", "HEAD~2",  NULL};
    static const char *const clean[] = {"clean", "-ffdq", NULL};
    static const char *const trees[] = {"plain-tree", "other-tree"};
    struct fault fault = {""};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        configure(i == 0 ? "" : hostile);
        if (!git_run(scratch_path(scratch, trees[i]), back, 60, NULL, &fault) ||
            !git_run(scratch_path(scratch, trees[i]), clean, 60, NULL, &fault)) {
            fail_msg("%s", fault.text);
        }
    }
    shell("cd \"$1\" && diff -r -x .git plain-tree other-tree && test ! -e ran && test -e "
          "plain-tree/sub/old.c");
}

/* Whose repositories are trusted is the user's to say. */
static void a_trusted_directory_is_trusted(void **state)
{
    static const char *const words[] = {"rev-parse", "--show-toplevel", NULL};
    char line[PATH_SIZE];
    (void)state;
    if (geteuid() != 0) {
        skip();
    }
    configure("");
    shell("chown 65534 \"$1/source\" \"$1/source/.git\"");
    assert_false(git_line(scratch_path(scratch, "source"), words, line, sizeof line, NULL));
    configure("[safe]\n directory = @/source\n");
    assert_true(git_line(scratch_path(scratch, "source"), words, line, sizeof line, NULL));
    shell("chown 0 \"$1/source\" \"$1/source/.git\"");
}

static void many_words_all_arrive(void **state)
{
    const char *words[200] = {"rev-parse"};
    struct buffer answer = {0};
    struct fault fault = {""};
    (void)state;
    configure("");
    for (size_t i = 1; i < 199; i++) {
        words[i] = "HEAD";
    }
    assert_true(git_run(scratch_path(scratch, "source"), words, 60, &answer, &fault));
    assert_int_equal(answer.size, 198 * 41);
    buffer_free(&answer);
}

/* The fault names git's command and says what git said. */
static void a_failure_is_told(void **state)
{
    static const char *const words[] = {"read-tree", "--reset", "-u", "no-such-commit", NULL};
    struct fault fault = {""};
    (void)state;
    configure(hostile);
    assert_false(git_run(scratch_path(scratch, "source"), words, 60, NULL, &fault));
    assert_non_null(strstr(fault.text, "git read-tree failed: fatal: "));
}

int main(void)
{
    struct CMUnitTest tests[COUNT(calls) + 6];
    size_t count = 0;
    ADD_ROWS(tests, count, calls, answers_alike);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_tree_is_laid_out_alike);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(no_filter_of_home_runs);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_tree_is_switched_alike);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_trusted_directory_is_trusted);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(many_words_all_arrive);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_failure_is_told);
    return cmocka_run_group_tests_name("git", tests, set_up, tear_down);
}
