/* tzdb_local.c -- the zone of the system: TZ, /etc/localtime, /etc/timezone */
/* SPDX-License-Identifier: MIT */
#include "tzdb_local.h"

#include <string.h>

#include "posixtz.h"
#include "tzdb_directory.h"
#include "tzdb_posix.h"
#include "zone_parts.h"
#include "zonename.h"

static struct fuseau_result answer(enum fuseau_error error)
{
    return (struct fuseau_result){error, 0};
}

/* ---- a name, or none ---- */

/* The zone of that name, which the database must have. */
static struct fuseau_result by_name(struct fuseau_tzdb *db, const char *name, size_t size,
                                    struct fuseau_tzdb_local_zone *out)
{
    struct fuseau_result result = fuseau_zonename_parse(name, size);
    if (result.error == FUSEAU_OK) {
        result = fuseau_tzdb_zone(db, name, size, FUSEAU_TZDB_EXACT_CASE, &out->zone);
    } else {
        result = answer(FUSEAU_ERR_NOT_FOUND);
    }
    if (result.error == FUSEAU_OK) {
        memcpy(out->name, name, size); /* it was found, so it has room */
        out->name[size] = '\0';
        return answer(FUSEAU_OK);
    }
    return result;
}

/* Whether a name leads to no zone, be it because there is no database. */
static bool is_nowhere(enum fuseau_error error)
{
    return error == FUSEAU_ERR_NOT_FOUND || error == FUSEAU_ERR_NO_DATABASE;
}

/* A database that lacks UTC needs none to know what it is. */
static struct fuseau_result utc(struct fuseau_tzdb *db, struct fuseau_tzdb_local_zone *out)
{
    const struct fuseau_posixtz rule = {.standard = {.designation = "UTC"}};
    struct fuseau_result result = by_name(db, "UTC", 3, out);
    return is_nowhere(result.error) ? fuseau_zone_from_posixtz(&rule, &out->zone) : result;
}

static bool same_type(const struct fuseau_local_type *left, const struct fuseau_local_type *right)
{
    return left->offset_seconds == right->offset_seconds && left->dst == right->dst &&
           strcmp(left->designation, right->designation) == 0;
}

/* Whether the clocks of two zones agree until 2100, behind which both only have their rules. */
static bool agree(const struct fuseau_zone *left, const struct fuseau_zone *right)
{
    const int64_t until = INT64_C(4102444800);
    struct fuseau_transition one = {.seconds = INT64_MIN}, other = one;
    bool same = same_type(fuseau_zone_at(left, INT64_MIN), fuseau_zone_at(right, INT64_MIN));
    while (same && one.seconds < until) {
        bool more = fuseau_zone_next(left, one.seconds, &one);
        if (fuseau_zone_next(right, other.seconds, &other) != more) {
            return false;
        }
        if (!more) {
            return true;
        }
        same = one.seconds == other.seconds && same_type(one.after, other.after);
    }
    return same;
}

/* Gives the zone a name, if the database has one of that name whose clocks agree with it. */
static struct fuseau_result try_name(struct fuseau_tzdb *db, const char *name, size_t size,
                                     struct fuseau_tzdb_local_zone *zone)
{
    struct fuseau_tzdb_local_zone named = {.zone = NULL};
    struct fuseau_result result = by_name(db, name, size, &named);
    if (result.error == FUSEAU_OK && agree(zone->zone, named.zone)) {
        fuseau_zone_release(zone->zone);
        named.from = zone->from;
        *zone = named;
    } else {
        fuseau_zone_release(named.zone);
    }
    return answer(result.error == FUSEAU_ERR_MEMORY ? result.error : FUSEAU_OK);
}

/* ---- what a path says ---- */

/* The part of a path behind its last directory of this name, or NULL. */
static const char *behind(const char *path, const char *directory)
{
    size_t size = strlen(directory);
    const char *found = NULL;
    for (const char *at = path; (at = strstr(at, directory)) != NULL; at++) {
        if ((at == path || at[-1] == '/') && at[size] == '/') {
            found = at + size + 1;
        }
    }
    return found;
}

static const char *without(const char *name, const char *directory)
{
    size_t size = strlen(directory);
    return strncmp(name, directory, size) == 0 ? name + size : name;
}

/*
 * The name of the zone whose file a path says it is: what is behind "zoneinfo/", as ICU and jiff
 * have it, or behind the database's own directory. "posix/" and "right/" have the same zones once
 * more. NULL: it says none.
 */
