/* SPDX-License-Identifier: MIT */
#include "checkout.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "git.h"
#include "process.h"
#include "span.h"

/* Submodules within submodules; more is a loop. */
#define DEPTH_MOST 8

/* A repository whose objects are borrowed, and where it keeps the copies of its submodules. */
struct store {
    char objects[PATH_SIZE], modules[PATH_SIZE], shallow[PATH_SIZE], format[16];
};

static bool take_line(struct span *rest, char *into, size_t room)
{
    struct span line = {rest->text, span_find(*rest, "\n")};
    span_skip(rest, line.size + 1);
    span_copy(into, room, line);
    return line.size > 0 && line.size < room;
}

static bool find_store(const char *source, struct store *store, struct fault *fault)
{
    static const char *const words[] = {"rev-parse",
                                        "--show-object-format",
                                        "--path-format=absolute",
                                        "--git-path",
                                        "objects",
                                        "--git-path",
                                        "modules",
                                        "--git-path",
                                        "shallow",
                                        NULL};
    struct buffer output = {0};
    bool done = git_run(source, words, 60, &output, fault);
    struct span rest = {output.data, output.size};
    done = done && ((take_line(&rest, store->format, sizeof store->format) &&
                     take_line(&rest, store->objects, PATH_SIZE) &&
                     take_line(&rest, store->modules, PATH_SIZE) &&
                     take_line(&rest, store->shallow, PATH_SIZE)) ||
                    fault_set(fault, "%s: git rev-parse: cannot be read", source));
    buffer_free(&output);
    return done;
}

/* A submodule's own repository, found without git, which would want its work tree to be there. */
static bool find_module(const struct store *outer, struct span name, struct store *store,
                        struct fault *fault)
{
    char path[PATH_SIZE];
    if (!path_make(path, fault, "%s/%.*s", outer->modules, (int)name.size, name.text)) {
        return false;
    }
    memcpy(store->format, outer->format, sizeof store->format);
    return path_make(store->objects, fault, "%s/objects", path) &&
           path_make(store->modules, fault, "%s/modules", path) &&
           path_make(store->shallow, fault, "%s/shallow", path);
}

static bool write_below(const char *into, const char *name, const void *data, size_t size,
                        struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", into, name) && files_scribble(path, data, size, fault);
}

/* Without the list of commits whose parents are missing, `git log` in a build would fail. */
static bool copy_shallow(const struct store *store, const char *into, struct fault *fault)
{
    struct buffer list = {0};
    bool done = access(store->shallow, F_OK) != 0 ||
                (files_read(store->shallow, (size_t)16 << 20, &list, fault) &&
                 write_below(into, ".git/shallow", list.data, list.size, fault));
    buffer_free(&list);
    return done;
}

static bool borrow(const struct store *store, const char *into, struct fault *fault)
{
    char format[64], alternates[PATH_SIZE + 1];
    (void)snprintf(format, sizeof format, "--object-format=%s", store->format);
    /* No template: the user's may hold hooks. */
    const char *const init[] = {"init", "--quiet", "--template=", format, into, NULL};
    int size = snprintf(alternates, sizeof alternates, "%s\n", store->objects);
    if (strpbrk(store->objects, "\n\"") != NULL || size >= (int)sizeof alternates) {
        return fault_set(fault, "%s: objects cannot be borrowed from this path", store->objects);
    }
    return git_run("/", init, 60, NULL, fault) &&
           write_below(into, ".git/objects/info/alternates", alternates, (size_t)size, fault) &&
           copy_shallow(store, into, fault);
}

/* The name that .gitmodules gives to the submodule at this path; empty where it gives none. */
static struct span module_name(struct span settings, struct span path)
{
    while (settings.size > 0) {
        struct span key = {settings.text, span_find(settings, "\n")};
        span_skip(&settings, key.size + 1);
        struct span value = {settings.text, strnlen(settings.text, settings.size)};
        span_skip(&settings, value.size + 1);
        if (value.size == path.size && memcmp(value.text, path.text, path.size) == 0 &&
            span_take(&key, "submodule.") && span_find_last(key, ".path") < key.size) {
            key.size -= strlen(".path");
            return key;
        }
    }
    return (struct span){NULL, 0};
}

/* A submodule's name becomes a path below .git/modules, and anybody may have chosen it. */
static bool stays_below(struct span name)
{
    return name.size > 0 && name.text[0] != '/' && span_find(name, "..") == name.size;
}

struct layout {
    double deadline;
    unsigned depth;
};

