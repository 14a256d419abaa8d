/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "otlp.h"

#define KIND_INTERNAL 1
#define STATUS_ERROR  2

/* The night, or a part of it, as a span. */
struct part {
    const char *name, *target;
    char id[17], parent[17]; /* "": the night itself has none */
    bool cached;
    int64_t began, ended;
};

struct trace {
    const struct report *report;
    const char *date;
    char id[33];
    struct part night;
};

/* Never zero, which stands for no id. */
static void write_id(uint64_t hash, char id[17])
{
    (void)snprintf(id, 17, "%016" PRIx64, hash == 0 ? 1 : hash);
}

static uint64_t hash_of(const struct trace *trace, const char *what)
{
    uint64_t hash = fnv_add_text(FNV_START, trace->report->project);
    return fnv_add_text(fnv_add_text(hash, trace->date), what);
}

/* Stage, target, and the how many-th of its name it is. */
static void identify(const struct trace *trace, size_t at, char id[17])
{
    const struct stage *stages = trace->report->stages, *stage = &stages[at];
    char earlier[24];
    size_t count = 0;
    for (size_t i = 0; i < at; i++) {
        count += strcmp(stages[i].name, stage->name) == 0 &&
                 strcmp(stages[i].target, stage->target) == 0;
    }
    (void)snprintf(earlier, sizeof earlier, "%zu", count);
    uint64_t hash = fnv_add_text(hash_of(trace, stage->name), stage->target);
    write_id(fnv_add_text(hash, earlier), id);
}

/* From the first to the last that is known of it: the build took place before it began. */
static void measure_night(struct trace *trace)
{
    const struct report *report = trace->report;
    struct part *night = &trace->night;
    for (size_t i = 0; i < report->stage_count; i++) {
        const struct stage *stage = &report->stages[i];
        night->began =
            night->began == 0 || stage->began < night->began ? stage->began : night->began;
        night->ended = stage->ended > night->ended ? stage->ended : night->ended;
        night->ended = stage->began > night->ended ? stage->began : night->ended;
    }
    night->ended = night->ended > night->began ? night->ended : night->began;
}

static void begin(const struct report *report, struct trace *trace)
{
    static const struct store_night none = {0};
    const struct store_night *night =
        report->night_count > 0 ? &report->nights[report->night_count - 1] : &none;
    *trace = (struct trace){.report = report, .date = night->date};
    trace->night = (struct part){.name = "night",
                                 .target = "",
                                 .began = stages_at(night->started),
                                 .ended = stages_at(night->ended)};
    write_id(hash_of(trace, "trace, first half"), trace->id);
    write_id(hash_of(trace, "trace, second half"), trace->id + 16);
    write_id(hash_of(trace, "night"), trace->night.id);
    measure_night(trace);
}

/* Which stage of the night a target's belongs to: the last of its name that began before it;
 * the first, where a clock was set back meanwhile. */
static size_t stage_above(const struct report *report, size_t at)
{
    size_t above = report->stage_count;
    for (size_t i = 0; i < report->stage_count; i++) {
        const struct stage *stage = &report->stages[i];
        if (stage->target[0] == '\0' && strcmp(stage->name, report->stages[at].name) == 0 &&
            (above == report->stage_count || stage->began <= report->stages[at].began)) {
            above = i;
        }
    }
    return above;
}

static int64_t within(int64_t moment, const struct part *part)
{
    moment = moment < part->began ? part->began : moment;
    return moment > part->ended ? part->ended : moment;
}

static struct part part_of(const struct trace *trace, size_t at, const struct part *above)
{
    const struct stage *stage = &trace->report->stages[at];
    struct part part = {.name = stage->name, .target = stage->target, .cached = stage->cached};
    identify(trace, at, part.id);
    memcpy(part.parent, above->id, sizeof part.parent);
    part.began = within(stage->began, above);
    part.ended = within(stage->ended == 0 ? above->ended : stage->ended, above);
    return part;
}

static json_t *night_attributes(const struct trace *trace)
{
    static const char *const verdicts[] = {"clean", "findings", "could not"};
    const struct report *report = trace->report;
    return json_pack("[o,o,o,o]", otlp_attribute("vigil.project", report->project),
                     otlp_attribute("vigil.revision", report->revision),
                     otlp_attribute("vigil.date", trace->date),
                     otlp_attribute("vigil.verdict", verdicts[report->verdict]));
}

static json_t *attributes(const struct part *part)
{
    json_t *cached =
        json_pack("{s:s,s:{s:b}}", "key", "vigil.cached", "value", "boolValue", part->cached);
    json_t *stage = otlp_attribute("vigil.stage", part->name);
    return part->target[0] == '\0'
               ? json_pack("[o,o]", stage, cached)
               : json_pack("[o,o,o]", stage, cached, otlp_attribute("vigil.target", part->target));
}

static json_t *span_of(const struct trace *trace, const struct part *part, json_t *described)
{
    return json_pack("{s:s,s:s,s:o,s:i,s:o,s:o,s:o}", "traceId", trace->id, "spanId", part->id,
                     "name", otlp_text(part->name), "kind", KIND_INTERNAL, "startTimeUnixNano",
                     otlp_integer(part->began), "endTimeUnixNano", otlp_integer(part->ended),
                     "attributes", described);
}

/* That a night went well is said by no status, as OpenTelemetry has it. */
static json_t *night_span(const struct trace *trace)
{
    json_t *span = span_of(trace, &trace->night, night_attributes(trace));
    if (trace->report->verdict != OUTCOME_CLEAN &&
        json_object_set_new(span, "status",
                            json_pack("{s:i,s:o}", "code", STATUS_ERROR, "message",
                                      otlp_text(trace->report->sentence))) != 0) {
        json_decref(span);
        return NULL;
    }
    return span;
}

static json_t *part_span(const struct trace *trace, size_t at)
{
    const struct report *report = trace->report;
    struct part part, above = trace->night;
    size_t stage =
        report->stages[at].target[0] == '\0' ? report->stage_count : stage_above(report, at);
    if (stage < report->stage_count) {
        above = part_of(trace, stage, &trace->night);
    }
    part = part_of(trace, at, &above);
    json_t *span = span_of(trace, &part, attributes(&part));
    if (json_object_set_new(span, "parentSpanId", json_string(part.parent)) != 0) {
        json_decref(span);
        return NULL;
    }
    return span;
}

static json_t *spans(const struct trace *trace)
{
    json_t *list = json_array();
    bool done = json_array_append_new(list, night_span(trace)) == 0;
    for (size_t i = 0; done && i < trace->report->stage_count; i++) {
        done = json_array_append_new(list, part_span(trace, i)) == 0;
    }
    if (!done) {
        json_decref(list);
        return NULL;
    }
    return list;
}

void otlp_traces(const struct report *report, const struct otlp_resource *resource,
                 struct buffer *into)
{
    struct trace trace;
    begin(report, &trace);
    otlp_write(json_pack("{s:[{s:o,s:[{s:o,s:o}]}]}", "resourceSpans", "resource",
                         otlp_resource(resource), "scopeSpans", "scope", otlp_scope(resource),
                         "spans", spans(&trace)),
               into);
}
