/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"

static bool set(struct confinement *confinement, enum confine_access access, const char *path)
{
    for (size_t i = 0; i < confinement->count; i++) {
        if (strcmp(confinement->rules[i].path, path) == 0) {
            confinement->rules[i].access = access;
            return true;
        }
    }
    char *copy = strdup(path);
    struct confine_rule *rule =
        copy == NULL ? NULL : list_add(&confinement->rules, &confinement->count, sizeof *rule);
    if (rule == NULL) {
        free(copy);
        return false;
    }
    *rule = (struct confine_rule){copy, access};
    return true;
}

bool confine_add(struct confinement *confinement, enum confine_access access, const char *path)
{
    char *real = realpath(path, NULL);
    bool done = real == NULL ? errno != ENOMEM : set(confinement, access, real);
    free(real);
    return done;
}

bool confine_copy(const struct confinement *from, struct confinement *to)
{
    bool done = true;
    *to = (struct confinement){0};
    for (size_t i = 0; i < from->count && done; i++) {
        done = set(to, from->rules[i].access, from->rules[i].path);
    }
    return done;
}

void confine_free(struct confinement *confinement)
{
    for (size_t i = 0; i < confinement->count; i++) {
        free(confinement->rules[i].path);
    }
    free(confinement->rules);
    *confinement = (struct confinement){0};
}

static bool leads_to(const char *rule, const char *path)
{
    size_t size = strcmp(rule, "/") == 0 ? 0 : strlen(rule);
    return strncmp(rule, path, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

enum confine_access confine_find(const struct confinement *confinement, const char *path)
{
    enum confine_access access = CONFINE_HIDDEN;
    size_t longest = 0;
    for (size_t i = 0; i < confinement->count; i++) {
        const struct confine_rule *rule = &confinement->rules[i];
        size_t size = strlen(rule->path);
        if (size >= longest && leads_to(rule->path, path)) {
            access = rule->access;
            longest = size;
        }
    }
    return access;
}
