/* tzif_layout.h -- where the parts of a zone file stand that need not be valid */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZIF_LAYOUT_H
#define FUSEAU_TZIF_LAYOUT_H

#include "mutate/mutation.h"

/* The counts in the order of the header, the parts in the order of the block. */
enum count { COUNT_UT, COUNT_STANDARD, COUNT_LEAPS, COUNT_TIMES, COUNT_TYPES, COUNT_CHARS, COUNTS };
enum part_of_block {
    PART_TIMES,
    PART_INDICES,
    PART_TYPES,
    PART_CHARS,
    PART_LEAPS,
    PART_STANDARD,
    PART_UT,
    PARTS
};

enum { HEADER_SIZE = 44, COUNTS_AT = 20 };

/* The block that counts: the second where there is one. */
struct layout {
    size_t header_at; /* of its header */
    uint8_t time_size;
    uint32_t counts[COUNTS];
    size_t part_at[PARTS];
    size_t record_size[PARTS];
    size_t end; /* of the block */
};

/* The TZ string, without its newlines. */
struct footer {
    size_t at, end;
};

/* The lowest `size` bytes of a number, the highest of them first. */
static inline void number_to(uint8_t *bytes, int64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * (size - 1 - i)));
    }
}

static inline int64_t layout_number(const struct mutation *it, size_t at, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size && at + i < it->size; i++) {
        number = number << 8 | it->bytes[at + i];
    }
    return size == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
}

static inline void layout_put(struct mutation *it, size_t at, int64_t number, size_t size)
{
    if (at + size <= it->size) {
        number_to(it->bytes + at, number, size);
    }
}

/* Where the record at `index` of a part is, or would be. */
static inline size_t record_at(const struct layout *layout, enum part_of_block part, size_t index)
{
    return layout->part_at[part] + index * layout->record_size[part];
}

/* The layout of the block behind the header at `at`; false if it is not there whole. */
static inline bool block_of(const struct mutation *it, size_t at, uint8_t time_size,
                            struct layout *out)
{
    static const enum count counted_by[PARTS] = {
        COUNT_TIMES, COUNT_TIMES, COUNT_TYPES, COUNT_CHARS, COUNT_LEAPS, COUNT_STANDARD, COUNT_UT};
    const size_t sizes[PARTS] = {time_size, 1, 6, 1, time_size + 4U, 1, 1};
    if (it->size < at || it->size - at < HEADER_SIZE) {
        return false;
    }
    out->header_at = at;
    out->time_size = time_size;
    out->end = at + HEADER_SIZE;
    for (size_t i = 0; i < COUNTS; i++) {
        out->counts[i] = (uint32_t)layout_number(it, at + COUNTS_AT + 4 * i, 4);
    }
    for (size_t i = 0; i < PARTS; i++) {
        const uint32_t count = out->counts[counted_by[i]];
        if (count > (it->size - out->end) / sizes[i]) {
            return false;
        }
        out->part_at[i] = out->end;
        out->record_size[i] = sizes[i];
        out->end += count * sizes[i];
    }
    return true;
}

/* False if the file has no block whole that has a type and a byte of designations. */
static inline bool layout_of(const struct mutation *it, struct layout *out)
{
    if (!block_of(it, 0, 4, out)) {
        return false;
    }
    const size_t second = out->end;
    if (it->bytes[4] != 0 && !block_of(it, second, 8, out)) {
        return false;
    }
    return out->counts[COUNT_TYPES] > 0 && out->counts[COUNT_CHARS] > 0;
}

static inline bool footer_of(const struct mutation *it, const struct layout *layout,
                             struct footer *out)
{
    if (layout->end >= it->size || it->bytes[layout->end] != '\n') {
        return false;
    }
    out->at = layout->end + 1;
    const void *const end = memchr(it->bytes + out->at, '\n', it->size - out->at);
    out->end = end ? (size_t)((const uint8_t *)end - it->bytes) : it->size;
    return end != NULL;
}

/* A record put in before the one at `index`; the layout is that of before. */
static inline bool splice_record(struct mutation *it, const struct layout *layout,
                                 enum part_of_block part, size_t index, const void *record,
                                 size_t size)
{
    const size_t at = record_at(layout, part, index);
    return splice(it, at, at, record, size);
}

static inline void drop_record(struct mutation *it, const struct layout *layout,
                               enum part_of_block part, size_t index)
{
    splice(it, record_at(layout, part, index), record_at(layout, part, index + 1), NULL, 0);
}

static inline void add_to_count(struct mutation *it, const struct layout *layout, enum count which,
                                int64_t change)
{
    const size_t at = layout->header_at + COUNTS_AT + 4 * (size_t)which;
    layout_put(it, at, layout->counts[which] + change, 4);
}

/* In mutate/tzif_records.c: puts in or takes out a record, or all indicators of a kind. */
void mutate_records(struct mutation *it, const struct layout *layout);

/* There too: a time for what is, or is to be, the transition at `index`. */
int64_t mutate_time(struct mutation *it, const struct layout *layout, size_t index);

#endif
