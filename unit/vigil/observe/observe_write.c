/* SPDX-License-Identifier: MIT */
/* Writes the sample night to FILE, to a Pushgateway and to OTLP: observe_write FILE [OPTION…]
 *     pushgateway=ADDRESS project=NAME
 *     way: once more before, as at a stage
 *     fewer: without the last target
 *     spawn: then runs `env` as a child, which is to see none of what was secret
 *     target: prints what a target's environment would be before anything was read
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "observe/observe.h"
#include "observe_sample.h"
#include "triage/environment.h"

static int fail(const struct fault *fault)
{
    (void)fprintf(stderr, "fault: %s\n", fault->text);
    return 2;
}

static int spawn(void)
{
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c",
                         (char *)"env; tr '\\0' '\\n' </proc/$PPID/environ || echo unreadable",
                         NULL};
    const struct process_request request = {
        .arguments = arguments, .seconds = 30, .head_bytes = 1 << 20};
    struct process_outcome outcome;
    struct fault fault;
    if (!process_run(&request, &outcome, &fault)) {
        return fail(&fault);
    }
    (void)fwrite(outcome.output, 1, outcome.output_size, stdout);
    process_outcome_free(&outcome);
    return 0;
}

static void print_environment(void)
{
    const struct target target = {.path = "/target"};
    struct environment environment;
    if (environment_make(&target, "/scratch", &environment)) {
        for (size_t i = 0; i < environment.count; i++) {
            (void)puts(environment.entries[i]);
        }
        environ_free(&environment);
    }
}

int main(int count, char **arguments)
{
    static struct observe observe;
    struct report report = sample_report;
    struct fault fault;
    unsigned ways = 0;
    bool child = false;
    for (int i = 2; i < count; i++) {
        const char *value = strchr(arguments[i], '=');
        if (strncmp(arguments[i], "pushgateway=", 12) == 0) {
            (void)snprintf(observe.pushgateway, sizeof observe.pushgateway, "%s", value + 1);
        } else if (strncmp(arguments[i], "project=", 8) == 0) {
            report.project = value + 1;
        }
        report.target_count -= strcmp(arguments[i], "fewer") == 0;
        ways += strcmp(arguments[i], "way") == 0;
        if (strcmp(arguments[i], "target") == 0) {
            print_environment();
        }
        child = child || strcmp(arguments[i], "spawn") == 0;
    }
    if (count > 1) {
        (void)snprintf(observe.textfile, sizeof observe.textfile, "%s", arguments[1]);
    }
    bool done = observe_open(&observe, &fault);
    int status = done && child ? spawn() : 0;
    for (unsigned i = 0; done && i <= ways; i++) {
        done = observe_write(&observe, &report, i == ways, &fault);
    }
    observe_close(&observe);
    return done ? status : fail(&fault);
}
