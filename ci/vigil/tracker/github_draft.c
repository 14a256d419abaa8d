/* SPDX-License-Identifier: MIT */
#include "github_draft.h"

#include <string.h>

#define TITLE_MOST 256

json_t *github_draft_text(const struct tracker_draft *draft)
{
    size_t size = strlen(draft->title);
    size = size < TITLE_MOST ? size : TITLE_MOST;
    while (size > 0 && ((unsigned char)draft->title[size] & 0xc0) == 0x80) {
        size--;
    }
    return json_pack("{s:s%,s:s}", "title", draft->title, size, "body", draft->body);
}

static bool add_names(json_t *object, const char *key, const char *const names[], size_t count)
{
    json_t *array = json_array();
    int failed = array == NULL ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        failed |= json_array_append_new(array, json_string(names[i]));
    }
    return (json_object_set_new(object, key, array) | failed) == 0;
}

json_t *github_draft_issue(const struct tracker_draft *draft, const char *label,
                           const char *assignee)
{
    const char *labels[TRACKER_LABELS_MOST + 1] = {label};
    size_t count = 1;
    for (size_t i = 0; i < draft->label_count && i < TRACKER_LABELS_MOST; i++) {
        if (strcasecmp(draft->labels[i], label) != 0) {
            labels[count++] = draft->labels[i];
        }
    }
    json_t *json = github_draft_text(draft);
    if (json != NULL && (!add_names(json, "labels", labels, count) ||
                         (assignee[0] != '\0' && !add_names(json, "assignees", &assignee, 1)))) {
        json_decref(json);
        return NULL;
    }
    return json;
}
