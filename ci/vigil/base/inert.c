/* SPDX-License-Identifier: MIT */
#include "inert.h"

#include <stdint.h>
#include <string.h>

static void add_hex(struct buffer *into, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char shown[] = {digits[byte >> 4], digits[byte & 0xf]};
    buffer_add(into, shown, sizeof shown);
}

void inert_escape(struct buffer *into, unsigned char byte)
{
    buffer_add(into, "\\x", 2);
    add_hex(into, byte);
}

static bool ends_in(const struct buffer *into, const char *words)
{
    size_t length = strlen(words);
    return into->size >= length && memcmp(into->data + into->size - length, words, length) == 0;
}

/* Whether the byte is the last of "<!--" and `into` ends in the three before it. */
static bool opens_comment(const struct buffer *into, unsigned char byte)
{
    return byte == '-' && ends_in(into, "<!-");
}

static bool continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* How many bytes the UTF-8 character at text[0] takes, 0 where there is none (RFC 3629 s. 3). */
static size_t character(const unsigned char *text, size_t size, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = text[0];
    size_t length = first < 0x80    ? 1
                    : first < 0xc0  ? 0
                    : first < 0xe0  ? 2
                    : first < 0xf0  ? 3
                    : first <= 0xf4 ? 4
                                    : 0;
    if (length == 0 || length > size) {
        return 0;
    }
    *code = length == 1 ? first : first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (!continues(text[i])) {
            return 0;
        }
        *code = *code << 6 | (text[i] & 0x3fu);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < smallest[length] || *code > 0x10ffff || surrogate ? 0 : length;
}

struct range {
    uint32_t first, last;
};

/* What a terminal or a browser acts on, shows as nothing, shows elsewhere than it stands, or shows
 * as each font pleases: sorted, for a binary search. Of Unicode 17.0 these are, by UnicodeData.txt,
 * the general categories Cc, Cf, Co, Zl, Zp and Zs but for the space itself; by
 * DerivedCoreProperties.txt, Default_Ignorable_Code_Point; by PropList.txt,
 * Noncharacter_Code_Point (the last two of each plane are no row but a rule); and by eye, what is
 * blank without being a space. Where a block holds nothing but format characters, what is not yet
 * assigned in it is taken too, since a later version may make it one. */
static const struct range unsafe[] = {
    {0x0000, 0x001f},    {0x007f, 0x00a0},   /* C0; DEL, C1 (0x9b alone is a CSI), no-break space */
    {0x00ad, 0x00ad},    {0x034f, 0x034f},   /* soft hyphen; grapheme joiner */
    {0x0600, 0x0605},    {0x061c, 0x061c},   /* signs that stand below numbers; Arabic mark */
    {0x06dd, 0x06dd},    {0x070f, 0x070f},   /* end of ayah; Syriac abbreviation */
    {0x0890, 0x0896},    {0x08e2, 0x08e2},   /* pound and piastre marks; disputed end of ayah */
    {0x115f, 0x1160},    {0x1680, 0x1680},   /* Hangul fillers; ogham space */
    {0x17b4, 0x17b5},    {0x180b, 0x180f},   /* inherent vowels; Mongolian selectors */
    {0x2000, 0x200f},    {0x2028, 0x202f},   /* spaces, zero widths; line ends, embeddings */
    {0x205f, 0x206f},    {0x2800, 0x2800},   /* isolates, invisible operators; Braille blank */
    {0x3000, 0x3000},    {0x3164, 0x3164},   /* ideographic space; Hangul filler */
    {0xe000, 0xf8ff},    {0xfdd0, 0xfdef},   /* private use; no characters */
    {0xfe00, 0xfe0f},    {0xfeff, 0xfeff},   /* variation selectors; byte order mark */
    {0xffa0, 0xffa0},    {0xfff0, 0xfffc},   /* half-width filler; specials but U+FFFD */
    {0x110bd, 0x110bd},  {0x110cd, 0x110cd}, /* Kaithi number signs */
    {0x13430, 0x1345f},  {0x16fe4, 0x16fe4}, /* hieroglyphs' joiners and blanks; Khitan filler */
    {0x1bca0, 0x1bcaf},  {0x1d159, 0x1d159}, /* shorthand's controls; null notehead */
    {0x1d173, 0x1d17a},  {0xe0000, 0xe0fff}, /* beams and slurs; tags, variation selectors */
    {0xf0000, 0x10ffff},                     /* private use */
};

