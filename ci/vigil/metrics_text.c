/* SPDX-License-Identifier: MIT */
/* Prometheus's exposition format, version 0.0.4. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metrics.h"

/* A backslash and a line end would end or bend what they stand in, and a quote a quoted text. */
static void escaped(struct buffer *into, const char *text, bool quoted)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buffer_text(into, "\\n");
        } else if (*text == '\\' || (quoted && *text == '"')) {
            buffer_format(into, "\\%c", *text);
        } else {
            buffer_add(into, text, 1);
        }
    }
}

/* The shortest of the two forms that reads back as it was. */
static void number(struct buffer *into, double value)
{
    char text[40];
    if (isnan(value) || isinf(value)) {
        buffer_text(into, isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
        return;
    }
    (void)snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) < value || strtod(text, NULL) > value) {
        (void)snprintf(text, sizeof text, "%.17g", value);
    }
    buffer_text(into, text);
}

static void sample(struct buffer *into, const char *name, const struct metric_point *point)
{
    buffer_text(into, name);
    for (size_t i = 0; i < point->label_count; i++) {
        buffer_format(into, "%s%s=\"", i == 0 ? "{" : ",", point->labels[i].name);
        escaped(into, point->labels[i].value, true);
        buffer_text(into, "\"");
    }
    buffer_text(into, point->label_count > 0 ? "} " : " ");
    number(into, point->value);
    buffer_text(into, "\n");
}

void metrics_prometheus(const struct metrics *metrics, struct buffer *into)
{
    static const char *const kinds[] = {"gauge", "counter", "untyped"};
    for (size_t i = 0; i < metrics->count; i++) {
        const struct metric *metric = &metrics->list[i];
        buffer_format(into, "# HELP %s ", metric->name);
        escaped(into, metric->help, false);
        buffer_format(into, "\n# TYPE %s %s\n", metric->name, kinds[metric->kind]);
        for (size_t j = 0; j < metric->count; j++) {
            sample(into, metric->name, &metric->points[j]);
        }
    }
    into->failed = into->failed || metrics->failed;
}
