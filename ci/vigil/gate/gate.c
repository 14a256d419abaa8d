/* SPDX-License-Identifier: MIT */
#include "gate.h"

#include "base/process.h"
#include "base/progress.h"
#include "work.h"

/* One door; a change is told of all that is wrong with it, so none keeps it from the next. */
static void door(struct gate *gate, enum door door, void (*body)(struct gate *))
{
    double began = process_clock();
    body(gate);
    gate->report.doors[door].seconds = process_clock() - began;
}

int gate(const struct gate_options *options)
{
    struct gate gate = {.options = options};
    struct fault fault = {""};
    int status = CONCLUSION_COULD_NOT;
    if (gate_begin(&gate, &fault)) {
        door(&gate, DOOR_TEST, gate_test);
        door(&gate, DOOR_EXAMPLES, gate_examples);
        door(&gate, DOOR_FUZZ, gate_fuzz);
        door(&gate, DOOR_REVIEW, gate_review);
        status = gate_conclude(&gate);
    } else {
        progress_say("gate: could not judge: %s", fault.text);
    }
    gate_end(&gate);
    return status;
}
