/* cli_tzif.c -- (the program) `fuseau tzif`: whether zone files are valid, and if not, why */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli_commands.h"
#include "cli_file.h"
#include "cli_input.h"
#include "cli_json.h"
#include "cli_text.h"

static void show_as_json(const char *path, const char *bytes, const struct fuseau_tzif *tzif)
{
    json_t *object = new_object();
    put_text(object, "file", path, strlen(path));
    put(object, "ok", json_true());
    put_integer(object, "version", tzif->version);
    put_integer(object, "transitions", tzif->transitions);
    put_integer(object, "types", tzif->types);
    put_integer(object, "leap_seconds", tzif->leaps - tzif->leaps_expire);
    put(object, "footer",
        tzif->has_rule ? json_stringn(bytes + tzif->footer_at, tzif->footer_size) : json_null());
    print_object(object);
}

static void show_for_eyes(const char *path, const char *bytes, const struct fuseau_tzif *tzif)
{
    print_safe(stdout, path, strlen(path));
    printf(": valid, version %d, transitions %" PRIu32 ", types %" PRIu32 ", ", tzif->version,
           tzif->transitions, tzif->types);
    fputs(tzif->has_rule ? "footer " : "no footer", stdout);
    print_safe(stdout, bytes + tzif->footer_at, tzif->footer_size);
    putchar('\n');
}

static int judge_file(const char *path, bool json)
{
    char *bytes;
    size_t size;
    struct fuseau_tzif tzif;
    struct fuseau_result result = {file_read(path, &bytes, &size), 0};
    if (result.error == FUSEAU_OK) {
        result = fuseau_tzif_parse(bytes, size, &tzif);
    }
    int status = EXIT_ACCEPTED;
    if (result.error != FUSEAU_OK) {
        status = show_named_refusal("file", path, result, json);
    } else if (json) {
        show_as_json(path, bytes, &tzif);
    } else {
        show_for_eyes(path, bytes, &tzif);
    }
    free(bytes);
    return status;
}

static int worse(int one, int other)
{
    return one > other ? one : other;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static int judge_path(const char *path, bool json);

/* A member of a directory. Links to directories are passed over: they may lead in a circle. */
static int judge_member(const char *directory, const char *name, bool json)
{
    size_t size = strlen(directory) + 1 + strlen(name) + 1;
    char *path = malloc(size);
    if (path == NULL) {
        out_of_memory();
    }
    snprintf(path, size, "%s/%s", directory, name);
    bool passed_over = is_link(path) && is_directory(path);
    int status = passed_over ? EXIT_ACCEPTED : judge_path(path, json);
    free(path);
    return status;
}

static int is_member(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int judge_directory(const char *path, bool json)
{
    struct dirent **members;
    int count = scandir(path, &members, is_member, alphasort);
    if (count < 0) {
        return show_named_refusal("file", path, (struct fuseau_result){FUSEAU_ERR_FILE_READ, 0},
                                  json);
    }
    int status = EXIT_ACCEPTED;
    for (int i = 0; i < count; i++) {
        if (!interrupted() && !ferror(stdout)) {
            status = worse(status, judge_member(path, members[i]->d_name, json));
        }
        free(members[i]);
    }
    free(members);
    return status;
}

static int judge_path(const char *path, bool json)
{
    return is_directory(path) ? judge_directory(path, json) : judge_file(path, json);
}

int tzif_run(const struct options *options)
{
    if (options->text_count == 0) {
        return wrong_usage(options->command, "a file is missing", "");
    }
    int status = EXIT_ACCEPTED;
    for (size_t i = 0; i < options->text_count && !interrupted() && !ferror(stdout); i++) {
        status = worse(status, judge_path(options->texts[i], options->json));
    }
    return status;
}
