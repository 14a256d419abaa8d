/* tzif_build.h -- zone files put together from structs, so that one wrong field is one line */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_TZIF_BUILD_H
#define UNIT_TZIF_BUILD_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    TZIF_MAGIC = 0x545a6966, /* "TZif" */
    TZIF_TRANSITIONS_MAX = 16,
    TZIF_TYPES_MAX = 258,
    TZIF_CHARS_MAX = 272,
    TZIF_LEAPS_MAX = 32,
    TZIF_FILE_MAX = 8192, /* bytes of any file that these structs describe */
};

/* The counts, in the order in which a header has them. */
enum tzif_count { TZIF_UT, TZIF_STANDARD, TZIF_LEAPS, TZIF_TIMES, TZIF_TYPES, TZIF_CHARS };

struct tzif_build_type {
    int32_t offset;
    uint8_t dst, designation;
};

struct tzif_build_leap {
    int64_t occurrence;
    int32_t correction;
};

/* A header's counts, and the data behind it. */
struct tzif_block {
    uint32_t transitions, types, chars, leaps, standard, ut; /* how many of each are written */
    uint32_t excess[6]; /* added to what the header says of them, as enum tzif_count has it */
    int64_t time[TZIF_TRANSITIONS_MAX];
    uint8_t index[TZIF_TRANSITIONS_MAX];
    struct tzif_build_type type[TZIF_TYPES_MAX];
    char designations[TZIF_CHARS_MAX];
    struct tzif_build_leap leap[TZIF_LEAPS_MAX];
    uint8_t is_standard[TZIF_TYPES_MAX], is_ut[TZIF_TYPES_MAX];
};

struct tzif_file {
    uint32_t magic[2];       /* of both headers */
    uint8_t version[2];      /* 0, '2', '3', '4'; with 0 there is no second header */
    uint8_t reserved;        /* what the reserved bytes hold */
    struct tzif_block first; /* times in 32 bits */
    struct tzif_block data;  /* times in 64 bits; in version 1 nothing */
    const char *tail;        /* what stands behind the data, with the footer's newlines */
    size_t tail_size;
};

struct tzif_bytes {
    uint8_t byte[TZIF_FILE_MAX];
    size_t size;
};

static inline void tzif_put(struct tzif_bytes *out, const void *bytes, size_t size)
{
    if (size > sizeof out->byte - out->size) {
        abort();
    }
    if (size > 0) {
        memcpy(out->byte + out->size, bytes, size);
    }
    out->size += size;
}

/* The lowest `size` bytes of `number`, the highest of them first. */
static inline void tzif_put_number(struct tzif_bytes *out, int64_t number, int size)
{
    for (int i = size - 1; i >= 0; i--) {
        const uint8_t byte = (uint8_t)((uint64_t)number >> (8 * i));
        tzif_put(out, &byte, 1);
    }
}

static inline void tzif_put_header(struct tzif_bytes *out, const struct tzif_file *file, int which)
{
    const struct tzif_block *const block = which == 0 ? &file->first : &file->data;
    const uint32_t counts[] = {block->ut,          block->standard, block->leaps,
                               block->transitions, block->types,    block->chars};
    tzif_put_number(out, file->magic[which], 4);
    tzif_put(out, &file->version[which], 1);
    for (int i = 0; i < 15; i++) {
        tzif_put(out, &file->reserved, 1);
    }
    for (int i = 0; i < 6; i++) {
        tzif_put_number(out, counts[i] + block->excess[i], 4);
    }
}

static inline void tzif_put_block(struct tzif_bytes *out, const struct tzif_block *block,
                                  int time_size)
{
    for (uint32_t i = 0; i < block->transitions; i++) {
        tzif_put_number(out, block->time[i], time_size);
    }
    tzif_put(out, block->index, block->transitions);
    for (uint32_t i = 0; i < block->types; i++) {
        tzif_put_number(out, block->type[i].offset, 4);
        tzif_put(out, &block->type[i].dst, 1);
        tzif_put(out, &block->type[i].designation, 1);
    }
    tzif_put(out, block->designations, block->chars);
    for (uint32_t i = 0; i < block->leaps; i++) {
        tzif_put_number(out, block->leap[i].occurrence, time_size);
        tzif_put_number(out, block->leap[i].correction, 4);
    }
    tzif_put(out, block->is_standard, block->standard);
    tzif_put(out, block->is_ut, block->ut);
}

static inline void tzif_build(const struct tzif_file *file, struct tzif_bytes *out)
{
    out->size = 0;
    tzif_put_header(out, file, 0);
    tzif_put_block(out, &file->first, 4);
    if (file->version[0] != 0) {
        tzif_put_header(out, file, 1);
        tzif_put_block(out, &file->data, 8);
    }
    tzif_put(out, file->tail, file->tail_size);
}

/* A number in struct tzif_file that is to be another. */
struct tzif_edit {
    size_t at;
    size_t size; /* of the number; 0: no edit */
    int64_t value;
};

#define SET(member, value)                                                                         \
    {                                                                                              \
        offsetof(struct tzif_file, member), sizeof(((struct tzif_file *)NULL)->member), value      \
    }

static inline void tzif_apply(struct tzif_file *file, const struct tzif_edit *edit)
{
    const uint8_t one = (uint8_t)edit->value;
    const uint32_t four = (uint32_t)edit->value;
    const void *const number = edit->size == 1   ? (const void *)&one
                               : edit->size == 4 ? (const void *)&four
                                                 : (const void *)&edit->value;
    memcpy((char *)file + edit->at, number, edit->size);
}

#endif
