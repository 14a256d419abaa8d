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

/*
 * The same for whom lines can be read many at once. `lines` gets the complete lines of standard
 * input that are there, `size` bytes of them that end with an LF; it hands each over that it cannot
 * read itself to cli_input_take, in order, and counts the others with cli_input_count. It gets no
 * records that end otherwise, and none of more than CLI_RECORD_MAX_SIZE bytes.
 */
struct cli_input;
typedef void cli_lines(struct cli_input *input, const char *text, size_t size, void *context);
int cli_input_each_line(const struct cli_options *options, cli_lines *lines, cli_action *action,
                        void *context);
void cli_input_take(struct cli_input *input, struct cli_record record);
void cli_input_count(struct cli_input *input, size_t records);

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
