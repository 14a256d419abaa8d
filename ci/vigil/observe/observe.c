/* SPDX-License-Identifier: MIT */
#include "observe.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/base64.h"
#include "base/http.h"
#include "base/inert.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/secret.h"
#include "base/span.h"
#include "base/stages.h"
#include "otel_environment.h"
#include "otlp.h"
#include "report/outcome.h"

#define PUSHGATEWAY_MILLISECONDS 10000

static bool is_address(const char *text)
{
    return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
}

bool observe_open(struct observe *observe, struct fault *fault)
{
    struct buffer complaints = {0};
    observe->otel = secret_allocate(sizeof *observe->otel);
    if (observe->otel == NULL) {
        return fault_set(fault, "out of memory for what OpenTelemetry is sent");
    }
    otel_read(observe->otel, &complaints);
    struct span rest = {complaints.data, complaints.size}, line;
    while (span_take_line(&rest, &line)) {
        progress_say("vigil: %.*s", (int)line.size, line.text);
    }
    buffer_free(&complaints);
    if (observe->otel->metrics.url[0] == '\0' && observe->otel->traces.url[0] == '\0') {
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

/* Names host and port alone: user, path and query may hold what is for the receiver only. */
static void say_of(const char *receiver, const char *url, const struct fault *fault)
{
    struct buffer shown = {0};
    const char *host = strstr(url, "://") + 3; /* each URL was checked to have a scheme */
    size_t size = strcspn(host, "/?#");
    const char *user_end = memrchr(host, '@', size);
    if (user_end != NULL) {
        size -= (size_t)(user_end + 1 - host);
        host = user_end + 1;
    }
    inert_line(&shown, host, size);
    progress_say("vigil: %s, %.120s: %s", receiver, shown.data == NULL ? "" : shown.data,
                 fault->text);
    buffer_free(&shown);
}

/* `items` names what the message holds, of which a receiver of OTLP may refuse some. False when not
 * all of it was taken; unless `told`, a line on standard error then says so. */
static bool send_to(const char *receiver, const char *items, const struct http_request *request,
                    const struct buffer *body, bool told)
{
    struct buffer answer = {0};
    struct fault fault = {""}, why;
    long status = 0;
    struct http *http = http_open(&why);
    if (body->failed) {
        fault_set(&fault, "not sent: out of memory");
    } else if (http == NULL || !http_send(http, request, &status, &answer, &why)) {
        fault_set(&fault, "not sent: %.400s", why.text);
    } else if (status < 200 || status > 299) {
        fault_set(&fault, "not sent: it answers with status %ld", status);
    } else if (otlp_refused(answer.data, answer.size) > 0) {
        fault_set(&fault, "it refuses %" PRId64 " of the %s",
                  otlp_refused(answer.data, answer.size), items);
    }
    bool taken = fault.text[0] == '\0';
    if (!taken && !told) {
        say_of(receiver, request->url, &fault);
    }
    http_close(http);
    buffer_free(&answer);
    return taken;
}

static bool push(const struct observe *observe, const char *project, const struct buffer *text)
{
    static const char *const headers[] = {"Content-Type: text/plain; version=0.0.4; charset=utf-8",
                                          "Expect:", NULL};
    struct buffer url = {0};
    observe_pushgateway_url(observe->pushgateway, project, &url);
    const struct http_request request = {.method = "PUT",
                                         .url = url.failed ? observe->pushgateway : url.data,
                                         .headers = headers,
                                         .body = text->data,
                                         .milliseconds = PUSHGATEWAY_MILLISECONDS};
    bool taken =
        send_to("Pushgateway", "figures", &request, url.failed ? &url : text, observe->silent);
    buffer_free(&url);
    return taken;
}

static void export(const char *receiver, const char *items, const struct otel_signal *signal,
                   const struct buffer *message)
{
    const struct http_request request = {.method = "POST",
                                         .url = signal->url,
                                         .headers = signal->headers,
                                         .body = message->data,
                                         .milliseconds = signal->milliseconds};
    if (signal->url[0] != '\0' && !process_interrupted()) {
        (void)send_to(receiver, items, &request, message, false);
    }
}

static void export_all(const struct otel *otel, const struct report *report,
                       const struct metrics *metrics)
{
    const struct otlp_resource resource = {.service = otel->service,
                                           .attributes = otel->attributes,
                                           .instance = report->project,
                                           .version = report->version};
    struct buffer figures = {0}, spans = {0};
    otlp_metrics(metrics, &resource, stages_at(outcome_tonight(report)->started), stages_now(),
                 &figures);
    export("OTLP metrics", "data points", &otel->metrics, &figures);
    otlp_traces(report, &resource, &spans);
    export("OTLP traces", "spans", &otel->traces, &spans);
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
    bool wanted = !text.failed && !process_interrupted();
    if (wanted && observe->pushgateway[0] != '\0' && (last || !observe->silent)) {
        observe->silent = !push(observe, report->project, &text);
    }
    if (wanted && last && observe->otel != NULL) {
        export_all(observe->otel, report, &metrics);
    }
    metrics_free(&metrics);
    buffer_free(&text);
    return done;
}

/* RFC 4648 s. 5, without padding; but the Pushgateway wants the empty text as "=". */
static void base64url(struct buffer *into, const struct buffer *text)
{
    size_t begun = into->size;
    base64_write(into, text->data, text->size);
    for (size_t i = begun; !into->failed && i < into->size; i++) {
        char *letter = &into->data[i];
        *letter = (char)(*letter == '+' ? '-' : *letter == '/' ? '_' : *letter);
        into->size = *letter == '=' ? i : into->size;
    }
    buffer_text(into, text->size == 0 ? "=" : "");
}

void observe_pushgateway_url(const char *base, const char *project, struct buffer *into)
{
    /* RFC 3986's unreserved characters; "." and ".." would be steps of the path. */
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    size_t size = strlen(base);
    struct buffer name = {0}; /* a label is UTF-8 */
    inert_line(&name, project, strlen(project));
    while (size > 0 && base[size - 1] == '/') {
        size--;
    }
    buffer_add(into, base, size);
    if (name.size > 0 && name.data[0] != '.' && strspn(name.data, unreserved) == name.size) {
        buffer_format(into, "/metrics/job/vigil/instance/%s", name.data);
    } else {
        buffer_text(into, "/metrics/job/vigil/instance@base64/");
        base64url(into, &name);
    }
    into->failed = into->failed || name.failed;
    buffer_free(&name);
}
