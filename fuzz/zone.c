/* zone.c -- a zone answers as a plain reading of its file does, at and beside every transition */
/* SPDX-License-Identifier: MIT */
#include "zone.h"

#include "fuzz_zone.h"
#include "oracle/slow_zone.h"

enum {
    RULE_CHANGES = 12, /* of the footer's, asked about behind the last transition */
    STEP = 500000003,  /* seconds, 16 years about: what is asked from 1902 to 2514 */
};

/* Within it, seconds and offsets can be added without a second thought. */
static const int64_t far = INT64_C(1) << 62;

struct asked {
    const struct fuseau_zone *zone;
    struct slow_zone plain;
    struct slow_offsets offsets;
};

static bool same(const struct fuseau_local_type *left, const struct fuseau_local_type *right)
{
    return left->offset_seconds == right->offset_seconds && left->dst == right->dst &&
           strcmp(left->designation, right->designation) == 0;
}

/* Promise: the answer by index is that of a plain walk along the transitions; so is its offset. */
static void ask_plain(const struct asked *asked, int64_t seconds)
{
    const struct fuseau_local_type *const got = fuseau_zone_at(asked->zone, seconds);
    const struct fuseau_local_type plain = slow_zone_at(&asked->plain, seconds);
    fuzz_require(same(got, &plain), "zone: at %lld %d %d \"%s\", the file says %d %d \"%s\"",
                 (long long)seconds, (int)got->offset_seconds, got->dst, got->designation,
                 (int)plain.offset_seconds, plain.dst, plain.designation);
    fuzz_require(fuseau_zone_offset_at(asked->zone, seconds) == plain.offset_seconds,
                 "zone: at %lld the offset alone is %d, the file says %d", (long long)seconds,
                 (int)fuseau_zone_offset_at(asked->zone, seconds), (int)plain.offset_seconds);
}

/* Promise: local time leads back to the instant, as the first, the last, or one between. */
static void ask_back(const struct asked *asked, int64_t seconds)
{
    const int64_t local = seconds + fuseau_zone_at(asked->zone, seconds)->offset_seconds;
    const struct fuseau_resolution back = fuseau_zone_resolve(asked->zone, local);
    const bool among = back.seconds[0] <= seconds && seconds <= back.seconds[1];
    fuzz_require(back.kind != FUSEAU_LOCAL_GAP && among,
                 "zone: %lld is local %lld, which is of kind %d, from %lld to %lld",
                 (long long)seconds, (long long)local, back.kind, (long long)back.seconds[0],
                 (long long)back.seconds[1]);
}

/* Promise: up to the next transition nothing changes, at it something does, and it leads back. */
static void ask_next(const struct asked *asked, int64_t seconds)
{
    struct fuseau_transition next;
    struct fuseau_transition back;
    if (!fuseau_zone_next(asked->zone, seconds, &next)) {
        fuzz_require(
            same(fuseau_zone_at(asked->zone, seconds), fuseau_zone_at(asked->zone, INT64_MAX)),
            "zone: no transition follows %lld, yet in the end it is different", (long long)seconds);
        return;
    }
    fuzz_require(next.seconds > seconds, "zone: after %lld comes %lld", (long long)seconds,
                 (long long)next.seconds);
    fuzz_require(fuseau_zone_at(asked->zone, seconds) == next.before &&
                     fuseau_zone_at(asked->zone, next.seconds - 1) == next.before &&
                     fuseau_zone_at(asked->zone, next.seconds) == next.after &&
                     !same(next.before, next.after),
                 "zone: the transition %lld after %lld does not say what it changes",
                 (long long)next.seconds, (long long)seconds);
    fuzz_require(next.seconds == INT64_MAX ||
                     (fuseau_zone_previous(asked->zone, next.seconds + 1, &back) &&
                      back.seconds == next.seconds && back.before == next.before),
                 "zone: %lld is after %lld, but not before the second that follows it",
                 (long long)next.seconds, (long long)seconds);
}

static void ask(const struct asked *asked, int64_t seconds)
{
    ask_plain(asked, seconds);
    ask_next(asked, seconds);
    if (seconds > -far && seconds < far) {
        ask_back(asked, seconds);
        fuzz_resolve(asked->zone, &asked->offsets, seconds);
        fuzz_resolve(asked->zone, &asked->offsets,
                     seconds + fuseau_zone_at(asked->zone, seconds - 1)->offset_seconds);
    }
}

static void ask_around(const struct asked *asked, int64_t seconds)
{
    if (seconds > INT64_MIN) {
        ask(asked, seconds - 1);
    }
    ask(asked, seconds);
    if (seconds < INT64_MAX) {
        ask(asked, seconds + 1);
    }
}

static void ask_everywhere(struct asked *asked)
{
    const struct fuseau_tzif *const tzif = asked->plain.tzif;
    for (uint32_t i = 0; i < tzif->types && i < 256; i++) {
        slow_offsets_add(&asked->offsets, fuseau_tzif_type(tzif, i).offset_seconds);
    }
    slow_offsets_add(&asked->offsets, tzif->rule.standard.offset_seconds);
    slow_offsets_add(&asked->offsets, tzif->rule.daylight.offset_seconds);
    int64_t last = 0;
    for (uint32_t i = 0; i < tzif->transitions; i++) {
        const int64_t seconds = slow_zone_transition(tzif, i);
        ask_around(asked, seconds);
        ask(asked, seconds / 2 + last / 2);
        last = seconds;
    }
    struct fuseau_transition next = {.seconds = last};
    for (int i = 0; i < RULE_CHANGES && fuseau_zone_next(asked->zone, next.seconds, &next); i++) {
        ask_around(asked, next.seconds);
    }
    ask_around(asked, 0);
    ask_around(asked, INT64_MIN);
    ask_around(asked, INT64_MAX);
    for (int64_t seconds = -(INT64_C(1) << 31); seconds < INT64_C(1) << 34; seconds += STEP) {
        ask_plain(asked, seconds);
        fuzz_resolve(asked->zone, &asked->offsets, seconds);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *const copy = fuzz_copy((const char *)data, size);
    const struct fuseau_zone *zone = NULL;
    struct fuseau_tzif tzif;
    const struct fuseau_result read = fuseau_tzif_read(copy, size, &tzif);
    const struct fuseau_result made = fuseau_zone_from_tzif(copy, size, &zone);
    fuzz_require(read.error == made.error && read.at == made.at,
                 "zone: the file gives %s at %zu, the zone %s at %zu",
                 fuseau_error_name(read.error), read.at, fuseau_error_name(made.error), made.at);
    if (made.error == FUSEAU_OK) {
        struct asked asked = {.zone = zone, .offsets = {.count = 0}};
        slow_zone_open(&asked.plain, &tzif);
        fuzz_require(fuseau_zone_tolerated(zone) == tzif.tolerated,
                     "zone: tolerated %#x in the file, the zone says %#x", tzif.tolerated,
                     fuseau_zone_tolerated(zone));
        fuzz_require(fuseau_zone_memory(zone) <= 40960 + 200 * size,
                     "zone: %zu bytes of memory for a file of %zu", fuseau_zone_memory(zone), size);
        ask_everywhere(&asked);
    } else {
        fuzz_require(zone == NULL, "zone: refused, yet the output was written to");
    }
    fuseau_zone_release(zone);
    fuzz_release(copy);
    return 0;
}
