/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <unistd.h>

#include "report/page.h"
#include "report/publish.h"
#include "sample.h"

static bool is_there(struct scratch *scratch, const char *name)
{
    return access(scratch_path(scratch, name), R_OK) == 0;
}

static void four_files_are_published(void **state)
{
    struct scratch *scratch = *state;
    struct report_sample sample;
    struct fault undrawn, fault;
    char directory[PATH_SIZE];
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    (void)snprintf(directory, sizeof directory, "%s/a/b", scratch->directory);
    assert_true(publish(&sample.report, directory, scratch->directory, &undrawn, &fault));
    assert_string_equal(undrawn.text, "");
    assert_true(is_there(scratch, "a/b/2026-11-25.html") &&
                is_there(scratch, "a/b/2026-11-25.json") &&
                is_there(scratch, "a/b/2026-11-25.md") && is_there(scratch, "a/b/index.html"));
    report_sample_free(&sample);
}

/* A directory in the place of the JSON: the rest is written, and that is said. */
static void what_can_be_written_is(void **state)
{
    struct scratch *scratch = *state;
    struct report_sample sample;
    struct fault undrawn, fault;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    assert_true(files_make_directory(scratch_path(scratch, "2026-11-25.json/x"), &fault));
    assert_false(publish(&sample.report, scratch->directory, scratch->directory, &undrawn, &fault));
    assert_non_null(strstr(fault.text, "2026-11-25.json"));
    assert_true(is_there(scratch, "2026-11-25.html") && is_there(scratch, "2026-11-25.md") &&
                is_there(scratch, "index.html"));
    report_sample_free(&sample);
}

static void without_gnuplot_the_pages_are_written(void **state)
{
    struct scratch *scratch = *state;
    struct report_sample sample;
    struct fault undrawn, fault;
    struct buffer page = {0};
    const char *search = getenv("PATH");
    char path[PATH_SIZE];
    report_sample_make(SAMPLE_CLEAN, 0, &sample);
    (void)snprintf(path, sizeof path, "%s", search != NULL ? search : "/usr/bin:/bin");
    assert_int_equal(setenv("PATH", scratch->directory, 1), 0);
    bool done = publish(&sample.report, scratch->directory, scratch->directory, &undrawn, &fault);
    assert_int_equal(setenv("PATH", path, 1), 0);
    assert_true(done);
    assert_string_equal(undrawn.text, "gnuplot: there is no such program");
    assert_true(files_read(scratch_path(scratch, "index.html"), 1 << 20, &page, &fault));
    assert_non_null(strstr(page.data, "Not drawn: gnuplot could not be run."));
    buffer_free(&page);
    report_sample_free(&sample);
}

static void no_night_is_no_page(void **state)
{
    struct scratch *scratch = *state;
    struct report report = {.project = ""};
    struct fault undrawn, fault;
    assert_false(publish(&report, scratch->directory, scratch->directory, &undrawn, &fault));
    assert_string_equal(fault.text, "there is no night to write a page of");
}

static bool is_one_of_ours(void *context, const char *date)
{
    (void)context;
    return strcmp(date, "2025-10-20") == 0;
}

/* Others may have files in the directory, dated ones too. The dates decide, not the files' times.
 */
static void only_old_nights_of_our_own_are_removed(void **state)
{
    static const struct {
        const char *name, *text;
        bool stays;
    } rows[] = {
        {"2025-10-20.html", "a night in the store", false},
        {"2025-10-20.json", "{}", false},
        {"2025-10-20.md", "", false},
        {"2025-10-20.svg", "no kind of ours", true},
        {"2025-10-20.html.bak", "", true},
        {"2025-10-19.html", "<html>" PAGE_WRITTEN_BY "0.1.0", false}, /* the store was lost */
        {"2025-10-19.md", "", false},
        {"2025-10-18.html", "somebody's page", true},
        {"2025-10-18.json", "somebody's", true},
        {"2025-10-17.md", "somebody's diary", true},
        {"2025-02-30.html", PAGE_WRITTEN_BY, true}, /* no date */
        {"2025-10-2.html", PAGE_WRITTEN_BY, true},
        {"2025-10-21.html", PAGE_WRITTEN_BY, true}, /* not before */
        {"2026-11-25.html", PAGE_WRITTEN_BY, true},
        {"index.html", PAGE_WRITTEN_BY, true},
        {"notes", "", true},
    };
    struct scratch *scratch = *state;
    struct fault fault = {""};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        scratch_write(scratch, rows[i].name, rows[i].text);
    }
    assert_true(publish_prune(scratch->directory, "2025-10-21", is_one_of_ours, NULL, &fault));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (is_there(scratch, rows[i].name) != rows[i].stays) {
            fail_msg("%s %s", rows[i].name, rows[i].stays ? "is gone" : "is there still");
        }
    }
    assert_true(publish_prune(scratch_path(scratch, "nowhere"), "2025-10-21", is_one_of_ours, NULL,
                              &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(four_files_are_published), SCRATCH_TEST(what_can_be_written_is),
        SCRATCH_TEST(without_gnuplot_the_pages_are_written), SCRATCH_TEST(no_night_is_no_page),
        SCRATCH_TEST(only_old_nights_of_our_own_are_removed)};
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
