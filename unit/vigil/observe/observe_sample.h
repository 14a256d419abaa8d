/* observe_sample.h -- a night of two targets and three crashes, for the tests of metrics */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OBSERVE_SAMPLE_H
#define VIGIL_OBSERVE_SAMPLE_H

#include "report/report.h"

#define SAMPLE_BEGAN          INT64_C(1795579200000000000) /* 2026-11-25T04:00:00Z, in nanoseconds */
#define SAMPLE_AFTER(seconds) (SAMPLE_BEGAN + (seconds)*INT64_C(1000000000) + INT64_C(250000000))

static const struct report_crash sample_crashes[] = {
    {.id = "00000000000000a1", .severity = SEVERITY_HIGH, .fate = FATE_NEW, .seen = true},
    {.id = "00000000000000a2", .severity = SEVERITY_LOW, .fate = FATE_KNOWN, .seen = true},
    {.id = "00000000000000a3", .severity = SEVERITY_LOW, .fate = FATE_FLAKY, .seen = true},
    {.id = "00000000000000a4", .severity = SEVERITY_HIGH, .fate = FATE_MENDED},
};

static const struct report_target sample_targets[] = {
    {.name = "offset",
     .executions = 9007199254740993u, /* one that a double does not hold */
     .edges = 120,
     .corpus = 31,
     .seconds = 600,
     .ran = true,
     .ended = "finished"},
    {.name = "tz+if", .edges = 7, .ended = "not run"},
};

static const struct store_night sample_nights[] = {
    {.date = "2026-11-24",
     .started = "2026-11-24T04:00:00Z",
     .ended = "2026-11-24T05:30:00Z",
     .status = 0},
    {.date = "2026-11-25",
     .started = "2026-11-25T04:00:00Z",
     .ended = "2026-11-25T05:59:30Z",
     .status = 1,
     .open = {4, 0, 2},
     .untriaged_seconds = 86400.5,
     .late_seconds = 0,
     .start_late_seconds = 90},
};

static const struct stage sample_stages[] = {
    {.name = "build", .cached = true, .began = SAMPLE_AFTER(-3), .ended = SAMPLE_AFTER(-1)},
    {.name = "replay", .began = SAMPLE_AFTER(1), .ended = SAMPLE_AFTER(4)},
    {.name = "fuzz", .began = SAMPLE_AFTER(4), .ended = SAMPLE_AFTER(704)},
    {.name = "fuzz", .target = "offset", .began = SAMPLE_AFTER(5), .ended = SAMPLE_AFTER(605)},
    {.name = "fuzz", .target = "tz+if", .began = SAMPLE_AFTER(3), .ended = SAMPLE_AFTER(900)},
    {.name = "replay", .began = SAMPLE_AFTER(704), .ended = SAMPLE_AFTER(706)},
    {.name = "file", .began = SAMPLE_AFTER(706)},
};

static const struct toolchain sample_toolchain = {.mismatches = 2};

static const struct report sample_report = {
    .project = "fuseau",
    .revision = "0123456789abcdef",
    .version = "0.1.0",
    .issues = "",
    .budget = 600,
    .outcome = OUTCOME_FINDINGS,
    .sentence = "One new crash, of high severity.",
    .troubles = "x: did not start\ny: did not start\n",
    .notes = "x: was built without symbols\n",
    .crashes = sample_crashes,
    .crash_count = sizeof sample_crashes / sizeof *sample_crashes,
    .targets = sample_targets,
    .target_count = sizeof sample_targets / sizeof *sample_targets,
    .nights = sample_nights,
    .night_count = sizeof sample_nights / sizeof *sample_nights,
    .filings = {.filed = 1, .waiting = 3},
    .toolchain = &sample_toolchain,
    .stages = sample_stages,
    .stage_count = sizeof sample_stages / sizeof *sample_stages,
};

#endif
