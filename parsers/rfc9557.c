/* rfc9557.c -- timestamps with a suffix: "…Z[!Europe/Paris][u-ca=hebrew]" (RFC 9557 s. 4) */
/* SPDX-License-Identifier: MIT */
#include "rfc9557.h"

#include "offset_inline.h"
#include "rfc9557_inline.h"
#include "zonename_inline.h"

/* key-initial = lcalpha / "_" */
static bool key_initial(unsigned char byte)
{
    return (unsigned)byte - 'a' < 26 || byte == '_';
}

/* key-char = key-initial / DIGIT / "-" */
static bool key_char(unsigned char byte)
{
    return key_initial(byte) || (unsigned)byte - '0' <= 9 || byte == '-';
}

/* alphanum = ALPHA / DIGIT */
static bool alphanum(unsigned char byte)
{
    return (byte | 0x20U) - 'a' < 26 || (unsigned)byte - '0' <= 9;
}

/* suffix-key = key-initial *key-char; where it ends, which is `at` if none begins there */
static size_t suffix_key(struct cursor cursor, size_t at)
{
    if (key_initial(cursor_byte(cursor, at))) {
        while (key_char(cursor_byte(cursor, at))) {
            at++;
        }
    }
    return at;
}

/*
 * suffix-value  = 1*alphanum
 * suffix-values = suffix-value *("-" suffix-value)
 */
static struct fuseau_result suffix_values(struct cursor cursor, size_t at)
{
    for (;; at++) {
        size_t first = at;
        while (alphanum(cursor_byte(cursor, at))) {
            at++;
        }
        if (at == first) {
            return cursor_refuse(cursor, at, FUSEAU_ERR_SUFFIX);
        }
        if (cursor_byte(cursor, at) != '-') {
            return cursor_accept(at);
        }
    }
}

/* suffix-tag = "[" critical-flag suffix-key "=" suffix-values "]"; from the "=" on */
static struct fuseau_result suffix_tag(struct cursor cursor, struct fuseau_span key, bool critical,
                                       struct fuseau_rfc9557 *out)
{
    size_t first = key.at + key.size + 1;
    struct fuseau_result values = suffix_values(cursor, first);
    if (values.error != FUSEAU_OK) {
        return values;
    }
    if (cursor_byte(cursor, values.at) != ']') {
        return cursor_refuse(cursor, values.at, FUSEAU_ERR_SUFFIX);
    }
    out->tags[out->tag_count++] =
        (struct fuseau_rfc9557_tag){key, {first, values.at - first}, critical};
    return cursor_accept(values.at + 1);
}

/* The zone's name, and the "]" that must stand behind it. */
RULE struct fuseau_result zone_name(struct cursor cursor, size_t begin, size_t end, bool critical,
                                    struct fuseau_rfc9557 *out)
{
    if (cursor_byte(cursor, end) != ']') {
        return cursor_refuse(cursor, end, FUSEAU_ERR_NAME);
    }
    out->zone = FUSEAU_RFC9557_ZONE_NAME;
    out->zone_critical = critical;
    out->zone_name = (struct fuseau_span){begin, end - begin};
    return cursor_accept(end + 1);
}

/*
 * time-zone = "[" critical-flag time-zone-name / time-numoffset "]"; from the name on. The RFC
 * leaves out the parentheses around the alternatives, without which no offset would have a "[".
 */
static struct fuseau_result time_zone(struct cursor cursor, size_t at, bool critical,
                                      struct fuseau_rfc9557 *out)
{
    unsigned char first = cursor_byte(cursor, at);
    if (first != '+' && first != '-') {
        struct fuseau_result name = time_zone_name(cursor, at);
        return name.error == FUSEAU_OK ? zone_name(cursor, at, name.at, critical, out) : name;
    }
    struct fuseau_result offset = time_numoffset(cursor, at, first == '-', &out->zone_offset);
    if (offset.error != FUSEAU_OK) {
        return offset;
    }
    if (cursor_byte(cursor, offset.at) != ']') {
        return cursor_refuse(cursor, offset.at, FUSEAU_ERR_SUFFIX);
    }
    out->zone = FUSEAU_RFC9557_ZONE_OFFSET;
    out->zone_critical = critical;
    out->zone_name = (struct fuseau_span){at, offset.at - at};
    return cursor_accept(offset.at + 1);
}

/*
 * critical-flag = [ "!" ]
 *
 * What the "[" at `at` begins: a tag, or in the first place a zone. "[u-ca" may become either. It
 * is a tag if a "=" follows the key; if none does, the name goes as far as the key, since each byte
 * of a key is one that a name could have there. So what is a name beyond doubt is no tag, but where
 * a "=" follows it.
 */
RULE struct fuseau_result bracket(struct cursor cursor, size_t at, bool first,
                                  struct fuseau_rfc9557 *out)
{
    bool critical = cursor_byte(cursor, at + 1) == '!';
    size_t begin = at + 1 + critical;
    size_t name = first ? rfc9557_name_end(cursor, begin) : begin;
    if (name > begin && cursor_byte(cursor, name) != '=') {
        return zone_name(cursor, begin, name, critical, out);
    }
    size_t end = suffix_key(cursor, begin);
    if (end > begin && cursor_byte(cursor, end) == '=') {
        return suffix_tag(cursor, (struct fuseau_span){begin, end - begin}, critical, out);
    }
    return first ? time_zone(cursor, begin, critical, out)
                 : cursor_refuse(cursor, end, FUSEAU_ERR_SUFFIX);
}

