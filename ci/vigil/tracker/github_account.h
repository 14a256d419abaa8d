/* github_account.h -- under which names vigil writes on GitHub: whose texts it believes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_ACCOUNT_H
#define VIGIL_TRACKER_GITHUB_ACCOUNT_H

#include "github_client.h"

/*
 * Anybody may write a marker into a comment or an issue; only what an account of vigil's wrote is
 * vigil's. Its names are those of the settings, or else the one under which the token writes:
 *
 * - GET /user says so of a person's token;
 * - an app's may not ask that (403), and is told by GraphQL, as "our-bot[bot]";
 * - where that is refused too, it is "github-actions[bot]" in a workflow of GitHub's.
 *
 * Whether this is right is seen with each issue that is filed: the answer says who wrote it.
 */

/* Sees to it that github->account is known: asks once, and never again what was answered. Without
 * it no list is read, since it would say that nothing of vigil's is there. */
enum tracker_outcome github_account_find(struct github *github, struct fault *fault);

/* What was just written is by `author`. Where that is none of the account's names, it is complained
 * of and from now on nothing more is written (github->foreign): it would not be known again, and be
 * written again and again. */
void github_account_check(struct github *github, uint64_t issue, const char *author);

#endif
