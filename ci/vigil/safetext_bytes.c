/* SPDX-License-Identifier: MIT */
/* An input shown as bytes: as a string of C, as a format of printf, as a hexdump. */
#include <string.h>

#include "safetext.h"
#include "safetext_mark.h"

static bool is_printable(char letter)
{
    return letter >= ' ' && letter <= '~';
}

void safetext_escaped(struct buffer *into, const void *data, size_t size, size_t limit)
{
    static const char named[] = "\n\t\r\\\"", names[] = "ntr\\\"";
    const char *bytes = data;
    for (size_t i = 0; i < size && i < limit; i++) {
        const char *found = bytes[i] == '\0' ? NULL : strchr(named, bytes[i]);
        if (found != NULL) {
            buffer_format(into, "\\%c", names[found - named]);
        } else if (is_printable(bytes[i]) &&
                   !safetext_opens_comment(into, (unsigned char)bytes[i])) {
            buffer_add(into, bytes + i, 1);
        } else {
            safetext_escape(into, (unsigned char)bytes[i]);
        }
    }
}

void safetext_printf(struct buffer *into, const void *data, size_t size)
{
    const char *bytes = data;
    buffer_text(into, "'");
    for (size_t i = 0; i < size; i++) {
        bool plain = is_printable(bytes[i]) && strchr("'\\%", bytes[i]) == NULL;
        bool option = i == 0 && bytes[i] == '-'; /* to printf itself */
        if (plain && !option && !safetext_opens_comment(into, (unsigned char)bytes[i])) {
            buffer_add(into, bytes + i, 1);
        } else {
            buffer_format(into, "\\%03o", (unsigned char)bytes[i]);
        }
    }
    buffer_text(into, "'");
}

static void hexdump_line(struct buffer *into, const unsigned char *bytes, size_t at, size_t count)
{
    buffer_format(into, "%08zx ", at);
    for (size_t i = 0; i < 16; i++) {
        buffer_text(into, i == 8 ? "  " : " ");
        if (i < count) {
            buffer_format(into, "%02x", bytes[i]);
        } else {
            buffer_text(into, "  ");
        }
    }
    buffer_text(into, "  |");
    for (size_t i = 0; i < count; i++) {
        bool plain = is_printable((char)bytes[i]) && !safetext_opens_comment(into, bytes[i]);
        buffer_add(into, plain ? (const char *)bytes + i : ".", 1);
    }
    buffer_text(into, "|\n");
}

void safetext_hexdump(struct buffer *into, const void *data, size_t size, size_t limit)
{
    const unsigned char *bytes = data;
    size_t end = size < limit ? size : limit;
    for (size_t at = 0; at < end; at += 16) {
        hexdump_line(into, bytes + at, at, end - at < 16 ? end - at : 16);
    }
}
