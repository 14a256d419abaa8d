/* input.h -- (the program) what a command reads: its texts, standard input, a small file */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_INPUT_H
#define FUSEAU_CLI_INPUT_H

#include "cli/options.h"
#include "cli/outcome.h"

/* Reads the record of the outcome, and shows what was read, or sets why it is refused. */
typedef void cli_action(struct cli_outcome *outcome, void *context);

/*
 * Call `action` for each text of the options in order, "-" standing for the records of standard
 * input, as no text at all does where the command takes it so; refusals are shown. Returns the exit
 * status.
 */
int cli_input_each(const struct cli_options *options, cli_action *action, void *context);

/* Let Ctrl-C end the work in order: from now on, a signal only makes cli_input_interrupted true. */
void cli_input_catch_signals(void);
bool cli_input_interrupted(void);

/*
 * Read the regular file at `path`, or all of standard input for "-", into `*bytes`, which the
 * caller frees. A file that is not regular is no hang.
 *
 * Errors: FILE_KIND, FILE_SIZE (more than FUSEAU_TZDB_FILE_MAX_SIZE), FILE_CHANGED, FILE_READ
 * (errno says why), MEMORY.
 */
enum fuseau_error cli_input_file(const char *path, char **bytes, size_t *size);

#endif
