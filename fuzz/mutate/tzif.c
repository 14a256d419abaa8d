/* tzif.c -- zone files: what stands in a record, in a header, in the footer */
/* SPDX-License-Identifier: MIT */
#include "mutate/tzif_layout.h"

#include <stdio.h>

static void change_transition(struct mutation *it, const struct layout *layout)
{
    const size_t count = layout->counts[COUNT_TIMES];
    const size_t index = roll_below(it, count);
    if (count == 0) {
        return;
    }
    if (roll_below(it, 2) == 0) {
        layout_put(it, record_at(layout, PART_TIMES, index), mutate_time(it, layout, index),
                   layout->time_size);
    } else {
        const size_t types = layout->counts[COUNT_TYPES] + (roll_below(it, 8) == 0 ? 1 : 0);
        layout_put(it, record_at(layout, PART_INDICES, index), (int64_t)roll_below(it, types), 1);
    }
}

static void change_type(struct mutation *it, const struct layout *layout)
{
    static const int64_t offsets[] = {INT32_MIN, -INT32_MAX, -89999, -3600, -1,       0,
                                      1,         3600,       93599,  86400, INT32_MAX};
    const size_t at = record_at(layout, PART_TYPES, roll_below(it, layout->counts[COUNT_TYPES]));
    const int64_t offset = layout_number(it, at, 4);
    switch (roll_below(it, 5)) {
    case 0:
        layout_put(it, at, offsets[roll_below(it, sizeof offsets / sizeof *offsets)], 4);
        break;
    case 1:
        layout_put(it, at, offset + 900 * ((int64_t)roll_below(it, 9) - 4), 4);
        break;
    case 2:
        it->bytes[at + 4] ^= 1;
        break;
    case 3:
        it->bytes[at + 4] = (uint8_t)roll_below(it, 4);
        break;
    default:
        it->bytes[at + 5] = (uint8_t)roll_below(it, layout->counts[COUNT_CHARS] + (size_t)1);
    }
}

static void change_designation(struct mutation *it, const struct layout *layout)
{
    static const char bytes[] = "ABCDSTXYZ+-0123\0\xc3";
    const size_t at = record_at(layout, PART_CHARS, roll_below(it, layout->counts[COUNT_CHARS]));
    it->bytes[at] = (uint8_t)bytes[roll_below(it, sizeof bytes - 1)];
}

static void change_leap(struct mutation *it, const struct layout *layout)
{
    const size_t count = layout->counts[COUNT_LEAPS];
    const size_t at = record_at(layout, PART_LEAPS, roll_below(it, count));
    const int64_t time = layout_number(it, at, layout->time_size);
    const int64_t correction = layout_number(it, at + layout->time_size, 4);
    static const int64_t steps[] = {1, -1, 86400, -86400, 2678400, 2592000};
    if (count == 0) {
        return;
    }
    if (roll_below(it, 2) == 0) {
        const int64_t step = steps[roll_below(it, sizeof steps / sizeof *steps)];
        layout_put(it, at, (int64_t)((uint64_t)time + (uint64_t)step), layout->time_size);
    } else {
        layout_put(it, at + layout->time_size, correction + (roll_below(it, 2) == 0 ? 1 : -1), 4);
    }
}

static void change_indicator(struct mutation *it, const struct layout *layout)
{
    const bool ut = roll_below(it, 2) == 0;
    const size_t count = layout->counts[ut ? COUNT_UT : COUNT_STANDARD];
    const size_t at = record_at(layout, ut ? PART_UT : PART_STANDARD, roll_below(it, count));
    if (count > 0) {
        it->bytes[at] =
            (uint8_t)(roll_below(it, 8) == 0 ? roll_below(it, 256) : it->bytes[at] ^ 1U);
    }
}

/* ---- the header and the footer ---- */

/* The least that does most harm: a count alone, of either header. */
static void change_count(struct mutation *it, const struct layout *layout)
{
    static const int64_t counts[] = {0, 1, 255, 256, 257, 0x20000000, 0x40000000, UINT32_MAX};
    const size_t header = roll_below(it, 2) == 0 ? 0 : layout->header_at;
    const size_t at = header + 20 + 4 * roll_below(it, 6);
    const bool edge = roll_below(it, 2) == 0;
    const int64_t near = layout_number(it, at, 4) + (roll_below(it, 2) == 0 ? 1 : -1);
    layout_put(it, at, edge ? counts[roll_below(it, sizeof counts / sizeof *counts)] : near, 4);
}

/* The same version in both headers; rarely in one alone. */
static void change_version(struct mutation *it, const struct layout *layout)
{
    static const char versions[] = "223344345";
    const uint8_t version = (uint8_t)versions[roll_below(it, sizeof versions - 1)];
    if (layout->header_at > 0) {
        it->bytes[layout->header_at + 4] = version;
        it->bytes[4] = roll_below(it, 16) == 0 ? it->bytes[4] : version;
    }
}

/* A TZ string for the type of the last transition, where one can be made: "<EST>5:00:00". */
static void agree(struct mutation *it, const struct layout *layout)
{
    const size_t last = layout->counts[COUNT_TIMES] - (size_t)1;
    const size_t type = it->bytes[record_at(layout, PART_INDICES, last)];
    const size_t at = record_at(layout, PART_TYPES, type);
    struct footer footer;
    char text[64];
    if (type >= layout->counts[COUNT_TYPES] || !footer_of(it, layout, &footer)) {
        return;
    }
    const int64_t west = -layout_number(it, at, 4);
    const int64_t size_of = west < 0 ? -west : west;
    const size_t name = record_at(layout, PART_CHARS, it->bytes[at + 5]);
    const size_t end = layout->part_at[PART_LEAPS];
    int length = 0;
    while (name + (size_t)length < end && it->bytes[name + (size_t)length] != 0) {
        length++;
    }
    const bool possible = length > 2 && length < 32 && size_of < 90000 && it->bytes[at + 4] == 0;
    const int size =
        !possible ? 0
                  : snprintf(text, sizeof text, "<%.*s>%s%d:%02d:%02d", length,
                             (const char *)it->bytes + name, west < 0 ? "-" : "",
                             (int)(size_of / 3600), (int)(size_of / 60 % 60), (int)(size_of % 60));
    splice(it, footer.at, footer.end, text, (size_t)size);
}

static void change_footer(struct mutation *it, const struct layout *layout)
{
    struct footer footer;
    if (!footer_of(it, layout, &footer)) {
        splice(it, layout->end, layout->end, "\n\n", 2);
    } else if (roll_below(it, 8) == 0) {
        splice(it, footer.at, footer.end, NULL, 0);
    } else if (roll_below(it, 4) == 0 && layout->counts[COUNT_TIMES] > 0) {
        agree(it, layout);
    } else {
        mutate_text(it, "posixtz", footer.at, footer.end);
    }
}

bool mutate_tzif(struct mutation *it)
{
    static void (*const changes[])(struct mutation *, const struct layout *) = {
        mutate_records,    mutate_records,    mutate_records,     mutate_records,    mutate_records,
        change_transition, change_type,       change_type,        change_transition, change_leap,
        change_indicator,  change_footer,     change_footer,      change_footer,     change_version,
        change_count,      change_transition, change_designation,
    };
    struct layout layout;
    if (!layout_of(it, &layout)) {
        return false;
    }
    changes[roll_below(it, sizeof changes / sizeof changes[0])](it, &layout);
    if (layout_of(it, &layout) && layout.counts[COUNT_TIMES] > 0 && roll_below(it, 4) == 0) {
        agree(it, &layout);
    }
    return true;
}
