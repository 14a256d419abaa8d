/* tracker.h -- what any tracker of issues must do, and how one is opened */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_TRACKER_H
#define VIGIL_TRACKER_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/settings.h"

/*
 * What an issue says of itself, hidden in the first line of its body as "<!-- vigil:MARKER -->":
 * "crash:" and the crash's sixteen hex digits, "digest", or "nights"; comments have others. By it
 * vigil knows its own issues again, whatever a database remembers: what is in the tracker is the
 * truth about what was filed.
 *
 * Anybody may write such a line. On GitHub it is believed only where an account of vigil's wrote
 * the issue or the comment, and only at its beginning, before anything that somebody else had a say
 * in; a local tracker is a directory, and who may write there may do as they like.
 */
#define TRACKER_MARKER_SIZE 64

#define TRACKER_LABELS_MOST   8
#define TRACKER_ADVISORY_SIZE 32

/* An issue to be filed. All of it is inert text (inert.h) and within the tracker's limits. */
struct tracker_draft {
    const char *title, *body; /* the body holds the marker's line already */
    const char *marker;
    const char *labels[TRACKER_LABELS_MOST];
    size_t label_count;
    const char *assignee; /* a handle, "" for nobody */
    /* For a tracker that has a place for them; each may be "", or NULL. `seen`: RFC 3339, UTC. */
    const char *target, *signature, *seen;
};

/* What the tracker says of one of vigil's issues. */
struct tracker_issue {
    uint64_t number;
    bool open;
    bool triaged;  /* a person looked at it, and gave it the label "triaged" */
    bool declined; /* a person said that nobody is to work on it: it has the label wontfix,
                      duplicate or invalid, or was closed as not planned or as a duplicate. On
                      GitHub that takes the right to triage at least, of an issue that somebody else
                      wrote: authors may close their own without any, and so it counts on vigil's
                      own issues alone, and never on those of others; who closed one is asked for
                      all the same (github_right.h) */
    char marker[TRACKER_MARKER_SIZE];
};

enum tracker_outcome {
    TRACKER_DONE,
    TRACKER_LATER, /* it failed for now, or no answer says whether it was done: before another try,
                      the caller looks whether it was */
    TRACKER_REFUSED, /* it will be refused however often it is tried, at least with this token */
    TRACKER_GONE,    /* the issue does not exist any more: a person deleted or moved it */
};

/* Is given each issue; false stops the listing. */
typedef bool tracker_take(void *context, const struct tracker_issue *issue);

/* Is told of each issue that cannot be read; the others are used all the same. */
typedef void tracker_complaint(void *context, const struct fault *fault);

/*
 * Everything but TRACKER_DONE comes with a fault that names issue, status and reason, and never
 * the token. Each call is one question to the tracker and does not wait or try again; the outbox
 * does both, and reads `wait` for it.
 */
struct tracker {
    /* Lists every issue of vigil's, open or closed. */
    enum tracker_outcome (*list)(struct tracker *tracker, tracker_take *take, void *context,
                                 struct fault *fault);

    /* Reads one issue of vigil's, even if a person took its label away; GONE where it is gone. */
    enum tracker_outcome (*look)(struct tracker *tracker, uint64_t number,
                                 struct tracker_issue *issue, struct fault *fault);

    /* Files a new issue, whole or not at all, and says its number. */
    enum tracker_outcome (*create)(struct tracker *tracker, const struct tracker_draft *draft,
                                   uint64_t *number, struct fault *fault);

    /* Gives an issue another title and body. What else a person changed stays. */
    enum tracker_outcome (*edit)(struct tracker *tracker, uint64_t number,
                                 const struct tracker_draft *draft, struct fault *fault);

    /* Opens or closes the issue (as done, not as declined). It may already be so. */
    enum tracker_outcome (*set_open)(struct tracker *tracker, uint64_t number, bool open,
                                     struct fault *fault);

    /* Adds a comment, unless one with this marker is there already; text holds no marker yet. */
    enum tracker_outcome (*comment)(struct tracker *tracker, uint64_t number, const char *marker,
                                    const char *text, struct fault *fault);

    /* The handle of a commit's author, "" when the tracker knows none. NULL: it cannot say. */
    enum tracker_outcome (*author)(struct tracker *tracker, const char *commit, char handle[64],
                                   struct fault *fault);

    /* Files the draft as an advisory that only the repository's maintainers see, unless one with
     * its marker is there already, and says its name: "GHSA-…". NULL: there is no such place. */
    enum tracker_outcome (*advise)(struct tracker *tracker, const struct tracker_draft *draft,
                                   char name[TRACKER_ADVISORY_SIZE], struct fault *fault);

    /* Whether anybody may read what is filed; true where that cannot be known. NULL: nobody but who
     * may read the directory. */
    bool (*is_public)(struct tracker *tracker);

    /* Where a person finds the issue: an address for a browser, or a path; "" where there is none
     * that fits. */
    void (*link)(struct tracker *tracker, uint64_t number, char link[600]);

    void (*close)(struct tracker *tracker);

    char place[512];   /* where a person finds the issues */
    size_t body_limit; /* bytes that a body may have */
    double wait;       /* after TRACKER_LATER: seconds the tracker asked for; 0: it did not say */
    bool mentions;     /* "@handle" tells a person: GitHub's does */
};

/* What a tracker is opened with. */
struct tracker_options {
    const char *word;       /* "local:DIR": Markdown issues DIR/NNNN.md; "github:OWNER/REPO" */
    const char *label;      /* the one that all issues of vigil's carry */
    const char *token_file; /* github: NULL for GITHUB_TOKEN in the environment */
    const char *account; /* github: the names that vigil writes under, with blanks between; NULL or
                            "": asked */
    bool
        unfiled; /* no token is read and nothing is asked: every call that would is TRACKER_LATER */
    tracker_complaint *complain;
    void *context;
};

/* NULL, with a fault, for a word that names no tracker or one that cannot be used. Nothing is asked
 * of a server yet. */
struct tracker *tracker_open(const struct tracker_options *options, struct fault *fault);
struct tracker *tracker_local_open(const char *directory, const struct tracker_options *options,
                                   struct fault *fault);
struct tracker *tracker_github_open(const char *repository, const struct tracker_options *options,
                                    struct fault *fault);

/* Whether what helps an attacker is to be kept out of it, by what the settings say. Where they do
 * not say, that is so unless it is sure that not everybody may read it. */
bool tracker_withholds(struct tracker *tracker, enum settings_withhold setting);

/* Which of them a word names, and what stands behind its colon: the directory, or OWNER/REPO.
 * TRACKER_UNKNOWN comes with a fault. */
enum tracker_kind { TRACKER_UNKNOWN, TRACKER_LOCAL, TRACKER_GITHUB };
enum tracker_kind tracker_kind(const char *word, const char **place, struct fault *fault);

#endif
