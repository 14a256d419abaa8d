/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <unistd.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(four_files_are_published), SCRATCH_TEST(what_can_be_written_is),
        SCRATCH_TEST(without_gnuplot_the_pages_are_written), SCRATCH_TEST(no_night_is_no_page)};
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
