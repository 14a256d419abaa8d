/* sensitive_search.h -- (private) one search for time-sensitive lines, and its three parts */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_SENSITIVE_SEARCH_H
#define VIGIL_CHANGE_SENSITIVE_SEARCH_H

#include "sensitive_rules.h"
#include "sensitive_token.h"

struct search {
    const struct tokens *source;
    sensitive_wanted *wanted;
    void *context;
    struct sensitive_lines *lines;
    size_t room;
    bool failed;
    struct names times;      /* declared as time_t */
    struct names days;       /* macros that are a day */
    struct names subtracted; /* "end" of "end.tv_sec - begin.tv_sec" */
    struct names own;        /* of libc's names those that the file has of its own */
};

static inline const struct ctoken *search_token(const struct search *search, size_t at)
{
    return &search->source->tokens[at];
}

/* Tells of the token, if its line is wanted. */
void search_tell(struct search *search, enum sensitive_id id, size_t at);

/* Each is asked at every token, first to learn of the whole file, then to tell. */
void search_learn_calls(struct search *search, size_t at);
void search_learn_types(struct search *search, size_t at);
void search_learn_days(struct search *search, size_t at);
void search_calls(struct search *search, size_t at);
void search_types(struct search *search, size_t at);
void search_days(struct search *search, size_t at);

#endif
