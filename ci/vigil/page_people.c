/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "page_html.h"
#include "page_tables.h"

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

/* "11:30" of "2026-11-25T11:30:00+05:30", with the day where it is another one there. */
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
    if (duty->reviewer == NULL) {
        buffer_text(into, "nobody");
        return;
    }
    buffer_text(into, "<strong>");
    page_text(into, duty->reviewer->name);
    buffer_text(into, "</strong> (");
    page_handle(into, duty->reviewer->handle);
    buffer_text(into, "), ");
    utc_window(duty, into);
    buffer_text(into, ", ");
    local_window(duty, into);
    buffer_text(into, " in ");
    page_text(into, duty->reviewer->zone);
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
    buffer_text(into, "<td>");
    page_text(into, duty->reviewer->name);
    buffer_text(into, "</td><td>");
    page_handle(into, duty->reviewer->handle);
    buffer_text(into, "</td><td class=\"number\">");
    local_window(duty, into);
    buffer_text(into, "</td><td>");
    page_text(into, duty->reviewer->zone);
    buffer_text(into, "</td></tr>\n");
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
    buffer_text(into, "</td><td class=\"said\">");
    page_text(into, waiting->title);
    buffer_text(into, "</td><td>");
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
