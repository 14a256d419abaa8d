/* convert.c -- (the program) `fuseau convert`: instants as RFC 9557 text of a zone */
/* SPDX-License-Identifier: MIT */
#include "cli/find.h"
#include "cli/input.h"
#include "cli/instant.h"
#include "cli/options.h"
#include "cli/output.h"

enum { CONVERTED_MAX_SIZE = FUSEAU_RFC3339_MAX_SIZE + FUSEAU_TZDB_NAME_MAX_SIZE + 2 };

/* What clocks in the zone show at the instant, as text. `at` is the size of the text. */
static struct fuseau_result convert(const struct cli_found *found,
                                    const struct fuseau_rfc3339 *instant,
                                    struct fuseau_zoned *zoned, char text[CONVERTED_MAX_SIZE])
{
    struct fuseau_rfc9557 value = {.timestamp = *instant, .zone = FUSEAU_RFC9557_NO_ZONE};
    struct fuseau_result result = fuseau_zoned_from_rfc9557(
        found->zone, &value, FUSEAU_INCONSISTENT_REFUSE, FUSEAU_PREFER_REFUSE, zoned);
    if (result.error == FUSEAU_OK) {
        const char *name = found->name_size > 0 ? found->name : NULL;
        result = fuseau_zoned_format(zoned, name, found->name_size, FUSEAU_FRACTION_SHORTEST, text,
                                     CONVERTED_MAX_SIZE);
    }
    return result;
}

static void show(const struct cli_outcome *outcome, const struct fuseau_zoned *zoned,
                 const char *text, size_t size, bool json)
{
    if (!json) {
        printf("%.*s\n", (int)size, text);
        return;
    }
    json_t *object = cli_outcome_object(outcome);
    cli_put_instant(object, zoned->instant);
    cli_put_type(object, zoned->type);
    cli_put_text(object, "text", text, size);
    cli_print_object(object);
}

static void convert_record(struct cli_outcome *outcome, void *context)
{
    const struct cli_found *found = context;
    struct fuseau_rfc3339 instant;
    struct fuseau_zoned zoned;
    char text[CONVERTED_MAX_SIZE];
    if (!cli_outcome_set(outcome, cli_instant_parse(outcome->record.text, outcome->record.size,
                                                    &found->options->timestamp, &instant))) {
        return;
    }
    struct fuseau_result result = convert(found, &instant, &zoned, text);
    if (result.error == FUSEAU_OK) {
        show(outcome, &zoned, text, result.at, found->options->json);
    } else {
        outcome->error = fuseau_error_name(result.error);
        outcome->message = "RFC 9557 cannot write what clocks in this zone show then";
    }
}

int cli_convert_run(const struct cli_options *options)
{
    struct cli_found found;
    int status = cli_find_zone(options, &found);
    if (status == CLI_ACCEPTED) {
        status = cli_input_each_or_stdin(options, convert_record, &found);
        cli_found_release(&found);
    }
    return status;
}
