/* tzif_records.c -- records of a zone file that come and go, and their counts with them */
/* SPDX-License-Identifier: MIT */
#include "mutate/tzif_layout.h"

/* Between its neighbours, beside one of them, or at an edge of what a time can be. */
static int64_t some_time(struct mutation *it, int64_t before, int64_t now, int64_t after)
{
    static const int64_t edges[] = {
        INT64_MIN,  INT64_MIN + 1, -(INT64_C(1) << 59), INT32_MIN,     -1,       0, INT32_MAX,
        UINT32_MAX, 1710054000,    1730613600,          INT64_MAX - 1, INT64_MAX};
    switch (roll_below(it, 8)) {
    case 0:
        return edges[roll_below(it, sizeof edges / sizeof *edges)];
    case 1:
        return now;
    case 2:
        return (int64_t)((uint64_t)before + 1);
    case 3:
        return (int64_t)((uint64_t)after - 1);
    case 4:
        return (int64_t)((uint64_t)now + 3600);
    default:
        return before / 2 + after / 2 + (before % 2 + after % 2) / 2;
    }
}

static int64_t transition(const struct mutation *it, const struct layout *layout, size_t index)
{
    return layout_number(it, record_at(layout, PART_TIMES, index), layout->time_size);
}

/* A time for what is, or is to be, the transition at `index`. */
int64_t mutate_time(struct mutation *it, const struct layout *layout, size_t index)
{
    const size_t count = layout->counts[COUNT_TIMES];
    const int64_t widest = layout->time_size == 4 ? INT32_MAX : INT64_C(1) << 40;
    const int64_t before = index > 0 ? transition(it, layout, index - 1) : -widest;
    const int64_t now = index < count ? transition(it, layout, index) : widest;
    const int64_t after = index + 1 < count ? transition(it, layout, index + 1) : widest;
    return some_time(it, before, now, after);
}

static void add_transition(struct mutation *it, const struct layout *layout)
{
    const size_t index = roll_below(it, layout->counts[COUNT_TIMES] + (size_t)1);
    const uint8_t type = (uint8_t)roll_below(it, layout->counts[COUNT_TYPES]);
    uint8_t time[8];
    number_to(time, mutate_time(it, layout, index), layout->time_size);
    if (it->size + layout->time_size + 1 <= it->room) {
        splice_record(it, layout, PART_INDICES, index, &type, 1);
        splice_record(it, layout, PART_TIMES, index, time, layout->time_size);
        add_to_count(it, layout, COUNT_TIMES, 1);
    }
}

static void drop_transition(struct mutation *it, const struct layout *layout)
{
    const size_t count = layout->counts[COUNT_TIMES];
    const size_t index = roll_below(it, count);
    if (count > 0) {
        drop_record(it, layout, PART_INDICES, index);
        drop_record(it, layout, PART_TIMES, index);
        add_to_count(it, layout, COUNT_TIMES, -1);
    }
}

/* A copy of a type, behind the others, so that indices keep what they mean. */
static void add_type(struct mutation *it, const struct layout *layout)
{
    const size_t count = layout->counts[COUNT_TYPES];
    uint8_t record[6];
    memcpy(record, it->bytes + record_at(layout, PART_TYPES, roll_below(it, count)), sizeof record);
    if (it->size + sizeof record + 2 > it->room) {
        return;
    }
    if (layout->counts[COUNT_UT] > 0) {
        splice_record(it, layout, PART_UT, layout->counts[COUNT_UT], "", 1);
        add_to_count(it, layout, COUNT_UT, 1);
    }
    if (layout->counts[COUNT_STANDARD] > 0) {
        splice_record(it, layout, PART_STANDARD, layout->counts[COUNT_STANDARD], "", 1);
        add_to_count(it, layout, COUNT_STANDARD, 1);
    }
    splice_record(it, layout, PART_TYPES, count, record, sizeof record);
    add_to_count(it, layout, COUNT_TYPES, 1);
}

