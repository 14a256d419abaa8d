/* SPDX-License-Identifier: MIT */
#include "page_part.h"

#include <string.h>

#include "outcome.h"

/* A table of more stages than these is folded. */
#define ROWS_OPEN 12

static void number_cell(struct buffer *into, uint64_t number)
{
    buffer_text(into, "<td class=\"number\">");
    buffer_count(into, number);
    buffer_text(into, "</td>");
}

static void duration_cell(struct buffer *into, double seconds)
{
    buffer_text(into, "<td class=\"number\">");
    page_duration(into, seconds);
    buffer_text(into, "</td>");
}

static void target_row(const struct report_target *target, struct buffer *into)
{
    buffer_text(into, target->ran ? "<tr>" : "<tr class=\"odd\">");
    page_format(into, "<th scope=\"row\">%s</th>", target->name);
    number_cell(into, target->executions);
    number_cell(into, (uint64_t)(outcome_rate(target->executions, target->seconds) + 0.5));
    number_cell(into, target->edges);
    number_cell(into, target->corpus);
    duration_cell(into, target->seconds);
    duration_cell(into, target->share);
    number_cell(into, target->crashes);
    page_format(into, target->ran ? "<td>%s</td></tr>\n" : "<td><strong>%s</strong></td></tr>\n",
                target->ended);
}

void page_targets(const struct report *report, struct buffer *into)
{
    static const char *const columns[] = {"Target", "#Executions", "#A second", "#Edges", "#Corpus",
                                          "#Time",  "#Asked for",  "#Crashes",  "Ended"};
    page_section(into, "targets", "Targets");
    if (report->target_count == 0) {
        buffer_text(into, "<p>There was none.</p>\n");
    } else {
        page_table_begin(into, "Targets", PAGE_COLUMNS(columns));
        for (size_t i = 0; i < report->target_count; i++) {
            target_row(&report->targets[i], into);
        }
        page_table_end(into);
    }
    buffer_text(into, "</section>\n");
}

static void toolchain_rows(const struct toolchain *toolchain, bool mismatches, const char *label,
                           struct buffer *into)
{
    static const char *const columns[] = {"Tool", "Locked", "Found", ""};
    page_table_begin(into, label, columns, 3);
    for (size_t i = 0; i < toolchain->count; i++) {
        const struct toolchain_item *item = &toolchain->items[i];
        bool same = strcmp(item->locked, item->found) == 0;
        if (same && mismatches) {
            continue;
        }
        buffer_text(into, same ? "<tr>" : "<tr class=\"odd\">");
        page_format(
            into,
            "<th scope=\"row\">%s</th><td><code>%s</code></td><td><code>%s</code></td></tr>\n",
            item->name, item->locked[0] != '\0' ? item->locked : "–",
            item->found[0] != '\0' ? item->found : "–");
    }
    page_table_end(into);
}

void page_toolchain(const struct report *report, struct buffer *into)
{
    const struct toolchain *toolchain = report->toolchain;
    page_section(into, "toolchain", "Toolchain");
    if (toolchain == NULL) {
        buffer_text(into, "<p>It was not asked what built and ran this night.</p>\n</section>\n");
        return;
    }
    buffer_text(into, "<p>");
    if (toolchain->mismatches == 0) {
        page_plural(into, toolchain->count, "version", "versions");
        buffer_text(into, ", all as locked.</p>\n");
    } else {
        buffer_count(into, toolchain->mismatches);
        buffer_text(into, " of ");
        page_plural(into, toolchain->count, "version differs", "versions differ");
        buffer_text(into, " from what is locked:</p>\n");
        toolchain_rows(toolchain, true, "Versions that differ", into);
    }
    buffer_text(into, "<details><summary>All versions</summary>\n");
    toolchain_rows(toolchain, false, "All versions", into);
    buffer_text(into, "</details>\n</section>\n");
}

/* From the first stage's start to the last one's end, in nanoseconds of Unix time. */
struct extent {
    int64_t first, last;
};

static struct extent extent_of(const struct report *report)
{
    struct extent extent = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < report->stage_count; i++) {
        const struct stage *stage = &report->stages[i];
        int64_t ended = stage->ended > 0 ? stage->ended : stage->began;
        extent.first = stage->began < extent.first ? stage->began : extent.first;
        extent.last = ended > extent.last ? ended : extent.last;
    }
    return extent;
}

/* A bar that shows when in the night the stage ran; the figure beside it says for how long. */
static void stage_bar(const struct stage *stage, struct extent extent, struct buffer *into)
{
    double whole = (double)(extent.last - extent.first);
    double at = whole > 0 ? 100 * (double)(stage->began - extent.first) / whole : 0;
    double width = whole > 0 ? 100 * (double)(stage->ended - stage->began) / whole : 100;
    width = stage->ended == 0 ? 100 - at : width;
    buffer_format(into,
                  "<td class=\"bar\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\"><rect x=\"%.2f\" width=\"%.2f\" height=\"8\"/></svg>"
                  "</td>",
                  at, width < 0.5 ? 0.5 : width);
}

