/* SPDX-License-Identifier: MIT */
/* What a page says, read as text; page/page_test.mjs sees it as a browser does. */
#include "rows.h"

#include "report/outcome.h"
#include "report/page.h"
#include "report/page_part.h"
#include "sample.h"

/* A change to the sample, and what the page then says. */
struct night_row {
    const char *name;
    void (*change)(struct report_sample *sample);
    const char *has, *has_not;
};

static void nothing(struct report_sample *sample)
{
    (void)sample;
}

static void unreadable(struct report_sample *sample)
{
    sample->crashes[0].crash = NULL;
}

static void no_command(struct report_sample *sample)
{
    sample->crashes[0].command = "";
}

static void digested(struct report_sample *sample)
{
    sample->crashes[0].fate = FATE_DIGESTED;
    sample->crashes[0].issue = 0;
}

static void local_issue(struct report_sample *sample)
{
    SAMPLE_SET(sample->crashes[0].issue_link, "/state/issues/<0231>.md");
}

static void in_time(struct report_sample *sample)
{
    sample->nights[sample->report.night_count - 1].late_seconds = 0;
}

static void no_toolchain(struct report_sample *sample)
{
    sample->report.toolchain = NULL;
}

static void as_locked(struct report_sample *sample)
{
    sample->toolchain.mismatches = 0;
}

static void no_rota(struct report_sample *sample)
{
    sample->report.duty_count = 0;
}

static void far_away(struct report_sample *sample)
{
    sample->duty[0].start -= 39600;
    sample->duty[0].end -= 39600;
}

static void no_night(struct report_sample *sample)
{
    sample->report.night_count = 0;
}

static void nothing_waits(struct report_sample *sample)
{
    sample->report.waiting_count = 0;
}

static const struct night_row nights[] = {
    {"the verdict is the heading", nothing,
     "<h1><span class=\"chip not\">Not all done</span> Two new crashes", NULL},
    {"whom it is for", nothing, "For <strong>Asha</strong> (@asha-k), 06:00–10:00 UTC, ", NULL},
    {"their clock", nothing,
     "<time datetime=\"2026-11-25T11:30:00+05:30\">11:30</time>–<time "
     "datetime=\"2026-11-25T15:30:00+05:30\">15:30</time> in Asia/Kolkata",
     NULL},
    {"the day before on their clock", far_away,
     "19:00–23:00 UTC, <time datetime=\"2026-11-25T00:30:00+05:30\">00:30</time>–", NULL},
    {"what could not be done", nothing,
     "<li>tzif: it does not start: /out/tzif: cannot execute</li>", NULL},
    {"lateness", nothing, "reported 12 min after the window began.", "in time"},
    {"in time", in_time, ", reported in time.", "after the window began"},
    {"a start that was late", nothing, "begun 6 min late", NULL},
    {"a crash's owner", nothing, "<dt>Owner</dt><dd>@asha-k</dd>", NULL},
    {"the author", nothing, "length). By <strong>@lucia-m</strong>", NULL},
    {"its issue", nothing,
     "<a href=\"https://github.com/fuseau/fuseau/issues/231\" rel=\"noreferrer\">#231</a>", NULL},
    {"its issue, of this machine", local_issue,
     "#231 <code class=\"path\">/state/issues/&lt;0231&gt;.md</code>", "href=\"/state"},
    {"its issue, not yet", digested, "<dd>none yet</dd>", NULL},
    {"what waits for an issue is new", digested, "<dt>new</dt><dd><a href=\"#new\">2</a>", NULL},
    {"its source", nothing,
     "<mark class=\"here\"><span class=\"at\">→  148 │ </span>        name[length++]", NULL},
    {"its own frames", nothing,
     "<li class=\"own\"><span class=\"at\">#0</span> <span class=\"tag\">own</span> "
     "<code>read_designation</code> <span class=\"path\">parsers/posixtz.c:148</span>",
     NULL},
    {"the fuzzer's frames", nothing,
     "<li><span class=\"at\">#2</span> <code>LLVMFuzzerTestOneInput</code>", NULL},
    {"its command, and a button without use", nothing,
     "/minimized</code></pre><button type=\"button\" hidden data-copies=\"command-", NULL},
    {"no command", no_command, "The command is not known.", NULL},
    {"files that cannot be read", unreadable, "What was kept of it cannot be read", NULL},
    {"withheld", nothing, "Withheld: it may be of use to an attacker.", "secret"},
    {"flaky", nothing, "<dt>Reproduced</dt><dd>3 of 10: flaky</dd>", NULL},
    {"not seen, and why nothing is known", nothing,
     "<dt>Note</dt><dd>its target did not run, so nobody knows", NULL},
    {"a target that did not run", nothing, "<tr class=\"odd\"><th scope=\"row\">tzif</th>", NULL},
    {"a target's figures", nothing,
     "<th scope=\"row\">zone</th><td class=\"number\">9,120,344</td><td "
     "class=\"number\">5,699</td><td class=\"number\">1,204</td>",
     NULL},
    {"a day of nobody", nothing, "nobody: not one of the window’s days", NULL},
    {"no rota", no_rota, "There is no rota.", "For <strong>"},
    {"what waits", nothing, "<td class=\"number\">54 d 4 h</td>", NULL},
    {"nothing waits", nothing_waits, "No issue is open.", "not triaged"},
    {"versions that differ", nothing, "1 of 5 versions differ from what is locked:", NULL},
    {"versions that do not", as_locked, "5 versions, all as locked.", "differ"},
    {"no versions", no_toolchain, "It was not asked what built", "all as locked"},
    {"a stage that was cached", nothing, "41 s, cached</td>", NULL},
    {"a stage under way", nothing, "<td class=\"number\">under way</td>", NULL},
    {"filings", nothing, "<dt>reopened</dt><dd>1</dd>", NULL},
    {"no plots", nothing, "Not drawn: gnuplot could not be run.", "<img"},
    {"no night", no_night, "Two new crashes", NULL},
};

