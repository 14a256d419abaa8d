/* SPDX-License-Identifier: MIT */
#include "observe.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/http.h"
#include "base/inert.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/secret.h"
#include "base/span.h"
#include "base/stages.h"
#include "otel_environment.h"
#include "otlp.h"

#define PUSHGATEWAY_MILLISECONDS 10000
#define LEAST_MILLISECONDS       100

/* Host and port alone: a user, a path or a query may hold what only the receiver is to know. */
static void name_receiver(int which, const char *url, char name[160])
{
    static const char *const names[] = {"Pushgateway", "OTLP metrics", "OTLP traces"};
    struct buffer shown = {0};
    const char *from = strstr(url, "://");
    from = from == NULL ? url : from + 3;
    size_t size = strcspn(from, "/?#");
    for (size_t at = size; at > 0; at--) {
        if (from[at - 1] == '@') {
            from += at;
            size -= at;
            break;
        }
    }
    inert_line(&shown, from, size);
    (void)snprintf(name, 160, "%s, %.120s", names[which], shown.data == NULL ? "" : shown.data);
    buffer_free(&shown);
}

static void tell(struct observe *observe, int which, const char *url, const char *what)
{
    char name[160];
    if (!observe->told[which]) {
        observe->told[which] = true;
        name_receiver(which, url, name);
        progress_say("vigil: %s: %s", name, what);
    }
}

static bool was_taken(int which, long status, const struct buffer *answer, struct fault *fault)
{
    if (status < 200 || status > 299) {
        return fault_set(fault, "not sent: it answers with status %ld", status);
    }
    int64_t refused = which == OBSERVE_PUSHGATEWAY ? 0 : otlp_refused(answer->data, answer->size);
    return refused == 0 || fault_set(fault, "it refuses %" PRId64 " of the %s", refused,
                                     which == OBSERVE_TRACES ? "spans" : "data points");
}

static bool carry(int which, const struct http_request *request, struct fault *fault)
{
    struct buffer answer = {0};
    struct fault why;
    long status = 0;
    struct http *http = http_open(&why);
    bool done = http != NULL && http_send(http, request, &status, &answer, &why);
    if (done) {
        done = was_taken(which, status, &answer, fault);
    } else {
        fault_set(fault, "not sent: %.400s", why.text);
    }
    http_close(http);
    buffer_free(&answer);
    return done;
}

/* `request->milliseconds` are all that the receiver gets in this night. */
static void attempt(struct observe *observe, int which, struct http_request *request, bool last)
{
    struct fault fault;
    if (process_interrupted() || (observe->silent[which] && !last)) {
        return;
    }
    long left = request->milliseconds - observe->waited[which];
    request->milliseconds = last ? left : request->milliseconds / 2;
    if (request->milliseconds < LEAST_MILLISECONDS) {
        request->milliseconds = LEAST_MILLISECONDS;
    }
    double began = process_clock();
    if (carry(which, request, &fault)) {
        return;
    }
    observe->waited[which] += (long)((process_clock() - began) * 1000);
    observe->silent[which] = true;
    tell(observe, which, request->url, fault.text);
}

static void push(struct observe *observe, const struct report *report, const struct buffer *text,
                 bool last)
{
    static const char *const headers[] = {"Content-Type: text/plain; version=0.0.4; charset=utf-8",
                                          "Expect:", NULL};
    struct buffer url = {0};
    if (observe->pushgateway[0] == '\0') {
        return;
    }
    pushgateway_url(observe->pushgateway, report->project, &url);
    struct http_request request = {.method = "PUT",
                                   .url = url.data,
                                   .headers = headers,
                                   .body = text->data,
                                   .milliseconds = PUSHGATEWAY_MILLISECONDS};
    if (url.failed) {
        tell(observe, OBSERVE_PUSHGATEWAY, observe->pushgateway, "not sent: out of memory");
    } else {
        attempt(observe, OBSERVE_PUSHGATEWAY, &request, last);
    }
    buffer_free(&url);
}

static void export(struct observe *observe, int which, const struct buffer *message, bool last)
{
    const struct otel_signal *signal =
        which == OBSERVE_METRICS ? &observe->otel->metrics : &observe->otel->traces;
    struct http_request request = {.method = "POST",
                                   .url = signal->url,
                                   .headers = signal->headers,
                                   .body = message->data,
                                   .milliseconds = signal->milliseconds};
    if (signal->url[0] == '\0') {
        return;
    }
    if (message->failed) {
        tell(observe, which, signal->url, "not sent: out of memory");
    } else {
        attempt(observe, which, &request, last);
    }
}

