/* SPDX-License-Identifier: MIT */
#include "github_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/handle.h"
#include "part.h"

/* A body may hold a NUL, and must then not make a whole list unreadable. */
static json_t *parse(const char *text, size_t size, struct fault *fault)
{
    json_error_t error;
    json_t *root = json_loadb(text, size, JSON_ALLOW_NUL, &error);
    if (root == NULL) {
        fault_set(fault, "the answer is no JSON (line %d, column %d)", error.line, error.column);
    }
    return root;
}

static json_t *parse_list(const char *text, size_t size, const char *of, struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    if (root != NULL && !json_is_array(root)) {
        fault_set(fault, "the answer is no list of %s", of);
        json_decref(root);
        root = NULL;
    }
    return root;
}

static struct span span_of(const json_t *text)
{
    const char *value = json_string_value(text);
    return (struct span){value == NULL ? "" : value, value == NULL ? 0 : json_string_length(text)};
}

static bool is_text(const json_t *value, const char *words)
{
    struct span span = span_of(value);
    return span.size == strlen(words) && strncasecmp(span.text, words, span.size) == 0;
}

/* "" where it is no person's account. */
static struct span login_of(const json_t *user)
{
    struct span login = span_of(json_object_get(user, "login"));
    bool person = handle_is_one(login) && !is_text(json_object_get(user, "type"), "Bot");
    return person ? login : (struct span){"", 0};
}

static bool word_counts(const json_t *said)
{
    const json_t *is = json_object_get(said, "author_association");
    return is_text(is, "OWNER") || is_text(is, "MEMBER") || is_text(is, "COLLABORATOR");
}

static bool has_label(const json_t *pull, const char *name)
{
    size_t i;
    json_t *label;
    json_array_foreach(json_object_get(pull, "labels"), i, label)
    {
        if (is_text(json_object_get(label, "name"), name)) {
            return true;
        }
    }
    return false;
}

static void read_asked(const json_t *users, struct github_pull *pull)
{
    size_t i, count = 0;
    json_t *user;
    json_array_foreach(users, i, user)
    {
        struct span login = login_of(user);
        if (login.size > 0 && count < QUEUE_ASKED_MOST) {
            span_copy(pull->asked[count++], sizeof pull->asked[0], login);
        }
    }
}

static bool read_pull(const json_t *from, const char *label, struct github_pull *pull,
                      struct fault *fault)
{
    const json_t *number = json_object_get(from, "number");
    struct span head = span_of(json_object_get(json_object_get(from, "head"), "sha"));
    struct span title = span_of(json_object_get(from, "title"));
    *pull = (struct github_pull){.labelled = has_label(from, label),
                                 .draft = json_is_true(json_object_get(from, "draft"))};
    if (!json_is_integer(number) || json_integer_value(number) <= 0) {
        return fault_set(fault, "the answer has a pull request without a number");
    }
    span_copy(pull->head, sizeof pull->head, head);
    if (head.size >= sizeof pull->head || !queue_is_head(pull->head)) {
        return fault_set(fault, "the answer has a pull request without a head");
    }
    pull->number = (uint64_t)json_integer_value(number);
    queue_title(title.text, title.size, pull->title);
    span_copy(pull->author, sizeof pull->author, login_of(json_object_get(from, "user")));
    read_asked(json_object_get(from, "requested_reviewers"), pull);
    return true;
}

bool github_read_pulls(const char *text, size_t size, const char *label, struct github_pulls *pulls,
                       struct fault *fault)
{
    json_t *root = parse_list(text, size, "pull requests", fault), *one;
    size_t i, count = json_array_size(root);
    pulls->list = root != NULL ? calloc(count + 1, sizeof *pulls->list) : NULL;
    bool done = pulls->list != NULL;
    if (root != NULL && !done) {
        fault_set(fault, "out of memory for a list of pull requests");
    }
    json_array_foreach(root, i, one)
    {
        done = done && read_pull(one, label, &pulls->list[i], fault);
    }
    pulls->count = done ? count : 0;
    json_decref(root);
    return done;
}

