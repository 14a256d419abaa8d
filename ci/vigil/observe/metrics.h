/* metrics.h -- pure: one set of figures, as Prometheus text and as OTLP */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_METRICS_H
#define VIGIL_OBSERVE_METRICS_H

#include "base/buffer.h"
#include "report/report.h"

/* Untyped is a gauge with a name that the format reserves for another kind: "_count" is for
 * summaries.
 */
enum metric_kind { METRIC_GAUGE, METRIC_COUNTER, METRIC_UNTYPED };

struct metric_label {
    const char *name;
    char value[128];
};

#define METRIC_LABELS 3

struct metric_point {
    struct metric_label labels[METRIC_LABELS];
    size_t label_count;
    double value;
};

/* A family of points: `# HELP` and `# TYPE` are written once for all of them. */
struct metric {
    const char *name, *help, *unit; /* unit as UCUM has it: "s", "{edge}/s"; "" for a code */
    enum metric_kind kind;
    bool whole; /* its values are integers */
    struct metric_point *points;
    size_t count;
};

struct metrics {
    struct metric *list;
    size_t count;
    bool failed; /* memory ran out */
};

/* Every family that vigil knows, also one without a point, in a fixed order. The report may be one
 * of a night under way: its last night then has no end. */
void metrics_collect(const struct report *report, struct metrics *metrics);
void metrics_free(struct metrics *metrics);

/* The exposition format 0.0.4, which node_exporter's textfile collector and a Pushgateway read. */
void metrics_prometheus(const struct metrics *metrics, struct buffer *into);

#endif
