/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "sensitive_search.h"

/* Functions whose call is all there is to see. */
static const struct {
    const char *name;
    enum sensitive_id rule;
} calls[] = {
    {"localtime", SENSITIVE_LOCALTIME}, {"localtime_r", SENSITIVE_LOCALTIME_R},
    {"gmtime", SENSITIVE_GMTIME},       {"gmtime_r", SENSITIVE_GMTIME_R},
    {"mktime", SENSITIVE_MKTIME},       {"timelocal", SENSITIVE_MKTIME},
    {"timegm", SENSITIVE_TIMEGM},       {"strptime", SENSITIVE_STRPTIME},
    {"tzset", SENSITIVE_TZSET},         {"ctime", SENSITIVE_CTIME},
    {"ctime_r", SENSITIVE_CTIME},       {"asctime", SENSITIVE_CTIME},
    {"asctime_r", SENSITIVE_CTIME},     {"getdate", SENSITIVE_GETDATE},
    {"getdate_r", SENSITIVE_GETDATE},   {"gettimeofday", SENSITIVE_GETTIMEOFDAY},
};
#define CALLS (sizeof calls / sizeof *calls)

/* Tokens of a call's arguments that are looked at. */
#define ARGUMENTS_MOST 200

static const char *const globals[] = {"timezone", "daylight", "tzname", NULL};

static bool is_member(const struct tokens *source, size_t at)
{
    return token_is(source, at - 1, ".") || token_is(source, at - 1, "->");
}

static void find_calls(struct search *search, size_t at)
{
    for (size_t i = 0; i < CALLS; i++) {
        if (token_is(search->source, at, calls[i].name)) {
            search_tell(search, calls[i].rule, at);
        }
    }
}

/* Whether a conversion that is told of stands in the format. */
static bool has_zone_format(const struct ctoken *string)
{
    for (size_t i = 0; i + 1 < string->size; i++) {
        if (string->text[i] != '%') {
            continue;
        }
        i++;
        while (i < string->size && strchr("_-0^#EO123456789", string->text[i]) != NULL) {
            i++;
        }
        if (i < string->size && (string->text[i] == 'Z' || string->text[i] == 's')) {
            return true;
        }
    }
    return false;
}

static void find_format(struct search *search, size_t at)
{
    static const char *const names[] = {"strftime", "strftime_l", "wcsftime", NULL};
    const struct tokens *source = search->source;
    if (!token_is_any(source, at, names)) {
        return;
    }
    unsigned depth = 0;
    for (size_t i = at + 1; i < at + ARGUMENTS_MOST; i++) {
        depth += token_is(source, i, "(") ? 1 : 0;
        depth -= token_is(source, i, ")") ? 1 : 0;
        if (i >= source->count || depth == 0 || token_is(source, i, ";")) {
            return;
        }
        if (token_is_kind(source, i, CTOKEN_STRING) && has_zone_format(search_token(search, i))) {
            search_tell(search, SENSITIVE_STRFTIME_ZONE, i);
        }
    }
}

/* getenv("TZ"), putenv("TZ=UTC"). */
static void find_variable(struct search *search, size_t at)
{
    static const char *const names[] = {"getenv",   "secure_getenv", "setenv",
                                        "unsetenv", "putenv",        NULL};
    size_t string = at + 2;
    if (token_is_any(search->source, at, names) &&
        token_is_kind(search->source, string, CTOKEN_STRING)) {
        struct span text = {search_token(search, string)->text, search_token(search, string)->size};
        if (span_is(text, "\"TZ\"") || span_take(&text, "\"TZ=")) {
            search_tell(search, SENSITIVE_TZ_VARIABLE, string);
        }
    }
}

static void find_difftime(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    size_t opening, behind, type = at - 3;
    if (!token_is(source, at, "difftime")) {
        return;
    }
    bool cast = is_cast(source, at - 1, &opening) &&
                integer_type(source, opening + 1, &behind) != INTEGER_NONE && behind == at - 1;
    bool declared = token_is(source, at - 1, "=") && token_is_kind(source, at - 2, CTOKEN_WORD) &&
                    !is_member(source, at - 2) &&
                    (token_is(source, type, "time_t") ||
                     (integer_type(source, type, &behind) != INTEGER_NONE && behind == at - 2));
    if (cast || declared) {
        search_tell(search, SENSITIVE_DIFFTIME, at);
    }
}

/* clock_gettime(CLOCK_REALTIME, &end), where the file subtracts from or by `end`. */
static void find_interval(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    if (token_is(source, at, "clock_gettime") && token_is(source, at + 2, "CLOCK_REALTIME") &&
        token_is(source, at + 3, ",") &&
        names_have(&search->subtracted, source, operand_name(source, at + 4))) {
        search_tell(search, SENSITIVE_REALTIME_INTERVAL, at + 2);
    }
}

static void find_words(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    if (token_is(source, at, "tm") && token_is(source, at - 1, "struct")) {
        search_tell(search, SENSITIVE_STRUCT_TM, at - 1);
    } else if (token_is(source, at, "tm_isdst")) {
        search_tell(search, SENSITIVE_TM_ISDST, at);
    } else if (token_is(source, at, "tm_year")) {
        search_tell(search, SENSITIVE_TM_YEAR, at);
    }
    if (token_is_any(source, at, globals) && !is_member(source, at) &&
        !token_is(source, at + 1, "(") && !token_is(source, at - 1, "struct")) {
        search_tell(search, SENSITIVE_TIMEZONE_GLOBALS, at);
    }
}

