/* SPDX-License-Identifier: MIT */
#include "sensitive_search.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
    const struct csource *source = search->source;
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
    const struct csource *source = search->source;
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
    const struct csource *source = search->source;
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