static void stage_row(const struct stage *stage, struct extent extent, struct buffer *into)
{
    bool below = stage->target[0] != '\0';
    buffer_text(into, below ? "<tr class=\"below\">" : "<tr>");
    page_format(into, "<th scope=\"row\">%s%s%s</th><td class=\"number\">", stage->name,
                below ? " " : "", stage->target);
    if (stage->ended == 0) {
        buffer_text(into, "under way");
    } else {
        page_duration(into, (double)(stage->ended - stage->began) / 1e9);
    }
    buffer_text(into, stage->cached ? ", cached</td>" : "</td>");
    stage_bar(stage, extent, into);
    buffer_text(into, "</tr>\n");
}

void page_stages(const struct report *report, struct buffer *into)
{
    static const char *const columns[] = {"Stage", "#Took", "When in the night"};
    if (report->stage_count == 0) {
        return;
    }
    page_section(into, "stages", "Stages");
    if (report->stage_count > ROWS_OPEN) {
        buffer_text(into, "<details><summary>What took how long</summary>\n");
    }
    page_table_begin(into, "Stages", PAGE_COLUMNS(columns));
    const struct extent night = extent_of(report);
    for (size_t i = 0; i < report->stage_count; i++) {
        stage_row(&report->stages[i], night, into);
    }
    page_table_end(into);
    buffer_text(into,
                report->stage_count > ROWS_OPEN ? "</details>\n</section>\n" : "</section>\n");
}

/* "06:00" of an instant, in UTC. */
static void utc_clock(struct buffer *into, int64_t instant)
{
    int minutes = (int)(((instant % 86400 + 86400) % 86400) / 60);
    buffer_format(into, "%02d:%02d", minutes / 60, minutes % 60);
}

static void utc_window(const struct duty *duty, struct buffer *into)
{
    utc_clock(into, duty->start);
    buffer_text(into, "–");
    utc_clock(into, duty->end);
    buffer_text(into, " UTC");
}

/* "11:30" of "2026-11-25T11:30:00+05:30", with the day where it differs from the date. */
static void local_clock(const char *local, const char *date, struct buffer *into)
{
    buffer_format(into, "<time datetime=\"%s\">%.5s</time>", local, local + 11);
    if (strncmp(local, date, 10) != 0) {
        buffer_text(into, " on ");
        page_date(into, local);
    }
}

static void local_window(const struct duty *duty, struct buffer *into)
{
    char start[40], end[40], date[16];
    duty_write_date(duty->day, date);
    duty_local(duty->reviewer, duty->start, start);
    duty_local(duty->reviewer, duty->end, end);
    local_clock(start, date, into);
    buffer_text(into, "–");
    local_clock(end, strncmp(start, date, 10) == 0 ? date : end, into);
}

void page_on_duty(const struct duty *duty, struct buffer *into)
{
    page_format(into, "<strong>%s</strong> (", duty->reviewer->name);
    page_handle(into, duty->reviewer->handle);
    buffer_text(into, "), ");
    utc_window(duty, into);
    buffer_text(into, ", ");
    local_window(duty, into);
    page_format(into, " in %s", duty->reviewer->zone);
}

static void duty_row(const struct duty *duty, struct buffer *into)
{
    char date[16];
    duty_write_date(duty->day, date);
    buffer_text(into, "<tr><th scope=\"row\">");
    page_date(into, date);
    buffer_text(into, "</th>");
    if (duty->reviewer == NULL) {
        buffer_text(into, "<td colspan=\"4\">nobody: not one of the window’s days</td></tr>\n");
        return;
    }
    page_format(into, "<td>%s</td><td>", duty->reviewer->name);
    page_handle(into, duty->reviewer->handle);
    buffer_text(into, "</td><td class=\"number\">");
    local_window(duty, into);
    page_format(into, "</td><td>%s</td></tr>\n", duty->reviewer->zone);
}

void page_duty(const struct report *report, struct buffer *into)
{
    static const char *const columns[] = {"Date", "Reviewer", "Handle", "#On their clock", "Zone"};
    page_section(into, "duty", "On duty");
    if (report->duty_count == 0) {
        buffer_text(into, "<p>There is no rota.</p>\n</section>\n");
        return;
    }
    buffer_text(into, "<p>The window is ");
    utc_window(&report->duty[0], into);
    buffer_text(into, ".</p>\n");
    page_table_begin(into, "On duty", PAGE_COLUMNS(columns));
    for (size_t i = 0; i < report->duty_count; i++) {
        duty_row(&report->duty[i], into);
    }
    page_table_end(into);
    buffer_text(into, "</section>\n");
}

static void waiting_row(const struct report_waiting *waiting, struct buffer *into)
{
    buffer_text(into, "<tr><th scope=\"row\">");
    page_issue(into, waiting->issue, waiting->link);
    buffer_text(into, "</th><td class=\"number\">");
    page_duration(into, waiting->age_seconds);
    buffer_text(into, "</td><td>");
    page_severity(into, waiting->severity);
    page_format(into, "</td><td class=\"said\">%s</td><td>", waiting->title);
    page_handle(into, waiting->owner);
    buffer_format(into, "</td><td>%s</td></tr>\n",
                  waiting->triaged ? "triaged" : "<strong>not triaged</strong>");
}

