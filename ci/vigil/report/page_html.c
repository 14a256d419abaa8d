/* SPDX-License-Identifier: MIT */
#include "page_part.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "outcome.h"

void page_text(struct buffer *into, const char *text)
{
    inert_html_line(into, text, strlen(text));
}

void page_format(struct buffer *into, const char *format, ...)
{
    va_list texts;
    va_start(texts, format);
    for (size_t plain; *format != '\0'; format += plain) {
        plain = strcspn(format, "%");
        buffer_add(into, format, plain);
        if (format[plain] == '%') {
            page_text(into, va_arg(texts, const char *));
            plain += 2;
        }
    }
    va_end(texts);
}

void page_plural(struct buffer *into, size_t count, const char *one, const char *more)
{
    buffer_count(into, count);
    buffer_format(into, " %s", count == 1 ? one : more);
}

void page_duration(struct buffer *into, double seconds)
{
    double most = 1e9;
    seconds = seconds > 0 ? seconds : 0;
    unsigned long whole = (unsigned long)(seconds < most ? seconds : most);
    if (seconds < 10) {
        buffer_format(into, "%.1f s", seconds);
    } else if (whole < 120) {
        buffer_format(into, "%lu s", whole);
    } else if (whole < 3600) {
        buffer_format(into, "%lu min", whole / 60);
    } else if (whole < 172800) {
        buffer_format(into, "%lu h %02lu min", whole / 3600, whole / 60 % 60);
    } else {
        buffer_format(into, "%lu d %lu h", whole / 86400, whole / 3600 % 24);
    }
}

void page_date(struct buffer *into, const char *date)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[16];
    int32_t day;
    (void)snprintf(text, sizeof text, "%.10s", date);
    if (!duty_read_date(text, &day)) {
        page_text(into, date);
        return;
    }
    int month = (text[5] - '0') * 10 + text[6] - '0';
    buffer_format(into, "<time datetime=\"%s\">%s %d %s %.4s</time>", text, days[(day % 7 + 7) % 7],
                  (text[8] - '0') * 10 + text[9] - '0', months[month - 1], text);
}

void page_clock(struct buffer *into, const char *instant)
{
    if (strlen(instant) < 16) {
        page_text(into, instant);
        return;
    }
    page_format(into, "<time datetime=\"%s\">", instant);
    inert_html_line(into, instant + 11, 5);
    buffer_text(into, " UTC</time>");
}

void page_link(struct buffer *into, const char *address, const char *words)
{
    struct span scheme = {address, strlen(address)};
    const char *shown = words[0] != '\0' ? words : address;
    if (!span_take(&scheme, "https://") && !span_take(&scheme, "http://")) {
        page_text(into, shown);
        return;
    }
    page_format(into, "<a href=\"%s\" rel=\"noreferrer\">%s</a>", address, shown);
}

void page_issue(struct buffer *into, uint64_t issue, const char *link)
{
    char number[32];
    if (issue == 0) {
        buffer_text(into, "none yet");
        return;
    }
    (void)snprintf(number, sizeof number, "#%llu", (unsigned long long)issue);
    page_link(into, link, number);
    if (link[0] == '/' || link[0] == '.') {
        page_format(into, " <code class=\"path\">%s</code>", link);
    }
}

void page_handle(struct buffer *into, const char *handle)
{
    buffer_text(into, handle[0] != '\0' ? "@" : "nobody");
    page_text(into, handle);
}

void page_severity(struct buffer *into, enum severity severity)
{
    const char *name = signature_severity_name(severity);
    buffer_format(into, "<span class=\"chip %s\">%s</span>", name, name);
}

void page_outcome(struct buffer *into, int status)
{
    const char *class = status == OUTCOME_CLEAN      ? "clean"
                        : status == OUTCOME_FINDINGS ? "findings"
                                                     : "not";
    buffer_format(into, "<span class=\"chip %s\">%s</span>", class, outcome_name(status));
}

void page_table_begin(struct buffer *into, const char *label, const char *const *columns,
                      size_t count)
{
    page_format(
        into,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table>\n<thead><tr>",
        label);
    for (size_t i = 0; i < count; i++) {
        bool number = columns[i][0] == '#';
        buffer_format(into, "<th scope=\"col\"%s>%s</th>", number ? " class=\"number\"" : "",
                      columns[i] + number);
    }
    buffer_text(into, "</tr></thead>\n<tbody>\n");
}

void page_table_end(struct buffer *into)
{
    buffer_text(into, "</tbody></table></div>\n");
}

void page_section(struct buffer *into, const char *id, const char *heading)
{
    buffer_format(into, "<section id=\"%s\">\n<h2>%s</h2>\n", id, heading);
}
