/* slow_rfc9557.c -- the plain reader of suffixes: all that a bracket may be, a byte at a time */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_rfc9557.h"

#include <string.h>

#include "oracle/slow.h"

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char name_initials[] = UPPER LOWER "._";
static const char name_chars[] = UPPER LOWER "._" DIGITS "-+";
static const char key_initials[] = LOWER "_";
static const char key_chars[] = LOWER "_" DIGITS "-";
static const char value_chars[] = UPPER LOWER DIGITS;

/* What was read so far, if it is a zone's name or a tag. */
enum place {
    IMPOSSIBLE, /* it is none */
    NAME_BEGIN,
    PART_BEGIN, /* behind a "/" */
    DOT,        /* the part is "." */
    DOTS,       /* the part is ".." */
    PART,
    KEY_BEGIN,
    KEY,
    VALUE_BEGIN,
    VALUE,
    CLOSED, /* by its "]" */
};

/* NUL, which ends each set, is in none. */
static bool is_in(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/*
 * time-zone-part = time-zone-initial *time-zone-char  ; but not "." or ".."
 * time-zone-name = time-zone-part *("/" time-zone-part)
 */
static enum place name_then(enum place name, char byte)
{
    switch (name) {
    case NAME_BEGIN:
    case PART_BEGIN:
        if (byte == '.') {
            return DOT;
        }
        return is_in(byte, name_initials) ? PART : IMPOSSIBLE;
    case DOT:
        if (byte == '.') {
            return DOTS;
        }
        return is_in(byte, name_chars) ? PART : IMPOSSIBLE;
    case DOTS:
        return is_in(byte, name_chars) ? PART : IMPOSSIBLE;
    case PART:
        if (byte == '/' || byte == ']') {
            return byte == '/' ? PART_BEGIN : CLOSED;
        }
        return is_in(byte, name_chars) ? PART : IMPOSSIBLE;
    default:
        return IMPOSSIBLE;
    }
}

/* Why `byte` cannot be in a name that has come to `place`. */
static enum fuseau_error name_error(enum place place, char byte)
{
    if (place == DOT || place == DOTS || (place == PART_BEGIN && byte == '/')) {
        return FUSEAU_ERR_NAME_PART;
    }
    return FUSEAU_ERR_NAME;
}

/*
 * suffix-key    = key-initial *key-char
 * suffix-values = suffix-value *("-" suffix-value)
 * suffix-tag    = "[" critical-flag suffix-key "=" suffix-values "]"
 */
static enum place tag_then(enum place tag, char byte)
{
    switch (tag) {
    case KEY_BEGIN:
        return is_in(byte, key_initials) ? KEY : IMPOSSIBLE;
    case KEY:
        if (byte == '=') {
            return VALUE_BEGIN;
        }
        return is_in(byte, key_chars) ? KEY : IMPOSSIBLE;
    case VALUE_BEGIN:
        return is_in(byte, value_chars) ? VALUE : IMPOSSIBLE;
    case VALUE:
        if (byte == '-' || byte == ']') {
            return byte == '-' ? VALUE_BEGIN : CLOSED;
        }
        return is_in(byte, value_chars) ? VALUE : IMPOSSIBLE;
    default:
        return IMPOSSIBLE;
    }
}

static struct fuseau_result result_of(enum fuseau_error error, size_t at)
{
    return (struct fuseau_result){.error = error, .at = at};
}

struct fuseau_result slow_zonename(const char *text, size_t size)
{
    enum place name = NAME_BEGIN;
    for (size_t at = 0; at < size; at++) {
        const enum place next = name_then(name, text[at]);
        if (next == IMPOSSIBLE || next == CLOSED) {
            return result_of(name_error(name, text[at]), at);
        }
        name = next;
    }
    return result_of(name == PART ? FUSEAU_OK : FUSEAU_ERR_END, size);
}

/* time-numoffset "]", at `at` */
static struct fuseau_result offset_bracket(const char *text, size_t size, size_t at)
{
    struct fuseau_offset offset;
    const struct fuseau_result result = slow_offset(text + at, size - at, &offset);
    const size_t end = at + result.at;
    if (result.error == FUSEAU_OK) {
        return result_of(FUSEAU_ERR_END, end);
    }
    if (result.error != FUSEAU_ERR_TRAILING) {
        return result_of(result.error, end);
    }
    return text[end] == ']' ? result_of(FUSEAU_OK, end + 1) : result_of(FUSEAU_ERR_SUFFIX, end);
}

/* What is inside a bracket, from behind its "[" and "!". */
static struct fuseau_result bracket(const char *text, size_t size, size_t at, bool first)
{
    enum place name = first ? NAME_BEGIN : IMPOSSIBLE;
    enum place tag = KEY_BEGIN;
    if (first && at < size && is_in(text[at], "+-")) {
        return offset_bracket(text, size, at);
    }
    for (; at < size; at++) {
        const enum place next_name = name_then(name, text[at]);
        const enum place next_tag = tag_then(tag, text[at]);
        if (next_name == IMPOSSIBLE && next_tag == IMPOSSIBLE) {
            const bool named = name != IMPOSSIBLE;
            return result_of(named ? name_error(name, text[at]) : FUSEAU_ERR_SUFFIX, at);
        }
        if (next_name == CLOSED || next_tag == CLOSED) {
            return result_of(FUSEAU_OK, at + 1);
        }
        name = next_name;
        tag = next_tag;
    }
    return result_of(FUSEAU_ERR_END, size);
}

static struct fuseau_span span_of(size_t begin, size_t end)
{
    return (struct fuseau_span){.at = begin, .size = end - begin};
}

/* Enters text[begin] … text[end - 1], a whole bracket; what has a "=" is a tag. */
static void enter(const char *text, size_t begin, size_t end, struct fuseau_rfc9557 *out)
{
    const bool critical = text[begin + 1] == '!';
    const size_t inside = begin + (critical ? 2 : 1);
    const size_t last = end - 1;
    size_t equals = inside;
    while (equals < last && text[equals] != '=') {
        equals++;
    }
    if (equals < last) {
        out->tags[out->tag_count++] = (struct fuseau_rfc9557_tag){
            span_of(inside, equals), span_of(equals + 1, last), critical};
        return;
    }
    const bool offset = is_in(text[inside], "+-");
    out->zone = offset ? FUSEAU_RFC9557_ZONE_OFFSET : FUSEAU_RFC9557_ZONE_NAME;
    out->zone_critical = critical;
    out->zone_name = span_of(inside, last);
    if (offset) {
        slow_offset(text + inside, last - inside, &out->zone_offset);
    }
}

/* suffix = [time-zone] *suffix-tag */
static struct fuseau_result suffix(const char *text, size_t size, size_t begin,
                                   struct fuseau_rfc9557 *out)
{
    size_t at = begin;
    while (at < size) {
        if (text[at] != '[') {
            return result_of(FUSEAU_ERR_TRAILING, at);
        }
        if (out->tag_count == FUSEAU_RFC9557_TAGS_MAX) {
            return result_of(FUSEAU_ERR_TAGS, at);
        }
        const bool critical = at + 1 < size && text[at + 1] == '!';
        const struct fuseau_result result =
            bracket(text, size, at + (critical ? 2 : 1), at == begin);
        if (result.error != FUSEAU_OK) {
            return result;
        }
        enter(text, at, result.at, out);
        at = result.at;
    }
    return result_of(FUSEAU_OK, size);
}

static bool is_same(const char *text, struct fuseau_span left, struct fuseau_span right)
{
    return left.size == right.size && memcmp(text + left.at, text + right.at, left.size) == 0;
}

static bool is_key(const char *text, struct fuseau_span key, const char *known)
{
    for (size_t i = 0; i < key.size; i++) {
        if (known[i] != text[key.at + i]) { /* also where `known` ends */
            return false;
        }
    }
    return known[key.size] == '\0';
}

static bool is_known(const char *text, struct fuseau_span key,
                     const struct fuseau_rfc9557_options *options)
{
    if (!options || !options->known_keys) {
        return is_key(text, key, "u-ca");
    }
    for (size_t i = 0; i < options->known_count; i++) {
        if (is_key(text, key, options->known_keys[i])) {
            return true;
        }
    }
    return false;
}

/* What is wrong with tag `index`, the tags before it being right. */
static enum fuseau_error judge(const char *text, const struct fuseau_rfc9557 *value, size_t index,
                               const struct fuseau_rfc9557_options *options)
{
    const struct fuseau_rfc9557_tag *const tag = &value->tags[index];
    if (text[tag->key.at] == '_' && (!options || !options->allow_experimental)) {
        return FUSEAU_ERR_EXPERIMENTAL;
    }
    if (tag->critical && !is_known(text, tag->key, options)) {
        return FUSEAU_ERR_CRITICAL;
    }
    for (size_t i = 0; i < index; i++) {
        const struct fuseau_rfc9557_tag *const other = &value->tags[i];
        if (is_same(text, tag->key, other->key) && !is_same(text, tag->values, other->values) &&
            (tag->critical || other->critical)) {
            return FUSEAU_ERR_DUPLICATE;
        }
    }
    return FUSEAU_OK;
}

/* Where the date-time ends, if there is one: at the end, or at the first byte that is too much. */
static bool date_time_ends(struct fuseau_result whole)
{
    return whole.error == FUSEAU_OK || whole.error == FUSEAU_ERR_TRAILING ||
           whole.error == FUSEAU_ERR_LEAP_SECOND;
}

/* date-time-ext = date-time suffix */
struct fuseau_result slow_rfc9557(const char *text, size_t size,
                                  const struct fuseau_rfc9557_options *options,
                                  struct fuseau_rfc9557 *out)
{
    const struct fuseau_rfc3339_options *const own = options ? &options->timestamp : NULL;
    struct fuseau_rfc9557 value = {.zone = FUSEAU_RFC9557_NO_ZONE};
    const struct fuseau_result whole = slow_rfc3339(text, size, own, &value.timestamp);
    if (!date_time_ends(whole)) {
        return whole;
    }
    const size_t end = whole.error == FUSEAU_ERR_TRAILING ? whole.at : size;
    const struct fuseau_result stamp = slow_rfc3339(text, end, own, &value.timestamp);
    const struct fuseau_result result = suffix(text, size, end, &value);
    if (result.error != FUSEAU_OK || stamp.error != FUSEAU_OK) {
        return result.error != FUSEAU_OK ? result : stamp;
    }
    for (size_t i = 0; i < value.tag_count; i++) {
        const enum fuseau_error error = judge(text, &value, i, options);
        if (error != FUSEAU_OK) {
            return result_of(error, value.tags[i].key.at);
        }
    }
    *out = value;
    return result;
}

static bool is_equal_span(struct fuseau_span left, struct fuseau_span right)
{
    return left.at == right.at && left.size == right.size;
}

static bool is_equal_zone(const struct fuseau_rfc9557 *left, const struct fuseau_rfc9557 *right)
{
    if (left->zone != right->zone || left->zone == FUSEAU_RFC9557_NO_ZONE) {
        return left->zone == right->zone;
    }
    return left->zone_critical == right->zone_critical &&
           is_equal_span(left->zone_name, right->zone_name) &&
           (left->zone != FUSEAU_RFC9557_ZONE_OFFSET ||
            slow_equal_offset(left->zone_offset, right->zone_offset));
}

bool slow_equal_rfc9557(const struct fuseau_rfc9557 *left, const struct fuseau_rfc9557 *right)
{
    if (!slow_equal_rfc3339(&left->timestamp, &right->timestamp) || !is_equal_zone(left, right) ||
        left->tag_count != right->tag_count) {
        return false;
    }
    for (size_t i = 0; i < left->tag_count; i++) {
        const struct fuseau_rfc9557_tag *const one = &left->tags[i];
        const struct fuseau_rfc9557_tag *const other = &right->tags[i];
        if (!is_equal_span(one->key, other->key) || !is_equal_span(one->values, other->values) ||
            one->critical != other->critical) {
            return false;
        }
    }
    return true;
}
