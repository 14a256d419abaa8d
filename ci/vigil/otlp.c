/* SPDX-License-Identifier: MIT */
#include "otlp.h"

#include <math.h>
#include <stdlib.h>

#include "otlp_part.h"

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
