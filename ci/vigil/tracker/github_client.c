/* SPDX-License-Identifier: MIT */
#include "github_client.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "base/span.h"
#include "github_json.h"

#define DAY_SECONDS    86400.0
#define MINUTE_SECONDS 60.0 /* GitHub asks for at least so much where it names no time */
#define PAGES_MOST     1000

struct call {
    const char *method;
    char url[GITHUB_URL_SIZE];
    const char *body; /* JSON, or NULL */
    uint64_t issue;   /* that the call is about; 0: the repository */
};

static bool make_url(const struct github *github, struct call *call, struct fault *fault,
                     const char *format, va_list arguments)
{
    size_t used = (size_t)snprintf(call->url, sizeof call->url, "%s/repos/%s", github->address.api,
                                   github->address.repository);
    int more = vsnprintf(call->url + used, sizeof call->url - used, format, arguments);
    return (more >= 0 && (size_t)more < sizeof call->url - used) ||
           fault_set(fault, "github:%s: an address that is too long", github->address.repository);
}

/* Sets the fault: "github:OWNER/REPO" or "github:OWNER/REPO, issue 5", then the words. */
static void say(const struct github *github, uint64_t issue, struct fault *fault, const char *words,
                const char *about)
{
    char where[32] = "", text[400];
    if (issue > 0) {
        (void)snprintf(where, sizeof where, ", issue %" PRIu64, issue);
    }
    (void)snprintf(text, sizeof text, "%.200s%s%.190s", words, about[0] == '\0' ? "" : ": ", about);
    fault_set(fault, "github:%.100s%s: %s", github->address.repository, where, text);
}

enum tracker_outcome github_odd(const struct github *github, uint64_t issue, struct fault *fault)
{
    struct fault why = *fault;
    why.text[200] = '\0';
    say(github, issue, fault, why.text, "");
    return TRACKER_LATER;
}

void github_complain(const struct github *github, uint64_t issue, const char *words,
                     const char *about)
{
    struct fault fault;
    say(github, issue, &fault, words, about);
    if (github->complain != NULL) {
        github->complain(github->context, &fault);
    }
}

/* Copies a server's inert words, cut between characters; never with the token in them, which a
 * server that echoes what it was sent would else put into a log. */
static void quote(const struct github *github, const struct buffer *words, char *into, size_t room)
{
    const char *text = words->failed || words->data == NULL ? "" : words->data;
    if (token_shows(github->token, text)) {
        text = "(the answer repeats the token, and is not shown)";
    }
    size_t size = text_fit(text, strlen(text), room - 1);
    memcpy(into, text, size);
    into[size] = '\0';
}

static double until_reset(const struct github *github)
{
    const char *reset = http_header(github->http, "x-ratelimit-reset");
    char *end;
    double seconds = http_seconds_until(github->http, strtod(reset, &end));
    if (reset[0] < '0' || reset[0] > '9' || *end != '\0') {
        return MINUTE_SECONDS;
    }
    return seconds < 1 ? 1 : seconds > DAY_SECONDS ? DAY_SECONDS : seconds;
}

/* Whether a 403 or 429 is about the number of requests; then sets tracker.wait. */
static bool is_limited(struct github *github, const char *refusal)
{
    double *wait = &github->tracker.wait;
    if (http_header(github->http, "retry-after")[0] != '\0') {
        double seconds = http_retry_after(github->http);
        *wait = seconds > DAY_SECONDS ? DAY_SECONDS : seconds;
        return true;
    }
    if (strcmp(http_header(github->http, "x-ratelimit-remaining"), "0") == 0) {
        *wait = until_reset(github);
        return true;
    }
    bool limited = github->status == 429 || github_is_rate(refusal);
    *wait = limited ? MINUTE_SECONDS : 0;
    return limited;
}

static enum tracker_outcome refuse(const struct github *github, const struct call *call,
                                   struct fault *fault, const char *words, const char *about)
{
    say(github, call->issue, fault, words, about);
    return TRACKER_REFUSED;
}

static enum tracker_outcome later(const struct github *github, const struct call *call,
                                  struct fault *fault, const char *words, const char *about)
{
    say(github, call->issue, fault, words, about);
    return TRACKER_LATER;
}

