/* campaign.h -- one target fuzzed for its share of the night, going on after each crash */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_CAMPAIGN_H
#define VIGIL_TRIAGE_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "crash.h"

struct campaign;
/* False: it could not be kept, and the artifact is left for the next night. */
typedef bool campaign_found(void *context, const struct artifact *artifact);
typedef void campaign_progress(void *context, const struct campaign *campaign);

enum campaign_end {
    CAMPAIGN_FINISHED,    /* its share was used up */
    CAMPAIGN_STUCK,       /* it crashed at once, again and again: more runs would show no more */
    CAMPAIGN_INTERRUPTED, /* the night was cut short */
    CAMPAIGN_NOT_STARTED, /* it never ran an input: `fault` says why */
    CAMPAIGN_BROKEN,      /* it was killed or hung again and again: `fault` says how */
    CAMPAIGN_BLIND,       /* inputs ran and showed nothing, no edge or no input worth keeping: it
                             looked at nothing, and `fault` says so */
};

struct campaign {
    /* given */
    const struct target *target;
    const char *corpus; /* this target's own, which grows from night to night */
    const char *seeds;  /* a directory (seeds.h) that may be thinned out */
    const char *work;   /* a directory for artifacts and the last log */
    double share;       /* seconds; 0: seeds and corpus are run once */
    double search_most; /* seconds beyond the share, all together, in which inputs that end the
                           process are looked for; 0: as long as a search takes */
    double patience; /* seconds beyond the share before a run that hangs is killed; 0: 15, and the
                        time of two inputs */
    uint32_t seed;   /* libFuzzer's for the first run, one more for each after it; 0: its own
                        choice */
    bool print_coverage; /* the last log (WORK/last.log) then names the functions that ran, and
                            those that did not */
    campaign_found *found;
    campaign_progress *progress;
    void *context;
    /* found */
    uint64_t executions, edges, corpus_inputs;
    double elapsed;   /* seconds of fuzzing; triage not counted */
    double searched;  /* seconds of those searches */
    unsigned runs;    /* processes started */
    unsigned crashes; /* artifacts, the same crash counted each time, and the ends without one */
    unsigned left;    /* runs that ended the process without a report, and without libFuzzer */
    size_t planted;   /* files among the artifacts that the target itself put there (artifacts.h) */
    char note[400];   /* what it went on after: "killed by signal 9 twice; went on"; "" nothing */
    char unknown_flags[400]; /* the target's flags that its libFuzzer does not know; "" none */
    enum campaign_end end;
    struct fault fault;
};

/*
 * libFuzzer ends at the first crash, so it is started again, with a new seed, on what it has
 * learnt, until the share is used up. Its -fork=1 -ignore_crashes=1 would do the same in one
 * process, but prints the reports of its children shortened and interleaved, loses which artifact
 * left which log, and counts executions by estimate; a restart costs a tenth of a second.
 *
 * A seed that crashes is taken out, so that the rest is fuzzed; of many such seeds the second and
 * the following cost one run of all together, for each run reads all that are there. A target that
 * keeps crashing in its first second is left alone after 100 such runs, with a growing pause
 * between them.
 *
 * A run that ends without an artifact and without libFuzzer's last figures was ended by the target
 * itself, which *left* (_exit, a trap, another program run in its place), or by somebody else. The
 * first time that it ends so, the seeds and the corpus are run to find the input that does it,
 * which is then handed over as any crash. Where none does, one artifact without input is handed
 * over when the share is used up, with how many of the runs ended so. What may come from outside
 * (SIGKILL) is handed over only where it ended at least half of the runs; else it is a note. A
 * start that fails is tried again. All of this goes on until the share is used up, but after ten
 * deaths from outside, or five starts in a row that failed.
 */
void campaign_run(struct campaign *campaign);

/* What libFuzzer's progress lines have said. */
struct campaign_figures {
    uint64_t executions;
    uint64_t edges;           /* "cov:" */
    uint64_t corpus;          /* inputs, "corp:" before the "/" */
    uint64_t exec_per_second; /* as libFuzzer last said */
};

/* Reads one line: "#1024\tpulse  cov: 9 ft: 10 corp: 4/9b lim: 8 exec/s: 512 rss: 28Mb", or
 * "stat::number_of_executed_units: 1024". Any other changes nothing; true if something was read.
 * Executions never fall: the final statistic is exact and the pulse before it was not. */
bool campaign_line(struct campaign_figures *figures, const char *text, size_t size);

/* Whether this line is among the last that libFuzzer prints when it ends by itself. A target that
 * ends the process in its stead prints none. */
bool campaign_line_is_last(const char *text, size_t size);

/* Whether libFuzzer names its findings like this file: "…/crash-da39a3". */
bool campaign_is_finding(const char *path);

/* "finished". Static storage. */
const char *campaign_end_name(enum campaign_end end);

#endif
