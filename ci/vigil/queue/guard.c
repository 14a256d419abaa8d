/* SPDX-License-Identifier: MIT */
#include "guard.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct guarding {
    struct guard *guard;
    const char *source;  /* where the lines of a build are run */
    char top[PATH_SIZE]; /* of the repository; without links */
    struct fault *fault;
};

/* The directory above the file that has a .git. */
static bool find_top(const char *file, char top[PATH_SIZE])
{
    struct fault ignored;
    char path[PATH_SIZE];
    char *slash;
    char *real = realpath(file, NULL);
    bool fits = real != NULL && path_make(top, &ignored, "%s", real);
    free(real);
    while (fits && (slash = strrchr(top, '/')) != NULL) {
        *slash = '\0';
        if (path_make(path, &ignored, "%s/.git", top) && access(path, F_OK) == 0) {
            return true;
        }
    }
    return false;
}

static bool add(const struct guarding *guarding, const char *path)
{
    char real[PATH_SIZE];
    return !files_is_below(guarding->top, path, real) ||
           files_list_add(&guarding->guard->paths, real + strlen(guarding->top) + 1,
                          guarding->fault);
}

/* A word may be any argument of a shell's line: what is no file's name is passed over. */
static bool add_words(const struct guarding *guarding, const char *line)
{
    static const char between[] = " \t\n\"'`;&|()<>{}=";
    bool done = true;
    while (done && *(line += strspn(line, between)) != '\0') {
        char path[PATH_SIZE];
        struct fault ignored;
        size_t size = strcspn(line, between);
        if (size < PATH_SIZE &&
            path_make(path, &ignored, "%s%s%.*s", line[0] == '/' ? "" : guarding->source,
                      line[0] == '/' ? "" : "/", (int)size, line)) {
            done = add(guarding, path);
        }
        line += size;
    }
    return done;
}

bool guard_make(const char *config, const struct settings *settings, struct guard *guard,
                struct fault *fault)
{
    struct guarding guarding = {.guard = guard, .fault = fault};
    if (config == NULL || config[0] == '\0' || !find_top(config, guarding.top)) {
        return true;
    }
    if (!add(&guarding, config)) {
        return false;
    }
    if (settings == NULL) {
        return true;
    }
    guarding.source = settings->source[0] == '\0' ? guarding.top : settings->source;
    return (settings->rota[0] == '\0' || add(&guarding, settings->rota)) &&
           (settings->lock[0] == '\0' || add(&guarding, settings->lock)) &&
           add_words(&guarding, settings->build) && add_words(&guarding, settings->toolchain) &&
           add_words(&guarding, settings->gate.test);
}

void guard_free(struct guard *guard)
{
    files_list_free(&guard->paths);
}

bool guard_holds(const struct guard *guard, const char *path)
{
    static const char *const whole[] = {"CODEOWNERS", "docs/CODEOWNERS"};
    const char *name = strrchr(path, '/');
    name = name == NULL ? path : name + 1;
    bool holds = strncmp(path, "ci/", 3) == 0 || strncmp(path, ".ci/", 4) == 0 ||
                 strncmp(path, ".github/", 8) == 0 || strcmp(name, "vigil.ini") == 0;
    for (size_t i = 0; !holds && i < sizeof whole / sizeof *whole; i++) {
        holds = strcmp(path, whole[i]) == 0;
    }
    for (size_t i = 0; !holds && i < guard->paths.count; i++) {
        holds = strcmp(path, guard->paths.paths[i]) == 0;
    }
    return holds;
}