static enum tracker_outcome classify_absent(struct github *github, const struct call *call,
                                            const char *refusal, struct fault *fault)
{
    char moved[200];
    struct buffer location = {0};
    if (github->status == 404) {
        return refuse(github, call, fault, "404, no such repository, or the token may not see it",
                      "");
    }
    if (github->status == 410) {
        return refuse(github, call, fault, "410, issues are disabled", refusal);
    }
    const char *to = http_header(github->http, "location");
    inert_line(&location, to, strlen(to));
    quote(github, &location, moved, sizeof moved);
    buffer_free(&location);
    return refuse(github, call, fault, "moved, and a redirect is not followed", moved);
}

static enum tracker_outcome classify_other(struct github *github, const struct call *call,
                                           const char *refusal, struct fault *fault)
{
    const long status = github->status;
    char words[96];
    if (status == 401) {
        return refuse(github, call, fault, "401, the token is not accepted", refusal);
    }
    if ((status == 403 || status == 429) && is_limited(github, refusal)) {
        (void)snprintf(words, sizeof words, "%ld, too many requests for now", status);
        return later(github, call, fault, words, refusal);
    }
    if (status == 403) {
        return refuse(github, call, fault, "403, the token may not do this", refusal);
    }
    (void)snprintf(words, sizeof words, "status %ld", status);
    if (status >= 400 && status < 500 && status != 408) {
        return refuse(github, call, fault, words, refusal);
    }
    double seconds = http_retry_after(github->http);
    github->tracker.wait = seconds > DAY_SECONDS ? DAY_SECONDS : seconds;
    return later(github, call, fault, words, refusal);
}

static bool is_absent(const struct github *github)
{
    const long status = github->status;
    return status == 404 || status == 410 || (status > 300 && status < 309 && status != 304);
}

/* Sends the call, unless it is not to be sent. */
static enum tracker_outcome ask(struct github *github, const struct call *call,
                                struct buffer *answer, struct fault *fault)
{
    static const char *const headers[] = {"Accept: application/vnd.github+json",
                                          "X-GitHub-Api-Version: 2022-11-28",
                                          "Content-Type: application/json", "Expect:", NULL};
    struct http_request request = {.method = call->method,
                                   .url = call->url,
                                   .bearer =
                                       github->token == NULL ? NULL : token_text(github->token),
                                   .headers = headers,
                                   .body = call->body};
    struct fault why;
    github->tracker.wait = 0;
    github->status = 0;
    if (github->token == NULL) {
        return later(github, call, fault, "left to `vigil file`", "");
    }
    if (github->foreign && strcmp(call->method, "GET") != 0) {
        return refuse(github, call, fault,
                      "nothing more is written: the token writes under a name that [tracker] "
                      "account does not "
                      "have",
                      "");
    }
    if (!http_send(github->http, &request, &github->status, answer, &why)) {
        github->status = 0;
        return later(github, call, fault, "no answer", why.text);
    }
    if (github->status >= 200 && github->status < 300) {
        return TRACKER_DONE;
    }
    struct buffer words = {0};
    char refusal[240];
    github_read_refusal(answer->data, answer->size, &words);
    quote(github, &words, refusal, sizeof refusal);
    buffer_free(&words);
    return is_absent(github) ? classify_absent(github, call, refusal, fault)
                             : classify_other(github, call, refusal, fault);
}

/* Asks by GET at an address in the repository, so that a right to read is enough. */
static enum tracker_outcome ask_at(struct github *github, uint64_t issue, struct buffer *answer,
                                   struct fault *fault, const char *format, ...)
{
    struct call call = {.method = "GET", .issue = issue};
    va_list arguments;
    va_start(arguments, format);
    bool made = make_url(github, &call, fault, format, arguments);
    va_end(arguments);
    return made ? ask(github, &call, answer, fault) : TRACKER_LATER;
}

/* Asks for the repository: where it answers, the issue that it lacks is gone. */
static enum tracker_outcome ask_repository(struct github *github, const struct call *about,
                                           struct fault *fault)
{
    struct buffer answer = {0};
    struct github_repository repository = {.has_issues = false};
    enum tracker_outcome outcome = ask_at(github, 0, &answer, fault, "%s", "");
    if (outcome == TRACKER_DONE) {
        if (!github_read_repository(answer.data, answer.size, &repository, fault)) {
            outcome = github_odd(github, 0, fault);
        } else if (!repository.has_issues) {
            say(github, 0, fault, "issues are disabled", "");
            outcome = TRACKER_REFUSED;
        } else {
            say(github, about->issue, fault, "it is no more: deleted, or moved", "");
            outcome = TRACKER_GONE;
        }
    }
    buffer_free(&answer);
    return outcome;
}

