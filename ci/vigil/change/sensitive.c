/* SPDX-License-Identifier: MIT */
#include "sensitive.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"
#include "sensitive_rules.h"
#include "sensitive_token.h"

struct search {
    const struct tokens *source;
    sensitive_wanted *wanted;
    void *context;
    struct sensitive_lines *lines;
    bool failed;
    struct names times;      /* declared as time_t */
    struct names days;       /* macros that are a day */
    struct names subtracted; /* "end" of "end.tv_sec - begin.tv_sec" */
    struct names own;        /* libc's names that the file gives to functions of its own */
};

static const struct ctoken *search_token(const struct search *search, size_t at)
{
    return &search->source->tokens[at];
}

/* Adds the token to the result, if its line is wanted. */
static void search_tell(struct search *search, enum sensitive_id id, size_t at)
{
    const struct ctoken *found = search_token(search, at);
    if (search->failed || !search->wanted(search->context, found->line)) {
        return;
    }
    struct sensitive_line *line =
        list_add(&search->lines->list, &search->lines->count, sizeof *line);
    search->failed = line == NULL;
    if (line != NULL) {
        *line = (struct sensitive_line){&sensitive_table[id], found->line, found->column,
                                        found->size < UINT_MAX ? (unsigned)found->size : UINT_MAX};
    }
}

/* Functions of which every call is told. */
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

/* So many tokens of a call's arguments are looked at. */
#define ARGUMENTS_MOST 200

static const char *const globals[] = {"timezone", "daylight", "tzname", NULL};

static bool is_member(const struct tokens *source, size_t at)
{
    return token_is(source, at - 1, ".") || token_is(source, at - 1, "->");
}

static void find_plain_call(struct search *search, size_t at)
{
    for (size_t i = 0; i < CALLS; i++) {
        if (token_is(search->source, at, calls[i].name)) {
            search_tell(search, calls[i].rule, at);
        }
    }
}

/* Whether the format holds %Z or %s. */
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

/* "(strftime)(…": brackets around the name, with which a macro of that name is not meant. */
static bool is_bracketed_call(const struct tokens *source, size_t at)
{
    return token_is(source, at - 1, "(") && token_is(source, at + 1, ")") &&
           token_is(source, at + 2, "(");
}

static void find_format(struct search *search, size_t at)
{
    static const char *const names[] = {"strftime", "strftime_l", "wcsftime", NULL};
    const struct tokens *source = search->source;
    if (!token_is_any(source, at, names)) {
        return;
    }
    unsigned depth = 0;
    for (size_t i = at + (is_bracketed_call(source, at) ? 2 : 1); i < at + ARGUMENTS_MOST; i++) {
        depth += token_is(source, i, "(") ? 1 : 0;
        depth -= depth > 0 && token_is(source, i, ")") ? 1 : 0;
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

static void find_call(struct search *search, size_t at)
{
    const struct tokens *source = search->source;
    if (!token_is_kind(source, at, CTOKEN_WORD) || names_have(&search->own, source, at)) {
        return;
    }
    find_words(search, at);
    if (token_is(source, at + 1, "(") && !is_member(source, at)) {
        find_plain_call(search, at);
        find_format(search, at);
        find_variable(search, at);
        find_difftime(search, at);
        find_interval(search, at);
    } else if (is_bracketed_call(source, at)) {
        find_plain_call(search, at);
        find_format(search, at);
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

static void learn_calls(struct search *search, size_t at)
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

static void find_days(struct search *search, size_t at)
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
static void learn_days(struct search *search, size_t at)
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

/* Whether the name may be that of an instant in seconds, by one of its words. */
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
        return; /* in the middle of a declaration */
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
static void learn_types(struct search *search, size_t at)
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

static void find_type(struct search *search, size_t at)
{
    if (token_is_kind(search->source, at, CTOKEN_WORD)) {
        find_declaration(search, at);
    } else if (token_is(search->source, at, "(")) {
        find_cast(search, at);
    }
}

static size_t behind_directive(const struct tokens *source, size_t at)
{
    while (at < source->count && !token_is_kind(source, at, CTOKEN_DIRECTIVE_END)) {
        at++;
    }
    return at;
}

/* Goes through the tokens twice: first to learn names from the whole file, then to find lines. */
static void find(struct search *search)
{
    const struct tokens *source = search->source;
    for (size_t at = 0; at < source->count; at++) {
        learn_calls(search, at);
        learn_types(search, at);
        learn_days(search, at);
    }
    for (size_t at = 0; at < source->count; at++) {
        if (token_is(source, at, "#include")) {
            at = behind_directive(source, at);
            continue;
        }
        find_call(search, at);
        find_type(search, at);
        find_days(search, at);
    }
}

static int by_place(const void *one, const void *other)
{
    const struct sensitive_line *left = one, *right = other;
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    if (left->column != right->column) {
        return left->column < right->column ? -1 : 1;
    }
    return left->rule == right->rule ? 0 : left->rule < right->rule ? -1 : 1;
}

/* Keeps the first of each rule on a line. */
static void keep_first(struct sensitive_lines *lines)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->count; i++) {
        size_t same = kept; /* no line keeps more than there are rules */
        while (same > 0 && lines->list[same - 1].line == lines->list[i].line &&
               lines->list[same - 1].rule != lines->list[i].rule) {
            same--;
        }
        if (same == 0 || lines->list[same - 1].line != lines->list[i].line) {
            lines->list[kept++] = lines->list[i];
        }
    }
    lines->count = kept;
}

bool sensitive_find(const char *text, size_t size, enum language language, sensitive_wanted *wanted,
                    void *context, struct sensitive_lines *lines)
{
    struct tokens source;
    struct search search = {
        .source = &source, .wanted = wanted, .context = context, .lines = lines};
    *lines = (struct sensitive_lines){0};
    bool read = tokens_read(text, size, language, false, &source);
    if (read) {
        find(&search);
    }
    if (lines->count > 1) {
        qsort(lines->list, lines->count, sizeof *lines->list, by_place);
        keep_first(lines);
    }
    tokens_free(&source);
    return read && !search.failed;
}

void sensitive_free(struct sensitive_lines *lines)
{
    free(lines->list);
    *lines = (struct sensitive_lines){0};
}