static bool is_unsafe(uint32_t code)
{
    size_t low = 0, high = sizeof unsafe / sizeof *unsafe;
    if (code >= ' ' && code < 0x7f) {
        return false; /* nearly all text */
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code > unsafe[middle].last) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool listed = low < sizeof unsafe / sizeof *unsafe && code >= unsafe[low].first;
    return listed || (code & 0xfffe) == 0xfffe;
}

static size_t run_between(const unsigned char *text, size_t size, size_t at, unsigned char first,
                          unsigned char last)
{
    while (at < size && text[at] >= first && text[at] <= last) {
        at++;
    }
    return at;
}

/* The length of the escape sequence at text[0], 0 where none is whole (ECMA-48 s. 5.3 to 5.6). A
 * string (a window's title, a link) does not reach beyond its line: else one ESC would hide all
 * that comes after it. */
static size_t escape_sequence(const unsigned char *text, size_t size)
{
    if (size < 3 || text[0] != 0x1b) {
        return 0;
    }
    if (strchr("]PX^_", text[1]) != NULL && text[1] != '\0') {
        size_t end = run_between(text, size, 2, ' ', 0xff);
        bool closed = end + 1 < size && text[end] == 0x1b && text[end + 1] == '\\';
        bool rung = end < size && text[end] == '\a';
        return closed ? end + 2 : rung ? end + 1 : 0;
    }
    bool control = text[1] == '[';
    size_t end = run_between(text, size, control ? 2 : 1, control ? '0' : ' ', control ? '?' : '/');
    end = control ? run_between(text, size, end, ' ', '/') : end;
    bool whole = end < size && end > 1 && text[end] >= (control ? '@' : '0') && text[end] <= '~';
    return whole ? end + 1 : 0;
}

/* Takes what inert_lines treats unlike inert_line; how many bytes, 0 where it is none of that. */
static size_t take_line_mark(struct buffer *into, const unsigned char *text, size_t size)
{
    if (text[0] == '\n' || text[0] == '\t') {
        buffer_add(into, text, 1);
        return 1;
    }
    return text[0] == '\r' && size > 1 && text[1] == '\n' ? 1 : escape_sequence(text, size);
}

static void show(struct buffer *into, const char *text, size_t size, bool lines)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < size;) {
        uint32_t code = 0;
        size_t taken = lines ? take_line_mark(into, bytes + i, size - i) : 0;
        size_t length = taken > 0 ? 0 : character(bytes + i, size - i, &code);
        if (taken > 0) {
            i += taken;
        } else if (length == 0 || is_unsafe(code) || opens_comment(into, bytes[i])) {
            inert_escape(into, bytes[i++]);
        } else {
            buffer_add(into, bytes + i, length);
            i += length;
        }
    }
}

void inert_line(struct buffer *into, const char *text, size_t size)
{
    show(into, text, size, false);
}

void inert_lines(struct buffer *into, const char *text, size_t size)
{
    show(into, text, size, true);
}

/* Titles and labels, which stand without code marks around them. */

