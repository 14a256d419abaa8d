/* SPDX-License-Identifier: MIT */
#include "sensitive_search.h"

#include <stdint.h>
#include <string.h>

/* Whether what begins there is a time_t: a call that gives one, or a name that was declared so. */
static bool is_time(const struct search *search, size_t at)
{
    static const char *const given[] = {"time", "mktime", "timegm", NULL};
    const struct tokens *source = search->source;
    size_t name = operand_name(source, at);
    bool call = token_is(source, name + 1, "(");
    return name != SIZE_MAX &&
           (call ? token_is_any(source, name, given)
                 : token_is(source, name, "tv_sec") || names_have(&search->times, source, name));
}

/* "(time_t)-1" is how libc's errors are known, and no constant loses anything. */
static bool is_constant(const struct tokens *source, size_t at)
{
    static const char *const before[] = {"-", "+", "~", "(", NULL};
    while (token_is_any(source, at, before)) {
        at++;
    }
    return token_is_kind(source, at, CTOKEN_NUMBER);
}

static bool is_operand(const struct tokens *source, size_t at)
{
    static const char *const before[] = {"(", "*", "&", "-", "+", "~", "!", NULL};
    return token_is_kind(source, at, CTOKEN_WORD) || token_is_kind(source, at, CTOKEN_NUMBER) ||
           token_is_any(source, at, before);
}

static void find_cast(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    size_t closing, opening;
    enum integer_width width = integer_type(source, at + 1, &closing);
    if (token_is(source, at + 1, "time_t") && is_cast(source, at + 2, &opening) &&
        is_operand(source, at + 3) && !is_constant(source, at + 3)) {
        search_tell(search, SENSITIVE_CAST_TO_TIME_T, at + 1);
    }
    if ((width == INTEGER_32 || width == INTEGER_UNSURE) && is_cast(source, closing, &opening) &&
        is_time(search, closing + 1)) {
        search_tell(search, SENSITIVE_TIME_NARROWED, at + 1);
    }
}

/* A name of seconds that may be an instant's, by one of its words between underscores. */
static bool names_instant(const struct ctoken *name)
{
    static const char *const instants[] = {"seconds", "secs", "timestamp", "epoch"};
    static const char *const others[] = {"offset", "timeout", "interval", "duration", "delay",
                                         "wait",   "per",     "budget",   "limit",    "most",
                                         "least",  "age",     "elapsed",  "period",   "length"};
    char text[128];
    bool instant = false;
    if (ctoken_copy(name, text, sizeof text) >= sizeof text) {
        return false;
    }
    for (char *rest = text, *word; (word = strsep(&rest, "_")) != NULL;) {
        for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) {
            instant = instant || strcmp(word, instants[i]) == 0;
        }
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
            if (strcmp(word, others[i]) == 0) {
                return false;
            }
        }
    }
    return instant;
}

/* "int seconds;", "int now = time(NULL)". */
static void find_declaration(struct search *search, size_t at)
{
    static const char *const ends[] = {";", ",", "=", ")", "[", NULL};
    const struct tokens *source = search->source;
    size_t name, before;
    if (integer_type(source, at - 1, &before) != INTEGER_NONE && before == at) {
        return; /* in the middle of one */
    }
    enum integer_width width = integer_type(source, at, &name);
    if ((width != INTEGER_32 && width != INTEGER_UNSURE) ||
        !token_is_kind(source, name, CTOKEN_WORD) || !token_is_any(source, name + 1, ends)) {
        return;
    }
    if (width == INTEGER_32 && names_instant(search_token(search, name))) {
        search_tell(search, SENSITIVE_SECONDS_32, name);
    }
    if (token_is(source, name + 1, "=") && token_is(source, name + 2, "time") &&
        token_is(source, name + 3, "(")) {
        search_tell(search, SENSITIVE_TIME_IN_INT, name + 2);
    }
}

/* "time_t began", "time_t *began". */
void search_learn_types(struct search *search, size_t at)
{
    static const char *const ends[] = {";", ",", "=", ")", "[", NULL};
    size_t name = at + 1;
    while (token_is(search->source, name, "*") || token_is(search->source, name, "const")) {
        name++;
    }
    if (token_is(search->source, at, "time_t") &&
        token_is_kind(search->source, name, CTOKEN_WORD) &&
        token_is_any(search->source, name + 1, ends)) {
        names_add(&search->times, search_token(search, name));
    }
}

void search_types(struct search *search, size_t at)
{
    if (token_is_kind(search->source, at, CTOKEN_WORD)) {
        find_declaration(search, at);
    } else if (token_is(search->source, at, "(")) {
        find_cast(search, at);
    }
}
