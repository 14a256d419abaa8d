/* cli_convert.c -- (the program) `fuseau convert`: instants as RFC 9557 text of a zone */
/* SPDX-License-Identifier: MIT */
#include "cli_commands.h"
#include "cli_find.h"
#include "cli_input.h"
#include "cli_instant.h"
#include "cli_json.h"

enum { CONVERTED_MAX_SIZE = FUSEAU_RFC3339_MAX_SIZE + FUSEAU_TZDB_NAME_MAX_SIZE + 2 };

struct convert {
    const struct options *options;
    struct found found;
};

/* What clocks in the zone show at the instant, as text. `at` is the size of the text. */
static struct fuseau_result convert(const struct found *found, const struct fuseau_rfc3339 *instant,
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

static void show(const struct judged *judged, const struct fuseau_zoned *zoned, const char *text,
                 size_t size, bool json)
{
    if (!json) {
        printf("%.*s\n", (int)size, text);
        return;
    }
    json_t *object = judged_object(judged);
    put_integer(object, "unix_seconds", zoned->instant.seconds);
    put_integer(object, "nanoseconds", zoned->instant.nanoseconds);
    put_type(object, zoned->type);
    put_text(object, "text", text, size);
    print_object(object);
}

static void convert_record(struct judged *judged, void *context)
{
    const struct convert *command = context;
    struct fuseau_rfc3339 instant;
    struct fuseau_zoned zoned;
    char text[CONVERTED_MAX_SIZE];
    if (!judge(judged, instant_parse(judged->record.text, judged->record.size,
                                     &command->options->timestamp, &instant))) {
        return;
    }
    struct fuseau_result result = convert(&command->found, &instant, &zoned, text);
    if (result.error == FUSEAU_OK) {
        show(judged, &zoned, text, result.at, command->options->json);
    } else {
        judged->error = fuseau_error_name(result.error);
        judged->message = "RFC 9557 cannot write what clocks in this zone show then";
    }
}

int convert_run(const struct options *options)
{
    struct convert command = {.options = options};
    int status = find_zone(options, &command.found);
    if (status == EXIT_ACCEPTED) {
        status = input_each_or_stdin(options, convert_record, &command);
        found_release(&command.found);
    }
    return status;
}