static bool is_word(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

static bool is_hexadecimal(char letter)
{
    return letter != '\0' && strchr("0123456789abcdefABCDEF", letter) != NULL;
}

/* Whether `into` ends in these lower-case words, in whatever case. */
static bool ends_in_caseless(const struct buffer *into, const char *words)
{
    size_t length = strlen(words);
    for (size_t i = 0; i < length && length <= into->size; i++) {
        if ((into->data[into->size - length + i] | 0x20) != words[i]) {
            return false;
        }
    }
    return length <= into->size;
}

/* Whether one more byte would complete an entity ("&commat;", mark "&") or an emoji (":bug:", mark
 * ":") at the end of `into`. A name in C++, "a::b::c", completes none. */
static bool ends_in_name_after(const struct buffer *into, char mark)
{
    size_t at = into->size;
    while (at > 0 && (is_word(into->data[at - 1]) || strchr("_+-", into->data[at - 1]) != NULL)) {
        at--;
    }
    bool named = at > 0 && at < into->size && into->data[at - 1] == mark;
    return named && (at < 2 || mark != ':' || into->data[at - 2] != ':');
}

/* A word of seven to forty hex digits, one of them from 0 to 9, may be a commit's name. */
static bool begins_commit(const struct buffer *into, const char *text, size_t size)
{
    size_t length = 0, digits = 0;
    bool within = into->size > 0 && is_word(into->data[into->size - 1]);
    while (length < size && is_hexadecimal(text[length])) {
        digits += text[length] <= '9';
        length++;
    }
    bool ends = length == size || !is_word(text[length]);
    return !within && ends && length >= 7 && length <= 40 && digits > 0;
}

/* Whether the letter may stand in a title as it is. "//" and "www." would become links, "GH-1" a
 * reference. The end of `into` counts too, whoever wrote it. */
static bool plain_in_title(const struct buffer *into, const char *text, size_t size)
{
    switch (text[0]) {
    case '/':
        return !ends_in(into, "/");
    case '.':
        return !ends_in_caseless(into, "www");
    case '-':
        return !ends_in_caseless(into, "gh");
    case ';':
        return !ends_in_name_after(into, '&');
    case ':':
        return !ends_in_name_after(into, ':');
    default:
        return is_word(text[0]) ? !begins_commit(into, text, size)
                                : text[0] != '\0' && strchr(" _,+=()&'?%~*", text[0]) != NULL;
    }
}

void inert_title(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (plain_in_title(into, text + i, size - i)) {
            buffer_add(into, text + i, 1);
        } else {
            inert_escape(into, (unsigned char)text[i]);
        }
    }
}

/* The length of "[i + 1]" at text[0]; 0 where it is no index. */
static size_t index_length(const struct buffer *into, const char *text, size_t size)
{
    char before = into->size > 0 ? into->data[into->size - 1] : ' ';
    size_t end = 1;
    while (end < size && text[end] != '\0' &&
           (is_word(text[end]) || strchr("_ +-.,()", text[end]) != NULL)) {
        end++;
    }
    bool follows = is_word(before) || before == '_' || before == ')' || before == ']';
    return follows && end < size && text[end] == ']' ? end + 1 : 0;
}

/* Adds the operator at text[0]; how many bytes of the text it took, 0 where there is none. `start`
 * is where the condition begins in `into`. */
static size_t take_operator(struct buffer *into, const char *text, size_t size, size_t start)
{
    char next = size > 1 ? text[1] : '\0';
    size_t index;
    switch (text[0]) {
    case '<': /* a tag's name, "/", "!" and "?" would follow it at once */
        buffer_text(into, next == '=' || next == '<' || next == ' ' ? "<" : "< ");
        return 1;
    case '>':
        if (into->size == start || ends_in(into, "--")) {
            return 0;
        }
        buffer_text(into, ">");
        return 1;
    case '!':
        if (size < 2 || next == '[' || next == '>') {
            return 0;
        }
        buffer_text(into, "!");
        return 1;
    case '|':
        if (next != '|') {
            return 0;
        }
        buffer_text(into, ends_in(into, " ") ? "or" : " or");
        buffer_text(into, size > 2 && text[2] != ' ' ? " " : "");
        return 2;
    case '[':
        index = index_length(into, text, size);
        for (size_t i = 0; i < index; i++) {
            if (text[i] == '[' || text[i] == ']') {
                buffer_add(into, text + i, 1);
            } else {
                inert_title(into, text + i, 1);
            }
        }
        buffer_text(into, index > 0 && index < size && text[index] == '(' ? " " : "");
        return index;
    case '"':
    case '`':
        buffer_text(into, "'");
        return 1;
    default:
        return 0;
    }
}

