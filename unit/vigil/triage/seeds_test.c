/* SPDX-License-Identifier: MIT */
/* What a target starts from: the folder of its seeds, night after night, and what is taken out. */
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rows.h"
#include "scratch.h"

#include "triage/artifacts.h"
#include "triage/exclusion.h"
#include "triage/seed_folder.h"

/* Writes a file that was last changed an hour ago, so that it can be known the next time. */
static void seed(struct scratch *scratch, const char *name, const char *text)
{
    const struct timespec hour_ago[2] = {{.tv_sec = time(NULL) - 3600},
                                         {.tv_sec = time(NULL) - 3600}};
    scratch_write(scratch, name, text);
    assert_int_equal(utimensat(AT_FDCWD, scratch_path(scratch, name), hour_ago, 0), 0);
}

static void zip(struct scratch *scratch, const char *const *texts, size_t count)
{
    struct archive *archive = archive_write_new();
    const struct timespec hour_ago[2] = {{.tv_sec = time(NULL) - 3600},
                                         {.tv_sec = time(NULL) - 3600}};
    assert_int_equal(archive_write_set_format_zip(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, scratch_path(scratch, "seeds.zip")),
                     ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, texts[i]);
        archive_entry_set_size(entry, (la_int64_t)strlen(texts[i]));
        archive_entry_set_filetype(entry, AE_IFREG);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, texts[i], strlen(texts[i])),
                         (la_ssize_t)strlen(texts[i]));
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
    assert_int_equal(utimensat(AT_FDCWD, scratch_path(scratch, "seeds.zip"), hour_ago, 0), 0);
}

struct gathered {
    size_t seeds, looked, changed;
};

/* Gathers DIR/in and DIR/seeds.zip into DIR/folder. */
static struct gathered gather(struct scratch *scratch)
{
    struct file_list files = {0};
    struct fault fault = {""};
    char in[PATH_SIZE], folder[PATH_SIZE], archive[PATH_SIZE];
    memcpy(in, scratch_path(scratch, "in"), sizeof in);
    memcpy(folder, scratch_path(scratch, "folder"), sizeof folder);
    memcpy(archive, scratch_path(scratch, "seeds.zip"), sizeof archive);
    assert_true(files_list(in, &files, &fault));
    struct seed_folder seeds = {
        .folder = folder, .files = &files, .archive = access(archive, F_OK) == 0 ? archive : ""};
    if (!seed_folder_gather(&seeds, &fault)) {
        fail_msg("%s", fault.text);
    }
    files_list_free(&files);
    return (struct gathered){seeds.seeds, seeds.looked, seeds.changed};
}

/* The contents in the folder, in order and with a space after each. */
static void folder_holds(struct scratch *scratch, const char *expected)
{
    struct file_list files = {0};
    struct fault fault;
    struct buffer all = {0};
    char sorted[256] = "", *words[64];
    size_t count = 0;
    assert_true(files_list(scratch_path(scratch, "folder"), &files, &fault));
    buffer_text(&all, "");
    for (size_t i = 0; i < files.count; i++) {
        assert_true(files_read(files.paths[i], 1 << 20, &all, &fault));
        buffer_text(&all, " ");
    }
    for (char *word = strtok(all.data, " "); word != NULL; word = strtok(NULL, " ")) {
        size_t at = count++;
        for (; at > 0 && strcmp(words[at - 1], word) > 0; at--) {
            words[at] = words[at - 1];
        }
        words[at] = word;
    }
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(sorted + strlen(sorted), sizeof sorted - strlen(sorted), "%s ", words[i]);
    }
    assert_string_equal(sorted, expected);
    buffer_free(&all);
    files_list_free(&files);
}

/* One step a row: what is done, and what the folder holds when it is gathered after that; how many
 * files were read, and how many names in the folder changed. */
struct step {
    const char *name, *verb, *file, *text;
    const char *holds;
    size_t looked, changed;
};