/* Asks. An issue that seems to be absent is looked for in other ways before it is taken for gone.
 */
static enum tracker_outcome ask_surely(struct github *github, const struct call *call,
                                       struct buffer *answer, struct fault *fault)
{
    enum tracker_outcome outcome = ask(github, call, answer, fault);
    if (!is_absent(github) || call->issue == 0) {
        return outcome;
    }
    if (strcmp(call->method, "GET") == 0) {
        return ask_repository(github, call, fault);
    }
    /* A change was answered as if the issue were not there; perhaps the token may only read it. */
    struct buffer read = {0};
    outcome = ask_at(github, call->issue, &read, fault, "/issues/%" PRIu64, call->issue);
    buffer_free(&read);
    if (outcome == TRACKER_DONE) {
        return refuse(github, call, fault, "404, the token may read it but not change it", "");
    }
    return is_absent(github) ? ask_repository(github, call, fault) : outcome;
}

enum tracker_outcome github_ask(struct github *github, const char *method, uint64_t issue,
                                struct buffer *answer, struct fault *fault, const char *format, ...)
{
    struct call call = {.method = method, .issue = issue};
    struct buffer dropped = {0};
    va_list arguments;
    va_start(arguments, format);
    bool made = make_url(github, &call, fault, format, arguments);
    va_end(arguments);
    enum tracker_outcome outcome =
        made ? ask_surely(github, &call, answer == NULL ? &dropped : answer, fault)
             : TRACKER_REFUSED;
    buffer_free(&dropped);
    return outcome;
}

enum tracker_outcome github_send(struct github *github, const char *method, uint64_t issue,
                                 json_t *json, struct buffer *answer, struct fault *fault,
                                 const char *format, ...)
{
    struct call call = {.method = method, .issue = issue};
    struct buffer dropped = {0};
    va_list arguments;
    va_start(arguments, format);
    bool made = make_url(github, &call, fault, format, arguments);
    va_end(arguments);
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    enum tracker_outcome outcome = TRACKER_REFUSED;
    json_decref(json);
    if (made && text == NULL) {
        fault_set(fault, "no JSON can be made: text that is not UTF-8, or memory ran out");
        (void)github_odd(github, issue, fault);
    } else if (made) {
        call.body = text;
        outcome = ask_surely(github, &call, answer == NULL ? &dropped : answer, fault);
    }
    buffer_free(&dropped);
    free(text);
    return outcome;
}

enum tracker_outcome github_ask_api(struct github *github, const char *address, json_t *json,
                                    struct buffer *answer, struct fault *fault)
{
    struct call call = {.method = json == NULL ? "GET" : "POST"};
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    enum tracker_outcome outcome = TRACKER_LATER;
    int size = snprintf(call.url, sizeof call.url, "%s%s", github->address.api, address);
    if (size < 0 || (size_t)size >= sizeof call.url || (json != NULL && text == NULL)) {
        fault_set(fault, "an address that is too long, or memory ran out");
        outcome = github_odd(github, 0, fault);
    } else {
        call.body = text;
        outcome = ask(github, &call, answer, fault);
    }
    json_decref(json);
    free(text);
    return outcome;
}

/* Which pages of a list were read, by their addresses. */
struct pages {
    uint64_t read[PAGES_MOST];
    size_t count;
};

static bool was_read(const struct pages *pages, uint64_t page)
{
    for (size_t i = 0; i < pages->count; i++) {
        if (pages->read[i] == page) {
            return true;
        }
    }
    return false;
}

static bool is_empty_list(const struct buffer *answer)
{
    static const char blank[] = " \t\r\n";
    const char *text = answer->data == NULL ? "" : answer->data;
    text += strspn(text, blank);
    return text[0] == '[' && text[1 + strspn(text + 1, blank)] == ']';
}

/* Turns to the page at `next`, whose address becomes the call's. LATER where it must not be
 * followed.
 */
