/* SPDX-License-Identifier: MIT */
/* The crashes and the targets of a gate, on a terminal. */
#include <string.h>

#include "gateout_part.h"
#include "gateout_terminal.h"
#include "safetext.h"

#define CRASHES_MOST 20

static void where(struct terminal *terminal, const struct gate_crash *crash)
{
    struct buffer place = {0};
    gateout_place(&place, crash->path, crash->line);
    if (crash->path[0] == '\0') {
        terminal_line(terminal, 2, "in %s; no line of the project's own is known",
                      crash->function[0] == '\0' ? crash->target : crash->function);
    } else {
        terminal_line(terminal, 2, "%s%s%s", place.failed ? "" : place.data,
                      crash->function[0] == '\0' ? "" : " in ", crash->function);
    }
    buffer_free(&place);
}

/* A command is to be copied, and so never cut or broken. */
static void command(struct terminal *terminal, const char *words)
{
    if (words[0] != '\0') {
        buffer_text(terminal->into, "  $ ");
        safetext_line(terminal->into, words, strlen(words));
        buffer_text(terminal->into, "\n");
    }
}

static void crash_lines(struct terminal *terminal, const struct gate_crash *crash)
{
    struct buffer evidence = {0};
    gateout_evidence(&evidence, crash);
    buffer_text(terminal->into, "\n");
    terminal_colour(terminal, TERMINAL_BOLD);
    terminal_colour(terminal, gateout_blocks(crash) ? TERMINAL_RED : "");
    terminal_line(terminal, 0, "%s: %s", gateout_fate_title(crash->fate), crash->title);
    terminal_colour(terminal, TERMINAL_PLAIN);
    where(terminal, crash);
    buffer_text(terminal->into, "  ");
    terminal_paragraph(terminal, 2, 2, crash->why);
    terminal_line(terminal, 2, "target %s; %s, severity %s; %s", crash->target,
                  signature_class_name(crash->class), signature_severity_name(crash->severity),
                  evidence.failed ? "" : evidence.data);
    if (crash->directory[0] != '\0') {
        terminal_line(terminal, 2, "input, minimized and report.txt are in %s", crash->directory);
    }
    command(terminal, crash->command);
    buffer_free(&evidence);
}

void gateout_text_crashes(struct terminal *terminal, const struct gate_report *report)
{
    for (size_t i = 0; i < report->crash_count && i < CRASHES_MOST; i++) {
        crash_lines(terminal, &report->crashes[i]);
    }
    if (report->crash_count > CRASHES_MOST) {
        buffer_format(terminal->into, "\nand %zu crashes more: verdict.json has them all\n",
                      report->crash_count - CRASHES_MOST);
    }
}

static void edges(struct terminal *terminal, const struct gate_target *target)
{
    terminal_line(terminal, 2, "%10llu %10llu %5.0f %%  %s", (unsigned long long)target->base_edges,
                  (unsigned long long)target->edges,
                  (double)target->edges * 100 / (double)target->base_edges, target->name);
}

static void missing(struct terminal *terminal, const struct gate_report *report)
{
    bool any = false;
    for (size_t i = 0; i < report->target_count; i++) {
        const struct gate_target *target = &report->targets[i];
        if (gateout_is_missing(target)) {
            buffer_text(terminal->into, any ? "" : "\nTargets that did not run\n");
            terminal_line(terminal, 2, "%s: %s", target->name, target->ended);
            any = true;
        }
    }
}

void gateout_text_targets(struct terminal *terminal, const struct gate_report *report)
{
    bool any = false;
    missing(terminal, report);
    for (size_t i = 0; i < report->target_count; i++) {
        if (gateout_is_collapsed(&report->targets[i])) {
            if (!any) {
                buffer_text(terminal->into, "\nEdges that collapsed, on the same corpus\n");
                buffer_format(terminal->into, "  %10s %10s %7s  %s\n", "base", "head", "kept",
                              "target");
            }
            edges(terminal, &report->targets[i]);
            any = true;
        }
    }
}
