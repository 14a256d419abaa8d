/* tzdb_source.c -- where the zones of a database come from */
/* SPDX-License-Identifier: MIT */
#include "tzdb_posix.h"

#define _XOPEN_SOURCE 700
#include "tzdb_source.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tzdb_bundle.h"
#include "tzdb_version.h"

static bool is_directory(const char *path)
{
    struct stat status = {0};
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A program that runs with more rights than its user does not let the user choose its files. */
static const char *named_by_environment(void)
{
    if (getuid() != geteuid() || getgid() != getegid()) {
        return NULL;
    }
    const char *path = getenv("TZDIR");
    return path && path[0] != '\0' ? path : NULL;
}

static const char *first_of_system(void)
{
    static const char *const paths[] = {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo",
                                        "/usr/lib/zoneinfo", "/etc/zoneinfo"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (is_directory(paths[i])) {
            return paths[i];
        }
    }
    return NULL;
}

/* A path that a later chdir() does not change. */
static char *absolute(const char *path)
{
    return path[0] == '/' ? strdup(path) : realpath(path, NULL);
}

static enum fuseau_error open_directory(const char *path, struct tzdb_source *out)
{
    if (!is_directory(path)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    out->directory = absolute(path);
    return out->directory ? FUSEAU_OK : FUSEAU_ERR_MEMORY;
}

enum fuseau_error tzdb_source_open(const char *path, struct tzdb_source *out)
{
    if (!path) {
        path = named_by_environment();
    }
    if (!path) {
        path = first_of_system();
    }
    return path ? open_directory(path, out) : tzdb_source_open_bundled(out);
}

enum fuseau_error tzdb_source_open_bundled(struct tzdb_source *out)
{
    out->directory = NULL;
    return tzdb_bundle_count > 0 ? FUSEAU_OK : FUSEAU_ERR_NOT_FOUND;
}

void tzdb_source_close(struct tzdb_source *source)
{
    free(source->directory);
}

/* A built-in file has a stamp as others do, so that links to it are seen to be links. */
static enum fuseau_error read_bundle(const char *name, struct tzdb_content *out)
{
    uint32_t zone;
    if (!tzdb_bundle_find(name, &zone)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    *out = (struct tzdb_content){.stamp = {.inode = zone}};
    out->bytes = tzdb_bundle_zone(zone, &out->size);
    return FUSEAU_OK;
}

enum fuseau_error tzdb_source_read(const struct tzdb_source *source, const char *name,
                                   struct tzdb_content *out)
{
    return source->directory ? tzdb_file_read(source->directory, name, out)
                             : read_bundle(name, out);
}

enum fuseau_error tzdb_source_look(const struct tzdb_source *source, const char *name,
                                   struct tzdb_stamp *out)
{
    if (source->directory) {
        return tzdb_file_look(source->directory, name, out);
    }
    struct tzdb_content content;
    enum fuseau_error error = read_bundle(name, &content);
    if (error == FUSEAU_OK) {
        *out = content.stamp;
    }
    return error;
}

static bool names_of_bundle(struct tzdb_names *names)
{
    bool memory = true;
    for (uint32_t i = 0; memory && i < tzdb_bundle_count; i++) {
        memory = tzdb_names_add(names, tzdb_bundle_name(i));
    }
    return memory;
}

bool tzdb_source_names(const struct tzdb_source *source, struct tzdb_names *names)
{
    return source->directory ? tzdb_names_walk(names, source->directory) : names_of_bundle(names);
}

void tzdb_source_version(const struct tzdb_source *source,
                         char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1])
{
    if (source->directory) {
        tzdb_version_read(source->directory, version);
    } else {
        memcpy(version, tzdb_bundle_version, strlen(tzdb_bundle_version) + 1);
    }
}
