/* SPDX-License-Identifier: MIT */
#include "github_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"

#define ERRORS_MOST 8 /* of those that a refusal lists, so many are shown */

static const char marker_start[] = "<!-- vigil:", marker_end[] = " -->";

/* Bodies may hold a NUL, and must then not make a whole list unreadable. */
static json_t *parse(const char *text, size_t size, struct fault *fault)
{
    json_error_t error;
    json_t *root = json_loadb(text, size, JSON_ALLOW_NUL, &error);
    if (root == NULL) {
        fault_set(fault, "the answer is no JSON (line %d, column %d)", error.line, error.column);
    }
    return root;
}

static struct span string_span(const json_t *text)
{
    const char *value = json_string_value(text);
    return (struct span){value == NULL ? "" : value, value == NULL ? 0 : json_string_length(text)};
}

static bool is_text(const json_t *value, const char *words)
{
    struct span span = string_span(value);
    return span.size == strlen(words) && strncasecmp(span.text, words, span.size) == 0;
}

static size_t marker_size(struct span text)
{
    static const char others[] = ":-_.";
    size_t size = 0;
    while (size < text.size && text.text[size] != '\0' &&
           (span_is_digit(text.text[size]) ||
            ((text.text[size] | 0x20) >= 'a' && (text.text[size] | 0x20) <= 'z') ||
            strchr(others, text.text[size]) != NULL)) {
        size++;
    }
    return size;
}

static void find_marker(struct span body, char marker[TRACKER_MARKER_SIZE])
{
    memset(marker, 0, TRACKER_MARKER_SIZE);
    while (body.size > 0) {
        span_skip(&body, span_find(body, marker_start));
        if (!span_take(&body, marker_start)) {
            return;
        }
        struct span name = {body.text, marker_size(body)};
        span_skip(&body, name.size);
        if (name.size > 0 && name.size < TRACKER_MARKER_SIZE && span_take(&body, marker_end)) {
            span_copy(marker, TRACKER_MARKER_SIZE, name);
            return;
        }
    }
}

/* A label is an object with a name, or in older answers the name itself. */
static bool has_label(const json_t *labels, const char *name)
{
    size_t i;
    json_t *label;
    json_array_foreach(labels, i, label)
    {
        if (is_text(json_is_object(label) ? json_object_get(label, "name") : label, name)) {
            return true;
        }
    }
    return false;
}

static bool has_assignee(const json_t *assignees, const char *login)
{
    size_t i;
    json_t *user;
    json_array_foreach(assignees, i, user)
    {
        if (is_text(json_object_get(user, "login"), login)) {
            return true;
        }
    }
    return false;
}

static bool is_declined(const json_t *issue, const json_t *labels)
{
    const json_t *reason = json_object_get(issue, "state_reason");
    return has_label(labels, "wontfix") || has_label(labels, "duplicate") ||
           has_label(labels, "invalid") ||
           (is_text(json_object_get(issue, "state"), "closed") &&
            (is_text(reason, "not_planned") || is_text(reason, "duplicate")));
}

static bool asks(const char *words)
{
    return words != NULL && words[0] != '\0';
}

static bool read_issue(const json_t *from, const struct github_question *question,
                       struct github_issue *issue, struct fault *fault)
{
    const json_t *number = json_object_get(from, "number");
    const json_t *state = json_object_get(from, "state");
    const json_t *body = json_object_get(from, "body");
    const json_t *labels = json_object_get(from, "labels");
    if (!json_is_integer(number) || json_integer_value(number) <= 0) {
        return fault_set(fault, "the answer has an issue without a number");
    }
    if (!is_text(state, "open") && !is_text(state, "closed")) {
        return fault_set(fault, "the answer has an issue without a state");
    }
    if ((body != NULL && !json_is_null(body) && !json_is_string(body)) || !json_is_array(labels)) {
        return fault_set(fault, "the answer has an issue without a body or labels");
    }
    const json_t *pull = json_object_get(from, "pull_request");
    memset(issue, 0, sizeof *issue);
    issue->number = (uint64_t)json_integer_value(number);
    issue->open = is_text(state, "open");
    issue->pull = pull != NULL && !json_is_null(pull);
    issue->triaged = has_label(labels, "triaged");
    issue->declined = is_declined(from, labels);
    issue->labelled = !asks(question->label) || has_label(labels, question->label);
    issue->assigned = !asks(question->assignee) ||
                      has_assignee(json_object_get(from, "assignees"), question->assignee);
    find_marker(string_span(body), issue->marker);
    return true;
}

