/* cli_json.c -- (the program) JSON objects, one a line; hostile text made valid UTF-8 */
/* SPDX-License-Identifier: MIT */
#include "cli_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_options.h"

_Noreturn void out_of_memory(void)
{
    fputs("fuseau: out of memory\n", stderr);
    exit(EXIT_UNABLE);
}

json_t *new_object(void)
{
    json_t *object = json_object();
    if (object == NULL) {
        out_of_memory();
    }
    return object;
}

void put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) { /* NULL is refused as well */
        out_of_memory();
    }
}

void append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        out_of_memory();
    }
}

void put_integer(json_t *object, const char *key, int64_t value)
{
    put(object, key, json_integer(value));
}

/* The length of the UTF-8 character at `text` (Unicode, table 3-7), or 0 if there is none. */
static size_t utf8_length(const unsigned char *text, size_t size)
{
    static const struct {
        unsigned char first, last, low, high; /* first byte from-to, second byte from-to */
        size_t length;
    } forms[] = {
        {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (text[0] < forms[i].first || text[0] > forms[i].last || forms[i].length > size) {
            continue;
        }
        bool valid = forms[i].length == 1 || (text[1] >= forms[i].low && text[1] <= forms[i].high);
        for (size_t j = 2; j < forms[i].length; j++) {
            valid = valid && text[j] >= 0x80 && text[j] <= 0xbf;
        }
        return valid ? forms[i].length : 0;
    }
    return 0;
}

/* Each byte that is not UTF-8 as U+FFFD, which takes three. NULL if memory ran out. */
static json_t *mended_text(const char *text, size_t size)
{
    char *mended = malloc(3 * size + 1);
    size_t length = 0;
    for (size_t i = 0; mended != NULL && i < size;) {
        size_t step = utf8_length((const unsigned char *)text + i, size - i);
        memcpy(mended + length, step ? text + i : "\xef\xbf\xbd", step ? step : 3);
        length += step ? step : 3;
        i += step ? step : 1;
    }
    json_t *string = mended ? json_stringn_nocheck(mended, length) : NULL;
    free(mended);
    return string;
}

static json_t *hex_text(const char *text, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = malloc(2 * size + 1);
    for (size_t i = 0; hex != NULL && i < size; i++) {
        hex[2 * i] = digits[(unsigned char)text[i] >> 4];
        hex[2 * i + 1] = digits[(unsigned char)text[i] & 15];
    }
    json_t *string = hex ? json_stringn_nocheck(hex, 2 * size) : NULL;
    free(hex);
    return string;
}

void put_text(json_t *object, const char *key, const char *text, size_t size)
{
    json_t *string = json_stringn(text, size);
    if (string != NULL) {
        put(object, key, string);
        return;
    }
    char hex_key[32];
    snprintf(hex_key, sizeof hex_key, "%s_hex", key);
    put(object, key, mended_text(text, size));
    put(object, hex_key, hex_text(text, size));
}

void put_type(json_t *object, const struct fuseau_local_type *type)
{
    put_integer(object, "offset_seconds", type->offset_seconds);
    put_text(object, "designation", type->designation, strlen(type->designation));
    put(object, "dst", json_boolean(type->dst));
}

/* By way of a buffer where it fits: a call of stdio for each token costs a quarter of the time. */
void print_object(json_t *object)
{
    char line[4096];
    size_t size = json_dumpb(object, line, sizeof line, JSON_COMPACT);
    if (size <= sizeof line) {
        fwrite(line, 1, size, stdout);
    } else {
        json_dumpf(object, stdout, JSON_COMPACT);
    }
    putchar('\n');
    json_decref(object);
}