static int64_t night_began(const struct report *report)
{
    return report->night_count == 0 ? 0
                                    : stages_at(report->nights[report->night_count - 1].started);
}

static void export_all(struct observe *observe, const struct report *report,
                       const struct metrics *metrics, bool last)
{
    const struct otlp_resource resource = {.service = observe->otel->service,
                                           .attributes = observe->otel->attributes,
                                           .instance = report->project,
                                           .version = report->version};
    struct buffer figures = {0}, spans = {0};
    otlp_metrics(metrics, &resource, night_began(report), stages_now(), &figures);
    export(observe, OBSERVE_METRICS, &figures, last);
    if (last) {
        otlp_traces(report, &resource, &spans);
        export(observe, OBSERVE_TRACES, &spans, last);
    }
    buffer_free(&figures);
    buffer_free(&spans);
}

bool observe_write(struct observe *observe, const struct report *report, bool last,
                   struct fault *fault)
{
    struct metrics metrics;
    struct buffer text = {0};
    metrics_collect(report, &metrics);
    metrics_prometheus(&metrics, &text);
    bool done = !text.failed || fault_set(fault, "out of memory for the metrics");
    if (done && observe->textfile[0] != '\0') {
        done = files_write(observe->textfile, text.data, text.size, fault);
    }
    if (!text.failed) {
        push(observe, report, &text, last);
    }
    if (!text.failed && observe->otel != NULL) {
        export_all(observe, report, &metrics, last);
    }
    metrics_free(&metrics);
    buffer_free(&text);
    return done;
}

static bool is_address(const char *text)
{
    return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
}

static void say_each(const struct buffer *lines)
{
    struct span rest = {lines->data, lines->size}, line;
    while (span_take_line(&rest, &line)) {
        progress_say("vigil: %.*s", (int)line.size, line.text);
    }
}

bool observe_open(struct observe *observe, struct fault *fault)
{
    struct buffer complaints = {0};
    struct otel *otel = secret_allocate(sizeof *otel);
    if (otel == NULL) {
        return fault_set(fault, "out of memory for what OpenTelemetry is sent");
    }
    otel_read(otel, &complaints);
    say_each(&complaints);
    buffer_free(&complaints);
    observe->otel = otel;
    if (otel->metrics.url[0] == '\0' && otel->traces.url[0] == '\0') {
        observe_close(observe);
    }
    return observe->pushgateway[0] == '\0' || is_address(observe->pushgateway) ||
           fault_set(fault, "the Pushgateway's address must begin with http:// or https://");
}

void observe_close(struct observe *observe)
{
    if (observe->otel != NULL) {
        secret_free(observe->otel, sizeof *observe->otel);
    }
    observe->otel = NULL;
}

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* RFC 4648 s. 5. The Pushgateway does without the padding, but for "=" alone, the empty text. */
static void base64(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i += 3) {
        unsigned long group = 0;
        for (size_t j = i; j < i + 3; j++) {
            group = group << 8 | (j < size ? (unsigned char)text[j] : 0);
        }
        size_t letters = size - i < 3 ? size - i + 1 : 4;
        for (size_t j = 0; j < letters; j++) {
            buffer_add(into, &ALPHABET[group >> (18 - 6 * j) & 63], 1);
        }
    }
    buffer_text(into, size == 0 ? "=" : "");
}

/* RFC 3986's unreserved characters; "." and ".." would be steps of the path. */
static bool is_segment(const struct buffer *text)
{
    return text->size > 0 && text->data[0] != '.' &&
           strspn(text->data, ALPHABET ".~") == text->size;
}

void pushgateway_url(const char *base, const char *project, struct buffer *into)
{
    size_t size = strlen(base);
    struct buffer name = {0}; /* a label is UTF-8 */
    inert_line(&name, project, strlen(project));
    while (size > 0 && base[size - 1] == '/') {
        size--;
    }
    buffer_add(into, base, size);
    if (is_segment(&name)) {
        buffer_format(into, "/metrics/job/vigil/instance/%s", name.data);
    } else {
        buffer_text(into, "/metrics/job/vigil/instance@base64/");
        base64(into, name.data, name.size);
    }
    into->failed = into->failed || name.failed;
    buffer_free(&name);
}
