/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/inert.h"
#include "base/span.h"
#include "outcome.h"
#include "page_part.h"

/* The policy stands before all that it applies to. The icon is empty, since a browser would ask for
 * one otherwise. */
static void head(const struct report *report, const char *date, struct buffer *into)
{
    buffer_format(into,
                  "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'sha256-%s'; script-src 'sha256-%s'; img-src data:; base-uri 'none'; "
                  "form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<link rel=\"icon\" href=\"data:,\">\n<title>",
                  page_style_hash, page_script_hash);
    page_format(into, "%s%s%s · %s", date, date[0] != '\0' ? " · " : "",
                outcome_name((int)report->outcome), report->project);
    buffer_format(into,
                  "</title>\n<style>%s</style>\n</head>\n<body>\n"
                  "<a class=\"skip\" href=\"#main\">Skip to what was found</a>\n",
                  page_style);
}

static void foot(const struct report *report, struct buffer *into)
{
    page_format(into, PAGE_WRITTEN_BY "%s", report->version);
    if (report->revision[0] != '\0') {
        page_format(into, " for revision <code>%s</code>", report->revision);
    }
    buffer_text(into, ". Issues: ");
    page_link(into, report->issues, "");
    buffer_format(into,
                  "</p><p id=\"said\" role=\"status\"></p></footer>\n"
                  "<script>%s</script>\n</body>\n</html>\n",
                  page_script);
}

static void times(const struct store_night *night, struct buffer *into)
{
    buffer_text(into, "Ran ");
    page_clock(into, night->started);
    if (night->ended[0] != '\0') {
        buffer_text(into, " to ");
        page_clock(into, night->ended);
    }
    if (night->start_late_seconds >= 1) {
        buffer_text(into, ", begun ");
        page_duration(into, night->start_late_seconds);
        buffer_text(into, " late");
    }
    buffer_text(into, night->late_seconds < 1 ? ", reported in time." : ", reported ");
    if (night->late_seconds >= 1) {
        page_duration(into, night->late_seconds);
        buffer_text(into, " after the window began.");
    }
}

/* How the night ended, who is to read of it, and when it ran. */
static void heading(const struct report *report, struct buffer *into)
{
    buffer_text(into, "<h1>");
    page_outcome(into, (int)report->outcome);
    page_format(into, " %s</h1>\n<p class=\"to\">", report->sentence);
    for (size_t i = 0; i < report->duty_count; i++) {
        if (report->duty[i].reviewer != NULL) {
            buffer_text(into, "For ");
            page_on_duty(&report->duty[i], into);
            buffer_text(into, ".<br>");
            break;
        }
    }
    times(outcome_tonight(report), into);
    buffer_text(into, "</p>\n");
}

/* A number that links to a section of a page, "" being this page; `section` "": no link. */
static void figure(struct buffer *into, const char *name, size_t count, const char *page,
                   const char *section)
{
    bool link = count > 0 && section[0] != '\0';
    buffer_format(into, "<div><dt>%s</dt><dd>", name);
    if (link) {
        page_format(into, "<a href=\"%s#%s\">", page, section);
    }
    buffer_count(into, count);
    buffer_text(into, link ? "</a></dd></div>\n" : "</dd></div>\n");
}

static void figures(const struct report *report, const char *page, struct buffer *into)
{
    const struct store_night *night = outcome_tonight(report);
    buffer_text(into, "<dl class=\"figures\">\n");
    figure(into, "new", outcome_count(report, FATE_NEW), page, "new");
    figure(into, "back", outcome_count(report, FATE_RETURNED), page, "back");
    figure(into, "flaky", outcome_count(report, FATE_FLAKY), page, "flaky");
    figure(into, "known", outcome_count(report, FATE_KNOWN), page, "known");
    figure(into, "fixed", outcome_count(report, FATE_MENDED), page, "mended");
    figure(into, "declined", outcome_count(report, FATE_DECLINED), page, "declined");
    figure(into, "open high", night->open[SEVERITY_HIGH], "", "queue");
    figure(into, "open medium", night->open[SEVERITY_MEDIUM], "", "queue");
    figure(into, "open low", night->open[SEVERITY_LOW], "", "queue");
    buffer_text(into, "</dl>\n");
}

static void navigation(bool crashes, struct buffer *into)
{
    static const char *const links[][2] = {{"targets", "Targets"},     {"duty", "On duty"},
                                           {"queue", "Review queue"},  {"plots", "Plots"},
                                           {"toolchain", "Toolchain"}, {"filings", "Filings"}};
    buffer_text(into, "<nav aria-label=\"Sections\"><ul>");
    buffer_text(into, crashes ? "<li><a href=\"#crashes\">Crashes</a></li>" : "");
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        buffer_format(into, "<li><a href=\"#%s\">%s</a></li>", links[i][0], links[i][1]);
    }
    buffer_text(into, "</ul></nav>\n");
}

/* A section of lines; none where there are no lines. */
static void lines(const char *words, const char *id, const char *heading, struct buffer *into)
{
    struct span text = {words, strlen(words)}, line;
    if (text.size == 0) {
        return;
    }
    page_section(into, id, heading);
    buffer_text(into, "<ul class=\"note\">\n");
    while (span_take_line(&text, &line)) {
        buffer_text(into, "<li>");
        inert_html_line(into, line.text, line.size);
        buffer_text(into, "</li>\n");
    }
    buffer_text(into, "</ul>\n</section>\n");
}