static const struct step steps[] = {
    {"the first night", "", "", "", "one three two zip-a zip-b ", 6, 5},
    {"nothing has changed", "", "", "", "one three two zip-a zip-b ", 0, 0},
    {"a new one", "write", "in/new", "four", "four one three two zip-a zip-b ", 1, 1},
    {"one has changed, and is as long as before", "write", "in/new", "FOUR",
     "FOUR one three two zip-a zip-b ", 1, 2},
    {"one vanished", "remove", "in/new", "", "one three two zip-a zip-b ", 0, 1},
    {"of two that are the same one vanished", "remove", "in/same", "", "one three two zip-a zip-b ",
     0, 0},
    {"one is renamed", "rename", "in/one", "in/uno", "one three two zip-a zip-b ", 0, 0},
    {"one has another name in the meantime", "rename", "in/uno", "in/deeper/one",
     "one three two zip-a zip-b ", 0, 0},
    {"one that was taken out is back", "exclude", "", "two", "one three two zip-a zip-b ", 0, 0},
    {"and so is one of the archive", "exclude", "", "zip-a", "one three two zip-a zip-b ", 0, 0},
    {"somebody removed a link", "forget", "", "two", "one three two zip-a zip-b ", 0, 1},
    {"somebody removed an entry of the archive", "forget", "", "zip-b",
     "one three two zip-a zip-b ", 2, 1},
    {"somebody put a file there", "write", "folder/stray", "stray", "one three two zip-a zip-b ", 0,
     1},
    {"… or a directory", "write", "folder/0123456789abcdef-5/x", "stray",
     "one three two zip-a zip-b ", 0, 1},
    {"the notes are lost", "remove", ".folder.known", "", "one three two zip-a zip-b ", 5, 0},
    {"the notes are cut", "cut", ".folder.known", "", "one three two zip-a zip-b ", 5, 0},
    {"the notes are another's", "write", ".folder.known", "these are no notes, and not short",
     "one three two zip-a zip-b ", 5, 0},
    {"the archive has changed", "zip", "", "", "one three two zip-a zip-c ", 2, 2},
    {"the archive is gone", "remove", "seeds.zip", "", "one three two ", 0, 2},
};

static void do_step(struct scratch *scratch, const struct step *step)
{
    char path[PATH_SIZE], folder[PATH_SIZE];
    struct fault fault;
    memcpy(path, scratch_path(scratch, step->file), sizeof path);
    memcpy(folder, scratch_path(scratch, "folder"), sizeof folder);
    if (strcmp(step->verb, "write") == 0) {
        char above[PATH_SIZE];
        memcpy(above, path, sizeof above);
        *strrchr(above, '/') = '\0';
        assert_true(files_make_directory(above, &fault));
        seed(scratch, step->file, step->text);
    } else if (strcmp(step->verb, "remove") == 0) {
        assert_int_equal(unlink(path), 0);
    } else if (strcmp(step->verb, "rename") == 0) {
        assert_true(files_make_directory(scratch_path(scratch, "in/deeper"), &fault));
        assert_int_equal(rename(path, scratch_path(scratch, step->text)), 0);
    } else if (strcmp(step->verb, "cut") == 0) {
        assert_int_equal(truncate(path, 40), 0);
    } else if (strcmp(step->verb, "zip") == 0) {
        zip(scratch, (const char *const[]){"zip-a", "zip-c"}, 2);
    } else if (step->text[0] != '\0') { /* "exclude", "forget" */
        assert_int_equal(seed_folder_exclude(folder, step->text, strlen(step->text)), 1);
    }
    if (strcmp(step->verb, "forget") == 0) {
        assert_true(files_remove_tree(scratch_path(scratch, ".folder.aside"), &fault));
    }
}

/* The steps follow each other, each on what the one before left. `symbolic`: as where the files are
 * on another disk than the folder. */
static void night_after_night(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    assert_true(files_make_directory(scratch_path(scratch, "in"), &fault));
    seed(scratch, "in/one", "one");
    seed(scratch, "in/two", "two");
    seed(scratch, "in/same", "two");
    seed(scratch, "in/three", "three");
    zip(scratch, (const char *const[]){"zip-a", "zip-b"}, 2);
    for (size_t i = 0; i < COUNT(steps); i++) {
        do_step(scratch, &steps[i]);
        struct gathered gathered = gather(scratch);
        folder_holds(scratch, steps[i].holds);
        if (gathered.looked != steps[i].looked || gathered.changed != steps[i].changed) {
            fail_msg("%s: %zu files read and %zu names changed, not %zu and %zu", steps[i].name,
                     gathered.looked, gathered.changed, steps[i].looked, steps[i].changed);
        }
    }
    scratch_holds(scratch, "in/two", "two"); /* what is linked to is never written to */
}

/* A file that was written this very moment may be written again without a trace in its times. */
static void what_is_new_is_read_twice(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    assert_true(files_make_directory(scratch_path(scratch, "in"), &fault));
    scratch_write(scratch, "in/one", "one");
    assert_int_equal(gather(scratch).looked, 1);
    assert_int_equal(gather(scratch).looked, 1);
}

/* A symbolic link in the folder, as to another disk, is followed only where it leads to the seed.
 */
