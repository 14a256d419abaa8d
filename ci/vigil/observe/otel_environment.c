/* SPDX-License-Identifier: MIT */
#include "otel_environment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/inert.h"
#include "base/secret.h"

#define NAME_SIZE    64
#define MILLISECONDS 10000
#define MOST         60000 /* as http.h has it */

/* What is known of one signal while it is read. */
struct reader {
    const char *signal, *path; /* "METRICS", "/v1/metrics" */
    struct otel_signal *into;
    struct buffer *complaints;
    char name[NAME_SIZE]; /* of the variable that was found last */
};

/* Once, though both signals may have it of one variable. */
static void complain(struct buffer *complaints, const char *name, const char *what)
{
    char line[200];
    (void)snprintf(line, sizeof line, "%s: %s\n", name, what);
    if (complaints->data == NULL || strstr(complaints->data, line) == NULL) {
        buffer_text(complaints, line);
    }
}

/* NULL where it is not set, or set to nothing. */
static const char *value_of(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

static const char *general(struct reader *reader, const char *what)
{
    (void)snprintf(reader->name, NAME_SIZE, "OTEL_EXPORTER_OTLP_%s", what);
    return value_of(reader->name);
}

static const char *own(struct reader *reader, const char *what)
{
    (void)snprintf(reader->name, NAME_SIZE, "OTEL_EXPORTER_OTLP_%s_%s", reader->signal, what);
    return value_of(reader->name);
}

static const char *either(struct reader *reader, const char *what)
{
    const char *value = own(reader, what);
    return value != NULL ? value : general(reader, what);
}

static bool is_printable(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~') {
            return false;
        }
    }
    return true;
}

static bool is_address(const char *text)
{
    size_t scheme = strncasecmp(text, "http://", 7) == 0    ? 7
                    : strncasecmp(text, "https://", 8) == 0 ? 8
                                                            : 0;
    return scheme > 0 && strcspn(text + scheme, "/?#") > 0 && is_printable(text) &&
           strchr(text, ' ') == NULL;
}

/* The path of the signal beneath that of the base, before what follows a path. */
static int write_url(const struct reader *reader, const char *base, char *url, size_t room)
{
    size_t path = strcspn(base, "?#"), end = path;
    while (end > 0 && base[end - 1] == '/') {
        end--;
    }
    return snprintf(url, room, "%.*s%s%s", (int)end, base, reader->path, base + path);
}

static bool read_endpoint(struct reader *reader)
{
    char *url = reader->into->url;
    const size_t room = sizeof reader->into->url;
    const char *value = own(reader, "ENDPOINT");
    bool whole = value != NULL;
    value = whole ? value : general(reader, "ENDPOINT");
    if (value == NULL) {
        return false;
    }
    int size = !is_address(value) ? -1
               : whole            ? snprintf(url, room, "%s", value)
                                  : write_url(reader, value, url, room);
    if (size < 0 || (size_t)size >= room) {
        complain(reader->complaints, reader->name,
                 "no address that begins with http:// or https://, so nothing is sent");
        url[0] = '\0';
    }
    return url[0] != '\0';
}

static bool read_protocol(struct reader *reader)
{
    const char *value = either(reader, "PROTOCOL");
    if (value == NULL || strcasecmp(value, "http/json") == 0) {
        return true;
    }
    bool near = strcasecmp(value, "http/protobuf") == 0;
    complain(reader->complaints, reader->name,
             near ? "http/json is sent instead" : "only http/json is spoken, so nothing is sent");
    return near;
}

static void read_timeout(struct reader *reader)
{
    const char *value = either(reader, "TIMEOUT");
    char *end = NULL;
    errno = 0;
    long number = value == NULL ? MILLISECONDS : strtol(value, &end, 10);
    if (number < 0 || errno != 0 || (value != NULL && *end != '\0')) {
        complain(reader->complaints, reader->name, "no number of milliseconds; 10000 it is");
        number = MILLISECONDS;
    }
    reader->into->milliseconds = number == 0 || number > MOST ? MOST : number;
}

/* What the message's own headers are must not be said twice. */
static bool is_ours(const char *key)
{
    return strcasecmp(key, "content-type") == 0 || strcasecmp(key, "content-length") == 0 ||
           strcasecmp(key, "transfer-encoding") == 0;
}

/* libcurl takes "Name;" for a header without a value. */
static bool add_header(struct otel_signal *into, const struct baggage *member, size_t *count,
                       size_t *used)
{
    const char *value = member->value;
    if (*count == OTEL_HEADERS || is_ours(member->key) || !is_printable(value)) {
        return false;
    }
    char *line = into->lines + *used;
    const size_t room = sizeof into->lines - *used;
    int size = snprintf(line, room, "%s%s%s", member->key, value[0] == '\0' ? ";" : ": ", value);
    if (size < 0 || (size_t)size >= room) {
        return false;
    }
    into->headers[(*count)++] = line;
    *used += (size_t)size + 1;
    return true;
}

static void read_headers(struct reader *reader)
{
    struct baggage member;
    size_t count = 0, used = 0;
    const char *value = either(reader, "HEADERS");
    struct span rest = {value, value == NULL ? 0 : strlen(value)};
    while (rest.size > 0) {
        bool whole, taken = baggage_take(&rest, &member, &whole);
        if (!whole || (taken && !add_header(reader->into, &member, &count, &used))) {
            complain(reader->complaints, reader->name,
                     "what in it is no header that can be sent is left out");
        }
    }
    explicit_bzero(&member, sizeof member);
    reader->into->headers[count++] = "Content-Type: application/json";
    reader->into->headers[count++] = "Expect:"; /* that is, no "100-continue" is asked for */
    reader->into->headers[count] = NULL;
}