/* The last type; transitions to it go to the first. */
static void drop_type(struct mutation *it, const struct layout *layout)
{
    const size_t last = layout->counts[COUNT_TYPES] - (size_t)1;
    if (last == 0) {
        return;
    }
    for (size_t i = 0; i < layout->counts[COUNT_TIMES]; i++) {
        uint8_t *const index = it->bytes + record_at(layout, PART_INDICES, i);
        *index = *index >= last ? 0 : *index;
    }
    if (layout->counts[COUNT_UT] > 0) {
        drop_record(it, layout, PART_UT, layout->counts[COUNT_UT] - (size_t)1);
        add_to_count(it, layout, COUNT_UT, -1);
    }
    if (layout->counts[COUNT_STANDARD] > 0) {
        drop_record(it, layout, PART_STANDARD, layout->counts[COUNT_STANDARD] - (size_t)1);
        add_to_count(it, layout, COUNT_STANDARD, -1);
    }
    drop_record(it, layout, PART_TYPES, last);
    add_to_count(it, layout, COUNT_TYPES, -1);
}

/* 28 years, and a leap second, after the last: in the years 1901…2099 a month later begins then. */
static void add_leap(struct mutation *it, const struct layout *layout)
{
    const size_t count = layout->counts[COUNT_LEAPS];
    const size_t last_at = record_at(layout, PART_LEAPS, count > 0 ? count - 1 : 0);
    uint8_t record[12];
    int64_t time = 78796800;
    int64_t correction = 1;
    if (count > 0) {
        time = (int64_t)((uint64_t)layout_number(it, last_at, layout->time_size) + 883612801);
        correction = layout_number(it, last_at + layout->time_size, 4) + (roll_below(it, 4) > 0);
    }
    number_to(record, time, layout->time_size);
    number_to(record + layout->time_size, correction, 4);
    if (splice_record(it, layout, PART_LEAPS, count, record, layout->time_size + (size_t)4)) {
        add_to_count(it, layout, COUNT_LEAPS, 1);
    }
}

static void drop_leap(struct mutation *it, const struct layout *layout)
{
    const size_t count = layout->counts[COUNT_LEAPS];
    if (count > 0) {
        drop_record(it, layout, PART_LEAPS, roll_below(it, 2) == 0 ? 0 : count - 1);
        add_to_count(it, layout, COUNT_LEAPS, -1);
    }
}

/* A designation more, and a type that has it. */
static void add_designation(struct mutation *it, const struct layout *layout)
{
    static const char *const words[] = {"XYZ", "-00", "+0530", "LMT", "", "ABCDEFG"};
    const size_t count = layout->counts[COUNT_CHARS];
    const char *const word = words[roll_below(it, sizeof words / sizeof *words)];
    const size_t type_at =
        record_at(layout, PART_TYPES, roll_below(it, layout->counts[COUNT_TYPES]));
    if (splice_record(it, layout, PART_CHARS, count, word, strlen(word) + 1)) {
        it->bytes[type_at + 5] = (uint8_t)count;
        add_to_count(it, layout, COUNT_CHARS, (int64_t)strlen(word) + 1);
    }
}

/* All indicators of one kind, there or gone. */
static void change_indicators(struct mutation *it, const struct layout *layout)
{
    static const uint8_t none[256] = {0};
    const bool ut = roll_below(it, 2) == 0;
    const enum count which = ut ? COUNT_UT : COUNT_STANDARD;
    const enum part_of_block part = ut ? PART_UT : PART_STANDARD;
    const size_t count = layout->counts[which];
    const size_t types = layout->counts[COUNT_TYPES];
    const size_t at = record_at(layout, part, 0);
    if (count > 0) {
        splice(it, at, at + count, NULL, 0);
        add_to_count(it, layout, which, -(int64_t)count);
    } else if (types <= sizeof none && splice(it, at, at, none, types)) {
        add_to_count(it, layout, which, (int64_t)types);
    }
}

void mutate_records(struct mutation *it, const struct layout *layout)
{
    static void (*const changes[])(struct mutation *, const struct layout *) = {
        add_transition,  add_transition,  add_transition,    drop_transition,
        drop_transition, add_type,        drop_type,         add_leap,
        drop_leap,       add_designation, change_indicators,
    };
    changes[roll_below(it, sizeof changes / sizeof changes[0])](it, layout);
}
