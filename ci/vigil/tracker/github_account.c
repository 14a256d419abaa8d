/* SPDX-License-Identifier: MIT */
#include "github_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "github_json.h"

/* GraphQL is asked at https://HOST/api/graphql beside https://HOST/api/v3: libcurl takes "v3/.."
 * out of the address. */
static enum tracker_outcome ask_viewer(struct github *github, struct buffer *answer,
                                       struct fault *fault)
{
    return github_ask_api(github,
                          text_ends(github->address.api, "/api/v3") ? "/../graphql" : "/graphql",
                          json_pack("{s:s}", "query", "{viewer{login}}"), answer, fault);
}

static bool is_workflow(void)
{
    const char *actions = getenv("GITHUB_ACTIONS");
    return actions != NULL && strcmp(actions, "true") == 0;
}

/* The token is an app's. */
static enum tracker_outcome find_app(struct github *github, char login[GITHUB_LOGIN_SIZE],
                                     struct fault *fault)
{
    struct buffer answer = {0};
    bool known = false;
    enum tracker_outcome outcome = ask_viewer(github, &answer, fault);
    if (outcome == TRACKER_DONE &&
        !github_read_viewer(answer.data, answer.size, login, &known, fault)) {
        outcome = github_odd(github, 0, fault);
    }
    buffer_free(&answer);
    if (known || outcome == TRACKER_LATER) {
        return outcome;
    }
    if (is_workflow()) {
        (void)snprintf(login, GITHUB_LOGIN_SIZE, "github-actions[bot]");
        return TRACKER_DONE;
    }
    fault_set(fault, "GitHub does not say under which name this token writes: "
                     "[tracker] account has to");
    (void)github_odd(github, 0, fault);
    return TRACKER_REFUSED;
}

enum tracker_outcome github_account_find(struct github *github, struct fault *fault)
{
    struct buffer answer = {0};
    char login[GITHUB_LOGIN_SIZE] = "";
    if (github->account[0] != '\0') {
        return TRACKER_DONE;
    }
    enum tracker_outcome outcome = github_ask_api(github, "/user", NULL, &answer, fault);
    if (outcome == TRACKER_DONE) {
        if (!github_read_user(answer.data, answer.size, login, fault)) {
            outcome = github_odd(github, 0, fault);
        }
    } else if (outcome == TRACKER_REFUSED && (github->status == 403 || github->status == 404)) {
        outcome = find_app(github, login, fault);
    }
    buffer_free(&answer);
    if (outcome == TRACKER_DONE) {
        (void)snprintf(github->account, sizeof github->account, "%s", login);
    }
    return outcome;
}

void github_account_check(struct github *github, uint64_t issue, const char *author)
{
    json_t *user = json_pack("{s:s}", "login", author);
    if (!github_is_own(github->account, user)) {
        github->foreign = true;
        github_complain(github, issue,
                        "written under a name that [tracker] account does not have, so it will "
                        "not be known again, and nothing more is written",
                        author[0] == '\0' ? "the answer does not say which" : author);
    }
    json_decref(user);
}