static bool is_wanted(const struct reader *reader)
{
    char name[NAME_SIZE];
    (void)snprintf(name, sizeof name, "OTEL_%s_EXPORTER", reader->signal);
    const char *disabled = value_of("OTEL_SDK_DISABLED"), *exporter = value_of(name);
    return (disabled == NULL || strcasecmp(disabled, "true") != 0) &&
           (exporter == NULL || strcasecmp(exporter, "none") != 0);
}

static void read_signal(struct reader reader)
{
    if (!is_wanted(&reader) || !read_endpoint(&reader)) {
        return;
    }
    if (!read_protocol(&reader)) {
        reader.into->url[0] = '\0';
        return;
    }
    read_timeout(&reader);
    read_headers(&reader);
}

static void read_text(const char *name, bool list, char *into, size_t room,
                      struct buffer *complaints)
{
    const char *value = value_of(name);
    if (value != NULL && (strlen(value) >= room || (list && !baggage_check(value)))) {
        complain(complaints, name, "cannot be read, and is left out");
        value = NULL;
    }
    (void)snprintf(into, room, "%s", value == NULL ? "" : value);
}

static void forget_all(void)
{
    for (size_t i = 0; environ[i] != NULL;) {
        char name[256];
        size_t size = strcspn(environ[i], "=");
        if (strncmp(environ[i], "OTEL_", 5) == 0 && size < sizeof name) {
            memcpy(name, environ[i], size);
            name[size] = '\0';
            secret_forget(name); /* the next one stands in its place now */
        } else {
            i++;
        }
    }
}

void otel_read(struct otel *otel, struct buffer *complaints)
{
    memset(otel, 0, sizeof *otel);
    read_signal((struct reader){"METRICS", "/v1/metrics", &otel->metrics, complaints, ""});
    read_signal((struct reader){"TRACES", "/v1/traces", &otel->traces, complaints, ""});
    if (otel->metrics.url[0] != '\0' || otel->traces.url[0] != '\0') {
        read_text("OTEL_SERVICE_NAME", false, otel->service, sizeof otel->service, complaints);
        read_text("OTEL_RESOURCE_ATTRIBUTES", true, otel->attributes, sizeof otel->attributes,
                  complaints);
    }
    forget_all();
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t';
}

static struct span trimmed(struct span text)
{
    while (text.size > 0 && is_blank(text.text[0])) {
        span_skip(&text, 1);
    }
    while (text.size > 0 && is_blank(text.text[text.size - 1])) {
        text.size--;
    }
    return text;
}

static struct span take_member(struct span *list)
{
    struct span member = {list->text, span_find(*list, ",")};
    span_skip(list, member.size + 1);
    return trimmed(member);
}

/* token = 1*tchar [RFC 9110 s. 5.6.2] */
static bool is_token(struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        char letter = text.text[i], lower = (char)(letter | 0x20);
        if (!span_is_digit(letter) && (lower < 'a' || lower > 'z') &&
            (letter == '\0' || strchr("!#$%&'*+-.^_`|~", letter) == NULL)) {
            return false;
        }
    }
    return text.size > 0;
}

static int hexadecimal(char letter)
{
    char lower = (char)(letter | 0x20);
    if (span_is_digit(letter)) {
        return letter - '0';
    }
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* One character, or the byte that "%XX" stands for; -1 where it is neither. */
static int take_byte(struct span *text)
{
    int byte = (unsigned char)text->text[0];
    if (byte == '%') {
        int high = text->size > 2 ? hexadecimal(text->text[1]) : -1;
        int low = text->size > 2 ? hexadecimal(text->text[2]) : -1;
        byte = high < 0 || low < 0 ? -1 : high * 16 + low;
        span_skip(text, 2);
    }
    span_skip(text, 1);
    return byte;
}

/* A control character could end the line of a header from within. */
static bool take_value(struct span text, char *into, size_t room)
{
    size_t used = 0;
    while (text.size > 0) {
        int byte = take_byte(&text);
        if (byte < ' ' || byte == 0x7f || used + 1 >= room) {
            return false;
        }
        into[used++] = (char)byte;
    }
    into[used] = '\0';
    return true;
}

bool baggage_take(struct span *list, struct baggage *member, bool *whole)
{
    struct span text = {list->text, 0};
    while (text.size == 0 && list->size > 0) {
        text = take_member(list);
    }
    *whole = true;
    if (text.size == 0) {
        return false;
    }
    size_t equals = span_find(text, "=");
    struct span key = trimmed((struct span){text.text, equals});
    *whole = equals < text.size && is_token(key) && key.size < sizeof member->key;
    span_copy(member->key, sizeof member->key, key);
    span_skip(&text, equals + 1);
    *whole = *whole && take_value(trimmed(text), member->value, sizeof member->value);
    return *whole;
}

static bool is_plain(const char *text)
{
    struct buffer shown = {0};
    inert_line(&shown, text, strlen(text));
    bool plain = !shown.failed && shown.size == strlen(text);
    buffer_free(&shown);
    return plain;
}

bool baggage_check(const char *list)
{
    struct span rest = {list, strlen(list)};
    struct baggage member;
    bool whole = true, plain = true;
    while (plain && baggage_take(&rest, &member, &whole)) {
        plain = is_plain(member.value);
    }
    return whole && plain;
}
