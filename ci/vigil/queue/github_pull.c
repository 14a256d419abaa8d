/* SPDX-License-Identifier: MIT */
#include "github_pull.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/list.h"
#include "base/stages.h"
#include "tracker/github_account.h"
#include "tracker/github_json.h"

#define FILES_MOST 3000                /* that GitHub lists of a pull request */
#define SECOND     INT64_C(1000000000) /* in nanoseconds */

static void read_asked(const json_t *users, struct github_pull *pull)
{
    size_t i, count = 0;
    json_t *user;
    json_array_foreach(users, i, user)
    {
        struct span login = github_login(user);
        if (login.size > 0 && count < QUEUE_ASKED_MOST) {
            span_copy(pull->asked[count++], sizeof pull->asked[0], login);
        }
    }
}

/* A branch of the repository itself is one whose repository has this very name: a fork has another,
 * and the repository of a fork that was deleted is null. */
static bool is_own(const json_t *from, const char *repository)
{
    const json_t *head = json_object_get(json_object_get(from, "head"), "repo");
    return github_is_text(json_object_get(head, "full_name"), repository);
}

static bool read_pull(const json_t *from, const char *label, const char *repository,
                      struct github_pull *pull, struct fault *fault)
{
    const json_t *number = json_object_get(from, "number");
    struct span head = github_text(json_object_get(json_object_get(from, "head"), "sha"));
    struct span title = github_text(json_object_get(from, "title"));
    const json_t *merged = json_object_get(from, "merged_at");
    const char *changed = json_string_value(json_object_get(from, "updated_at"));
    int64_t at = changed == NULL ? -1 : stages_at(changed);
    *pull =
        (struct github_pull){.labelled = github_has_label(json_object_get(from, "labels"), label),
                             .draft = json_is_true(json_object_get(from, "draft")),
                             .own = is_own(from, repository),
                             .open = github_is_text(json_object_get(from, "state"), "open"),
                             .merged = json_is_string(merged),
                             .changed_at = at > 0 ? at / SECOND : (int64_t)time(NULL)};
    if (!json_is_integer(number) || json_integer_value(number) <= 0) {
        return fault_set(fault, "the answer has a pull request without a number");
    }
    span_copy(pull->head, sizeof pull->head, head);
    if (head.size >= sizeof pull->head || !queue_is_head(pull->head)) {
        return fault_set(fault, "the answer has a pull request without a head");
    }
    pull->number = (uint64_t)json_integer_value(number);
    queue_title(title.text, title.size, pull->title);
    span_copy(pull->author, sizeof pull->author, github_login(json_object_get(from, "user")));
    read_asked(json_object_get(from, "requested_reviewers"), pull);
    return true;
}

static bool read_pulls(const struct buffer *answer, void *context, bool *more, struct fault *fault)
{
    struct github_pulls *pulls = context;
    json_t *root = github_parse_list(answer->data, answer->size, "pull requests", fault), *one;
    bool done = root != NULL;
    size_t i;
    (void)more;
    json_array_foreach(root, i, one)
    {
        struct github_pull pull;
        done = done && read_pull(one, pulls->label, pulls->repository, &pull, fault);
        bool wanted = done && (pulls->head == NULL ? pull.labelled && !pull.draft
                                                   : strcmp(pulls->head, pull.head) == 0);
        struct github_pull *added =
            wanted ? list_add(&pulls->list, &pulls->count, sizeof *added) : NULL;
        if (added != NULL) {
            *added = pull;
        } else if (wanted) {
            done = fault_set(fault, "out of memory for a list of pull requests");
        }
        if (done && pulls->count > GITHUB_LIST_MOST) {
            done = fault_set(fault, "a list of more than %zu pull requests", GITHUB_LIST_MOST);
        }
    }
    json_decref(root);
    return done;
}

enum tracker_outcome github_pull_find(struct github *github, struct github_pulls *pulls,
                                      struct fault *fault)
{
    pulls->label = github->label;
    pulls->repository = github->address.repository;
    return github_pages(github, 0, read_pulls, pulls, fault,
                        "/pulls?state=open&per_page=100&sort=created&direction=asc");
}

enum tracker_outcome github_pull_look(struct github *github, uint64_t number,
                                      struct github_pull *pull, struct fault *fault)
{
    struct buffer answer = {0};
    enum tracker_outcome outcome =
        github_ask(github, "GET", number, &answer, fault, "/pulls/%" PRIu64, number);
    if (outcome == TRACKER_DONE) {
        json_t *root = github_parse(answer.data, answer.size, fault);
        if (root == NULL ||
            !read_pull(root, github->label, github->address.repository, pull, fault)) {
            outcome = github_odd(github, number, fault);
        }
        json_decref(root);
    }
    buffer_free(&answer);
    return outcome;
}

struct touching {
    const struct guard *guard;
    char *touches;
    size_t files;
};

static void touch(struct touching *touching, const json_t *name)
{
    const char *path = json_string_value(name);
    if (path != NULL && touching->touches[0] == '\0' && guard_holds(touching->guard, path)) {
        char shown[280];
        queue_title(path, strlen(path), shown);
        (void)snprintf(touching->touches, 280, "it touches %.*s",
                       (int)text_fit(shown, strlen(shown), 260), shown);
    }
}

/* A file that was renamed counts by both of its names. */
static bool read_files(const struct buffer *answer, void *context, bool *more, struct fault *fault)
{
    struct touching *touching = context;
    json_t *root = github_parse_list(answer->data, answer->size, "files", fault), *file;
    bool done = root != NULL;
    size_t i;
    json_array_foreach(root, i, file)
    {
        const json_t *name = json_object_get(file, "filename");
        done = done &&
               (json_is_string(name) || fault_set(fault, "the answer has a file without a name"));
        touch(touching, name);
        touch(touching, json_object_get(file, "previous_filename"));
        touching->files++;
    }
    *more = touching->touches[0] == '\0';
    json_decref(root);
    return done;
}