void page_queue(const struct report *report, struct buffer *into)
{
    static const char *const columns[] = {"Issue", "#Age", "Severity", "Title", "Owner", "State"};
    page_section(into, "queue", "Review queue");
    if (report->waiting_count == 0) {
        buffer_text(into, "<p>No issue is open.</p>\n</section>\n");
        return;
    }
    page_table_begin(into, "Review queue", PAGE_COLUMNS(columns));
    for (size_t i = 0; i < report->waiting_count; i++) {
        waiting_row(&report->waiting[i], into);
    }
    page_table_end(into);
    buffer_text(into, "</section>\n");
}

static void night_row(const struct store_night *night, bool page, struct buffer *into)
{
    buffer_text(into, "<tr><th scope=\"row\">");
    if (page) {
        page_format(into, "<a href=\"%s.html\">", night->date);
    }
    page_date(into, night->date);
    buffer_text(into, page ? "</a></th><td>" : "</th><td>");
    page_outcome(into, night->status);
    buffer_text(into, "</td>");
    number_cell(into, night->found);
    number_cell(into, night->filed);
    buffer_format(into, "<td class=\"number\">%u / %u / %u</td>", night->open[SEVERITY_HIGH],
                  night->open[SEVERITY_MEDIUM], night->open[SEVERITY_LOW]);
    number_cell(into, night->executions);
    number_cell(into, night->edges);
    duration_cell(into, night->seconds);
    buffer_text(into, "<td>");
    if (night->late_seconds >= 1) {
        page_duration(into, night->late_seconds);
        buffer_text(into, " late");
    } else {
        buffer_text(into, night->ended[0] != '\0' ? "in time" : "–");
    }
    buffer_text(into, "</td></tr>\n");
}

/* The nights of one month, which follow each other, summed up. */
static void month_row(const struct store_night *nights, size_t count, const bool *pages,
                      struct buffer *into)
{
    uint64_t found = 0, filed = 0, executions = 0, ended[3] = {0}, cut_short = 0;
    double seconds = 0;
    for (size_t i = 0; i < count; i++) {
        found += nights[i].found;
        filed += nights[i].filed;
        executions += nights[i].executions;
        seconds += nights[i].seconds;
        if (nights[i].status >= 0 && nights[i].status < 3) {
            ended[nights[i].status]++;
        } else {
            cut_short++;
        }
    }
    buffer_format(into, "<tr><th scope=\"row\">%.7s</th>", nights[0].date);
    const uint64_t cells[] = {count,
                              ended[OUTCOME_CLEAN],
                              ended[OUTCOME_FINDINGS],
                              ended[OUTCOME_COULD_NOT] + cut_short,
                              found,
                              filed,
                              executions};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        number_cell(into, cells[i]);
    }
    duration_cell(into, seconds);
    buffer_text(into, "<td>");
    for (size_t i = 0; i < count; i++) {
        if (pages == NULL || pages[i]) {
            page_format(into, "<a href=\"%s.html\">%s</a> ", nights[i].date, nights[i].date + 8);
        }
    }
    buffer_text(into, "</td></tr>\n");
}

/* The first `count` nights, by month, the newest first. */
static void months(const struct store_night *nights, size_t count, const bool *pages,
                   struct buffer *into)
{
    static const char *const columns[] = {"Month",         "#Nights", "#Clean", "#Findings",
                                          "#Not all done", "#Found",  "#Filed", "#Executions",
                                          "#Fuzzed",       "Pages"};
    if (count == 0) {
        return;
    }
    page_section(into, "months", "Earlier nights, by month");
    page_table_begin(into, "Earlier nights, by month", PAGE_COLUMNS(columns));
    for (size_t end = count, first = count; end > 0; end = first) {
        while (first > 0 && strncmp(nights[first - 1].date, nights[end - 1].date, 7) == 0) {
            first--;
        }
        month_row(nights + first, end - first, pages == NULL ? NULL : pages + first, into);
    }
    page_table_end(into);
    buffer_text(into, "</section>\n");
}

void page_nights(const struct report *report, const bool *pages, struct buffer *into)
{
    static const char *const columns[] = {
        "Night",       "Verdict", "#Found",  "#Filed",  "#Open: high / medium / low",
        "#Executions", "#Edges",  "#Fuzzed", "Reported"};
    size_t left = report->night_count;
    page_section(into, "nights", "Nights");
    page_table_begin(into, "Nights", PAGE_COLUMNS(columns));
    for (size_t shown = 0; left > 0 && shown < PAGE_NIGHTS; shown++, left--) {
        night_row(&report->nights[left - 1], pages == NULL || pages[left - 1], into);
    }
    page_table_end(into);
    buffer_text(into, "</section>\n");
    months(report->nights, left, pages, into);
}
