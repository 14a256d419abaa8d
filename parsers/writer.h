/* writer.h -- (private) text is put together here and handed over whole, or not at all */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_WRITER_H
#define FUSEAU_WRITER_H

#include <stdint.h>
#include <string.h>

#include "result.h"

/* "00" to "99". */
static const char writer_pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233"
    "34353637383940414243444546474849505152535455565758596061626364656667"
    "6869707172737475767778798081828384858687888990919293949596979899";

/* `value`, less than 100, in two digits. */
static inline void writer_pair(char *text, uint32_t value)
{
    memcpy(text, writer_pairs + (size_t)2 * value, 2);
}

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
    if (width == 2) {
        writer_pair(writer->bytes + writer->size, value);
        writer->size += 2;
        return;
    }
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