enum tracker_outcome github_pull_touches(struct github *github, uint64_t number,
                                         const struct guard *guard, char touches[280],
                                         struct fault *fault)
{
    struct touching touching = {guard, touches, 0};
    touches[0] = '\0';
    enum tracker_outcome outcome = github_pages(github, number, read_files, &touching, fault,
                                                "/pulls/%" PRIu64 "/files?per_page=100", number);
    if (touches[0] == '\0' && touching.files >= FILES_MOST) {
        (void)snprintf(touches, 280, "it changes more files than GitHub lists");
    }
    return outcome;
}

static bool word_counts(const json_t *said)
{
    const json_t *is = json_object_get(said, "author_association");
    return github_is_text(is, "OWNER") || github_is_text(is, "MEMBER") ||
           github_is_text(is, "COLLABORATOR");
}

struct taking {
    const char *account;
    struct github_comment *comment;
};

static void take_comment(const json_t *from, const char *account, struct github_comment *comment)
{
    const json_t *id = json_object_get(from, "id");
    struct span body = github_text(json_object_get(from, "body"));
    size_t below;
    if (github_is_own(account, json_object_get(from, "user")) && json_is_integer(id) &&
        json_integer_value(id) > 0 &&
        comment_read(body.text, body.size, &comment->comment, &below)) {
        comment->id = (uint64_t)json_integer_value(id);
        buffer_add(&comment->below, body.text + below, body.size - below);
    }
}

static bool read_comments(const struct buffer *answer, void *context, bool *more,
                          struct fault *fault)
{
    const struct taking *taking = context;
    json_t *root = github_parse_list(answer->data, answer->size, "comments", fault), *one;
    size_t i;
    json_array_foreach(root, i, one)
    {
        if (taking->comment->id == 0) {
            take_comment(one, taking->account, taking->comment);
        }
    }
    *more = taking->comment->id == 0;
    bool done = root != NULL;
    json_decref(root);
    return done;
}

enum tracker_outcome github_pull_comment(struct github *github, uint64_t number,
                                         struct github_comment *comment, struct fault *fault)
{
    *comment = (struct github_comment){0};
    enum tracker_outcome outcome = github_account_find(github, fault);
    struct taking taking = {github->account, comment};
    return outcome == TRACKER_DONE
               ? github_pages(github, number, read_comments, &taking, fault,
                              "/issues/%" PRIu64 "/comments?per_page=100", number)
               : outcome;
}

enum tracker_outcome github_pull_write(struct github *github, uint64_t number,
                                       const struct github_comment *comment, struct fault *fault)
{
    const struct buffer *below = &comment->below;
    struct buffer body = {0};
    comment_write(&comment->comment, &body);
    buffer_add(&body, below->size > 0 ? below->data : "", below->size);
    json_t *json = body.failed || below->failed ? NULL : json_pack("{s:s}", "body", body.data);
    buffer_free(&body);
    return comment->id == 0 ? github_send(github, "POST", number, json, NULL, fault,
                                          "/issues/%" PRIu64 "/comments", number)
                            : github_send(github, "PATCH", 0, json, NULL, fault,
                                          "/issues/comments/%" PRIu64, comment->id);
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
    struct span by = github_login(json_object_get(review, "user"));
    bool said = github_is_text(state, "APPROVED") || github_is_text(state, "CHANGES_REQUESTED") ||
                github_is_text(state, "COMMENTED");
    bool own =
        strlen(entry->author) == by.size && strncasecmp(entry->author, by.text, by.size) == 0;
    return said && by.size > 0 && !own &&
           github_is_text(json_object_get(review, "commit_id"), entry->head) &&
           (was_asked(entry, by) || word_counts(review));
}

static bool read_reviews(const struct buffer *answer, void *context, bool *more,
                         struct fault *fault)
{
    struct queue_entry *entry = context;
    json_t *root = github_parse_list(answer->data, answer->size, "reviews", fault), *review;
    size_t i;
    json_array_foreach(root, i, review)
    {
        entry->reviewed = entry->reviewed || review_counts(review, entry);
    }
    *more = !entry->reviewed;
    bool done = root != NULL;
    json_decref(root);
    return done;
}

enum tracker_outcome github_pull_reviewed(struct github *github, struct queue_entry *entry,
                                          struct fault *fault)
{
    entry->reviewed = false;
    return github_pages(github, entry->number, read_reviews, entry, fault,
                        "/pulls/%" PRIu64 "/reviews?per_page=100", entry->number);
}

enum tracker_outcome github_pull_ask(struct github *github, uint64_t number, const char *handle,
                                     struct fault *fault)
{
    return github_send(github, "POST", number, json_pack("{s:[s]}", "reviewers", handle), NULL,
                       fault, "/pulls/%" PRIu64 "/requested_reviewers", number);
}

enum tracker_outcome github_pull_label(struct github *github, uint64_t number, struct fault *fault)
{
    return github_send(github, "POST", number, json_pack("{s:[s]}", "labels", github->label), NULL,
                       fault, "/issues/%" PRIu64 "/labels", number);
}

enum tracker_outcome github_pull_unlabel(struct github *github, uint64_t number,
                                         struct fault *fault)
{
    char label[3 * sizeof github->label];
    return github_address_escape(github->label, label, sizeof label)
               ? github_ask(github, "DELETE", number, NULL, fault, "/issues/%" PRIu64 "/labels/%s",
                            number, label)
               : TRACKER_REFUSED;
}
