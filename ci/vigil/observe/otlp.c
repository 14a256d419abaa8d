/* SPDX-License-Identifier: MIT */
#include "otlp.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "otel_environment.h"
#include "report/outcome.h"

/* What aggregationTemporality is: the sum of what was counted since startTimeUnixNano. */
#define CUMULATIVE    2
#define KIND_INTERNAL 1
#define STATUS_ERROR  2

/* Each function that makes JSON returns NULL when memory ran out, or for JSON that is NULL. */

/* Of any bytes, made inert: what a receiver keeps, a dashboard shows. */
static json_t *text_of(const char *text)
{
    struct buffer shown = {0};
    inert_line(&shown, text, strlen(text));
    buffer_text(&shown, "");
    json_t *json = shown.failed ? NULL : json_string(shown.data);
    buffer_free(&shown);
    return json;
}

/* An integer of 64 bits is a decimal string in JSON, since a number there may be a double. */
static json_t *integer(int64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRId64, value);
    return json_string(text);
}

/* JSON has no such numbers; protobuf's mapping has words for them. */
static json_t *real(double value)
{
    if (isnan(value) || isinf(value)) {
        return json_string(isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
    return json_real(value);
}

static json_t *attribute(const char *key, const char *text)
{
    return json_pack("{s:s,s:{s:o}}", "key", key, "value", "stringValue", text_of(text));
}

/* The list with the item at its end. */
static json_t *with(json_t *list, json_t *item)
{
    if (json_array_append_new(list, item) != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

/* The list with this attribute at its end, unless it has one of that key. */
static json_t *with_attribute(json_t *attributes, const char *key, const char *text)
{
    for (size_t i = 0; i < json_array_size(attributes); i++) {
        const json_t *there = json_object_get(json_array_get(attributes, i), "key");
        if (strcmp(json_string_value(there), key) == 0) {
            return attributes;
        }
    }
    return with(attributes, attribute(key, text));
}

static json_t *resource_of(const struct otlp_resource *resource)
{
    const char *list = otel_is_list(resource->attributes) ? resource->attributes : "";
    struct otel_member member;
    json_t *attributes = json_array();
    if (resource->service[0] != '\0') {
        attributes = with_attribute(attributes, "service.name", resource->service);
    }
    while (otel_take(&list, &member)) {
        attributes = with_attribute(attributes, member.key, member.value);
    }
    attributes = with_attribute(attributes, "service.name", "vigil");
    attributes = with_attribute(attributes, "service.instance.id", resource->instance);
    attributes = with_attribute(attributes, "service.version", resource->version);
    return json_pack("{s:o}", "attributes", attributes);
}

/* {"resourceSpans": [{"resource": …, "scopeSpans": [{"scope": …, "spans": …}]}]}, on one line. */
static void write_message(const char *outer, const char *inner, const char *name, json_t *list,
                          const struct otlp_resource *resource, struct buffer *into)
{
    json_t *message =
        json_pack("{s:[{s:o,s:[{s:{s:s,s:s},s:o}]}]}", outer, "resource", resource_of(resource),
                  inner, "scope", "name", "vigil", "version", resource->version, name, list);
    char *text = message == NULL ? NULL : json_dumps(message, JSON_COMPACT);
    into->failed = into->failed || text == NULL;
    buffer_text(into, text == NULL ? "" : text);
    free(text);
    json_decref(message);
}

static json_t *data_points(const struct metric *metric, int64_t began, int64_t now)
{
    json_t *list = json_array();
    for (size_t i = 0; i < metric->count; i++) {
        const struct metric_point *point = &metric->points[i];
        json_t *labels = json_array();
        for (size_t l = 0; l < point->label_count; l++) {
            labels = with(labels, attribute(point->labels[l].name, point->labels[l].value));
        }
        json_t *value = metric->whole ? integer((int64_t)point->value) : real(point->value);
        list = with(list, json_pack("{s:o,s:o,s:o,s:o}", "attributes", labels, "startTimeUnixNano",
                                    integer(began), "timeUnixNano", integer(now),
                                    metric->whole ? "asInt" : "asDouble", value));
    }
    return list;
}

void otlp_metrics(const struct metrics *metrics, const struct otlp_resource *resource,
                  int64_t began, int64_t now, struct buffer *into)
{
    json_t *list = json_array();
    for (size_t i = 0; i < metrics->count; i++) {
        const struct metric *metric = &metrics->list[i];
        if (metric->count == 0) {
            continue;
        }
        json_t *points = data_points(metric, began, now);
        json_t *kind = metric->kind == METRIC_COUNTER
                           ? json_pack("{s:o,s:i,s:b}", "dataPoints", points,
                                       "aggregationTemporality", CUMULATIVE, "isMonotonic", 1)
                           : json_pack("{s:o}", "dataPoints", points);
        list = with(list, json_pack("{s:s,s:s,s:s,s:o}", "name", metric->name, "description",
                                    metric->help, "unit", metric->unit,
                                    metric->kind == METRIC_COUNTER ? "sum" : "gauge", kind));
    }
    write_message("resourceMetrics", "scopeMetrics", "metrics", list, resource, into);
    into->failed = into->failed || metrics->failed;
}

/* The night, or a stage of it. */
struct part {
    const char *name;
    int64_t began, ended;
    char id[17];
};

struct trace {
    const struct report *report;
    const struct store_night *tonight;
    char id[33];
};

/* An id: the same for the same night and number; never zero, which stands for no id. */
static void write_id(const struct trace *trace, size_t number, char id[17])
{
    char text[24];
    (void)snprintf(text, sizeof text, " %zu", number);
    uint64_t hash = fnv_add_text(FNV_START, trace->report->project);
    hash = fnv_add_text(fnv_add_text(hash, trace->tonight->date), text);
    (void)snprintf(id, 17, "%016" PRIx64, hash == 0 ? 1 : hash);
}

static json_t *span(const struct trace *trace, const struct part *part, const char *parent,
                    json_t *attributes, json_t *status)
{
    return json_pack("{s:s,s:s,s:s*,s:o,s:i,s:o,s:o,s:o,s:o*}", "traceId", trace->id, "spanId",
                     part->id, "parentSpanId", parent, "name", text_of(part->name), "kind",
                     KIND_INTERNAL, "startTimeUnixNano", integer(part->began), "endTimeUnixNano",
                     integer(part->ended), "attributes", attributes, "status", status);
}

/* From the first instant that is known of it to the last: the build ended before the night began.
 */
static struct part night_of(const struct trace *trace)
{
    struct part night = {.name = "night",
                         .began = stages_at(trace->tonight->started),
                         .ended = stages_at(trace->tonight->ended)};
    for (size_t i = 0; i < trace->report->stage_count; i++) {
        const struct stage *stage = &trace->report->stages[i];
        int64_t last = stage->ended > stage->began ? stage->ended : stage->began;
        night.began = night.began == 0 || stage->began < night.began ? stage->began : night.began;
        night.ended = last > night.ended ? last : night.ended;
    }
    night.ended = night.ended > night.began ? night.ended : night.began;
    write_id(trace, 0, night.id);
    return night;
}

/* A night that went well has no status: in OpenTelemetry, an instrumentation sets errors only. */
static json_t *night_span(const struct trace *trace, const struct part *night)
{
    static const char *const outcomes[] = {"clean", "findings", "could not"};
    const struct report *report = trace->report;
    json_t *attributes = json_pack("[o,o,o,o]", attribute("vigil.project", report->project),
                                   attribute("vigil.revision", report->revision),
                                   attribute("vigil.date", trace->tonight->date),
                                   attribute("vigil.verdict", outcomes[report->outcome]));
    return span(trace, night, NULL, attributes,
                report->outcome == OUTCOME_CLEAN ? NULL
                                                 : json_pack("{s:i,s:o}", "code", STATUS_ERROR,
                                                             "message", text_of(report->sentence)));
}

/* The instant, or the nearest one within the part above: a clock may have been set back meanwhile.
 */
static int64_t within(int64_t moment, const struct part *above)
{
    moment = moment < above->began ? above->began : moment;
    return moment > above->ended ? above->ended : moment;
}

static struct part stage_of(const struct trace *trace, size_t at, const struct part *above)
{
    const struct stage *stage = &trace->report->stages[at];
    struct part part = {.name = stage->name,
                        .began = within(stage->began, above),
                        .ended = within(stage->ended == 0 ? above->ended : stage->ended, above)};
    write_id(trace, at + 1, part.id);
    return part;
}

/* A stage is below the night; a target's stage is below the last stage of that name before it. */
static json_t *stage_span(const struct trace *trace, size_t at, const struct part *night)
{
    const struct stage *stages = trace->report->stages, *stage = &stages[at];
    struct part above = *night;
    for (size_t i = at; stage->target[0] != '\0' && i > 0; i--) {
        if (stages[i - 1].target[0] == '\0' && strcmp(stages[i - 1].name, stage->name) == 0) {
            above = stage_of(trace, i - 1, night);
            break;
        }
    }
    const struct part part = stage_of(trace, at, &above);
    json_t *attributes = json_pack("[o,{s:s,s:{s:b}}]", attribute("vigil.stage", stage->name),
                                   "key", "vigil.cached", "value", "boolValue", (int)stage->cached);
    if (stage->target[0] != '\0') {
        attributes = with(attributes, attribute("vigil.target", stage->target));
    }
    return span(trace, &part, above.id, attributes, NULL);
}

void otlp_traces(const struct report *report, const struct otlp_resource *resource,
                 struct buffer *into)
{
    struct trace trace = {.report = report, .tonight = outcome_tonight(report)};
    const struct part night = night_of(&trace);
    write_id(&trace, SIZE_MAX, trace.id);
    write_id(&trace, SIZE_MAX - 1, trace.id + 16);
    json_t *list = with(json_array(), night_span(&trace, &night));
    for (size_t i = 0; i < report->stage_count; i++) {
        list = with(list, stage_span(&trace, i, &night));
    }
    write_message("resourceSpans", "scopeSpans", "spans", list, resource, into);
}

/* A number or a decimal string, as protobuf's mapping allows. */
static int64_t count_of(const json_t *value)
{
    const char *text = json_string_value(value);
    return text != NULL ? strtoll(text, NULL, 10) : json_integer_value(value);
}

int64_t otlp_refused(const char *answer, size_t size)
{
    json_t *json = json_loadb(answer, size, JSON_REJECT_DUPLICATES, NULL);
    const json_t *partial = json_object_get(json, "partialSuccess");
    int64_t points = count_of(json_object_get(partial, "rejectedDataPoints"));
    int64_t spans = count_of(json_object_get(partial, "rejectedSpans"));
    json_decref(json);
    return points > 0 ? points : spans > 0 ? spans : 0;
}
