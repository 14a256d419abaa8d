/* SPDX-License-Identifier: MIT */
#include "artifacts.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "campaign.h"

#define INPUT_LIMIT ((off_t)64 << 20)

static int by_path(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool is_among(const struct file_list *files, const char *path)
{
    return files != NULL && files->count > 0 &&
           bsearch(&path, files->paths, files->count, sizeof *files->paths, by_path) != NULL;
}

/* What the log names: "artifact_prefix='DIR/'; Test unit written to DIR/crash-SHA1", the last
 * first, since a run ends with its finding. */
static bool list_named(struct span log, size_t most, struct file_list *named, struct fault *fault)
{
    static const char words[] = "Test unit written to ";
    bool done = true;
    for (size_t at; done && named->count < most && (at = span_find_last(log, words)) < log.size;
         log.size = at) {
        struct span rest = {log.text + at + strlen(words), log.size - at - strlen(words)}, line;
        char path[PATH_SIZE];
        if (span_take_line(&rest, &line) && line.size < sizeof path) {
            memcpy(path, line.text, line.size);
            path[line.size] = '\0';
            done = files_list_add(named, path, fault);
        }
    }
    if (named->count > 0) {
        qsort(named->paths, named->count, sizeof *named->paths, by_path);
    }
    return done;
}

/* A target may have taken from the file what lets vigil read it. */
static bool is_input(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= INPUT_LIMIT &&
           ((status.st_mode & S_IRUSR) != 0 || chmod(path, S_IRUSR | S_IWUSR) == 0);
}

struct search {
    const char *directory;
    const struct file_list *kept;
    struct file_list named;
    size_t most;
    struct artifacts *artifacts;
};

/* A target may have taken from the directory what lets vigil read it. */
static DIR *open_own(const char *directory)
{
    DIR *entries = opendir(directory);
    return entries == NULL && errno == EACCES && chmod(directory, S_IRWXU) == 0 ? opendir(directory)
                                                                                : entries;
}

/* Takes the file, or removes it. */
static bool look_at(struct search *search, const char *name, size_t unnamed, struct fault *fault)
{
    char path[PATH_SIZE];
    struct file_list *found = &search->artifacts->found;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return true;
    }
    if (!path_make(path, fault, "%s/%s", search->directory, name)) {
        return false;
    }
    if (is_among(search->kept, path)) {
        return true;
    }
    bool finding = campaign_is_finding(path);
    if (finding && found->count < search->most && found->count < unnamed && is_input(path)) {
        return files_list_add(found, path, fault);
    }
    search->artifacts->planted += finding || strncmp(name, "slow-unit-", 10) != 0;
    return files_remove_tree(path, fault);
}

/* What the log names is taken first, wherever in the directory it stands. */
static bool take_named(struct search *search, struct fault *fault)
{
    struct file_list *found = &search->artifacts->found;
    size_t size = strlen(search->directory);
    bool done = true;
    for (size_t i = 0; done && i < search->named.count; i++) {
        const char *path = search->named.paths[i];
        bool below = strncmp(path, search->directory, size) == 0 && path[size] == '/' &&
                     strchr(path + size + 1, '/') == NULL;
        if (below && found->count < search->most && campaign_is_finding(path) && is_input(path) &&
            !is_among(search->kept, path) && !is_among(found, path)) {
            done = files_list_add(found, path, fault);
        }
    }
    return done;
}

bool artifacts_list(const char *directory, struct span log, const struct file_list *kept,
                    size_t most, size_t unnamed, struct artifacts *artifacts, struct fault *fault)
{
    struct search search = {
        .directory = directory, .kept = kept, .most = most, .artifacts = artifacts};
    memset(artifacts, 0, sizeof *artifacts);
    bool done = list_named(log, most, &search.named, fault) && take_named(&search, fault);
    struct file_list taken = {0};
    for (size_t i = 0; done && i < artifacts->found.count; i++) {
        done = files_list_add(&taken, artifacts->found.paths[i], fault);
    }
    DIR *entries = done ? open_own(directory) : NULL;
    done = done && (entries != NULL || errno == ENOENT ||
                    fault_errno(fault, "%s: cannot read this directory", directory));
    const struct dirent *entry;
    size_t believed = artifacts->found.count > 0 ? 0 : unnamed;
    while (entries != NULL && done && (entry = readdir(entries)) != NULL) {
        char path[PATH_SIZE];
        done = path_make(path, fault, "%s/%s", directory, entry->d_name) &&
               (is_among(&taken, path) || look_at(&search, entry->d_name, believed, fault));
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    files_list_free(&taken);
    files_list_free(&search.named);
    if (artifacts->found.count > 0) {
        qsort(artifacts->found.paths, artifacts->found.count, sizeof *artifacts->found.paths,
              by_path);
    }
    return done;
}

static bool remove_links(const char *directory, unsigned depth, size_t *planted,
                         struct fault *fault)
{
    DIR *entries = open_own(directory);
    bool done = entries != NULL || errno == ENOENT ||
                fault_errno(fault, "%s: cannot read this directory", directory);
    const struct dirent *entry;
    while (entries != NULL && done && (entry = readdir(entries)) != NULL) {
        char path[PATH_SIZE];
        struct stat status;
        if (entry->d_type == DT_REG || strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        done = path_make(path, fault, "%s/%s", directory, entry->d_name);
        if (!done || lstat(path, &status) != 0 || S_ISREG(status.st_mode)) {
            continue;
        }
        /* What cannot be gone through, as where a path gets too long, goes as a whole. */
        if (!S_ISDIR(status.st_mode) || depth == 0 ||
            !remove_links(path, depth - 1, planted, &(struct fault){""})) {
            ++*planted;
            done = files_remove_tree(path, fault);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return done;
}

bool artifacts_remove_links(const char *directory, size_t *planted, struct fault *fault)
{
    return remove_links(directory, 32, planted, fault);
}

void artifacts_free(struct artifacts *artifacts)
{
    files_list_free(&artifacts->found);
    *artifacts = (struct artifacts){.planted = 0};
}
