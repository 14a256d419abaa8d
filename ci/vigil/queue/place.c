/* SPDX-License-Identifier: MIT */
#include "place.h"

#include <stdio.h>

#include "base/command.h"

bool place_settle(const char *config, const char *tracker, const char *state, struct place *place,
                  struct fault *fault)
{
    if (!settings_make(config, tracker, &place->settings, fault)) {
        return false;
    }
    const char *said = place->settings.tracker;
    const char *word = said[0] == '\0' ? state : said;
    int size = snprintf(place->issues, sizeof place->issues,
                        said[0] == '\0' ? "local:%s/issues" : "%s", word);
    (void)snprintf(place->queue, sizeof place->queue, said[0] == '\0' ? "local:%s" : "%s", word);
    return (size > 0 && (size_t)size < sizeof place->issues) ||
           fault_set(fault, "the tracker's name is too long");
}

static void complain(void *context, const struct fault *fault)
{
    (void)context;
    (void)command_complain(fault->text);
}

struct tracker_options place_tracker(const struct place *place, const char *word)
{
    const char *file = place->settings.token_file;
    return (struct tracker_options){.word = word,
                                    .label = place->settings.label,
                                    .token_file = file[0] == '\0' ? NULL : file,
                                    .account = place->settings.account,
                                    .complain = complain};
}
