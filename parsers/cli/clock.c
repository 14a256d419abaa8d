/* clock.c -- (the program) what clocks in a zone show, as text */
/* SPDX-License-Identifier: MIT */
#include "cli/clock.h"

#include "cli/output.h"

static struct fuseau_result show(const struct cli_found *found,
                                 const struct fuseau_rfc3339 *instant, struct fuseau_zoned *out)
{
    struct fuseau_rfc9557 value = {.timestamp = *instant, .zone = FUSEAU_RFC9557_NO_ZONE};
    return fuseau_zoned_from_rfc9557(found->zone, &value, FUSEAU_INCONSISTENT_REFUSE,
                                     FUSEAU_PREFER_REFUSE, out);
}

static struct fuseau_result write(const struct cli_found *found, const struct fuseau_zoned *zoned,
                                  char text[CLI_CLOCK_ROOM])
{
    const struct cli_options *options = found->options;
    bool named = found->name_size > 0 && options->format == CLI_FORMAT_RFC9557;
    return fuseau_zoned_format(zoned, named ? found->name : NULL, found->name_size, options->digits,
                               text, CLI_CLOCK_ROOM);
}

struct fuseau_result cli_clock_text(const struct cli_found *found,
                                    const struct fuseau_rfc3339 *instant, char text[CLI_CLOCK_ROOM])
{
    struct fuseau_zoned zoned;
    struct fuseau_result result = show(found, instant, &zoned);
    return result.error == FUSEAU_OK ? write(found, &zoned, text) : result;
}

void cli_put_clock(json_t *object, const struct cli_found *found,
                   const struct fuseau_rfc3339 *instant)
{
    char text[CLI_CLOCK_ROOM];
    struct fuseau_result result = cli_clock_text(found, instant, text);
    bool before = instant->leap != FUSEAU_LEAP_NONE; /* the offset that holds in a leap second */
    cli_put_type(object, fuseau_zone_at(found->zone, instant->instant.seconds - before));
    if (result.error == FUSEAU_OK) {
        cli_put_text(object, "text", text, result.at);
    } else {
        cli_put(object, "text", json_null());
    }
}
