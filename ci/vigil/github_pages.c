/* SPDX-License-Identifier: MIT */
#include "github_pages.h"

#include <string.h>

#include "github_link.h"

#define PAGES_MOST 1000

/* Where the list goes on, if it does. Another server is not sent the token. */
static enum tracker_outcome follow(struct github *github, struct github_call *call, bool *more,
                                   struct fault *fault)
{
    char next[GITHUB_URL_SIZE];
    *more = github_link_next(http_header(github->http, "link"), next, sizeof next);
    if (*more && !github_address_is_own(&github->address, next)) {
        fault_set(fault, "the answer's next page is on another server, which is not asked");
        return github_odd(github, call, fault);
    }
    if (*more) {
        memcpy(call->url, next, sizeof next);
    }
    return TRACKER_DONE;
}

enum tracker_outcome github_pages(struct github *github, struct github_call *call,
                                  github_page_reader *read, void *context, struct fault *fault)
{
    enum tracker_outcome outcome = TRACKER_DONE;
    bool more = true;
    for (unsigned pages = 0; outcome == TRACKER_DONE && more; pages++) {
        struct buffer answer = {0};
        if (pages == PAGES_MOST) {
            fault_set(fault, "a list of more than %d pages", PAGES_MOST);
            return github_odd(github, call, fault);
        }
        outcome = github_ask(github, call, &answer, fault);
        if (outcome == TRACKER_DONE) {
            outcome = read(github, call, &answer, context, &more, fault);
        }
        if (outcome == TRACKER_DONE && more) {
            outcome = follow(github, call, &more, fault);
        }
        buffer_free(&answer);
    }
    return outcome;
}
