/* ctags.h -- the definitions of texts, as the real universal-ctags finds them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_UNIT_CHANGE_CTAGS_H
#define VIGIL_UNIT_CHANGE_CTAGS_H

#include <fcntl.h>
#include <unistd.h>

#include "base/files.h"
#include "base/process.h"
#include "change/definitions.h"
#include "rows.h"
#include "scratch.h"

#define CTAGS_TEXTS 4

/* Runs ctags as a gate does. */
static void ctags_run(const char *directory)
{
    char tags[PATH_SIZE], list[PATH_SIZE];
    struct fault fault = {""};
    char *words[40] = {(char *)(uintptr_t) "/usr/bin/env", (char *)(uintptr_t) "ctags"};
    size_t count = 2;
    assert_true(path_make(tags, &fault, "%s/tags", directory) &&
                path_make(list, &fault, "%s/list", directory));
    for (const char *const *option = tags_options; *option != NULL; option++) {
        words[count++] = (char *)(uintptr_t)*option;
    }
    words[count++] = (char *)(uintptr_t) "-f";
    words[count++] = tags;
    words[count++] = (char *)(uintptr_t) "-L";
    words[count] = list;
    struct process_request request = {
        .arguments = words, .seconds = 60, .head_bytes = 1000, .tail_bytes = 1000};
    struct process_outcome outcome;
    assert_true(process_run(&request, &outcome, &fault));
    assert_int_equal(outcome.end, PROCESS_EXITED);
    assert_int_equal(outcome.status, 0);
    process_outcome_free(&outcome);
}

/* The definitions of at most CTAGS_TEXTS texts; to be freed. */
static void ctags_find(const struct tags_text *texts, size_t count, struct definitions *all)
{
    char directory[] = "/tmp/vigil-ctags-XXXXXX", path[PATH_SIZE];
    struct buffer list = {0}, json = {0};
    struct fault fault = {""};
    assert_true(count <= CTAGS_TEXTS);
    assert_non_null(mkdtemp(directory));
    for (size_t i = 0; i < count; i++) {
        if (texts[i].text == NULL) {
            continue;
        }
        char *masked = malloc(texts[i].size + 1);
        assert_non_null(masked);
        tags_mask(texts[i].text, texts[i].size, masked);
        assert_true(
            path_make(path, &fault, "%s/%zu%s", directory, i, tags_ending(texts[i].language)) &&
            files_scribble(path, masked, texts[i].size, &fault));
        buffer_format(&list, "%s\n", path);
        free(masked);
    }
    assert_true(path_make(path, &fault, "%s/list", directory) &&
                files_scribble(path, list.size == 0 ? "" : list.data, list.size, &fault));
    ctags_run(directory);
    assert_true(path_make(path, &fault, "%s/tags", directory));
    if (!files_read(path, 1 << 20, &json, &fault)) {
        assert_int_equal(list.size, 0);
    }
    if (!definitions_read(json.size == 0 ? "" : json.data, json.size, texts, count, all, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_true(files_remove_tree(directory, &fault));
    buffer_free(&list);
    buffer_free(&json);
}

#endif