/* suffix = [time-zone] *suffix-tag */
RULE struct fuseau_result suffix(struct cursor cursor, size_t at, struct fuseau_rfc9557 *out)
{
    struct fuseau_result result = cursor_accept(at);
    out->zone = FUSEAU_RFC9557_NO_ZONE;
    out->zone_critical = false;
    out->zone_name = (struct fuseau_span){at, 0};
    out->zone_offset = (struct fuseau_offset){0, FUSEAU_OFFSET_NUMERIC};
    out->tag_count = 0;
    while (result.error == FUSEAU_OK && cursor_byte(cursor, result.at) == '[') {
        if (out->tag_count == FUSEAU_RFC9557_TAGS_MAX) {
            return cursor_refuse(cursor, result.at, FUSEAU_ERR_TAGS);
        }
        result = bracket(cursor, result.at, result.at == at, out);
    }
    return cursor_finish(cursor, result);
}

static bool is_equal(struct cursor cursor, struct fuseau_span left, struct fuseau_span right)
{
    return left.size == right.size &&
           memcmp(cursor.text + left.at, cursor.text + right.at, left.size) == 0;
}

static bool is_known(struct cursor cursor, struct fuseau_span key,
                     const struct fuseau_rfc9557_options *options)
{
    static const char *const registered[] = {"u-ca"}; /* s. 5 */
    bool given = options && options->known_keys;
    const char *const *known = given ? options->known_keys : registered;
    size_t count = given ? options->known_count : sizeof registered / sizeof registered[0];
    for (size_t i = 0; i < count; i++) {
        if (strlen(known[i]) == key.size && memcmp(known[i], cursor.text + key.at, key.size) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * Whether a tag before this one has its key and contradicts it, and either is critical. s. 3.3
 * condemns what is inconsistent: where the values are the same, nothing is.
 */
static bool is_contradicted(struct cursor cursor, const struct fuseau_rfc9557_tag *first,
                            const struct fuseau_rfc9557_tag *tag)
{
    for (const struct fuseau_rfc9557_tag *other = first; other < tag; other++) {
        if ((other->critical || tag->critical) && is_equal(cursor, other->key, tag->key) &&
            !is_equal(cursor, other->values, tag->values)) {
            return true;
        }
    }
    return false;
}

/* Whether each tag may be acted on, or passed over: s. 3.2 and 3.3. */
static struct fuseau_result judge(struct cursor cursor, const struct fuseau_rfc9557 *value,
                                  const struct fuseau_rfc9557_options *options)
{
    for (size_t i = 0; i < value->tag_count; i++) {
        const struct fuseau_rfc9557_tag *tag = &value->tags[i];
        bool experimental = cursor_byte(cursor, tag->key.at) == '_';
        if (experimental && !(options && options->allow_experimental)) {
            return cursor_refuse(cursor, tag->key.at, FUSEAU_ERR_EXPERIMENTAL);
        }
        if (tag->critical && !is_known(cursor, tag->key, options)) {
            return cursor_refuse(cursor, tag->key.at, FUSEAU_ERR_CRITICAL);
        }
        if (is_contradicted(cursor, value->tags, tag)) {
            return cursor_refuse(cursor, tag->key.at, FUSEAU_ERR_DUPLICATE);
        }
    }
    return cursor_accept(cursor.size);
}

/* The date-time before `end`, where the text ends or a "[" stands. */
static struct fuseau_result date_time(struct cursor cursor, size_t end,
                                      const struct fuseau_rfc9557_options *options,
                                      struct fuseau_rfc3339 *out)
{
    const struct fuseau_rfc3339_options *own = options ? &options->timestamp : NULL;
    struct fuseau_result result = fuseau_rfc3339_parse(cursor.text, end, own, out);
    if (result.error == FUSEAU_ERR_END && end < cursor.size) {
        /* The text does not end there: read with its "[", it says what should stand there. */
        result = fuseau_rfc3339_parse(cursor.text, end + 1, own, out);
    }
    return result;
}

/* What is wrong with a text whose suffix is not right: its date-time comes first. */
static struct fuseau_result refuse_suffix(struct cursor cursor, size_t begin,
                                          const struct fuseau_rfc9557_options *options,
                                          struct fuseau_result read, struct fuseau_result judged)
{
    struct fuseau_rfc3339 timestamp;
    struct fuseau_result stamp = date_time(cursor, begin, options, &timestamp);
    if (stamp.error != FUSEAU_OK && stamp.error != FUSEAU_ERR_LEAP_SECOND) {
        return stamp;
    }
    if (read.error != FUSEAU_OK) {
        return read;
    }
    return stamp.error != FUSEAU_OK ? stamp : judged;
}

/*
 * date-time-ext = date-time suffix
 *
 * The suffix is read first, into a value of its own, and then the date-time, into its place.
 */
struct fuseau_result fuseau_rfc9557_parse(const char *text, size_t size,
                                          const struct fuseau_rfc9557_options *options,
                                          struct fuseau_rfc9557 *out)
{
    struct cursor cursor = {text, size};
    struct fuseau_rfc9557 value;
    size_t begin = rfc9557_suffix(cursor);
    struct fuseau_result read = suffix(cursor, begin, &value);
    struct fuseau_result judged = read.error == FUSEAU_OK ? judge(cursor, &value, options) : read;
    if (judged.error != FUSEAU_OK) {
        return refuse_suffix(cursor, begin, options, read, judged);
    }
    struct fuseau_result stamp = date_time(cursor, begin, options, &out->timestamp);
    if (stamp.error != FUSEAU_OK) {
        return stamp;
    }
    out->zone = value.zone;
    out->zone_critical = value.zone_critical;
    out->zone_name = value.zone_name;
    out->zone_offset = value.zone_offset;
    out->tag_count = value.tag_count;
    for (size_t i = 0; i < value.tag_count; i++) { /* room for all of them is most of the struct */
        out->tags[i] = value.tags[i];
    }
    return cursor_accept(cursor.size);
}
