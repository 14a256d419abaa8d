/* rfc9557.c -- a timestamp and its suffix are read as the plain reader reads them, byte for byte */
/* SPDX-License-Identifier: MIT */
#include "rfc9557.h"

#include "fuzz.h"
#include "oracle/slow.h"
#include "oracle/slow_rfc9557.h"
#include "rfc9557_inline.h"
#include "zonename.h"
#include "zonename_inline.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    return fuseau_rfc9557_parse(text, size, (const struct fuseau_rfc9557_options *)options,
                                (struct fuseau_rfc9557 *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    return slow_rfc9557(text, size, (const struct fuseau_rfc9557_options *)options,
                        (struct fuseau_rfc9557 *)value);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_rfc9557((const struct fuseau_rfc9557 *)left,
                              (const struct fuseau_rfc9557 *)right);
}

/* Promise: where a span should be it is; gives the place behind it and the byte that ends it. */
static size_t after(const char *text, size_t size, struct fuseau_span span, size_t at, char end)
{
    fuzz_require(span.at == at && span.size > 0 && span.size < size - at,
                 "a span of %zu bytes at %zu, not at %zu of %zu", span.size, span.at, at, size);
    fuzz_require(text[at + span.size] == end, "the span at %zu does not end at a \"%c\"", at, end);
    return at + span.size + 1;
}

/* Promise: a bracket opens here, and is critical or is not; gives the place behind. */
static size_t opened(const char *text, size_t size, size_t at, bool critical)
{
    fuzz_require(at + 2 < size && text[at] == '[', "no bracket opens at %zu", at);
    fuzz_require((text[at + 1] == '!') == critical, "the bracket at %zu is %s critical", at,
                 critical ? "not" : "said not to be");
    return at + (critical ? 2 : 1);
}

/* Promise: the zone is a name, or an offset, by the grammar of its own. */
static void zone_is_one(const char *text, const struct fuseau_rfc9557 *value)
{
    const char *const name = text + value->zone_name.at;
    struct fuseau_offset offset;
    if (value->zone == FUSEAU_RFC9557_ZONE_NAME) {
        const struct fuseau_result result = fuseau_zonename_parse(name, value->zone_name.size);
        fuzz_require(result.error == FUSEAU_OK, "the zone is no name: %s at %zu",
                     fuseau_error_name(result.error), result.at);
        return;
    }
    const struct fuseau_result result = fuseau_offset_parse(name, value->zone_name.size, &offset);
    fuzz_require(result.error == FUSEAU_OK && slow_equal_offset(offset, value->zone_offset) &&
                     (name[0] == '+' || name[0] == '-'),
                 "the zone is no numeric offset: %s at %zu, or another value",
                 fuseau_error_name(result.error), result.at);
}

/* Promise: zone and tags, put one behind the other, are all of the text from `at` on. */
static void spans_are_the_text(const char *text, size_t size, size_t at,
                               const struct fuseau_rfc9557 *value)
{
    if (value->zone != FUSEAU_RFC9557_NO_ZONE) {
        at = opened(text, size, at, value->zone_critical);
        at = after(text, size, value->zone_name, at, ']');
        zone_is_one(text, value);
    }
    for (size_t i = 0; i < value->tag_count; i++) {
        const struct fuseau_rfc9557_tag *const tag = &value->tags[i];
        at = opened(text, size, at, tag->critical);
        at = after(text, size, tag->key, at, '=');
        at = after(text, size, tag->values, at, ']');
    }
    fuzz_require(at == size, "zone and tags end at %zu of %zu", at, size);
}

/* Promise: what stands before the first "[" is read as a timestamp, and refused as one. */
static void begins_with_timestamp(const struct fuseau_rfc9557_options *options, const char *text,
                                  size_t size, struct fuseau_result whole,
                                  const struct fuseau_rfc9557 *value)
{
    const char *const found = size > 0 ? (const char *)memchr(text, '[', size) : NULL;
    const size_t end = found ? (size_t)(found - text) : size;
    struct fuseau_rfc3339 stamp;
    const struct fuseau_result part =
        fuseau_rfc3339_parse(text, end, options ? &options->timestamp : NULL, &stamp);
    if (part.error == FUSEAU_OK) {
        fuzz_require(whole.at >= end, "a timestamp of %zu bytes is accepted, then refused at %zu",
                     end, whole.at);
    } else if (part.error != FUSEAU_ERR_LEAP_SECOND) {
        const bool replaced = part.error == FUSEAU_ERR_END && end < size;
        fuzz_require(whole.at == part.at && (whole.error == part.error) != replaced,
                     "the timestamp gives %s at %zu, the whole %s at %zu",
                     fuseau_error_name(part.error), part.at, fuseau_error_name(whole.error),
                     whole.at);
    }
    if (whole.error == FUSEAU_OK) {
        fuzz_require(part.error == FUSEAU_OK && slow_equal_rfc3339(&stamp, &value->timestamp),
                     "the timestamp is another than by itself");
        spans_are_the_text(text, size, end, value);
    }
}

/* Promise: read with these options, as with any, the text keeps all of it. */
static void read_with(const struct fuseau_rfc9557_options *options, const char *text, size_t size)
{
    const struct fuzz_grammar grammar = {.name = "rfc9557",
                                         .options = options,
                                         .value_size = sizeof(struct fuseau_rfc9557),
                                         .parse = parse,
                                         .second = second,
                                         .equal = equal};
    struct fuseau_rfc9557 value;
    const struct fuseau_result result = fuzz_read(&grammar, text, size, &value);
    begins_with_timestamp(options, text, size, result, &value);
}

/* Promise: what is found many bytes at a time is what the rules find. */
static void rules_agree(const char *text, size_t size)
{
    const struct cursor cursor = {text, size};
    const size_t plain = rfc9557_suffix_plain(cursor);
    const size_t begin = rfc9557_suffix(cursor);
    fuzz_require(begin == plain || (plain < 20 && begin < size && text[begin] == '['),
                 "a suffix begins at %zu, and not at %zu", plain, begin);
    for (size_t at = 0; at < size; at++) {
        const size_t end = rfc9557_name_end(cursor, at);
        const struct fuseau_result name = time_zone_name(cursor, at);
        fuzz_require(end == at || (name.error == FUSEAU_OK && name.at == end),
                     "a name from %zu to %zu ends by the rules at %zu: %s", at, end, name.at,
                     fuseau_error_name(name.error));
    }
}

/* The n-th combination of all that a caller may choose. */
static struct fuseau_rfc9557_options choice(int n)
{
    static const char *const known[] = {"knort", "_foo"};
    const int keys = n / 12 % 3; /* 0: the registered one */
    return (struct fuseau_rfc9557_options){
        .timestamp = {.allow_space = n % 2 != 0, .leap = (enum fuseau_leap_policy)(n / 2 % 3)},
        .allow_experimental = n / 6 % 2 != 0,
        .known_keys = keys == 0 ? NULL : known,
        .known_count = keys == 1 ? 2 : 0,
    };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const text = (const char *)data;
    rules_agree(text, size);
    read_with(NULL, text, size);
    for (int n = 0; n < 36; n++) {
        const struct fuseau_rfc9557_options options = choice(n);
        read_with(&options, text, size);
    }
    return 0;
}
