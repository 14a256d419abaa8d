/* plug.c -- peers whose sources are not here: libraries of a directory that is given by hand */
/* SPDX-License-Identifier: MIT */
#include "plug.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdio.h>

static void *libraries[CONTENDERS_MAX];
static size_t libraries_count;

static bool load(const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return false;
    }
    const size_t *form = dlsym(library, "bench_form");
    if (!form || *form != BENCH_FORM) {
        fprintf(stderr, "%s: not compiled with the headers of this benchmark\n", path);
        return false;
    }
    if (libraries_count == CONTENDERS_MAX) {
        fprintf(stderr, "%s: one peer too many\n", path);
        return false;
    }
    libraries[libraries_count++] = library;
    return true;
}

bool plug_open(const char *directory)
{
    char pattern[4096];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/libbench_*.so", directory);
    bool good = glob(pattern, 0, NULL, &found) == 0;
    if (!good) {
        fprintf(stderr, "%s: there is none\n", pattern);
        return false;
    }
    for (size_t i = 0; good && i < found.gl_pathc; i++) {
        good = load(found.gl_pathv[i]);
    }
    globfree(&found);
    return good;
}

/* Of those that define it, the one with this number. */
static const void *find(const char *symbol, size_t number)
{
    for (size_t i = 0; i < libraries_count; i++) {
        const void *defined = dlsym(libraries[i], symbol);
        if (defined && number-- == 0) {
            return defined;
        }
    }
    return NULL;
}

const struct reader *plug_reader(size_t number)
{
    return find("bench_reader", number);
}

const struct keeper *plug_keeper(size_t number)
{
    return find("bench_keeper", number);
}
