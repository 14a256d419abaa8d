/* writer.h -- (private) text is put together here and handed over whole, or not at all */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_WRITER_H
#define FUSEAU_WRITER_H

#include <stdint.h>
#include <string.h>

#include "result.h"

struct writer {
    char bytes[40]; /* the longest text we write is FUSEAU_RFC3339_MAX_SIZE, 35 */
    size_t size;
};

static inline void writer_byte(struct writer *writer, char byte)
{
    writer->bytes[writer->size++] = byte;
}

/* `value` in exactly `width` digits; it is less than ten to the `width`. */
static inline void writer_digits(struct writer *writer, uint32_t value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        writer->bytes[writer->size + (size_t)i] = (char)('0' + value % 10);
        value /= 10;
    }
    writer->size += (size_t)width;
}

/* What a public format returns: `error`, or the text copied to where there is `room` for it. */
static inline struct fuseau_result writer_finish(const struct writer *writer,
                                                 enum fuseau_error error, char *text, size_t room)
{
    if (error != FUSEAU_OK) {
        return (struct fuseau_result){error, 0};
    }
    if (writer->size > room) {
        return (struct fuseau_result){FUSEAU_ERR_ROOM, writer->size};
    }
    memcpy(text, writer->bytes, writer->size);
    return (struct fuseau_result){FUSEAU_OK, writer->size};
}

#endif