static enum tracker_outcome turn_page(struct github *github, struct call *call,
                                      const struct pages *pages, const char *next, bool empty,
                                      struct fault *fault)
{
    if (!github_address_is_own(&github->address, next)) {
        fault_set(fault, "the answer's next page is on another server, which is not asked");
    } else if (was_read(pages, fnv_add_text(FNV_START, next))) {
        fault_set(fault, "a list whose next page is one that was read already");
    } else if (empty) {
        fault_set(fault, "a list that goes on behind a page with nothing on it");
    } else if (pages->count == PAGES_MOST) {
        fault_set(fault, "a list of more than %d pages", PAGES_MOST);
    } else {
        (void)snprintf(call->url, sizeof call->url, "%s", next);
        return TRACKER_DONE;
    }
    return github_odd(github, call->issue, fault);
}

enum tracker_outcome github_pages(struct github *github, uint64_t issue, github_page_reader *read,
                                  void *context, struct fault *fault, const char *format, ...)
{
    struct call call = {.method = "GET", .issue = issue};
    va_list arguments;
    va_start(arguments, format);
    bool more = make_url(github, &call, fault, format, arguments);
    va_end(arguments);
    enum tracker_outcome outcome = more ? TRACKER_DONE : TRACKER_REFUSED;
    struct pages pages = {.count = 0};
    while (outcome == TRACKER_DONE && more) {
        struct buffer answer = {0};
        pages.read[pages.count++] = fnv_add_text(FNV_START, call.url);
        outcome = ask_surely(github, &call, &answer, fault);
        /* Before the page is read: its reader may ask more. */
        char next[GITHUB_URL_SIZE];
        bool goes_on = github_address_next(http_header(github->http, "link"), next, sizeof next);
        if (outcome == TRACKER_DONE && !read(&answer, context, &more, fault)) {
            outcome = github_odd(github, issue, fault);
        }
        more = more && goes_on;
        if (outcome == TRACKER_DONE && more) {
            outcome = turn_page(github, &call, &pages, next, is_empty_list(&answer), fault);
        }
        buffer_free(&answer);
    }
    return outcome;
}

/* The names in the settings, if any. */
static bool take_account(struct github *github, const char *names, struct fault *fault)
{
    const char *given = names == NULL ? "" : names, *at = given + strspn(given, " \t");
    while (*at != '\0') {
        struct span name = {at, strcspn(at, " \t")};
        if (!github_is_login(name)) {
            return fault_set(fault, "[tracker] account: one of the names is no login on GitHub, "
                                    "which reads like \"our-bot\" or \"our-app[bot]\"");
        }
        at += name.size + strspn(at + name.size, " \t");
    }
    int size =
        snprintf(github->account, sizeof github->account, "%s", given + strspn(given, " \t"));
    return (size >= 0 && (size_t)size < sizeof github->account) ||
           fault_set(fault, "[tracker] account: more names than there is room for");
}

struct github *github_open(const char *repository, const struct tracker_options *options,
                           struct fault *fault)
{
    /* First, so that the token is out of the environment whatever else is wrong. */
    struct token *token = options->unfiled ? NULL : token_open(options->token_file, fault);
    struct github *github = token == NULL && !options->unfiled ? NULL : calloc(1, sizeof *github);
    if (github == NULL) {
        token_close(token);
        return NULL;
    }
    github->token = token;
    github->complain = options->complain;
    github->context = options->context;
    const char *api = getenv("GITHUB_API_URL");
    const char *label = options->label == NULL ? "" : options->label;
    bool done = github_address_make(api == NULL || api[0] == '\0' ? "https://api.github.com" : api,
                                    repository, &github->address, fault);
    /* In the address of a list a comma would make two labels of it. */
    if (done && (label[0] == '\0' || strlen(label) > 50 || strchr(label, ',') != NULL)) {
        done = fault_set(fault, "a label on GitHub has 1 to 50 bytes and no comma");
    }
    done = done && take_account(github, options->account, fault);
    if (!done || (github->http = http_open(fault)) == NULL) {
        github_close(github);
        return NULL;
    }
    (void)snprintf(github->label, sizeof github->label, "%s", label);
    return github;
}

void github_close(struct github *github)
{
    http_close(github->http);
    token_close(github->token);
    free(github->people);
    free(github);
}
