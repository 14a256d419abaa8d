/* SPDX-License-Identifier: MIT */
#include "markdown.h"

#include "report/report.h"
#include "sample.h"

static void markdown_says(const struct report *report, const char *words)
{
    struct buffer text = {0};
    report_markdown(report, &text);
    assert_false(text.failed);
    if (strstr(text.data, words) == NULL) {
        fail_msg("not there: %s\nin:\n%s", words, text.data);
    }
    buffer_free(&text);
}

static void markdown_has_it_all(void **state)
{
    static const char *const words[] = {
        "# Two new crashes, one of them high: heap-buffer-overflow WRITE 1 in read_designation. "
        "One target did not run.\n",
        "The night of 2026-11-25. Not all done: 2 new, 1 back, 1 flaky, 1 known, 1 fixed, 0 "
        "declined. Issues "
        "filed 2, reopened 1, closed 1, refused 0, waiting 2.\n",
        "## What could not be done\n\n```text\ntzif: it does not start: /out/tzif: cannot "
        "execute\n",
        "| new | high | `heap-buffer-overflow WRITE 1 in read_designation` | `posixtz` | 41 | "
        "[231](https://github.com/fuseau/fuseau/issues/231) | `asha-k` | `The first bad commit is "
        "4f0c2d9e71ab (posixtz: take designations of any length).` |  | \n",
        "| flaky | low | ",
        "| `tzif` | 0 | 0 | 0 | 412 | 0.0 | 1600.0 | 0 | `not run` | \n",
        "| 2026-11-25 | `Asha` | `asha-k` | `2026-11-25T11:30:00+05:30` | "
        "`2026-11-25T15:30:00+05:30` | \n",
        "| 2026-11-28 | nobody | | | |\n"};
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    for (size_t i = 0; i < COUNT(words); i++) {
        markdown_says(&sample.report, words[i]);
    }
    sample.crashes[0].fate = FATE_DIGESTED;
    markdown_says(&sample.report, "`its issue waits for another night`");
    report_sample_free(&sample);
}

/* Each attack alone, since a fault names only the first. A link of an issue is the tracker's. */
static void nothing_of_it_acts(void **state)
{
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_HOSTILE, 0, &sample);
    size_t count = sample.report.crash_count;
    sample.report.crash_count = 1;
    for (size_t i = 0; i < count; i++) {
        struct buffer text = {0};
        struct markdown seen;
        const char *name;
        size_t size;
        (void)report_sample_attack(i, &name, &size);
        sample.report.crashes = &sample.crashes[i];
        sample.crashes[i].issue_link[0] = '\0';
        sample.report.troubles = sample.crashes[i].note;
        sample.report.sentence = sample.crashes[i].first_bad;
        report_markdown(&sample.report, &text);
        markdown_see(text.data, text.size, (struct markdown_allowed){.slanted = true}, &seen);
        if (seen.fault[0] != '\0') {
            fail_msg("%s: it acts: %s", name, seen.fault);
        }
        markdown_free(&seen);
        buffer_free(&text);
    }
    sample.report.crash_count = count;
    report_sample_free(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(markdown_has_it_all),
                                       cmocka_unit_test(nothing_of_it_acts)};
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
