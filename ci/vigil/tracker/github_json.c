/* SPDX-License-Identifier: MIT */
#include "github_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"

#define ERRORS_MOST 8   /* so many of the errors that a refusal lists are shown */
#define TITLE_MOST  256 /* bytes, as GitHub has it */

static const char marker_start[] = "<!-- vigil:", marker_end[] = " -->", bot[] = "[bot]";

json_t *github_parse(const char *text, size_t size, struct fault *fault)
{
    json_error_t error;
    json_t *root = json_loadb(text, size, JSON_ALLOW_NUL, &error);
    if (root == NULL) {
        fault_set(fault, "the answer is no JSON (line %d, column %d)", error.line, error.column);
    }
    return root;
}

json_t *github_parse_list(const char *text, size_t size, const char *of, struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    if (root != NULL && !json_is_array(root)) {
        fault_set(fault, "the answer is no list of %s", of);
        json_decref(root);
        root = NULL;
    }
    return root;
}

struct span github_text(const json_t *value)
{
    const char *text = json_string_value(value);
    return (struct span){text == NULL ? "" : text, text == NULL ? 0 : json_string_length(value)};
}

bool github_is_text(const json_t *value, const char *words)
{
    struct span span = github_text(value);
    return span.size == strlen(words) && strncasecmp(span.text, words, span.size) == 0;
}

struct span github_login(const json_t *user)
{
    struct span login = github_text(json_object_get(user, "login"));
    bool person = handle_is_one(login) && !github_is_text(json_object_get(user, "type"), "Bot");
    return person ? login : (struct span){"", 0};
}

bool github_is_login(struct span text)
{
    const size_t tail = sizeof bot - 1;
    bool app = text.size > tail && memcmp(text.text + text.size - tail, bot, tail) == 0;
    return handle_is_one((struct span){text.text, app ? text.size - tail : text.size});
}

bool github_is_own(const char *account, const json_t *user)
{
    const char *names = account == NULL ? "" : account;
    struct span login = github_text(json_object_get(user, "login"));
    while (*names != '\0') {
        size_t size = strcspn(names, " \t");
        if (size > 0 && size == login.size && strncasecmp(names, login.text, size) == 0) {
            return true;
        }
        names += size + strspn(names + size, " \t");
    }
    return false;
}

