/* commit.h -- commits of a git repository, and who wrote them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_COMMIT_H
#define VIGIL_BASE_COMMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

#define COMMIT_ID_SIZE 65

struct commit {
    char id[COMMIT_ID_SIZE], author[128], email[128], subject[200]; /* as git has them */
    char handle[64]; /* from a noreply address of GitHub's; else "" */
};

/* Whether `source` lies in a git repository that has a commit. */
bool commit_is_any(const char *source);

/* HEAD's id, and whether the work tree has changes that no commit holds. */
bool commit_revision(const char *source, char id[COMMIT_ID_SIZE], bool *dirty, struct fault *fault);

/* The id of the commit that git finds for `id` followed by `which`, such as "^2" or "^{commit}"; ""
 * where there is none. */
void commit_ancestor(const char *source, const char *id, const char *which,
                     char ancestor[COMMIT_ID_SIZE]);

/* Who wrote it, and the first line of its message. The texts are as git has them, so hostile. */
bool commit_describe(const char *source, const char *id, struct commit *commit,
                     struct fault *fault);

/* "octocat" of "octocat@users.noreply.github.com" and "583231+octocat@users.noreply.github.com";
 * "" of any other address, a bot's among them. */
void commit_handle(const char *email, char handle[64]);

#endif
