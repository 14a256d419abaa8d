/* SPDX-License-Identifier: MIT */
#include "otlp.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "otel_environment.h"

/* What aggregationTemporality is: the sum of what was counted since startTimeUnixNano. */
#define CUMULATIVE 2

/* JSON has no such numbers; protobuf's mapping has words for them. */
static json_t *real(double value)
{
    if (isnan(value) || isinf(value)) {
        return json_string(isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
    return json_real(value);
}

static json_t *labels(const struct metric_point *point)
{
    json_t *list = json_array();
    for (size_t i = 0; i < point->label_count; i++) {
        const struct metric_label *label = &point->labels[i];
        if (json_array_append_new(list, otlp_attribute(label->name, label->value)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *data_point(const struct metric *metric, const struct metric_point *point,
                          int64_t began, int64_t now)
{
    json_t *value = metric->whole ? otlp_integer((int64_t)point->value) : real(point->value);
    return json_pack("{s:o,s:o,s:o,s:o}", "attributes", labels(point), "startTimeUnixNano",
                     otlp_integer(began), "timeUnixNano", otlp_integer(now),
                     metric->whole ? "asInt" : "asDouble", value);
}

static json_t *data_points(const struct metric *metric, int64_t began, int64_t now)
{
    json_t *list = json_array();
    for (size_t i = 0; i < metric->count; i++) {
        if (json_array_append_new(list, data_point(metric, &metric->points[i], began, now)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *family(const struct metric *metric, int64_t began, int64_t now)
{
    json_t *points = data_points(metric, began, now);
    if (metric->kind == METRIC_COUNTER) {
        return json_pack("{s:s,s:s,s:s,s:{s:o,s:i,s:b}}", "name", metric->name, "description",
                         metric->help, "unit", metric->unit, "sum", "dataPoints", points,
                         "aggregationTemporality", CUMULATIVE, "isMonotonic", 1);
    }
    return json_pack("{s:s,s:s,s:s,s:{s:o}}", "name", metric->name, "description", metric->help,
                     "unit", metric->unit, "gauge", "dataPoints", points);
}

static json_t *all(const struct metrics *metrics, int64_t began, int64_t now)
{
    json_t *list = json_array();
    for (size_t i = 0; i < metrics->count; i++) {
        const struct metric *metric = &metrics->list[i];
        if (metric->count > 0 && json_array_append_new(list, family(metric, began, now)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
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

void otlp_metrics(const struct metrics *metrics, const struct otlp_resource *resource,
                  int64_t began, int64_t now, struct buffer *into)
{
    json_t *message = json_pack("{s:[{s:o,s:[{s:o,s:o}]}]}", "resourceMetrics", "resource",
                                otlp_resource(resource), "scopeMetrics", "scope",
                                otlp_scope(resource), "metrics", all(metrics, began, now));
    otlp_write(message, into);
    into->failed = into->failed || metrics->failed;
}

json_t *otlp_text(const char *text)
{
    json_t *json = json_string(text);
    if (json == NULL) {
        struct buffer shown = {0};
        inert_line(&shown, text, strlen(text));
        json = shown.failed || shown.data == NULL ? NULL : json_string(shown.data);
        buffer_free(&shown);
    }
    return json;
}

json_t *otlp_integer(int64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRId64, value);
    return json_string(text);
}

json_t *otlp_attribute(const char *key, const char *text)
{
    return json_pack("{s:s,s:{s:o}}", "key", key, "value", "stringValue", otlp_text(text));
}

static bool has(const json_t *attributes, const char *key)
{
    for (size_t i = 0; i < json_array_size(attributes); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(attributes, i), "key"));
        if (name != NULL && strcmp(name, key) == 0) {
            return true;
        }
    }
    return false;
}

/* A key stands there once: whoever comes first is right. */
static bool add(json_t *attributes, const char *key, const char *text)
{
    return has(attributes, key) ||
           json_array_append_new(attributes, otlp_attribute(key, text)) == 0;
}

/* All or none, as OpenTelemetry has it [Resource SDK]. */
static bool add_list(json_t *attributes, const char *list)
{
    struct span rest = {list, strlen(list)};
    struct baggage member;
    bool whole, done = true;
    if (!baggage_check(list)) {
        return true;
    }
    while (done && baggage_take(&rest, &member, &whole)) {
        done = add(attributes, member.key, member.value);
    }
    return done;
}

json_t *otlp_resource(const struct otlp_resource *resource)
{
    json_t *attributes = json_array();
    bool done = resource->service[0] == '\0' || add(attributes, "service.name", resource->service);
    done = done && add_list(attributes, resource->attributes) &&
           add(attributes, "service.name", "vigil") &&
           add(attributes, "service.instance.id", resource->instance) &&
           add(attributes, "service.version", resource->version);
    if (!done) {
        json_decref(attributes);
        attributes = NULL;
    }
    return json_pack("{s:o}", "attributes", attributes);
}

json_t *otlp_scope(const struct otlp_resource *resource)
{
    return json_pack("{s:s,s:s}", "name", "vigil", "version", resource->version);
}

void otlp_write(json_t *message, struct buffer *into)
{
    char *text = message == NULL ? NULL : json_dumps(message, JSON_COMPACT);
    into->failed = into->failed || text == NULL;
    buffer_text(into, text == NULL ? "" : text);
    free(text);
    json_decref(message);
}
