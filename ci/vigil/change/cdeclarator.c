/* SPDX-License-Identifier: MIT */
#include "cdeclarator.h"

#include "ckeyword.h"

#define NONE ((size_t)-1)

/* The tokens of a unit that are still to be read. */
struct reading {
    const struct ctoken *tokens;
    size_t at, end;
};

static bool is(const struct reading *reading, size_t at, const char *spelling)
{
    return at < reading->end && ctoken_is(&reading->tokens[at], spelling);
}

/* Past "(…)" or "[…]", if it closes soon. */
static void skip_brackets(struct reading *reading)
{
    size_t depth = 0, at = reading->at;
    for (; at < reading->end && at - reading->at < 128; at++) {
        depth += is(reading, at, "(") || is(reading, at, "[");
        depth -= depth > 0 && (is(reading, at, ")") || is(reading, at, "]"));
        if (depth == 0) {
            break;
        }
    }
    reading->at = at + 1;
}

/* Whether something was skipped that neither is a type nor a name. */
static bool skip_qualifier(struct reading *reading)
{
    const struct ctoken *token = &reading->tokens[reading->at];
    if (ckeyword_is_attribute(token)) {
        reading->at++;
        skip_brackets(reading);
    } else if (is(reading, reading->at, "[") && is(reading, reading->at + 1, "[")) {
        skip_brackets(reading);
    } else if (ckeyword_is_storage(token) || is(reading, reading->at, "*")) {
        reading->at++;
    } else {
        return false;
    }
    return true;
}

/* Whether what stands there can follow a declared name. */
static bool ends_name(const struct reading *reading, size_t at, bool parameter)
{
    return is(reading, at, ",") || is(reading, at, "[") ||
           (parameter ? is(reading, at, ")") : is(reading, at, "=") || is(reading, at, ";"));
}

/* "(*name)(…)", "(*name[2])(…)" */
static size_t in_brackets(const struct reading *reading)
{
    size_t at = reading->at + 1;
    if (!is(reading, reading->at, "(") || !is(reading, at, "*")) {
        return NONE;
    }
    while (is(reading, at, "*") ||
           (at < reading->end && ckeyword_is_storage(&reading->tokens[at]))) {
        at++;
    }
    bool named = at < reading->end && reading->tokens[at].kind == CTOKEN_WORD &&
                 (is(reading, at + 1, ")") || is(reading, at + 1, "["));
    return named ? at : NONE;
}

struct cdeclarator cdeclarator_first(const struct tokens *source, size_t at, size_t end,
                                     bool parameter)
{
    struct reading reading = {source->tokens, at, end};
    size_t name = NONE, words = 0;
    while (reading.at < end) {
        const struct ctoken *token = &source->tokens[reading.at];
        if (skip_qualifier(&reading)) {
            continue;
        }
        if (token->kind != CTOKEN_WORD || ckeyword_is_statement(token)) {
            break;
        }
        name = ckeyword_is_type(token) ? NONE : reading.at;
        words++;
        reading.at++;
        if (ckeyword_is_aggregate(token)) { /* its tag is not the name */
            reading.at += reading.at < end && source->tokens[reading.at].kind == CTOKEN_WORD;
        } else if (ckeyword_is_type(token) && is(&reading, reading.at, "(") &&
                   !is(&reading, reading.at + 1, "*")) { /* typeof (x) */
            skip_brackets(&reading);
        }
    }
    size_t bracketed = words > 0 ? in_brackets(&reading) : NONE;
    if (bracketed != NONE && (words > 1 || name == NONE)) {
        return (struct cdeclarator){bracketed};
    }
    bool named = words > 1 && name != NONE && ends_name(&reading, reading.at, parameter);
    return (struct cdeclarator){named ? name : NONE};
}

struct cdeclarator cdeclarator_further(const struct tokens *source, size_t at, size_t end)
{
    struct reading reading = {source->tokens, at, end};
    while (reading.at < end && skip_qualifier(&reading)) {}
    bool named = reading.at < end && source->tokens[reading.at].kind == CTOKEN_WORD &&
                 ends_name(&reading, reading.at + 1, false);
    return (struct cdeclarator){named ? reading.at : NONE};
}
