/* SPDX-License-Identifier: MIT */
#include "comment.h"

#include <string.h>

#include "base/inert.h"

#define WORDS_MOST 300 /* bytes of each text, of which one is shown as four at most */
#define MORE_MOST  64  /* "\n… and 4294967295 more.\n" */

static size_t bounded(const char *text)
{
    size_t size = strnlen(text, WORDS_MOST + 1);
    if (size > WORDS_MOST) {
        size = WORDS_MOST;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80) {
            size--;
        }
    }
    return size;
}

static void words(struct buffer *into, const char *text)
{
    inert_title(into, text, bounded(text));
    buffer_text(into, text[bounded(text)] == '\0' ? "" : "…");
}

static const char *without_indent(const char *text)
{
    return text + strspn(text, " \t");
}

/* - `src/day.c:3`: `86400 * days`  \n  **title.** Reason Better */
static void note(const struct verdict_note *note, struct buffer *into)
{
    struct buffer place = {0};
    const char *line = without_indent(note->text);
    buffer_add(&place, note->path, bounded(note->path));
    buffer_format(&place, ":%u", note->line);
    buffer_text(into, "- ");
    inert_code(into, place.failed ? "" : place.data, place.failed ? 0 : place.size);
    into->failed = into->failed || place.failed;
    buffer_free(&place);
    buffer_text(into, ": ");
    inert_code(into, line, bounded(line));
    buffer_text(into, "<br>\n  **");
    words(into, note->title);
    buffer_text(into, ".** ");
    words(into, note->reason);
    buffer_text(into, " ");
    words(into, note->better);
    buffer_text(into, "\n");
}

void queue_comment(const struct verdict *report, size_t limit, struct buffer *into)
{
    size_t first = into->size, told = 0;
    buffer_text(into, "This change passed the gate, and waits for a reviewer.\n");
    if (report->note_count > 0) {
        buffer_format(into, "\nTime-sensitive lines in it: %zu.\n\n", report->note_count);
    }
    for (bool fits = true; fits && told < report->note_count; told += fits ? 1 : 0) {
        struct buffer item = {0};
        note(&report->notes[told], &item);
        fits = !item.failed && into->size - first + item.size + MORE_MOST <= limit;
        if (fits) {
            buffer_add(into, item.data, item.size);
        }
        into->failed = into->failed || item.failed;
        buffer_free(&item);
    }
    if (told < report->note_count) {
        buffer_format(into, "\n… and %zu more.\n", report->note_count - told);
    }
}
