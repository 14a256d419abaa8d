/* github_client.h -- one question to GitHub's REST API, and what its answer means for the outbox */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_CLIENT_H
#define VIGIL_TRACKER_GITHUB_CLIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/http.h"
#include "base/token.h"
#include "github_address.h"
#include "tracker.h"

struct github {
    struct tracker tracker; /* first, so that a pointer to one is a pointer to the other */
    struct github_address address;
    struct token *token; /* NULL where the tracker is opened unfiled */
    struct http *http;
    char label[64];
    char account[256]; /* the names that vigil writes under; "" not known yet
                          (github_account.h) */
    bool foreign;      /* it wrote under a name that is none of these: nothing more is written */
    struct github_person *people; /* whose rights were asked for (github_right.h) */
    size_t person_count;
    enum { VISIBILITY_UNKNOWN, VISIBILITY_PUBLIC, VISIBILITY_OTHER } visibility;
    tracker_complaint *complain;
    void *context;
    long status; /* of the last answer; 0: none came whole */
};

/*
 * One question without a body: a method, the issue that it is about (0: the repository), and an
 * address in the repository, made as printf does: "/issues/%llu". The answer's status decides:
 *
 * - 2xx: DONE; `answer` holds the body, unless it is NULL
 * - 401, 403: REFUSED, for the token
 * - 403, 429 where a limit is reached: LATER, with tracker.wait
 * - 404, 410, a redirect: GONE for an issue, REFUSED for the repository
 * - 422 and every other 4xx: REFUSED, with GitHub's reasons
 * - all else, or no whole answer: LATER
 *
 * Where the tracker is opened unfiled nothing is sent, and the outcome is LATER.
 *
 * An issue is taken for gone only when the repository itself can still be seen: a token that lost
 * its rights, or a repository that was moved, makes every issue look gone.
 */
enum tracker_outcome github_ask(struct github *github, const char *method, uint64_t issue,
                                struct buffer *answer, struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* The same with JSON as its body. Takes the JSON; NULL is REFUSED. */
enum tracker_outcome github_send(struct github *github, const char *method, uint64_t issue,
                                 json_t *json, struct buffer *answer, struct fault *fault,
                                 const char *format, ...) __attribute__((format(printf, 7, 8)));

/* The same at an address of the API itself: "/user". NULL as JSON: a GET. */
enum tracker_outcome github_ask_api(struct github *github, const char *address, json_t *json,
                                    struct buffer *answer, struct fault *fault);

/* So many things of a list are taken, 1,000 pages of them. */
#define GITHUB_LIST_MOST ((size_t)100000)

/* Takes what a page holds; false, with a fault, where that cannot be read. *more comes in as true;
 * a reader that has seen enough makes it false. It may ask GitHub something itself. */
typedef bool github_page_reader(const struct buffer *answer, void *context, bool *more,
                                struct fault *fault);

/*
 * Reads page after page, from the first on, whose address is made as above. Each next one is where
 * the Link header of the one before says. LATER where that is on another server, which would be
 * sent the token; where it is a page that was read already, or follows one with nothing on it; and
 * where a list has no end after 1,000 pages.
 */
enum tracker_outcome github_pages(struct github *github, uint64_t issue, github_page_reader *read,
                                  void *context, struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* LATER: an answer came that cannot be read, for the reason that stands in `fault`. */
enum tracker_outcome github_odd(const struct github *github, uint64_t issue, struct fault *fault);

/* Complains of something that went wrong although the call itself was DONE. */
void github_complain(const struct github *github, uint64_t issue, const char *words,
                     const char *about);

/* `repository` is OWNER/REPO; `tracker` is not filled in. The API's address is GITHUB_API_URL, or
 * GitHub's own. No token is opened where the options say `unfiled`. NULL, with a fault. */
struct github *github_open(const char *repository, const struct tracker_options *options,
                           struct fault *fault);
void github_close(struct github *github);

#endif
