/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli_nearest.h"
#include "rota_value.h"
#include "tzdb.h"
#include "zonename.h"

static bool no_such_zone(struct fuseau_tzdb *database, const char *text, struct fault *reason)
{
    struct nearest nearest;
    nearest_find(database, text, strlen(text), &nearest);
    return nearest.count > 0 ? fault_set(reason, "there is no zone \"%.60s\"; %s is near it", text,
                                         nearest.names[0])
                             : fault_set(reason, "there is no zone \"%.60s\"", text);
}

bool rota_read_zone(const char *text, struct rota_reviewer *reviewer, struct fault *reason)
{
    struct fuseau_tzdb *database = fuseau_tzdb_default();
    if (database == NULL) {
        return fault_set(reason, "there is no zone database");
    }
    if (strlen(text) >= sizeof reviewer->zone) {
        return no_such_zone(database, text, reason);
    }
    const struct fuseau_zone *clock;
    struct fuseau_result result =
        fuseau_tzdb_zone(database, text, strlen(text), FUSEAU_TZDB_EXACT_CASE, &clock);
    bool named = fuseau_zonename_parse(text, strlen(text)).error == FUSEAU_OK;
    if (result.error == FUSEAU_ERR_NOT_FOUND || !named) {
        return no_such_zone(database, text, reason);
    }
    if (result.error != FUSEAU_OK) {
        return fault_set(reason, "zone %s: %s", text, fuseau_error_message(result.error));
    }
    reviewer->clock = clock;
    (void)snprintf(reviewer->zone, sizeof reviewer->zone, "%s", text);
    return true;
}
