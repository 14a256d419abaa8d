/* SPDX-License-Identifier: MIT */
#include "page_html.h"
#include "page_tables.h"
#include "tally.h"

static void lateness(const struct report_night *night, struct buffer *into)
{
    if (night->late_seconds < 1) {
        buffer_text(into, night->ended[0] != '\0' ? "in time" : "–");
        return;
    }
    page_duration(into, night->late_seconds);
    buffer_text(into, " late");
}

static void cell(struct buffer *into, uint64_t count)
{
    buffer_text(into, "</td><td class=\"number\">");
    tally_digits(into, count);
}

static void night_row(const struct report_night *night, bool page, struct buffer *into)
{
    static const char *const classes[] = {"clean", "findings", "not"};
    bool known = night->status >= VERDICT_CLEAN && night->status <= VERDICT_COULD_NOT;
    buffer_text(into, "<tr><th scope=\"row\">");
    if (page) {
        buffer_text(into, "<a href=\"");
        page_text(into, night->date);
        buffer_text(into, ".html\">");
    }
    page_date(into, night->date);
    buffer_format(into, "%s</th><td><span class=\"chip %s\">%s</span>", page ? "</a>" : "",
                  known ? classes[night->status] : "not", tally_verdict(night->status));
    cell(into, night->found);
    cell(into, night->filed);
    buffer_format(into, "</td><td class=\"number\">%u / %u / %u", night->open[SEVERITY_HIGH],
                  night->open[SEVERITY_MEDIUM], night->open[SEVERITY_LOW]);
    cell(into, night->executions);
    cell(into, night->edges);
    buffer_text(into, "</td><td class=\"number\">");
    page_duration(into, night->seconds);
    buffer_text(into, "</td><td>");
    lateness(night, into);
    buffer_text(into, "</td></tr>\n");
}

void page_nights(const struct report *report, const bool *pages, struct buffer *into)
{
    static const char *const columns[] = {
        "Night",       "Verdict", "#Found",  "#Filed",  "#Open: high / medium / low",
        "#Executions", "#Edges",  "#Fuzzed", "Reported"};
    page_section(into, "nights", "Nights");
    page_table_begin(into, "Nights", PAGE_COLUMNS(columns));
    for (size_t i = report->night_count; i > 0; i--) {
        night_row(&report->nights[i - 1], pages == NULL || pages[i - 1], into);
    }
    page_table_end(into);
    buffer_text(into, "</section>\n");
}
