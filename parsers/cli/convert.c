/* convert.c -- (the program) `fuseau convert`: instants as RFC 9557 text of a zone */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/clock.h"
#include "cli/input.h"
#include "cli/instant.h"
#include "cli/output.h"

struct convert {
    struct cli_instants instants;
    struct cli_found found;
};

static void show_as_json(const struct cli_outcome *outcome, const struct cli_found *found,
                         const struct fuseau_rfc3339 *instant)
{
    json_t *object = cli_outcome_object(outcome);
    cli_put_instant(object, instant->instant);
    cli_put_clock(object, found, instant);
    cli_print_object(object);
}

static void convert_record(struct cli_outcome *outcome, void *context)
{
    const struct convert *convert = context;
    struct fuseau_rfc3339 instant;
    if (!cli_instant_read(&convert->instants, outcome, &instant)) {
        return;
    }
    char text[CLI_CLOCK_ROOM];
    struct fuseau_result result = cli_clock_text(&convert->found, &instant, text);
    if (result.error != FUSEAU_OK) {
        outcome->error = fuseau_error_name(result.error);
        outcome->message = result.error == FUSEAU_ERR_RANGE
                               ? "RFC 9557 cannot write what clocks in this zone show then"
                               : fuseau_error_message(result.error);
    } else if (convert->found.options->json) {
        show_as_json(outcome, &convert->found, &instant);
    } else {
        printf("%.*s\n", (int)result.at, text);
    }
}

int cli_convert_run(const struct cli_options *options)
{
    struct cli_database database = {.options = options};
    struct convert convert = {.instants = cli_instants_of(&database)};
    int status = cli_find_zone(&database, &convert.found);
    if (status == CLI_ACCEPTED) {
        status = cli_input_each(options, convert_record, &convert);
        cli_found_release(&convert.found);
    }
    cli_database_close(&database);
    return database.missing ? CLI_UNABLE : status;
}
