/* SPDX-License-Identifier: MIT */
#include "otlp_part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baggage.h"
#include "safetext.h"

json_t *otlp_text(const char *text)
{
    json_t *json = json_string(text);
    if (json == NULL) {
        struct buffer shown = {0};
        safetext_line(&shown, text, strlen(text));
        json = shown.failed || shown.data == NULL ? NULL : json_string(shown.data);
        buffer_free(&shown);
    }
    return json;
}

json_t *otlp_integer(int64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRId64, value);
    return json_string(text);
}

json_t *otlp_attribute(const char *key, const char *text)
{
    return json_pack("{s:s,s:{s:o}}", "key", key, "value", "stringValue", otlp_text(text));
}

static bool has(const json_t *attributes, const char *key)
{
    for (size_t i = 0; i < json_array_size(attributes); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(attributes, i), "key"));
        if (name != NULL && strcmp(name, key) == 0) {
            return true;
        }
    }
    return false;
}

/* A key stands there once: whoever comes first is right. */
static bool add(json_t *attributes, const char *key, const char *text)
{
    return has(attributes, key) ||
           json_array_append_new(attributes, otlp_attribute(key, text)) == 0;
}

/* All or none, as OpenTelemetry has it [Resource SDK]. */
static bool add_list(json_t *attributes, const char *list)
{
    struct span rest = {list, strlen(list)};
    struct baggage member;
    bool whole, done = true;
    if (!baggage_check(list)) {
        return true;
    }
    while (done && baggage_take(&rest, &member, &whole)) {
        done = add(attributes, member.key, member.value);
    }
    return done;
}

json_t *otlp_resource(const struct otlp_resource *resource)
{
    json_t *attributes = json_array();
    bool done = resource->service[0] == '\0' || add(attributes, "service.name", resource->service);
    done = done && add_list(attributes, resource->attributes) &&
           add(attributes, "service.name", "vigil") &&
           add(attributes, "service.instance.id", resource->instance) &&
           add(attributes, "service.version", resource->version);
    if (!done) {
        json_decref(attributes);
        attributes = NULL;
    }
    return json_pack("{s:o}", "attributes", attributes);
}

json_t *otlp_scope(const struct otlp_resource *resource)
{
    return json_pack("{s:s,s:s}", "name", "vigil", "version", resource->version);
}

void otlp_write(json_t *message, struct buffer *into)
{
    char *text = message == NULL ? NULL : json_dumps(message, JSON_COMPACT);
    into->failed = into->failed || text == NULL;
    buffer_text(into, text == NULL ? "" : text);
    free(text);
    json_decref(message);
}
