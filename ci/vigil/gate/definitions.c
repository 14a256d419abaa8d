/* SPDX-License-Identifier: MIT */
#include "definitions.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/git.h"
#include "base/process.h"
#include "base/span.h"
#include "change/definitions.h"
#include "change/tags.h"

/* Some 100,000 braces that nobody closes, and ctags takes ten times as much. */
#define CTAGS_SECONDS 120.0
#define CTAGS_MEMORY  ((uint64_t)2 << 30)
#define TAGS_MOST     ((size_t)256 << 20)

/* A text of each language with one definition, given to ctags beside the project's in that
 * language: where ctags does not tell of it, ctags did not look. In C and C++ it is a macro, which
 * nobody but ctags finds. */
static const struct known {
    enum language language;
    const char *name, *text;
} known[] = {
    {LANGUAGE_C, "C", "#define KNOWN 1\n"},
    {LANGUAGE_CPP, "C++", "#define KNOWN 1\n"},
    {LANGUAGE_RUST, "Rust", "fn known() -> i32 {\n    1\n}\n"},
    {LANGUAGE_GO, "Go", "package x\n\nfunc known() int {\n\treturn 1\n}\n"},
    {LANGUAGE_JAVA, "Java", "class X {\n    int known() {\n        return 1;\n    }\n}\n"},
};

#define KNOWN_COUNT (sizeof known / sizeof *known)

#define INSTALL "install universal-ctags (Debian: apt-get install universal-ctags)"

/* Lays the texts out and lists their files, a line each. */
static bool lay_out(const struct tags_text *texts, size_t count, const char *directory,
                    struct buffer *list, struct fault *fault)
{
    char path[PATH_SIZE];
    for (size_t i = 0; i < count; i++) {
        if (texts[i].text == NULL) {
            continue;
        }
        char *masked = malloc(texts[i].size + 1);
        if (masked == NULL) {
            return fault_set(fault, "out of memory");
        }
        tags_mask(texts[i].text, texts[i].size, masked);
        bool written =
            path_make(path, fault, "%s/%zu%s", directory, i, tags_ending(texts[i].language)) &&
            files_scribble(path, masked, texts[i].size, fault);
        free(masked);
        if (!written) {
            return false;
        }
        buffer_format(list, "%s\n", path);
    }
    return path_make(path, fault, "%s/list", directory) &&
           files_scribble(path, list->size == 0 ? "" : list->data, list->size, fault);
}

static bool run_ctags(const char *directory, struct fault *fault)
{
    char *words[40] = {(char *)"/usr/bin/env", (char *)"ctags"};
    char tags[PATH_SIZE], list[PATH_SIZE];
    size_t count = 2;
    if (!path_make(tags, fault, "%s/tags", directory) ||
        !path_make(list, fault, "%s/list", directory)) {
        return false;
    }
    for (const char *const *option = tags_options; *option != NULL; option++) {
        words[count++] = (char *)(uintptr_t)*option;
    }
    words[count++] = (char *)"-f";
    words[count++] = tags;
    words[count++] = (char *)"-L";
    words[count] = list;
    struct environment environment = {0};
    struct process_outcome outcome = {0};
    struct process_request request = {.arguments = words,
                                      .seconds = CTAGS_SECONDS,
                                      .limits = {.address_bytes = CTAGS_MEMORY},
                                      .head_bytes = 512,
                                      .tail_bytes = 512};
    if (!git_environment((const char *const[]){"LC_ALL=C.UTF-8", NULL}, &environment)) {
        return fault_set(fault, "out of memory");
    }
    request.environment = environment.entries;
    bool done = process_run(&request, &outcome, fault);
    environ_free(&environment);
    if (!done) {
        return false;
    }
    if (outcome.end == PROCESS_EXITED && outcome.status == 127) {
        done = fault_set(fault,
                         "there is no ctags, which says where definitions begin and end: " INSTALL);
    } else if (outcome.end == PROCESS_TIMED_OUT) {
        done = fault_set(fault, "ctags took more than %.0f s to read what changed", CTAGS_SECONDS);
    } else if (outcome.end != PROCESS_EXITED || outcome.status != 0) {
        struct span said = {outcome.output, outcome.output_size}, last = {"it said nothing", 15};
        for (struct span line; span_take_line(&said, &line);) {
            last = line.size > 0 ? line : last;
        }
        bool memory = span_find(last, "out of memory") < last.size;
        done = fault_set(fault, "ctags failed (%.*s)%s", (int)(last.size < 200 ? last.size : 200),
                         last.text, memory ? ", of which it has 2 GB" : ": " INSTALL);
    }
    process_outcome_free(&outcome);
    return done;
}