static const char *name_in(const struct fuseau_tzdb *db, const char *path)
{
    const char *root = fuseau_tzdb_source(db);
    size_t size = strlen(root);
    const char *name = behind(path, "zoneinfo");
    if (!name) {
        if (size == 0 || strncmp(path, root, size) != 0 || path[size] != '/') {
            return NULL;
        }
        name = path + size + 1;
    }
    name = without(without(name, "posix/"), "right/");
    bool names = fuseau_zonename_parse(name, strlen(name)).error == FUSEAU_OK &&
                 !tzdb_directory_passes_over(name);
    return names ? name : NULL;
}

/*
 * The zone whose file a link leads to: what it says itself counts before where it ends, so that who
 * links to "Europe/Kiev" has that. Errors: NOT_FOUND (it is no link, or names none), MEMORY.
 */
static struct fuseau_result by_link(struct fuseau_tzdb *db, const char *path,
                                    struct fuseau_tzdb_local_zone *out)
{
    char target[TZDB_POSIX_PATH_MAX_SIZE + 1];
    if (!tzdb_posix_link(path, target)) {
        return answer(FUSEAU_ERR_NOT_FOUND);
    }
    const char *name = name_in(db, target);
    if (!name) {
        enum fuseau_error error = tzdb_posix_resolve(path, target);
        name = error == FUSEAU_OK ? name_in(db, target) : NULL;
        if (!name) {
            return answer(error == FUSEAU_OK ? FUSEAU_ERR_NOT_FOUND : error);
        }
    }
    return by_name(db, name, strlen(name), out);
}

/* The zone of a file, which has no name yet. */
static struct fuseau_result by_file(const char *path, struct fuseau_tzdb_local_zone *out)
{
    struct tzdb_content content;
    enum fuseau_error error = tzdb_posix_read(NULL, path, &content);
    if (error != FUSEAU_OK) {
        return answer(error);
    }
    struct fuseau_result result = fuseau_zone_from_tzif(content.bytes, content.size, &out->zone);
    tzdb_content_free(&content);
    if (result.error == FUSEAU_OK && !zone_set_source(out->zone, path)) {
        fuseau_zone_release(out->zone);
        out->zone = NULL;
        result.error = FUSEAU_ERR_MEMORY;
    }
    return result;
}

/* ---- the places ---- */

/* "/etc/timezone", whose first word is a name. NOT_FOUND: there is no such file. */
static enum fuseau_error read_timezone(const char *path, char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1])
{
    struct tzdb_content content;
    enum fuseau_error error = tzdb_posix_read(NULL, path, &content);
    if (error != FUSEAU_OK) {
        return error;
    }
    const char *word = content.bytes + strspn(content.bytes, " \t\r\n");
    size_t size = strcspn(word, " \t\r\n");
    if (size == 0 || size > FUSEAU_TZDB_NAME_MAX_SIZE) {
        error = FUSEAU_ERR_NOT_FOUND;
    } else {
        memcpy(name, word, size);
        name[size] = '\0';
    }
    tzdb_content_free(&content);
    return error;
}

/* The zone of a copy. Its name may stand in /etc/timezone; where that is older, they disagree. */
static struct fuseau_result by_copy(struct fuseau_tzdb *db, const struct tzdb_local_places *places,
                                    struct fuseau_tzdb_local_zone *out)
{
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1];
    struct fuseau_result result = by_file(places->localtime, out);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    result.error = read_timezone(places->timezone, name);
    if (result.error == FUSEAU_OK) {
        result = try_name(db, name, strlen(name), out);
    }
    if (result.error == FUSEAU_ERR_MEMORY) {
        fuseau_zone_release(out->zone);
        return result;
    }
    return answer(FUSEAU_OK);
}

/* "/etc/localtime". NOT_FOUND: there is none, or it leads to nothing. */
static struct fuseau_result by_localtime(struct fuseau_tzdb *db,
                                         const struct tzdb_local_places *places,
                                         struct fuseau_tzdb_local_zone *out)
{
    struct fuseau_result result = by_link(db, places->localtime, out);
    return is_nowhere(result.error) ? by_copy(db, places, out) : result;
}