static void a_symbolic_link_is_believed_where_it_leads_to_the_seed(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    struct file_list names = {0};
    char name[PATH_SIZE];
    assert_true(files_make_directory(scratch_path(scratch, "in"), &fault));
    seed(scratch, "in/one", "one");
    (void)gather(scratch);
    assert_true(files_list(scratch_path(scratch, "folder"), &names, &fault));
    assert_int_equal(names.count, 1);
    memcpy(name, names.paths[0], strlen(names.paths[0]) + 1);
    files_list_free(&names);
    scratch_write(scratch, "other", "another");
    for (unsigned i = 0; i < 3; i++) {
        static const char *const leads[] = {"in/one", "other", "nowhere"};
        assert_int_equal(unlink(name), 0);
        assert_int_equal(symlink(scratch_path(scratch, leads[i]), name), 0);
        struct gathered gathered = gather(scratch);
        assert_int_equal(gathered.seeds, 1);
        assert_int_equal(gathered.looked, 0);
        folder_holds(scratch, "one ");
    }
}

/* What crashes is taken out of a directory, whatever the names of its files. */
struct exclusion_row {
    const char *name, *file, *finding;
};

static const struct exclusion_row exclusions[] = {
    {"as libFuzzer names it", "a9993e364706816aba3e25717850c26c9cd0d89d",
     "w/crash-a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"a name of somebody's own", "the alphabet",
     "w/crash-a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"a name that lies", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
     "w/crash-a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"a finding that names no sum", "0123456789abcdef-3", "w/timeout-x"},
    {"in a directory below", "deeper/x", "w/crash-a9993e364706816aba3e25717850c26c9cd0d89d"},
};

static void is_taken_out(void **state)
{
    const struct exclusion_row *row = *state;
    void *made = NULL;
    struct fault fault;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct exclusion exclusion = {.directory = scratch->directory};
    assert_true(files_make_directory(scratch_path(scratch, "deeper"), &fault));
    scratch_write(scratch, row->file, "abc");
    scratch_write(scratch, "innocent", "abd");
    size_t removed = exclusion_take_out(&exclusion, row->finding, "abc", 3);
    removed += exclusion_take_out(&exclusion, row->finding, "abc", 3); /* it crashes again */
    assert_int_equal(removed, 1);
    scratch_holds(scratch, "innocent", "abd");
    assert_int_not_equal(access(scratch_path(scratch, row->file), F_OK), 0);
    exclusion_free(&exclusion);
    assert_int_equal(scratch_remove(&made), 0);
}

/* What a target may leave among its findings. "crash-1" holds "input". */
struct artifact_row {
    const char *name, *command; /* run in the directory */
    const char *log;            /* "@" stands for the directory */
    size_t unnamed;
    const char *found; /* the first, "": none */
    size_t count, planted;
};

/* Twenty directories in each other, whose names have 250 letters each. */
#define DEEP                                                                                       \
    "name=$(printf %0250d 0); mkdir n; for i in $(seq 20); do mkdir o; mv n o/$name; mv o n; done"

static const struct artifact_row artifact_rows[] = {
    {"a finding", "echo input >crash-1",
     "x\nartifact_prefix='@/'; Test unit written to @/crash-1\nBase64: eA==\n", 0, "crash-1", 1, 0},
    {"libFuzzer was killed before it named the finding", "echo input >crash-1", "", 1, "crash-1", 1,
     0},
    {"a run that ended in good order leaves none", "echo input >crash-1", "", 0, "", 0, 1},
    {"a thousand beside the one that is named",
     "for i in $(seq 1000); do : >crash-a$i; done; : >crash-z", "Test unit written to @/crash-z\n",
     1, "crash-z", 1, 1000},
    {"a thousand, and none is named", "for i in $(seq 1000); do : >crash-a$i; done", "", 1, NULL, 1,
     999},
    {"a thousand are named", "for i in $(seq 9); do : >crash-$i; done",
     "Test unit written to @/crash-1\nTest unit written to @/crash-2\nTest unit written to "
     "@/crash-3\nTest unit written to @/crash-4\nTest unit written to @/crash-5\nTest unit written "
     "to @/crash-6\n",
     1, "crash-3", 4, 5},
    {"a link to a secret", "ln -s /etc/passwd crash-1", "Test unit written to @/crash-1\n", 1, "",
     0, 1},
    {"a directory", "mkdir crash-1; : >crash-1/crash-2", "Test unit written to @/crash-1\n", 1, "",
     0, 1},
    {"a pipe, which would never end", "mkfifo crash-1", "Test unit written to @/crash-1\n", 1, "",
     0, 1},
    {"one that is too large", "truncate -s 100M crash-1", "Test unit written to @/crash-1\n", 1, "",
     0, 1},
    {"one elsewhere", "", "Test unit written to @/../crash-1\nTest unit written to /etc/passwd\n",
     1, "", 0, 0},
    {"a slow unit is no finding, and nothing planted", ": >slow-unit-1", "", 1, "", 0, 0},
    {"any other file", ": >readme", "", 1, "", 0, 1},
    {"directories so deep that no path leads to the last", DEEP, "", 1, "", 0, 1},
    {"a directory that nobody may look into", "mkdir d; : >d/file; chmod 0 d", "", 1, "", 0, 1},
    {"a finding that nobody may read", "echo input >crash-1; chmod 0 crash-1",
     "Test unit written to @/crash-1\n", 1, "crash-1", 1, 0},
    {"all that nobody may look into", "echo input >crash-1; chmod 0 .", "", 1, "crash-1", 1, 0},
};

static void is_sorted_out(void **state)
{
    const struct artifact_row *row = *state;
    void *made = NULL;
    struct fault fault;
    struct buffer command = {0}, log = {0};
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    buffer_format(&command, "cd %s && { %s\n}", scratch->directory,
                  row->command[0] == '\0' ? ":" : row->command);
    assert_int_equal(system(command.data), 0); /* NOLINT */
    buffer_text(&log, "");
    for (const char *at = row->log; *at != '\0'; at++) {
        buffer_add(&log, *at == '@' ? scratch->directory : at,
                   *at == '@' ? strlen(scratch->directory) : 1);
    }
    struct artifacts artifacts;
    assert_true(artifacts_list(scratch->directory, (struct span){log.data, log.size}, NULL,
                               ARTIFACTS_A_RUN, row->unnamed, &artifacts, &fault));
    assert_int_equal(artifacts.found.count, row->count);
    assert_int_equal(artifacts.planted, row->planted);
    if (row->count > 0 && row->found != NULL) {
        assert_string_equal(strrchr(artifacts.found.paths[0], '/') + 1, row->found);
    }
    for (size_t i = 0; i < artifacts.found.count; i++) {
        assert_int_equal(access(artifacts.found.paths[i], R_OK), 0);
    }
    struct file_list left = {0};
    assert_true(files_list(scratch->directory, &left, &fault));
    assert_int_equal(left.count, row->count);
    files_list_free(&left);
    artifacts_free(&artifacts);
    buffer_free(&command);
    buffer_free(&log);
    assert_int_equal(scratch_remove(&made), 0);
}

/* A target's corpus is its to write, and vigil reads it. */
static void links_in_a_corpus_are_removed(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    size_t planted = 0;
    assert_true(files_make_directory(scratch_path(scratch, "deeper"), &fault));
    scratch_write(scratch, "deeper/input", "input");
    assert_int_equal(symlink("/etc/passwd", scratch_path(scratch, "deeper/link")), 0);
    assert_int_equal(symlink("/etc", scratch_path(scratch, "link")), 0);
    assert_int_equal(mkfifo(scratch_path(scratch, "pipe"), 0600), 0);
    assert_true(artifacts_remove_links(scratch->directory, &planted, &fault));
    assert_int_equal(planted, 3);
    scratch_holds(scratch, "deeper/input", "input");
}

static void what_cannot_be_gone_through_goes(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    size_t planted = 0;
    struct buffer command = {0};
    scratch_write(scratch, "input", "input");
    buffer_format(&command, "cd %s && { %s; mkdir d; chmod 0 d .\n}", scratch->directory, DEEP);
    assert_int_equal(system(command.data), 0); /* NOLINT */
    buffer_free(&command);
    assert_true(artifacts_remove_links(scratch->directory, &planted, &fault));
    assert_int_equal(planted, 1);
    assert_int_not_equal(access(scratch_path(scratch, "n/00"), F_OK), 0);
    scratch_holds(scratch, "input", "input");
}

int main(void)
{
    struct CMUnitTest tests[COUNT(exclusions) + COUNT(artifact_rows) + 5] = {
        SCRATCH_TEST(night_after_night), SCRATCH_TEST(what_is_new_is_read_twice),
        SCRATCH_TEST(a_symbolic_link_is_believed_where_it_leads_to_the_seed),
        SCRATCH_TEST(links_in_a_corpus_are_removed),
        SCRATCH_TEST(what_cannot_be_gone_through_goes)};
    size_t count = 5;
    ADD_ROWS(tests, count, exclusions, is_taken_out);
    ADD_ROWS(tests, count, artifact_rows, is_sorted_out);
    return cmocka_run_group_tests_name("seeds", tests, NULL, NULL);
}