void github_pulls_free(struct github_pulls *pulls)
{
    free(pulls->list);
    *pulls = (struct github_pulls){0};
}

static void take_note(const json_t *comment, struct github_note *note)
{
    const json_t *id = json_object_get(comment, "id");
    struct span body = span_of(json_object_get(comment, "body"));
    size_t below;
    bool ours = word_counts(comment) ||
                is_text(json_object_get(json_object_get(comment, "user"), "type"), "Bot");
    if (ours && json_is_integer(id) && json_integer_value(id) > 0 &&
        queue_marker_read(body.text, body.size, &note->marker, &below)) {
        note->id = (uint64_t)json_integer_value(id);
        buffer_add(&note->below, body.text + below, body.size - below);
    }
}

bool github_read_note(const char *text, size_t size, struct github_note *note, struct fault *fault)
{
    json_t *root = parse_list(text, size, "comments", fault), *comment;
    size_t i;
    json_array_foreach(root, i, comment)
    {
        if (note->id == 0) {
            take_note(comment, note);
        }
    }
    bool done = root != NULL;
    json_decref(root);
    return done;
}

static bool was_asked(const struct queue_entry *entry, struct span handle)
{
    for (size_t i = 0; i < QUEUE_ASKED_MOST; i++) {
        if (handle.size > 0 && strlen(entry->asked[i]) == handle.size &&
            strncasecmp(entry->asked[i], handle.text, handle.size) == 0) {
            return true;
        }
    }
    return false;
}

static bool review_counts(const json_t *review, const struct queue_entry *entry)
{
    const json_t *state = json_object_get(review, "state");
    struct span by = login_of(json_object_get(review, "user"));
    bool said = is_text(state, "APPROVED") || is_text(state, "CHANGES_REQUESTED") ||
                is_text(state, "COMMENTED");
    bool own =
        strlen(entry->author) == by.size && strncasecmp(entry->author, by.text, by.size) == 0;
    return said && by.size > 0 && !own &&
           is_text(json_object_get(review, "commit_id"), entry->head) &&
           (was_asked(entry, by) || word_counts(review));
}

bool github_read_reviews(const char *text, size_t size, const struct queue_entry *entry,
                         bool *reviewed, struct fault *fault)
{
    json_t *root = parse_list(text, size, "reviews", fault), *review;
    size_t i;
    json_array_foreach(root, i, review)
    {
        *reviewed = *reviewed || review_counts(review, entry);
    }
    bool done = root != NULL;
    json_decref(root);
    return done;
}

static void take_run(const json_t *from, struct github_run *run)
{
    const json_t *output = json_object_get(from, "output");
    const json_t *annotations = json_object_get(output, "annotations_count");
    run->id = (uint64_t)json_integer_value(json_object_get(from, "id"));
    run->annotations =
        json_integer_value(annotations) > 0 ? (size_t)json_integer_value(annotations) : 0;
}

bool github_read_runs(const char *text, size_t size, const char *external, struct github_run *run,
                      struct fault *fault)
{
    json_t *root = parse(text, size, fault), *one;
    const json_t *runs = json_object_get(root, "check_runs");
    bool done = json_is_array(runs) ||
                (root != NULL && fault_set(fault, "the answer is no list of check runs"));
    size_t i;
    json_array_foreach(runs, i, one)
    {
        if (run->id == 0 && is_text(json_object_get(one, "external_id"), external) &&
            json_integer_value(json_object_get(one, "id")) > 0) {
            take_run(one, run);
        }
    }
    json_decref(root);
    return done;
}

bool github_read_run(const char *text, size_t size, uint64_t *id, struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    json_int_t found = json_integer_value(json_object_get(root, "id"));
    bool done = found > 0 || (root != NULL && fault_set(fault, "the answer is no check run"));
    *id = done ? (uint64_t)found : 0;
    json_decref(root);
    return done;
}
