/* cli_commands.h -- (the program) what each command does; cli.c lists them */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_COMMANDS_H
#define FUSEAU_CLI_COMMANDS_H

#include "cli_options.h"

/* Each returns the exit status; whether stdout took everything is looked at by the caller. */
int parse_run(const struct options *options);
int zone_run(const struct options *options);
int convert_run(const struct options *options);
int resolve_run(const struct options *options);
int zones_run(const struct options *options);
int tzif_run(const struct options *options);

#endif