void inert_condition(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0, start = into->size; i < size && !into->failed;) {
        size_t taken = take_operator(into, text + i, size - i, start);
        if (taken == 0 && plain_in_title(into, text + i, size - i)) {
            buffer_add(into, text + i, 1);
        } else if (taken == 0) {
            inert_escape(into, (unsigned char)text[i]);
        }
        i += taken > 0 ? taken : 1;
    }
}

static size_t longest_run(const char *text, size_t size, char letter)
{
    size_t longest = 0;
    for (size_t i = 0, run = 0; i < size; i++) {
        run = text[i] == letter ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void repeat(struct buffer *into, char letter, size_t count)
{
    while (count-- > 0) {
        buffer_add(into, &letter, 1);
    }
}

/* cmark, GitHub's renderer, knows no code mark of more than 80 backticks and counts those of a
 * fence up to 255: a longer run marks nothing, or a shorter one ends it. */
#define RUN_MOST 60

static void without_long_runs(struct buffer *text)
{
    struct buffer broken = {0};
    for (size_t i = 0, run = 0; i < text->size; i++) {
        run = text->data[i] == '`' ? run + 1 : 0;
        if (run > RUN_MOST) {
            inert_escape(&broken, '`');
            run = 0;
        } else {
            buffer_add(&broken, text->data + i, 1);
        }
    }
    broken.failed = broken.failed || text->failed;
    buffer_free(text);
    *text = broken;
}

void inert_code(struct buffer *into, const char *text, size_t size)
{
    struct buffer line = {0};
    inert_line(&line, text, size);
    without_long_runs(&line);
    size_t marks = longest_run(line.data, line.size, '`') + 1;
    /* A backtick at an end would lengthen the mark beside it, and an empty span is no span. One
     * space a side is added where need be, since CommonMark strips one. */
    bool pad = line.size == 0 || line.data[0] == '`' || line.data[line.size - 1] == '`' ||
               (line.data[0] == ' ' && line.data[line.size - 1] == ' ');
    repeat(into, '`', marks);
    repeat(into, ' ', pad);
    buffer_add(into, line.data, line.size);
    repeat(into, ' ', pad);
    repeat(into, '`', marks);
    into->failed = into->failed || line.failed;
    buffer_free(&line);
}

void inert_cell(struct buffer *into, const char *text, size_t size)
{
    struct buffer code = {0};
    inert_code(&code, text, size);
    for (size_t i = 0; i < code.size; i++) {
        bool pipe_follows = i + 1 < code.size && code.data[i + 1] == '|';
        if (code.data[i] == '|') {
            buffer_text(into, "\\|"); /* rows are cut into cells before code is looked for */
        } else if (code.data[i] == '\\' && pipe_follows) {
            inert_escape(into, '\\'); /* else this one would be taken away */
        } else {
            buffer_add(into, code.data + i, 1);
        }
    }
    into->failed = into->failed || code.failed;
    buffer_free(&code);
}

/* How many bytes the first whole lines take, `room` at most; where the first does not fit, its
 * beginning, with room left for a line end. */
static size_t whole_lines(const struct buffer *lines, size_t room)
{
    size_t kept = room < lines->size ? room : lines->size;
    while (kept > 0 && lines->data[kept - 1] != '\n') {
        kept--;
    }
    if (kept == 0 && room > 0 && room < lines->size) {
        for (kept = room - 1; kept > 0 && continues((unsigned char)lines->data[kept]);) {
            kept--;
        }
    }
    return kept;
}

bool inert_fenced_within(struct buffer *into, const char *text, size_t size, size_t room)
{
    struct buffer lines = {0};
    inert_lines(&lines, text, size);
    without_long_runs(&lines);
    if (lines.size == 0 || lines.data[lines.size - 1] != '\n') {
        buffer_text(&lines, "\n");
    }
    size_t marks = longest_run(lines.data, lines.size, '`') + 1;
    marks = marks < 3 ? 3 : marks;
    size_t around = 2 * marks + strlen("text\n\n");
    size_t kept = room > around ? whole_lines(&lines, room - around) : 0;
    if (kept > 0) {
        repeat(into, '`', marks);
        buffer_text(into, "text\n");
        buffer_add(into, lines.data, kept);
        buffer_text(into, lines.data[kept - 1] == '\n' ? "" : "\n");
        repeat(into, '`', marks);
        buffer_text(into, "\n");
    }
    into->failed = into->failed || lines.failed;
    bool whole = kept == lines.size;
    buffer_free(&lines);
    return whole;
}

void inert_fenced(struct buffer *into, const char *text, size_t size)
{
    (void)inert_fenced_within(into, text, size, SIZE_MAX);
}

/* An input shown as bytes: as a string of C, as a format of printf, as a hexdump. */

static bool is_printable(char letter)
{
    return letter >= ' ' && letter <= '~';
}

void inert_escaped(struct buffer *into, const void *data, size_t size, size_t limit)
{
    static const char named[] = "\n\t\r\\\"", names[] = "ntr\\\"";
    const char *bytes = data;
    for (size_t i = 0; i < size && i < limit; i++) {
        const char *found = bytes[i] == '\0' ? NULL : strchr(named, bytes[i]);
        if (found != NULL) {
            buffer_format(into, "\\%c", names[found - named]);
        } else if (is_printable(bytes[i]) && !opens_comment(into, (unsigned char)bytes[i])) {
            buffer_add(into, bytes + i, 1);
        } else {
            inert_escape(into, (unsigned char)bytes[i]);
        }
    }
}

void inert_printf(struct buffer *into, const void *data, size_t size)
{
    const char *bytes = data;
    buffer_text(into, "'");
    for (size_t i = 0; i < size; i++) {
        bool plain = is_printable(bytes[i]) && strchr("'\\%", bytes[i]) == NULL;
        bool option = i == 0 && bytes[i] == '-'; /* printf would take it for an option */
        if (plain && !option && !opens_comment(into, (unsigned char)bytes[i])) {
            buffer_add(into, bytes + i, 1);
        } else {
            unsigned char byte = (unsigned char)bytes[i];
            const char octal[] = {'\\', (char)('0' + (byte >> 6)), (char)('0' + (byte >> 3 & 7)),
                                  (char)('0' + (byte & 7))};
            buffer_add(into, octal, sizeof octal);
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
            add_hex(into, bytes[i]);
        } else {
            buffer_text(into, "  ");
        }
    }
    buffer_text(into, "  |");
    for (size_t i = 0; i < count; i++) {
        bool plain = is_printable((char)bytes[i]) && !opens_comment(into, bytes[i]);
        buffer_add(into, plain ? (const char *)bytes + i : ".", 1);
    }
    buffer_text(into, "|\n");
}

void inert_hexdump(struct buffer *into, const void *data, size_t size, size_t limit)
{
    const unsigned char *bytes = data;
    size_t end = size < limit ? size : limit;
    for (size_t at = 0; at < end; at += 16) {
        hexdump_line(into, bytes + at, at, end - at < 16 ? end - at : 16);
    }
}

/* The entity of one of the five letters that HTML acts on; NULL for any other. */
static const char *entity(char letter)
{
    switch (letter) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Adds a text that is inert for a terminal, made inert for HTML too. */
static void add_entities(struct buffer *into, const struct buffer *inert)
{
    size_t begun = 0;
    for (size_t i = 0; i < inert->size; i++) {
        const char *words = entity(inert->data[i]);
        if (words != NULL) {
            buffer_add(into, inert->data + begun, i - begun);
            buffer_text(into, words);
            begun = i + 1;
        }
    }
    buffer_add(into, inert->size > 0 ? inert->data + begun : "", inert->size - begun);
    into->failed = into->failed || inert->failed;
}

void inert_html_line(struct buffer *into, const char *text, size_t size)
{
    struct buffer inert = {0};
    inert_line(&inert, text, size);
    add_entities(into, &inert);
    buffer_free(&inert);
}

void inert_html_lines(struct buffer *into, const char *text, size_t size)
{
    struct buffer inert = {0};
    inert_lines(&inert, text, size);
    add_entities(into, &inert);
    buffer_free(&inert);
}