/* Lays out the commit, then each submodule in its place. */
static bool lay_out(const struct store *store, const char *commit, const char *into,
                    struct layout *layout, struct fault *fault)
{
    static const char *const stage[] = {"ls-files", "--stage", "-z", NULL};
    static const char *const paths[] = {
        "config", "-z", "-f", ".gitmodules", "--get-regexp", "^submodule\\..*\\.path$", NULL};
    const char *const head[] = {"update-ref", "--no-deref", "HEAD", commit, NULL};
    const char *const files[] = {"read-tree", "--reset", "-u", commit, NULL};
    char modules[PATH_SIZE];
    double seconds = layout->deadline - process_clock();
    if (++layout->depth > DEPTH_MOST) {
        return fault_set(fault, "%s: submodules within submodules without end", into);
    }
    bool done = borrow(store, into, fault) && git_run(into, head, 60, NULL, fault) &&
                git_run(into, files, seconds, NULL, fault) &&
                path_make(modules, fault, "%s/.gitmodules", into);
    struct buffer lines = {0}, settings = {0};
    struct fault ignored; /* a .gitmodules that names no path has no submodules */
    bool any = done && access(modules, F_OK) == 0 && git_run(into, paths, 60, &settings, &ignored);
    done = done && (!any || git_run(into, stage, 60, &lines, fault));
    struct span rest = {lines.data, lines.size};
    while (any && done && rest.size > 0) {
        /* "160000 ID 0\tPATH" is a submodule. */
        struct span line = {rest.text, strnlen(rest.text, rest.size)};
        span_skip(&rest, line.size + 1);
        if (!span_take(&line, "160000 ")) {
            continue;
        }
        char path[PATH_SIZE], id[80];
        struct store inner;
        span_copy(id, sizeof id, (struct span){line.text, span_find(line, " ")});
        span_skip(&line, span_find(line, "\t") + 1);
        struct span name = module_name((struct span){settings.data, settings.size}, line);
        done = !stays_below(name) ||
               (find_module(store, name, &inner, fault) &&
                path_make(path, fault, "%s/%.*s", into, (int)line.size, line.text) &&
                (access(inner.objects, F_OK) != 0 || lay_out(&inner, id, path, layout, fault)));
    }
    buffer_free(&lines);
    buffer_free(&settings);
    layout->depth--;
    return done;
}

bool checkout_make(const char *source, const char *commit, const char *into, double seconds,
                   struct fault *fault)
{
    struct store store;
    struct layout layout = {.deadline = process_clock() + seconds};
    return find_store(source, &store, fault) && lay_out(&store, commit, into, &layout, fault);
}

bool checkout_renew(const char *source, const char *commit, const char *into, double seconds,
                    struct fault *fault)
{
    const char *const head[] = {"update-ref", "--no-deref", "HEAD", commit, NULL};
    const char *const index[] = {"read-tree", commit, NULL};
    static const char *const compare[] = {"update-index", "-q", "--refresh", NULL};
    static const char *const files[] = {"checkout-index", "--all", "--force", "--quiet", NULL};
    char repository[PATH_SIZE];
    struct store store;
    struct fault ignored;
    double deadline = process_clock() + seconds;
    if (!path_make(repository, fault, "%s/.git", into) || !find_store(source, &store, fault)) {
        return false;
    }
    (void)unlink(repository); /* it is a directory, unless a build made something else of it */
    if (!files_remove_tree(repository, fault) || !borrow(&store, into, fault) ||
        !git_run(into, head, 60, NULL, fault) || !git_run(into, index, 60, NULL, fault)) {
        return false;
    }
    /* Each file is read, whatever its times are. That some differ is no failure. */
    (void)git_run(into, compare, deadline - process_clock(), NULL, &ignored);
    return git_run(into, files, deadline - process_clock(), NULL, fault);
}

/* A build's own cache is often read-only, and then not even its owner can empty it. */
static bool remove_all(const char *path)
{
    struct fault ignored;
    if (files_remove_tree(path, &ignored)) {
        return true;
    }
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)"exec chmod -R u+rwx -- \"$1\"",
                         (char *)"sh",
                         (char *)(uintptr_t)path,
                         NULL};
    struct process_request request = {.arguments = arguments, .seconds = 60};
    struct process_outcome outcome;
    if (process_run(&request, &outcome, &ignored)) {
        process_outcome_free(&outcome);
    }
    return files_remove_tree(path, &ignored);
}

void checkout_discard(const char *work, const char *path)
{
    char stale[PATH_SIZE], place[PATH_SIZE];
    struct fault ignored;
    if (!path_make(stale, &ignored, "%s/stale", work)) {
        return;
    }
    (void)remove_all(stale);
    if (access(path, F_OK) != 0 || remove_all(path)) {
        return;
    }
    if (files_make_directory(stale, &ignored) && path_make(place, &ignored, "%s/XXXXXX", stale) &&
        mkdtemp(place) != NULL) {
        (void)rename(path, place);
    }
}
