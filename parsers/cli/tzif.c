/* tzif.c -- (the program) `fuseau tzif`: whether zone files are valid, and if not, why */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/input.h"
#include "cli/options.h"
#include "cli/output.h"

static void show_as_json(const char *path, const char *bytes, const struct fuseau_tzif *tzif)
{
    json_t *object = cli_new_object();
    cli_put_text(object, "file", path, strlen(path));
    cli_put(object, "ok", json_true());
    cli_put_integer(object, "version", tzif->version);
    cli_put_integer(object, "transitions", tzif->transitions);
    cli_put_integer(object, "types", tzif->types);
    cli_put_integer(object, "leap_seconds", tzif->leaps - tzif->leaps_expire);
    cli_put(object, "footer",
            tzif->has_rule ? json_stringn(bytes + tzif->footer_at, tzif->footer_size)
                           : json_null());
    cli_print_object(object);
}

static void show_for_eyes(const char *path, const char *bytes, const struct fuseau_tzif *tzif)
{
    cli_print_safe(stdout, path, strlen(path));
    printf(": valid, version %d, transitions %" PRIu32 ", types %" PRIu32 ", ", tzif->version,
           tzif->transitions, tzif->types);
    fputs(tzif->has_rule ? "footer " : "no footer", stdout);
    cli_print_safe(stdout, bytes + tzif->footer_at, tzif->footer_size);
    putchar('\n');
}

/* Whether zones are read from a file all the same that is not valid, and what is tolerated then. */
static int refuse_invalid(const char *path, const char *bytes, size_t size,
                          struct fuseau_result result, bool json)
{
    struct fuseau_tzif tzif;
    bool readable = fuseau_tzif_read(bytes, size, &tzif).error == FUSEAU_OK;
    if (json) {
        json_t *object = cli_outcome_refused_name("file", path, result);
        cli_put(object, "tolerated", readable ? cli_tolerated_array(tzif.tolerated) : json_null());
        cli_print_object(object);
        return CLI_REFUSED;
    }
    int status = cli_outcome_refuse_name("file", path, result, false);
    if (readable) {
        fputs("  a zone is read from it all the same, and tolerated: ", stderr);
        cli_print_tolerated(stderr, tzif.tolerated);
        fputs("\n", stderr);
    }
    return status;
}

static int check_file(const char *path, bool json)
{
    char *bytes;
    size_t size;
    struct fuseau_tzif tzif;
    struct fuseau_result result = {cli_input_file(path, &bytes, &size), 0};
    if (result.error != FUSEAU_OK) {
        return cli_outcome_refuse_name("file", path, result, json);
    }
    result = fuseau_tzif_parse(bytes, size, &tzif);
    int status = CLI_ACCEPTED;
    if (result.error != FUSEAU_OK) {
        status = refuse_invalid(path, bytes, size, result, json);
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

static int is_member(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static char *join(const char *directory, const char *name)
{
    size_t size = strlen(directory) + 1 + strlen(name) + 1;
    char *path = malloc(size);
    if (path == NULL) {
        cli_out_of_memory();
    }
    snprintf(path, size, "%s/%s", directory, name);
    return path;
}

/*
 * A file, or all that is below a directory. Links to directories inside it are passed over: they
 * may lead in a circle.
 */
static int check_path(const char *path, bool json)
{
    if (strcmp(path, "-") == 0 || !is_directory(path)) {
        return check_file(path, json);
    }
    struct dirent **members;
    int count = scandir(path, &members, is_member, alphasort);
    if (count < 0) {
        return cli_outcome_refuse_name("file", path,
                                       (struct fuseau_result){FUSEAU_ERR_FILE_READ, 0}, json);
    }
    int status = CLI_ACCEPTED;
    for (int i = 0; i < count; i++) {
        char *member = join(path, members[i]->d_name);
        bool passed_over = is_link(member) && is_directory(member);
        if (!passed_over && !cli_input_interrupted() && !ferror(stdout)) {
            status = worse(status, check_path(member, json));
        }
        free(member);
        free(members[i]);
    }
    free(members);
    return status;
}

int cli_tzif_run(const struct cli_options *options)
{
    if (options->text_count == 0) {
        return cli_wrong_usage(options->command, "a file is missing", "");
    }
    int status = CLI_ACCEPTED;
    for (size_t i = 0; i < options->text_count && !cli_input_interrupted() && !ferror(stdout);
         i++) {
        status = worse(status, check_path(options->texts[i], options->json));
    }
    return status;
}