static void the_page_says(void **state)
{
    const struct night_row *row = *state;
    struct report_sample sample;
    struct buffer page = {0};
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    row->change(&sample);
    page_night(&sample.report, NULL, 0, &page);
    assert_false(page.failed);
    assert_int_equal(strlen(page.data), page.size);
    if (strstr(page.data, row->has) == NULL) {
        fail_msg("%s: not there: %s", row->name, row->has);
    }
    const char *body = strstr(page.data, "<body>");
    if (row->has_not != NULL && strstr(body, row->has_not) != NULL) {
        fail_msg("%s: there: %.200s", row->name, strstr(body, row->has_not));
    }
    buffer_free(&page);
    report_sample_free(&sample);
}

static void new_crashes_stand_first(void **state)
{
    static const char *const parts[] = {
        "<h1>",           "id=\"troubles\"", "id=\"notes\"", "id=\"glance\"",    "id=\"new\"",
        "id=\"back\"",    "id=\"flaky\"",    "id=\"known\"", "id=\"mended\"",    "id=\"targets\"",
        "id=\"duty\"",    "id=\"queue\"",    "id=\"plots\"", "id=\"toolchain\"", "id=\"stages\"",
        "id=\"filings\"", "</html>"};
    struct report_sample sample;
    struct buffer page = {0};
    (void)state;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    page_night(&sample.report, NULL, 0, &page);
    assert_false(page.failed);
    const char *at = page.data == NULL ? "" : page.data;
    for (size_t i = 0; i < COUNT(parts); i++) {
        const char *found = strstr(at, parts[i]);
        if (found == NULL) {
            fail_msg("%s does not stand where it should", parts[i]);
        } else {
            at = found;
        }
    }
    buffer_free(&page);
    report_sample_free(&sample);
}

/* Nights that have no page are not linked to; the newest stands first. */
static void the_index_links_to_what_is_there(void **state)
{
    struct report_sample sample;
    struct buffer page = {0};
    (void)state;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    bool *pages = calloc(sample.report.night_count, sizeof *pages);
    assert_non_null(pages);
    pages[sample.report.night_count - 1] = true;
    page_index(&sample.report, pages, NULL, 0, &page);
    const char *newest = strstr(page.data, "<th scope=\"row\"><a href=\"2026-11-25.html\">");
    const char *before = strstr(page.data, "<th scope=\"row\"><time datetime=\"2026-11-24\">");
    assert_true(newest != NULL && before != NULL && newest < before);
    assert_null(strstr(page.data, "2026-11-24.html"));
    assert_non_null(strstr(page.data, "Cut short"));
    buffer_free(&page);
    page_index(&sample.report, NULL, NULL, 0, &page);
    assert_non_null(strstr(page.data, "2026-11-24.html"));
    buffer_free(&page);
    free(pages);
    report_sample_free(&sample);
}

/* Of more nights than have rows the older ones are summed up, and still linked to. */
static void old_nights_are_summed_up_by_month(void **state)
{
    struct store_night many[PAGE_NIGHTS + 3] = {0};
    struct report report = {.project = "p",
                            .revision = "",
                            .version = "1",
                            .issues = "",
                            .sentence = "",
                            .troubles = "",
                            .nights = many,
                            .night_count = PAGE_NIGHTS + 3};
    struct buffer page = {0};
    (void)state;
    for (size_t i = 0; i < report.night_count; i++) {
        duty_write_date(19996 + (int32_t)i, many[i].date); /* from 2024-09-30 on */
        many[i].found = 2;
        many[i].status = i == 1 ? -1 : 1;
        many[i].executions = 1000;
    }
    page_index(&report, NULL, NULL, 0, &page);
    const char *first =
        strstr(page.data, "<th scope=\"row\">2024-10</th><td class=\"number\">2</td>");
    const char *then =
        strstr(page.data, "<th scope=\"row\">2024-09</th><td class=\"number\">1</td>");
    assert_true(first != NULL && then != NULL && first < then);
    assert_non_null(strstr(page.data, "<a href=\"2024-10-01.html\">01</a> "));
    assert_non_null(strstr(page.data, "<a href=\"2024-10-03.html\"><time"));
    assert_null(strstr(page.data, "<a href=\"2024-10-01.html\"><time"));
    buffer_free(&page);
    report.night_count = PAGE_NIGHTS;
    page_index(&report, NULL, NULL, 0, &page);
    assert_null(strstr(page.data, "by month"));
    buffer_free(&page);
}

static void known_ones_count_when_they_were_seen(void **state)
{
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    assert_int_equal(outcome_count(&sample.report, FATE_KNOWN), 1);
    assert_int_equal(outcome_count(&sample.report, FATE_NEW), 2);
    assert_int_equal(outcome_count(&sample.report, FATE_MENDED), 1);
    sample.crashes[1].fate = FATE_DIGESTED;
    assert_int_equal(outcome_count(&sample.report, FATE_NEW), 2);
    report_sample_free(&sample);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(nights) + 4];
    size_t count = 0;
    ADD_ROWS(tests, count, nights, the_page_says);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(new_crashes_stand_first);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_index_links_to_what_is_there);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(old_nights_are_summed_up_by_month);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(known_ones_count_when_they_were_seen);
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
