/* SPDX-License-Identifier: MIT */
#include "github_right.h"

#include <string.h>
#include <strings.h>

#include "base/list.h"

struct github_person {
    char login[GITHUB_LOGIN_SIZE];
    bool triages;
};

/* A login is made of letters, digits, '-' and '_', and stands in an address as it is. */
static enum tracker_outcome ask(struct github *github, const char *login, bool *triages,
                                struct fault *fault)
{
    struct buffer answer = {0};
    enum tracker_outcome outcome =
        github_ask(github, "GET", 0, &answer, fault, "/collaborators/%s/permission", login);
    long status = github->status;
    if (outcome == TRACKER_DONE && !github_read_right(answer.data, answer.size, triages, fault)) {
        outcome = github_odd(github, 0, fault);
    } else if (outcome == TRACKER_REFUSED && (status == 403 || status == 404)) {
        *triages = status == 403;
        outcome = TRACKER_DONE;
    }
    buffer_free(&answer);
    return outcome;
}

enum tracker_outcome github_right_check(struct github *github, struct github_issue *issue,
                                        struct fault *fault)
{
    if (!issue->own || issue->closer[0] == '\0') {
        return TRACKER_DONE;
    }
    const struct github_person *known = NULL;
    for (size_t i = 0; known == NULL && i < github->person_count; i++) {
        known = strcasecmp(github->people[i].login, issue->closer) == 0 ? &github->people[i] : NULL;
    }
    if (known == NULL) {
        struct github_person asked = {.triages = false};
        memcpy(asked.login, issue->closer, sizeof asked.login);
        enum tracker_outcome outcome = ask(github, asked.login, &asked.triages, fault);
        if (outcome != TRACKER_DONE) {
            return outcome;
        }
        struct github_person *added =
            list_add(&github->people, &github->person_count, sizeof *added);
        if (added == NULL) {
            fault_set(fault, "out of memory");
            return TRACKER_LATER;
        }
        *added = asked;
        known = added;
    }
    issue->issue.declined = known->triages;
    return TRACKER_DONE;
}
