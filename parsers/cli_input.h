/* cli_input.h -- (the program) the records of a command: its texts, or standard input */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_INPUT_H
#define FUSEAU_CLI_INPUT_H

#include "cli_judged.h"
#include "cli_options.h"

/* Judges the record, and shows what was read, unless it is refused. */
typedef void judge_action(struct judged *judged, void *context);

/*
 * Call `action` for each text of the options in order, "-" standing for the records of standard
 * input; refusals are shown. Returns the exit status.
 */
int input_each(const struct options *options, judge_action *action, void *context);

/* The same where no text at all means standard input. */
int input_each_or_stdin(const struct options *options, judge_action *action, void *context);

/* Let Ctrl-C end the work in order: from now on, a signal only sets what interrupted() tells. */
void input_catch_signals(void);
bool interrupted(void);

#endif
