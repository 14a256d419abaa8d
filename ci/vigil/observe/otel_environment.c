/* SPDX-License-Identifier: MIT */
#include "otel_environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/number.h"
#include "base/secret.h"

#define MILLISECONDS 10000
#define MOST         60000 /* as http.h has it */

/* What is known of one signal while it is read. */
struct reader {
    const char *signal, *path; /* "METRICS", "/v1/metrics" */
    struct otel_signal *into;
    struct buffer *complaints;
    char name[64]; /* of the variable that was read last */
    bool own;      /* that variable is of this signal alone */
};

/* Says it once, though both signals may have read the same variable. */
static void complain(struct buffer *complaints, const char *name, const char *what)
{
    char line[200];
    (void)snprintf(line, sizeof line, "%s: %s\n", name, what);
    if (complaints->data == NULL || strstr(complaints->data, line) == NULL) {
        buffer_text(complaints, line);
    }
}

/* NULL where the variable is not set, or set to nothing. */
static const char *value_of(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

/* The value of the signal's own variable, or else of the one for all signals. */
static const char *value_for(struct reader *reader, const char *what)
{
    (void)snprintf(reader->name, sizeof reader->name, "OTEL_EXPORTER_OTLP_%s_%s", reader->signal,
                   what);
    const char *value = value_of(reader->name);
    reader->own = value != NULL;
    if (value == NULL) {
        (void)snprintf(reader->name, sizeof reader->name, "OTEL_EXPORTER_OTLP_%s", what);
        value = value_of(reader->name);
    }
    return value;
}

static void read_endpoint(struct reader *reader)
{
    char *url = reader->into->url;
    const size_t room = sizeof reader->into->url;
    const char *value = value_for(reader, "ENDPOINT");
    if (value == NULL) {
        return;
    }
    /* The signal's path goes beneath that of the base, before a query. */
    size_t rest = strcspn(value, "?#"), path = rest;
    while (!reader->own && path > 0 && value[path - 1] == '/') {
        path--;
    }
    int size = snprintf(url, room, "%.*s%s%s", (int)path, value, reader->own ? "" : reader->path,
                        value + rest);
    size_t scheme = strncasecmp(value, "http://", 7) == 0    ? 7
                    : strncasecmp(value, "https://", 8) == 0 ? 8
                                                             : 0;
    if (scheme == 0 || strcspn(value + scheme, "/?#") == 0 || size < 0 || (size_t)size >= room) {
        complain(reader->complaints, reader->name,
                 "no address that begins with http:// or https://, so nothing is sent");
        url[0] = '\0';
    }
}

/* Whether the request has such a header already. */
static bool is_ours(const char *key)
{
    return strcasecmp(key, "content-type") == 0 || strcasecmp(key, "content-length") == 0 ||
           strcasecmp(key, "transfer-encoding") == 0;
}

static void read_headers(struct reader *reader)
{
    struct otel_signal *into = reader->into;
    struct otel_member member;
    size_t count = 0, used = 0;
    const char *rest = value_for(reader, "HEADERS");
    while (rest != NULL && otel_take(&rest, &member)) {
        char *line = into->lines + used;
        const size_t room = sizeof into->lines - used;
        /* libcurl takes "Name;" for a header without a value. */
        int size = snprintf(line, room, "%s%s%s", member.key, member.value[0] == '\0' ? ";" : ": ",
                            member.value);
        if (member.key[0] == '\0' || is_ours(member.key) || count == OTEL_HEADERS || size < 0 ||
            (size_t)size >= room) {
            complain(reader->complaints, reader->name,
                     "what in it is no header that can be sent is left out");
        } else {
            into->headers[count++] = line;
            used += (size_t)size + 1;
        }
    }
    explicit_bzero(&member, sizeof member);
    into->headers[count++] = "Content-Type: application/json";
    into->headers[count++] = "Expect:"; /* that is, no "100-continue" is asked for */
    into->headers[count] = NULL;
}

static void read_signal(struct reader reader)
{
    char *url = reader.into->url;
    (void)snprintf(reader.name, sizeof reader.name, "OTEL_%s_EXPORTER", reader.signal);
    const char *disabled = value_of("OTEL_SDK_DISABLED"), *exporter = value_of(reader.name);
    if ((disabled == NULL || strcasecmp(disabled, "true") != 0) &&
        (exporter == NULL || strcasecmp(exporter, "none") != 0)) {
        read_endpoint(&reader);
    }
    const char *protocol = url[0] == '\0' ? NULL : value_for(&reader, "PROTOCOL");
    if (protocol != NULL && strcasecmp(protocol, "http/protobuf") == 0) {
        complain(reader.complaints, reader.name, "http/json is sent instead");
    } else if (protocol != NULL && strcasecmp(protocol, "http/json") != 0) {
        complain(reader.complaints, reader.name, "only http/json is spoken, so nothing is sent");
        url[0] = '\0';
    }
    if (url[0] == '\0') {
        return;
    }
    const char *timeout = value_for(&reader, "TIMEOUT");
    uint64_t number = MILLISECONDS;
    if (timeout != NULL && !number_read(timeout, 0, UINT64_MAX, &number)) {
        complain(reader.complaints, reader.name, "no number of milliseconds; 10000 it is");
    }
    reader.into->milliseconds = number == 0 || number > MOST ? MOST : (long)number;
    read_headers(&reader);
}

static void read_resource(const char *name, bool list, char *into, size_t room,
                          struct buffer *complaints)
{
    const char *value = value_of(name);
    if (value != NULL && (strlen(value) >= room || (list && !otel_is_list(value)))) {
        complain(complaints, name, "cannot be read, and is left out");
        value = NULL;
    }
    (void)snprintf(into, room, "%s", value == NULL ? "" : value);
}

void otel_read(struct otel *otel, struct buffer *complaints)
{
    memset(otel, 0, sizeof *otel);
    read_signal((struct reader){"METRICS", "/v1/metrics", &otel->metrics, complaints, "", false});
    read_signal((struct reader){"TRACES", "/v1/traces", &otel->traces, complaints, "", false});
    if (otel->metrics.url[0] != '\0' || otel->traces.url[0] != '\0') {
        read_resource("OTEL_SERVICE_NAME", false, otel->service, sizeof otel->service, complaints);
        read_resource("OTEL_RESOURCE_ATTRIBUTES", true, otel->attributes, sizeof otel->attributes,
                      complaints);
    }
    for (size_t i = 0; environ[i] != NULL;) {
        char name[256];
        size_t size = strcspn(environ[i], "=");
        if (strncmp(environ[i], "OTEL_", 5) == 0 && size < sizeof name) {
            memcpy(name, environ[i], size);
            name[size] = '\0';
            secret_forget(name); /* and environ[i] is the next one */
        } else {
            i++;
        }
    }
}

/* token = 1*tchar [RFC 9110 s. 5.6.2] */
#define TOKEN       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"
#define HEXADECIMAL "0123456789ABCDEFabcdef"

/* False where the text is wrong or too long. A control character could end a header's line. */
static bool decode(const char *text, const char *end, char *into, size_t room)
{
    size_t used = 0;
    while (text < end) {
        unsigned long byte = (unsigned char)*text++;
        if (byte == '%') {
            if (strspn(text, HEXADECIMAL) < 2) { /* so it does not read beyond the end */
                return false;
            }
            byte = strtoul((char[]){text[0], text[1], '\0'}, NULL, 16);
            text += 2;
        }
        if (byte < ' ' || byte == 0x7f || used + 1 >= room) {
            return false;
        }
        into[used++] = (char)byte;
    }
    into[used] = '\0';
    return true;
}

bool otel_take(const char **list, struct otel_member *member)
{
    const char *key = *list + strspn(*list, " \t,"), *end = key + strcspn(key, ",");
    size_t size = strspn(key, TOKEN);
    const char *value = key + size + strspn(key + size, " \t");
    bool whole = size > 0 && size < sizeof member->key && *value == '=';
    *list = end;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    if (whole) {
        value += 1 + strspn(value + 1, " \t");
        whole = decode(value, end, member->value, sizeof member->value);
    }
    if (!whole) {
        size = 0;
        member->value[0] = '\0';
    }
    (void)snprintf(member->key, sizeof member->key, "%.*s", (int)size, key);
    return key[0] != '\0';
}

bool otel_is_list(const char *list)
{
    struct otel_member member;
    while (otel_take(&list, &member)) {
        if (member.key[0] == '\0') {
            return false;
        }
    }
    return true;
}