/* base's text of file i is text 2i, head's 2i + 1; the known texts are behind them. */
static bool take_texts(const struct gate_commits *commits, struct tags_text *texts)
{
    size_t count = 2 * commits->diff.count;
    bool done = true;
    for (size_t i = 0; done && i < commits->diff.count; i++) {
        const struct change_file *file = &commits->files[i];
        texts[2 * i] = (struct tags_text){.text = file->base, .size = file->base_size};
        texts[2 * i + 1] = (struct tags_text){.text = file->head, .size = file->head_size};
        done = (file->base == NULL || language_of_text(file->base_path, file->base, file->base_size,
                                                       &texts[2 * i].language)) &&
               (file->head == NULL || language_of_text(file->head_path, file->head, file->head_size,
                                                       &texts[2 * i + 1].language));
        if (texts[2 * i].language == LANGUAGE_NONE) {
            texts[2 * i].text = NULL; /* it was no source file yet */
        }
    }
    for (size_t k = 0; k < KNOWN_COUNT; k++) {
        for (size_t i = 0; i < count; i++) {
            if (texts[i].text != NULL && texts[i].language == known[k].language) {
                texts[count + k] =
                    (struct tags_text){known[k].language, known[k].text, strlen(known[k].text)};
            }
        }
    }
    return done;
}

static bool did_look(const struct tags_text *texts, const struct definitions *found,
                     struct fault *fault)
{
    bool looked = true;
    for (size_t k = 0; looked && k < KNOWN_COUNT; k++) {
        looked =
            texts[k].text == NULL || found[k].count == 1 ||
            fault_set(fault, "ctags finds no definition in a file of %s that has one: " INSTALL,
                      known[k].name);
    }
    return looked;
}

bool gate_definitions_find(struct gate_commits *commits, const char *directory, struct fault *fault)
{
    size_t count = 2 * commits->diff.count, all = count + KNOWN_COUNT;
    char path[PATH_SIZE];
    struct tags_text *texts = calloc(all, sizeof *texts);
    struct definitions *found = calloc(all, sizeof *found);
    struct buffer list = {0}, tags = {0};
    struct fault ignored;
    bool done = texts != NULL && found != NULL && take_texts(commits, texts)
                    ? files_remove_tree(directory, fault) &&
                          files_make_directory(directory, fault) &&
                          lay_out(texts, all, directory, &list, fault)
                    : fault_set(fault, "out of memory");
    if (done && list.size > 0) {
        done = run_ctags(directory, fault) && path_make(path, fault, "%s/tags", directory) &&
               files_read(path, TAGS_MOST, &tags, fault);
    }
    done = done && texts != NULL && found != NULL &&
           definitions_read(tags.size == 0 ? "" : tags.data, tags.size, texts, all, found, fault) &&
           did_look(texts + count, found + count, fault);
    for (size_t i = 0; found != NULL && i < count; i++) {
        *(i % 2 == 0 ? &commits->sides[i / 2].base : &commits->sides[i / 2].head) = found[i];
    }
    for (size_t i = count; found != NULL && i < all; i++) {
        definitions_free(&found[i]);
    }
    (void)files_remove_tree(directory, &ignored);
    free(texts);
    free(found);
    buffer_free(&list);
    buffer_free(&tags);
    return done;
}