/* What the system says of itself. */
static struct fuseau_result by_system(struct fuseau_tzdb *db,
                                      const struct tzdb_local_places *places,
                                      struct fuseau_tzdb_local_zone *out)
{
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1], target[TZDB_POSIX_PATH_MAX_SIZE + 1];
    out->from = FUSEAU_TZDB_LOCAL_LOCALTIME;
    struct fuseau_result result = by_localtime(db, places, out);
    if (result.error != FUSEAU_ERR_NOT_FOUND) {
        return result;
    }
    out->from = FUSEAU_TZDB_LOCAL_TIMEZONE;
    enum fuseau_error error = read_timezone(places->timezone, name);
    if (error == FUSEAU_OK) {
        return by_name(db, name, strlen(name), out);
    }
    if (error != FUSEAU_ERR_NOT_FOUND || tzdb_posix_link(places->localtime, target)) {
        return answer(error);
    }
    out->from = FUSEAU_TZDB_LOCAL_DEFAULT;
    return utc(db, out);
}

/* A file that TZ names, and its name, if the path says one that is right. */
static struct fuseau_result by_path(struct fuseau_tzdb *db, const char *path,
                                    struct fuseau_tzdb_local_zone *out)
{
    struct fuseau_result result = by_file(path, out);
    const char *name = result.error == FUSEAU_OK ? name_in(db, path) : NULL;
    if (name) {
        result = try_name(db, name, strlen(name), out);
        if (result.error != FUSEAU_OK) {
            fuseau_zone_release(out->zone);
        }
    }
    return result;
}

/* A name first: "EST5EDT" is one, and POSIX TZ strings without rules mean little. */
static struct fuseau_result by_name_or_rule(struct fuseau_tzdb *db, const char *text,
                                            struct fuseau_tzdb_local_zone *out)
{
    struct fuseau_posixtz rule;
    if (strcmp(text, "UTC") == 0) {
        return utc(db, out);
    }
    struct fuseau_result result = by_name(db, text, strlen(text), out);
    if (is_nowhere(result.error) &&
        fuseau_posixtz_parse(text, strlen(text), &rule).error == FUSEAU_OK) {
        return fuseau_zone_from_posixtz(&rule, &out->zone);
    }
    return result;
}

/* TZ, without the ":" that may stand before it. */
static struct fuseau_result by_tz(struct fuseau_tzdb *db, const struct tzdb_local_places *places,
                                  const char *text, struct fuseau_tzdb_local_zone *out)
{
    out->from = FUSEAU_TZDB_LOCAL_TZ;
    if (text[0] == '\0') {
        return utc(db, out);
    }
    if (strcmp(text, places->localtime) == 0) {
        return by_localtime(db, places, out);
    }
    return text[0] == '/' ? by_path(db, text, out) : by_name_or_rule(db, text, out);
}

/*
 * Whether TZ counts. In a privileged program its user does not choose which file is read: of paths,
 * glibc lets through /etc/localtime and those below its zone directory, and reads "UTC" for others.
 */
static bool counts(const struct tzdb_local_places *places, const char *text)
{
    bool is_path = text[0] == '/' && strcmp(text, places->localtime) != 0;
    return !is_path || !places->privileged;
}

struct fuseau_result tzdb_local_find(struct fuseau_tzdb *db, const struct tzdb_local_places *places,
                                     struct fuseau_tzdb_local_zone *out)
{
    struct fuseau_tzdb_local_zone found = {.zone = NULL};
    const char *text = places->tz && places->tz[0] == ':' ? places->tz + 1 : places->tz;
    struct fuseau_result result = text && counts(places, text) ? by_tz(db, places, text, &found)
                                                               : by_system(db, places, &found);
    if (result.error == FUSEAU_OK) {
        *out = found;
        return answer(FUSEAU_OK);
    }
    result.at =
        result.error < FUSEAU_ERR_MEMORY ? result.at : 0; /* no byte of a name is at fault */
    return result;
}

struct fuseau_result fuseau_tzdb_local(struct fuseau_tzdb *db, struct fuseau_tzdb_local_zone *out)
{
    const struct tzdb_local_places places = {
        .tz = tzdb_posix_tz(),
        .privileged = tzdb_posix_is_privileged(),
        .localtime = "/etc/localtime",
        .timezone = "/etc/timezone",
    };
    return tzdb_local_find(db, &places, out);
}

const char *fuseau_tzdb_local_from_name(enum fuseau_tzdb_local_from from)
{
    static const char *const names[] = {"TZ", "/etc/localtime", "/etc/timezone", "default"};
    return (size_t)from < sizeof names / sizeof *names ? names[from] : "unknown";
}