bool github_read_issue(const char *text, size_t size, const struct github_question *question,
                       struct github_issue *issue, struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    bool done = root != NULL && read_issue(root, question, issue, fault);
    json_decref(root);
    return done;
}

static bool read_page(const json_t *root, struct github_page *page, struct fault *fault)
{
    static const struct github_question nothing = {NULL, NULL};
    size_t i, count = json_array_size(root);
    json_t *issue;
    if (!json_is_array(root)) {
        return fault_set(fault, "the answer is no list of issues");
    }
    page->issues = calloc(count + 1, sizeof *page->issues);
    if (page->issues == NULL) {
        return fault_set(fault, "out of memory for a list of issues");
    }
    json_array_foreach(root, i, issue)
    {
        if (!read_issue(issue, &nothing, &page->issues[i], fault)) {
            github_page_free(page);
            return false;
        }
    }
    page->count = count;
    return true;
}

bool github_read_page(const char *text, size_t size, struct github_page *page, struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    bool done = root != NULL && read_page(root, page, fault);
    json_decref(root);
    return done;
}

void github_page_free(struct github_page *page)
{
    free(page->issues);
    *page = (struct github_page){0};
}

static bool holds_marker(struct span body, const char *marker)
{
    struct buffer words = {0};
    buffer_format(&words, "%s%s%s", marker_start, marker, marker_end);
    bool holds = !words.failed && span_find(body, words.data) < body.size;
    buffer_free(&words);
    return holds;
}

bool github_read_comments(const char *text, size_t size, const char *marker, bool *found,
                          struct fault *fault)
{
    json_t *root = parse(text, size, fault), *comment;
    bool done = root != NULL &&
                (json_is_array(root) || fault_set(fault, "the answer is no list of comments"));
    bool holds = false;
    size_t i = 0;
    json_array_foreach(root, i, comment)
    {
        const json_t *body = json_object_get(comment, "body");
        if (done && !json_is_string(body)) {
            done = fault_set(fault, "the answer has a comment without a body");
        }
        holds = holds || holds_marker(string_span(body), marker);
    }
    json_decref(root);
    *found = done ? holds : *found;
    return done;
}

bool github_read_author(const char *text, size_t size, char handle[64], struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    bool done = root != NULL && (json_is_string(json_object_get(root, "sha")) ||
                                 fault_set(fault, "the answer is no commit"));
    if (done) {
        const json_t *author = json_object_get(root, "author");
        struct span login = string_span(json_object_get(author, "login"));
        bool person = handle_is_one(login) && !is_text(json_object_get(author, "type"), "Bot");
        span_copy(handle, 64, person ? login : (struct span){"", 0});
    }
    json_decref(root);
    return done;
}

bool github_read_repository(const char *text, size_t size, bool *has_issues, struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    const json_t *issues = json_object_get(root, "has_issues");
    bool done = json_is_boolean(issues) ||
                (root != NULL && fault_set(fault, "the answer is no repository"));
    if (done) {
        *has_issues = json_is_true(issues);
    }
    json_decref(root);
    return done;
}

static void add_inert(struct buffer *into, const json_t *text)
{
    struct span span = string_span(text);
    inert_line(into, span.text, span.size);
}

/* "title: missing_field", or a sentence of its own. */
static void add_error(struct buffer *into, const json_t *error)
{
    const json_t *message = json_object_get(error, "message");
    if (json_is_string(error) || json_is_string(message)) {
        add_inert(into, json_is_string(error) ? error : message);
        return;
    }
    add_inert(into, json_object_get(error, "field"));
    buffer_text(into, ": ");
    add_inert(into, json_object_get(error, "code"));
}

void github_read_refusal(const char *text, size_t size, struct buffer *into)
{
    struct fault ignored;
    json_t *root = parse(text, size, &ignored);
    const json_t *errors = json_object_get(root, "errors");
    size_t count = json_array_size(errors);
    add_inert(into, json_object_get(root, "message"));
    for (size_t i = 0; i < count && i < ERRORS_MOST; i++) {
        buffer_text(into, i == 0 ? " (" : ", ");
        add_error(into, json_array_get(errors, i));
    }
    buffer_text(into, count > ERRORS_MOST ? ", …)" : count > 0 ? ")" : "");
    json_decref(root);
}

bool github_is_rate(const char *refusal)
{
    return strcasestr(refusal, "rate limit") != NULL ||
           strcasestr(refusal, "abuse detection") != NULL;
}