static void glance_row(const struct report_crash *crash, struct buffer *into)
{
    buffer_text(into, "<tr><td>");
    page_severity(into, crash->severity);
    page_format(into,
                "</td><th scope=\"row\" class=\"said\"><a href=\"#crash-%s\">%s</a>%s</th>"
                "<td>%s</td><td>",
                crash->id, crash->title, crash->fate == FATE_RETURNED ? " (back)" : "",
                crash->target);
    page_handle(into, crash->owner);
    buffer_text(into, "</td><td>");
    page_issue(into, crash->issue, crash->issue_link);
    buffer_text(into, "</td></tr>\n");
}

/* What is to be worked on, a line each, where there is more than one. */
static void glance(const struct report *report, struct buffer *into)
{
    static const char *const columns[] = {"Severity", "Crash", "Target", "Owner", "Issue"};
    if (outcome_count(report, FATE_NEW) + outcome_count(report, FATE_RETURNED) < 2) {
        return;
    }
    page_section(into, "glance", "At a glance");
    page_table_begin(into, "At a glance", PAGE_COLUMNS(columns));
    for (size_t i = 0; i < report->crash_count; i++) {
        if (outcome_counts(&report->crashes[i], FATE_NEW) ||
            report->crashes[i].fate == FATE_RETURNED) {
            glance_row(&report->crashes[i], into);
        }
    }
    page_table_end(into);
    buffer_text(into, "</section>\n");
}

/* A drawing is an image, so that it shares neither script nor style with the page. */
static void draw_plots(const struct page_plot *plots, size_t count, struct buffer *into)
{
    page_section(into, "plots", "Over the nights");
    if (count == 0) {
        buffer_text(into, "<p>Not drawn: gnuplot could not be run.</p>\n</section>\n");
        return;
    }
    buffer_text(into, "<div class=\"plots\">\n");
    for (size_t i = 0; i < count; i++) {
        page_format(into,
                    "<figure><figcaption>%s</figcaption><img width=\"360\" height=\"190\" "
                    "alt=\"%s\" src=\"data:image/svg+xml;base64,",
                    plots[i].title, plots[i].summary);
        base64_write(into, plots[i].svg, plots[i].size);
        buffer_text(into, "\"></figure>\n");
    }
    /* The same words for those who see the pictures: a screen reader has read them out already. */
    buffer_text(into, "<div class=\"words\" aria-hidden=\"true\">\n");
    for (size_t i = 0; i < count; i++) {
        page_format(into, "<p>%s</p>\n", plots[i].summary);
    }
    buffer_text(into, "</div>\n</div>\n</section>\n");
}

static void filings(const struct report *report, struct buffer *into)
{
    const struct store_filings *filings = &report->filings;
    page_section(into, "filings", "Filings");
    buffer_text(into, "<dl class=\"figures\">\n");
    figure(into, "filed", filings->filed, "", "");
    figure(into, "reopened", filings->reopened, "", "");
    figure(into, "closed", filings->closed, "", "");
    figure(into, "refused", filings->refused, "", "");
    figure(into, "waiting", filings->waiting, "", "");
    buffer_text(into, "</dl>\n</section>\n");
}

void page_night(const struct report *report, const struct page_plot *plots, size_t plot_count,
                struct buffer *into)
{
    const struct store_night *night = outcome_tonight(report);
    head(report, night->date, into);
    page_format(into, "<header>\n<p class=\"eyebrow\"><a href=\"index.html\">%s</a> · night of ",
                report->project);
    page_date(into, night->date);
    buffer_text(into, "</p>\n");
    heading(report, into);
    figures(report, "", into);
    navigation(report->crash_count > 0, into);
    buffer_text(into, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
    lines(report->troubles, "troubles", "What could not be done", into);
    lines(report_notes(report), "notes", "What else is to be known", into);
    buffer_text(into, "<div id=\"crashes\">\n");
    glance(report, into);
    page_crashes(report, into);
    buffer_text(into, "</div>\n");
    page_targets(report, into);
    page_duty(report, into);
    page_queue(report, into);
    draw_plots(plots, plot_count, into);
    page_toolchain(report, into);
    page_stages(report, into);
    filings(report, into);
    page_format(into,
                "<p class=\"soft\">The same as <a href=\"%s.md\">Markdown</a> and as <a "
                "href=\"%s.json\">JSON</a>.</p>\n</main>\n",
                night->date, night->date);
    foot(report, into);
}

void page_index(const struct report *report, const bool *pages, const struct page_plot *plots,
                size_t plot_count, struct buffer *into)
{
    const struct store_night *night = outcome_tonight(report);
    char page[32];
    (void)snprintf(page, sizeof page, "%s.html", night->date);
    head(report, "", into);
    page_format(into, "<header>\n<p class=\"eyebrow\">%s · the last night, <a href=\"%s\">",
                report->project, page);
    page_date(into, night->date);
    buffer_text(into, "</a></p>\n");
    heading(report, into);
    figures(report, page, into);
    buffer_text(into, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
    draw_plots(plots, plot_count, into);
    page_nights(report, pages, into);
    page_duty(report, into);
    page_queue(report, into);
    buffer_text(into, "</main>\n");
    foot(report, into);
}
