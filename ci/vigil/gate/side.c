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

#define LOG_MOST ((size_t)256 << 20)

/* Hashes the settings that decide what a build and its tests leave. */
static void describe(const struct settings *settings, char text[32])
{
    uint64_t hash = fnv_add_text(FNV_START, settings->build);
    hash = fnv_add_text(hash, settings->gate.test);
    hash = fnv_add_text(hash, settings->gate.sources);
    (void)snprintf(text, 32, "%016" PRIx64 "\n", hash);
}

static bool is_remembered(const struct gate_side *side, const struct settings *settings)
{
    char path[PATH_SIZE], text[32];
    struct fault ignored;
    describe(settings, text);
    return path_make(path, &ignored, "%s/done", side->results) &&
           files_equal(path, text, strlen(text));
}

static bool remember(const struct gate_side *side, const struct settings *settings,
                     struct fault *fault)
{
    char path[PATH_SIZE], text[32];
    describe(settings, text);
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

/* What cannot be read goes into side->fault. Where tests were stopped nothing is read, since they
 * may have left half a file. */
static bool read_results(const struct gate_tree *tree, const struct settings *settings,
                         struct gate_side *side)
{
    char directory[PATH_SIZE];
    struct file_list files = {0};
    bool done = targets_find(side->out, &side->targets, &side->fault) &&
                side->tested != GATE_RUN_STOPPED &&
                path_make(directory, &side->fault, "%s/test", side->results) &&
                files_list(directory, &files, &side->fault);
    for (size_t i = 0; done && i < files.count; i++) {
        done = read_file(tree, settings, files.paths[i], side);
    }
    files_list_free(&files);
    return done;
}

static bool build(struct gate_tree *tree, const struct settings *settings, struct gate_side *side,
                  struct fault *fault)
{
    bool used = tree->used;
    for (int afresh = 0; afresh <= 1; afresh++) {
        buffer_free(&side->build_log);
        if (!gate_tree_lay_out(tree, settings->source, side->commit, afresh, fault) ||
            !gate_tree_run(tree, settings->build, side->out, settings->gate.time, &side->built,
                           &side->build_log, fault)) {
            return false;
        }
        tree->used = true;
        if (side->built != GATE_RUN_FAILED || !used) {
            break;
        }
    }
    return true;
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
    if (side->built != GATE_RUN_DONE) {
        return true;
    }
    progress_say("gate: testing %.12s", side->commit);
    return gate_tree_run(tree, settings->gate.test, out, settings->gate.time, &side->tested,
                         &side->test_log, fault);
}

bool gate_side_make(struct gate_tree *tree, const struct settings *settings, const char *commit,
                    bool remembered, struct gate_side *side, struct fault *fault)
{
    (void)snprintf(side->commit, sizeof side->commit, "%s", commit);
    if (!path_make(side->results, fault, "%s/results/%s", tree->slot, commit) ||
        !path_make(side->out, fault, "%s/out", side->results) ||
        !files_make_directory(side->results, fault)) {
        return false;
    }
    side->cached = remembered && is_remembered(side, settings);
    if (side->cached) {
        side->built = side->tested = GATE_RUN_DONE;
    } else if (!build_and_test(tree, settings, side, fault)) {
        return false;
    }
    bool read = side->built == GATE_RUN_DONE && read_results(tree, settings, side);
    return !read || side->cached || side->tested != GATE_RUN_DONE ||
           remember(side, settings, fault);
}

void gate_side_free(struct gate_side *side)
{
    targets_free(&side->targets);
    testlog_free(&side->tests);
    coverage_free(&side->coverage);
    buffer_free(&side->build_log);
    buffer_free(&side->test_log);
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
