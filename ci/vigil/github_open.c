/* SPDX-License-Identifier: MIT */
#include "github_open.h"

#include <stdlib.h>
#include <string.h>

/* A comma would make two labels of it in a list's address. */
static bool set_label(struct github *github, const char *label, struct fault *fault)
{
    size_t size = label == NULL ? 0 : strlen(label);
    if (size == 0 || size > 50 || strchr(label, ',') != NULL) {
        return fault_set(fault, "a label on GitHub has 1 to 50 bytes and no comma");
    }
    memcpy(github->label, label, size + 1);
    return true;
}

static const char *api_url(void)
{
    const char *url = getenv("GITHUB_API_URL");
    return url == NULL || url[0] == '\0' ? "https://api.github.com" : url;
}

struct github *github_open(const char *repository, const struct tracker_options *options,
                           struct fault *fault)
{
    /* First of all, so that the token is out of the environment whatever else is wrong. */
    struct token *token = token_open(options->token_file, fault);
    struct github *github = token == NULL ? NULL : calloc(1, sizeof *github);
    if (github == NULL) {
        token_close(token);
        return NULL;
    }
    github->token = token;
    github->complain = options->complain;
    github->context = options->context;
    bool done = github_address_make(api_url(), repository, &github->address, fault) &&
                set_label(github, options->label, fault) &&
                (github->http = http_open(fault)) != NULL;
    if (!done) {
        github_close(github);
        return NULL;
    }
    return github;
}

void github_close(struct github *github)
{
    http_close(github->http);
    token_close(github->token);
    free(github);
}

enum tracker_outcome github_send(struct github *github, struct github_call *call, json_t *json,
                                 struct buffer *answer, struct fault *fault)
{
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    enum tracker_outcome outcome = TRACKER_REFUSED;
    json_decref(json);
    if (text == NULL) {
        fault_set(fault, "no JSON can be made: text that is not UTF-8, or memory ran out");
        (void)github_odd(github, call, fault);
    } else {
        call->body = text;
        outcome = github_ask(github, call, answer, fault);
        call->body = NULL;
    }
    free(text);
    return outcome;
}