/* A label is an object with a name, or in older answers the name itself. */
bool github_has_label(const json_t *labels, const char *name)
{
    size_t i;
    json_t *label;
    json_array_foreach(labels, i, label)
    {
        if (github_is_text(json_is_object(label) ? json_object_get(label, "name") : label, name)) {
            return true;
        }
    }
    return false;
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

void github_marker(struct span body, char marker[TRACKER_MARKER_SIZE])
{
    memset(marker, 0, TRACKER_MARKER_SIZE);
    if (!span_take(&body, marker_start)) {
        return;
    }
    struct span name = {body.text, marker_size(body)};
    span_skip(&body, name.size);
    if (name.size == 0 || name.size >= TRACKER_MARKER_SIZE || !span_take(&body, marker_end)) {
        return;
    }
    /* Where a person edits a body in a browser its lines end with CR LF. */
    while (body.size > 0 && strchr(" \t\r", body.text[0]) != NULL && body.text[0] != '\0') {
        span_skip(&body, 1);
    }
    if (body.size == 0 || body.text[0] == '\n') {
        span_copy(marker, TRACKER_MARKER_SIZE, name);
    }
}

/* Copies a login, "" of what is none. */
static void copy_login(const json_t *user, char login[GITHUB_LOGIN_SIZE])
{
    struct span text = github_text(json_object_get(user, "login"));
    span_copy(login, GITHUB_LOGIN_SIZE, github_is_login(text) ? text : (struct span){"", 0});
}

static bool has_assignee(const json_t *assignees, const char *login)
{
    size_t i;
    json_t *user;
    json_array_foreach(assignees, i, user)
    {
        if (github_is_text(json_object_get(user, "login"), login)) {
            return true;
        }
    }
    return false;
}

static bool is_declined_by_label(const json_t *labels)
{
    return github_has_label(labels, "wontfix") || github_has_label(labels, "duplicate") ||
           github_has_label(labels, "invalid");
}

static bool is_declined(const json_t *issue, const json_t *labels)
{
    const json_t *reason = json_object_get(issue, "state_reason");
    return is_declined_by_label(labels) ||
           (github_is_text(json_object_get(issue, "state"), "closed") &&
            (github_is_text(reason, "not_planned") || github_is_text(reason, "duplicate")));
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
    if (!github_is_text(state, "open") && !github_is_text(state, "closed")) {
        return fault_set(fault, "the answer has an issue without a state");
    }
    if ((body != NULL && !json_is_null(body) && !json_is_string(body)) || !json_is_array(labels)) {
        return fault_set(fault, "the answer has an issue without a body or labels");
    }
    const json_t *pull = json_object_get(from, "pull_request");
    const json_t *user = json_object_get(from, "user");
    const char *label = question->label == NULL ? "" : question->label;
    const char *assignee = question->assignee == NULL ? "" : question->assignee;
    *issue = (struct github_issue){.issue = {.number = (uint64_t)json_integer_value(number),
                                             .open = github_is_text(state, "open"),
                                             .triaged = github_has_label(labels, "triaged"),
                                             .declined = is_declined(from, labels)},
                                   .own = github_is_own(question->account, user),
                                   .pull = pull != NULL && !json_is_null(pull),
                                   .labelled = label[0] == '\0' || github_has_label(labels, label),
                                   .assigned =
                                       assignee[0] == '\0' ||
                                       has_assignee(json_object_get(from, "assignees"), assignee)};
    copy_login(user, issue->author);
    memset(issue->closer, 0, sizeof issue->closer);
    if (issue->issue.declined && !is_declined_by_label(labels)) {
        span_copy(issue->closer, sizeof issue->closer,
                  github_login(json_object_get(from, "closed_by")));
    }
    if (issue->own) {
        github_marker(github_text(body), issue->issue.marker);
    }
    return true;
}

bool github_read_issue(const char *text, size_t size, const struct github_question *question,
                       struct github_issue *issue, struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    bool done = root != NULL && read_issue(root, question, issue, fault);
    json_decref(root);
    return done;
}

bool github_read_page(const char *text, size_t size, const struct github_question *question,
                      struct github_page *page, struct fault *fault)
{
    json_t *root = github_parse_list(text, size, "issues", fault), *issue;
    size_t i, count = json_array_size(root);
    page->issues = root == NULL ? NULL : calloc(count + 1, sizeof *page->issues);
    bool done = page->issues != NULL;
    if (root != NULL && !done) {
        fault_set(fault, "out of memory for a list of issues");
    }
    json_array_foreach(root, i, issue)
    {
        done = done && read_issue(issue, question, &page->issues[i], fault);
    }
    page->count = done ? count : 0;
    json_decref(root);
    if (!done) {
        github_page_free(page);
    }
    return done;
}

void github_page_free(struct github_page *page)
{
    free(page->issues);
    *page = (struct github_page){0};
}

bool github_read_comments(const char *text, size_t size, const char *account, const char *marker,
                          bool *found, struct fault *fault)
{
    json_t *root = github_parse_list(text, size, "comments", fault), *comment;
    bool done = root != NULL, holds = false;
    size_t i = 0;
    json_array_foreach(root, i, comment)
    {
        const json_t *body = json_object_get(comment, "body");
        char begins[TRACKER_MARKER_SIZE];
        if (done && !json_is_string(body)) {
            done = fault_set(fault, "the answer has a comment without a body");
        }
        github_marker(github_text(body), begins);
        holds = holds || (github_is_own(account, json_object_get(comment, "user")) &&
                          strcmp(begins, marker) == 0);
    }
    json_decref(root);
    *found = done ? holds : *found;
    return done;
}

bool github_read_right(const char *text, size_t size, bool *triages, struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    const json_t *permission = json_object_get(root, "permission");
    const json_t *role = json_object_get(root, "role_name");
    bool done = json_is_string(permission) ||
                (root != NULL && fault_set(fault, "the answer does not say what somebody may do"));
    /* The older word knows no triage, and says read of it. A role that a company made has a name of
     * its own, and the list of rights says what it allows. */
    const json_t *rights = json_object_get(json_object_get(root, "user"), "permissions");
    static const char *const enough[] = {"admin", "maintain", "write", "triage"};
    *triages = done && json_is_true(json_object_get(rights, "triage"));
    for (size_t i = 0; done && i < sizeof enough / sizeof *enough; i++) {
        *triages =
            *triages || github_is_text(permission, enough[i]) || github_is_text(role, enough[i]);
    }
    json_decref(root);
    return done;
}

bool github_read_author(const char *text, size_t size, char handle[64], struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    bool done = root != NULL && (json_is_string(json_object_get(root, "sha")) ||
                                 fault_set(fault, "the answer is no commit"));
    if (done) {
        span_copy(handle, 64, github_login(json_object_get(root, "author")));
    }
    json_decref(root);
    return done;
}

bool github_read_user(const char *text, size_t size, char login[GITHUB_LOGIN_SIZE],
                      struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    copy_login(root, login);
    bool done = login[0] != '\0' || (root != NULL && fault_set(fault, "the answer is no user"));
    json_decref(root);
    return done;
}

/* Errors of GraphQL come with status 200, and each has a type. */
static bool is_for_good(const json_t *errors)
{
    const json_t *type = json_object_get(json_array_get(errors, 0), "type");
    return github_is_text(type, "FORBIDDEN") || github_is_text(type, "NOT_FOUND") ||
           github_is_text(type, "INSUFFICIENT_SCOPES");
}

bool github_read_viewer(const char *text, size_t size, char login[GITHUB_LOGIN_SIZE], bool *known,
                        struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    copy_login(json_object_get(json_object_get(root, "data"), "viewer"), login);
    *known = login[0] != '\0';
    bool done = *known || is_for_good(json_object_get(root, "errors")) ||
                (root != NULL && fault_set(fault, "the answer does not say whose the token is"));
    json_decref(root);
    return done;
}

/* An internal repository, which all of a company may read, is private too. */
static bool is_open_to_all(const json_t *repository)
{
    const json_t *private = json_object_get(repository, "private");
    const json_t *visibility = json_object_get(repository, "visibility");
    bool hidden = json_is_string(visibility) ? github_is_text(visibility, "private") ||
                                                   github_is_text(visibility, "internal")
                                             : json_is_true(private);
    return !hidden || json_is_false(private);
}

bool github_read_repository(const char *text, size_t size, struct github_repository *repository,
                            struct fault *fault)
{
    json_t *root = github_parse(text, size, fault);
    const json_t *issues = json_object_get(root, "has_issues");
    bool done = json_is_boolean(issues) ||
                (root != NULL && fault_set(fault, "the answer is no repository"));
    if (done) {
        *repository = (struct github_repository){json_is_true(issues), is_open_to_all(root)};
    }
    json_decref(root);
    return done;
}

static void add_inert(struct buffer *into, const json_t *text)
{
    struct span span = github_text(text);
    inert_line(into, span.text, span.size);
}

/* Adds "title: missing_field", or the message that the error brings. */
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
    json_t *root = github_parse(text, size, &ignored);
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

bool github_is_marked(const struct tracker_draft *draft, struct fault *fault)
{
    char marker[TRACKER_MARKER_SIZE];
    github_marker((struct span){draft->body, strlen(draft->body)}, marker);
    return strcmp(marker, draft->marker) == 0 ||
           fault_set(fault, "%s: a text that does not begin with its marker", draft->marker);
}

json_t *github_draft_text(const struct tracker_draft *draft)
{
    size_t size = text_fit(draft->title, strlen(draft->title), TITLE_MOST);
    return json_pack("{s:s%,s:s}", "title", draft->title, size, "body", draft->body);
}

static bool add_names(json_t *object, const char *key, const char *const names[], size_t count)
{
    json_t *array = json_array();
    int failed = array == NULL ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        failed |= json_array_append_new(array, json_string(names[i]));
    }
    return (json_object_set_new(object, key, array) | failed) == 0;
}

json_t *github_draft_issue(const struct tracker_draft *draft, const char *label,
                           const char *assignee)
{
    const char *labels[TRACKER_LABELS_MOST + 1] = {label};
    size_t count = 1;
    for (size_t i = 0; i < draft->label_count && i < TRACKER_LABELS_MOST; i++) {
        if (strcasecmp(draft->labels[i], label) != 0) {
            labels[count++] = draft->labels[i];
        }
    }
    json_t *json = github_draft_text(draft);
    if (json != NULL && (!add_names(json, "labels", labels, count) ||
                         (assignee[0] != '\0' && !add_names(json, "assignees", &assignee, 1)))) {
        json_decref(json);
        return NULL;
    }
    return json;
}
