/* SPDX-License-Identifier: MIT */
#include "side.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/checkout.h"
#include "base/hash.h"
#include "base/progress.h"
#include "base/span.h"

#define LOG_MOST        ((size_t)256 << 20)
#define LIMIT_LEAST     60.0
#define LIMIT_WITH_KEPT 300.0

/* What stands in the file "done" of a commit's results: a hash of the settings that decide what a
 * build and its tests leave, and on the next line how long the tests took. */
#define DONE_FORMAT  "%016" PRIx64 "\n%.3f\n"
/* Begins the hash anew where vigil itself builds otherwise than before. */
#define DONE_VERSION "each in a tree of its own"

static uint64_t describe(const struct settings *settings)
{
    uint64_t hash = fnv_add_text(FNV_START, DONE_VERSION);
    hash = fnv_add_text(hash, settings->build);
    hash = fnv_add_text(hash, settings->gate.test);
    hash = fnv_add_text(hash, settings->gate.sources);
    return fnv_add_text(hash, settings->gate.keep);
}

static bool is_remembered(struct gate_side *side, const struct settings *settings)
{
    char path[PATH_SIZE];
    struct buffer text = {0};
    struct fault ignored;
    uint64_t hash = 0;
    double seconds = 0;
    bool found = path_make(path, &ignored, "%s/done", side->results) &&
                 files_read(path, 100, &text, &ignored) && text.size > 0 &&
                 sscanf(text.data, "%16" SCNx64 "\n%lf", &hash, &seconds) == 2 &&
                 hash == describe(settings);
    side->test.seconds = found ? seconds : 0;
    buffer_free(&text);
    return found;
}

static bool remember(const struct gate_side *side, const struct settings *settings,
                     struct fault *fault)
{
    char path[PATH_SIZE], text[64];
    (void)snprintf(text, sizeof text, DONE_FORMAT, describe(settings), side->test.seconds);
    return path_make(path, fault, "%s/done", side->results) &&
           files_write(path, text, strlen(text), fault);
}

static bool read_file(const struct gate_tree *tree, const struct settings *settings,
                      const char *path, struct gate_side *side)
{
    bool xml = text_ends(path, ".xml");
    bool lcov = text_ends(path, ".lcov") || text_ends(path, ".info");
    struct buffer text = {0};
    struct fault why = {""};
    bool done = (!xml && !lcov) || files_read(path, LOG_MOST, &text, &why);
    if (done && xml) {
        done = testlog_read(text.data, text.size, &side->tests, &why);
    } else if (done && lcov) {
        side->covered = true;
        done = coverage_read(text.data, text.size, tree->path, settings->gate.sources,
                             &side->coverage, &why);
    }
    buffer_free(&text);
    return done || fault_set(&side->fault, "%s: %s", path, why.text);
}

/* What cannot be read goes into side->fault; but where tests were stopped they may have left half a
 * file, and what can be read is read. */
static bool read_results(const struct gate_tree *tree, const struct settings *settings,
                         struct gate_side *side)
{
    char directory[PATH_SIZE];
    struct file_list files = {0};
    bool stopped = side->test.end != GATE_RUN_DONE && side->test.end != GATE_RUN_FAILED;
    bool done = targets_find(side->out, &side->targets, &side->fault) &&
                path_make(directory, &side->fault, "%s/test", side->results) &&
                files_list(directory, &files, &side->fault);
    for (size_t i = 0; done && i < files.count; i++) {
        done = read_file(tree, settings, files.paths[i], side) || stopped;
    }
    if (stopped) {
        side->fault.text[0] = '\0';
    }
    files_list_free(&files);
    return done;
}

static bool build(struct gate_tree *tree, const struct settings *settings, struct gate_side *side,
                  struct fault *fault)
{
    const char *keep = settings->gate.keep;
    for (bool again = true; again;) {
        again = keep[0] != '\0' && tree->used;
        if (!gate_tree_lay_out(tree, settings->source, side->commit, keep, fault) ||
            !gate_tree_run(tree, settings->build, side->out, settings->gate.time, &side->build,
                           fault)) {
            return false;
        }
        again = again && side->build.end == GATE_RUN_FAILED;
        keep = "";
    }
    return true;
}

double gate_side_limit(const struct settings *settings, const struct gate_side *base)
{
    double limit = settings->gate.time;
    if (base != NULL && base->test.end == GATE_RUN_DONE) {
        double least = settings->gate.keep[0] != '\0' ? LIMIT_WITH_KEPT : LIMIT_LEAST;
        double longer = GATE_SIDE_LONGER * base->test.seconds;
        longer = longer > least ? longer : least;
        limit = longer < limit ? longer : limit;
    }
    return limit;
}

static bool build_and_test(struct gate_tree *tree, const struct settings *settings,
                           struct gate_side *side, struct fault *fault)
{
    char done[PATH_SIZE], out[PATH_SIZE];
    if (!path_make(done, fault, "%s/done", side->results) ||
        !path_make(out, fault, "%s/test", side->results)) {
        return false;
    }
    (void)remove(done);
    progress_say("gate: building %.12s", side->commit);
    if (!build(tree, settings, side, fault)) {
        return false;
    }
    if (side->build.end != GATE_RUN_DONE) {
        return true;
    }
    progress_say("gate: testing %.12s", side->commit);
    return gate_tree_run(tree, settings->gate.test, out, side->limit, &side->test, fault);
}

bool gate_side_make(struct gate_tree *tree, const struct settings *settings, const char *commit,
                    const struct gate_side *base, bool remembered, struct gate_side *side,
                    struct fault *fault)
{
    (void)snprintf(side->commit, sizeof side->commit, "%s", commit);
    if (!path_make(side->results, fault, "%s/results/%s", tree->slot, commit) ||
        !path_make(side->out, fault, "%s/out", side->results) ||
        !files_make_directory(side->results, fault)) {
        return false;
    }
    side->limit = gate_side_limit(settings, base);
    side->cached = remembered && is_remembered(side, settings);
    if (side->cached) {
        side->build.end = side->test.end = GATE_RUN_DONE;
    } else if (!build_and_test(tree, settings, side, fault)) {
        return false;
    }
    bool read = side->build.end == GATE_RUN_DONE && read_results(tree, settings, side);
    return !read || side->cached || side->test.end != GATE_RUN_DONE ||
           remember(side, settings, fault);
}

void gate_side_free(struct gate_side *side)
{
    targets_free(&side->targets);
    testlog_free(&side->tests);
    coverage_free(&side->coverage);
    buffer_free(&side->build.log);
    buffer_free(&side->test.log);
}

void gate_side_sweep(const struct gate_tree *tree, const char *base, const char *head)
{
    char results[PATH_SIZE], path[PATH_SIZE];
    struct fault ignored;
    DIR *directory =
        path_make(results, &ignored, "%s/results", tree->slot) ? opendir(results) : NULL;
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *name = entry->d_name;
        if (name[0] != '.' && strcmp(name, base) != 0 && strcmp(name, head) != 0 &&
            path_make(path, &ignored, "%s/%s", results, name)) {
            checkout_discard(tree->slot, path);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}