void search_calls(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    if (!token_is_kind(source, at, CTOKEN_WORD) || names_have(&search->own, source, at)) {
        return;
    }
    find_words(search, at);
    if (token_is(source, at + 1, "(") && !is_member(source, at)) {
        find_calls(search, at);
        find_format(search, at);
        find_variable(search, at);
        find_difftime(search, at);
        find_interval(search, at);
    }
}

/* "end.tv_sec - begin.tv_sec": both names. */
static void learn_difference(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    if (!token_is(source, at, "-") || !token_is_kind(source, at - 1, CTOKEN_WORD) ||
        !(token_is(source, at - 1, "tv_sec") || token_is(source, at - 1, "tv_nsec"))) {
        return;
    }
    size_t right = operand_name(source, at + 1);
    if (token_is_kind(source, at - 3, CTOKEN_WORD)) {
        names_add(&search->subtracted, search_token(search, at - 3));
    }
    if (right != SIZE_MAX && is_member(source, right) &&
        token_is_kind(source, right - 2, CTOKEN_WORD)) {
        names_add(&search->subtracted, search_token(search, right - 2));
    }
}

static bool is_libc_name(const struct tokens *source, size_t at)
{
    bool found = token_is_any(source, at, globals);
    for (size_t i = 0; i < CALLS && !found; i++) {
        found = token_is(source, at, calls[i].name);
    }
    return found;
}

void search_learn_calls(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    if (is_libc_name(source, at) && is_declared(source, at) &&
        !names_have(&search->own, source, at)) {
        names_add(&search->own, search_token(search, at));
    }
    learn_difference(search, at);
}

/* "86'400", as C23 allows. */
static void ungroup(char *text)
{
    char *into = text;
    for (; *text != '\0'; text++) {
        *into = *text;
        into += *text != '\'' ? 1 : 0;
    }
    *into = '\0';
}

static uint64_t number_of(const struct ctoken *number)
{
    char text[32];
    char *end = text;
    if (ctoken_copy(number, text, sizeof text) >= sizeof text) {
        return 0;
    }
    ungroup(text);
    uint64_t value = strtoull(text, &end, 10);
    bool whole = end != text && (strspn(end, "uUlL") == strlen(end) || strcmp(end, ".0") == 0);
    return whole ? value : 0;
}

/* Factors that a product of days and years is made of. */
static bool is_clock_number(uint64_t number)
{
    return number == 24 || number == 60 || number == 3600 || number == 1440 || number == 86400;
}

#define DAY  UINT64_C(86400)
#define YEAR (365 * DAY)

/* 365, 365.2425 and 366 days; and the mean year of the seasons. */
static bool is_year(uint64_t seconds)
{
    return seconds == YEAR || seconds == 31556952 || seconds == YEAR + DAY || seconds == 31557600 ||
           seconds == 31556926;
}

/* The product that begins there: its last token, and the rule it falls under. */
static bool is_day_product(const struct search *search, size_t at, size_t *last,
                           enum sensitive_id *rule)
{
    const struct tokens *source = search->source;
    uint64_t product = 1;
    bool clock = false, year = false;
    for (*last = at;; *last += 2) {
        uint64_t number = number_of(search_token(search, *last));
        product = number > 0 && product <= UINT64_MAX / number ? product * number : 0;
        clock = clock || is_clock_number(number);
        year = year || number == 365 || number == 366 || is_year(number);
        if (!token_is(source, *last + 1, "*") || !token_is_kind(source, *last + 2, CTOKEN_NUMBER)) {
            break;
        }
    }
    bool known = product == 7 * DAY || product == 30 * DAY || product == 1000 * DAY;
    *rule = year ? SENSITIVE_YEAR_ARITHMETIC : SENSITIVE_DAY_ARITHMETIC;
    return product != 0 && (is_year(product) || (product % DAY == 0 && (clock || year || known)));
}

void search_days(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    size_t last = at;
    enum sensitive_id rule = SENSITIVE_DAY_ARITHMETIC;
    bool factor = token_is(source, at - 1, "*") && token_is_kind(source, at - 2, CTOKEN_NUMBER);
    bool day = token_is_kind(source, at, CTOKEN_NUMBER)
                   ? !factor && is_day_product(search, at, &last, &rule)
                   : names_have(&search->days, source, at);
    if (day && is_in_arithmetic(source, at, last)) {
        search_tell(search, rule, at);
    }
}

/* "#define DAY (24 * 60 * 60)" */
void search_learn_days(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    size_t first = at + 2, last;
    enum sensitive_id rule;
    if (!token_is(source, at, "#define") || !token_is_kind(source, at + 1, CTOKEN_WORD)) {
        return;
    }
    bool bracketed = token_is(source, first, "(");
    first += bracketed ? 1 : 0;
    if (token_is_kind(source, first, CTOKEN_NUMBER) &&
        is_day_product(search, first, &last, &rule) &&
        token_is_kind(source, last + (bracketed ? 2 : 1), CTOKEN_DIRECTIVE_END)) {
        names_add(&search->days, search_token(search, at + 1));
    }
}
