/* SPDX-License-Identifier: MIT */
#include "github_address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/inert.h"
#include "base/span.h"

struct parts {
    char *scheme, *host, *port, *path;
    bool user;  /* the URL has a user or a password */
    bool query; /* the URL has a query or a fragment */
};

static bool has_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    bool has = curl_url_get(url, part, &text, 0) == CURLUE_OK;
    curl_free(text);
    return has;
}

static bool parse(const char *text, struct parts *parts)
{
    CURLU *url = curl_url();
    *parts = (struct parts){0};
    bool done = url != NULL && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
                curl_url_get(url, CURLUPART_SCHEME, &parts->scheme, 0) == CURLUE_OK &&
                curl_url_get(url, CURLUPART_HOST, &parts->host, 0) == CURLUE_OK &&
                curl_url_get(url, CURLUPART_PORT, &parts->port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                curl_url_get(url, CURLUPART_PATH, &parts->path, 0) == CURLUE_OK;
    parts->user = done && (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD));
    parts->query = done && (has_part(url, CURLUPART_QUERY) || has_part(url, CURLUPART_FRAGMENT));
    curl_url_cleanup(url);
    return done;
}

static void free_parts(struct parts *parts)
{
    curl_free(parts->scheme);
    curl_free(parts->host);
    curl_free(parts->port);
    curl_free(parts->path);
}

static bool is_this_machine(const char *host)
{
    struct in_addr four;
    return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
           (inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}

static bool is_safe(const struct parts *parts, struct fault *fault)
{
    if (parts->user || parts->query) {
        return fault_set(fault, "GITHUB_API_URL: must have neither user nor query");
    }
    if (strcasecmp(parts->scheme, "https") == 0) {
        return true;
    }
    return (strcasecmp(parts->scheme, "http") == 0 && is_this_machine(parts->host)) ||
           fault_set(fault, "GITHUB_API_URL: only https:// is safe for a token (http:// is allowed "
                            "to this machine)");
}

static bool fits(char *into, size_t room, const char *text, size_t size)
{
    int used = snprintf(into, room, "%.*s", (int)size, text);
    return used >= 0 && (size_t)used < room;
}

static bool write_origin(const struct parts *parts, char *into, size_t room)
{
    int used = snprintf(into, room, "%s://%s:%s", parts->scheme, parts->host, parts->port);
    for (char *letter = into; *letter != '\0'; letter++) {
        *letter = *letter >= 'A' && *letter <= 'Z' ? (char)(*letter | 0x20) : *letter;
    }
    return used >= 0 && (size_t)used < room;
}

/* "https://api.HOST" belongs to "https://HOST", and so does "https://HOST/api/v3". */
static bool write_place(const struct parts *parts, struct github_address *address)
{
    static const char enterprise[] = "/api/v3";
    const char *api = address->api;
    size_t size = strlen(api), tail = sizeof enterprise - 1;
    if (size > tail && strcmp(api + size - tail, enterprise) == 0) {
        size -= tail;
    }
    int used = strcasecmp(parts->scheme, "https") == 0 && strncmp(parts->host, "api.", 4) == 0
                   ? snprintf(address->place, sizeof address->place, "https://%s/%s/issues",
                              parts->host + 4, address->repository)
                   : snprintf(address->place, sizeof address->place, "%.*s/%s/issues", (int)size,
                              api, address->repository);
    return used >= 0 && (size_t)used < sizeof address->place;
}

static bool is_name(const char *text, size_t size)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-_.";
    return size >= 1 && size <= 100 && strspn(text, letters) >= size &&
           !(size == 1 && text[0] == '.');
}

static bool is_repository(const char *text)
{
    const char *slash = strchr(text, '/');
    return slash != NULL && strstr(text, "..") == NULL && is_name(text, (size_t)(slash - text)) &&
           slash[1] != '\0' && is_name(slash + 1, strlen(slash + 1));
}

bool github_address_make(const char *api, const char *repository, struct github_address *address,
                         struct fault *fault)
{
    struct parts parts;
    size_t size = strlen(api);
    if (!is_repository(repository)) {
        struct buffer shown = {0};
        inert_line(&shown, repository, strlen(repository));
        buffer_add(&shown, "", 0);
        fault_set(fault, "github:%.120s: must be github:OWNER/REPO",
                  shown.failed ? "" : shown.data);
        buffer_free(&shown);
        return false;
    }
    while (size > 0 && api[size - 1] == '/') {
        size--;
    }
    if (!parse(api, &parts)) {
        free_parts(&parts);
        return fault_set(fault, "GITHUB_API_URL: no URL");
    }
    bool done = is_safe(&parts, fault);
    if (done &&
        !(fits(address->api, sizeof address->api, api, size) &&
          fits(address->repository, sizeof address->repository, repository, strlen(repository)) &&
          write_origin(&parts, address->origin, sizeof address->origin) &&
          write_place(&parts, address))) {
        done = fault_set(fault, "GITHUB_API_URL: too long");
    }
    free_parts(&parts);
    return done;
}

bool github_address_issue(const struct github_address *address, uint64_t number, char *into,
                          size_t room)
{
    /* RFC 3986: what is unreserved, what separates hosts and paths, and escapes. */
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-._~:/[]%";
    struct buffer link = {0};
    for (const char *at = address->place; *at != '\0'; at++) {
        if (strchr(plain, *at) != NULL) {
            buffer_add(&link, at, 1);
        } else {
            buffer_format(&link, "%%%02X", (unsigned char)*at);
        }
    }
    buffer_format(&link, "/%" PRIu64, number);
    bool done = !link.failed && fits(into, room, link.data, link.size);
    buffer_free(&link);
    return done;
}

bool github_address_is_own(const struct github_address *address, const char *url)
{
    struct parts parts;
    char origin[sizeof address->origin];
    bool own = parse(url, &parts) && !parts.user && write_origin(&parts, origin, sizeof origin) &&
               strcmp(origin, address->origin) == 0;
    free_parts(&parts);
    return own;
}

bool github_address_escape(const char *text, char *into, size_t room)
{
    char *escaped = curl_easy_escape(NULL, text, 0);
    bool done = escaped != NULL && fits(into, room, escaped, strlen(escaped));
    curl_free(escaped);
    return done;
}

/* Link headers (RFC 8288 s. 3). */

static void skip_spaces(struct span *text)
{
    while (text->size > 0 && (text->text[0] == ' ' || text->text[0] == '\t')) {
        span_skip(text, 1);
    }
}

/* A quoted string or a token, without its quotes. */
static struct span take_value(struct span *text)
{
    bool quoted = span_take(text, "\"");
    struct span value = *text;
    size_t size = 0;
    while (size < text->size &&
           (quoted ? text->text[size] != '"' : strchr(";, \t", text->text[size]) == NULL)) {
        size++;
    }
    value.size = size;
    span_skip(text, size + (quoted ? 1 : 0));
    return value;
}

/* rel="next", or among other relations: rel="last next". */
static bool is_next(struct span relations)
{
    while (relations.size > 0) {
        skip_spaces(&relations);
        struct span one = take_value(&relations);
        if (one.size == 4 && strncasecmp(one.text, "next", 4) == 0) {
            return true;
        }
        span_skip(&relations, one.size == 0 ? 1 : 0);
    }
    return false;
}

/* The parameters after a link's address, to the comma that ends the link. */
static bool parameters_say_next(struct span *text)
{
    bool next = false;
    skip_spaces(text);
    while (span_take(text, ";")) {
        skip_spaces(text);
        struct span name = *text;
        while (text->size > 0 && strchr("=;, \t", text->text[0]) == NULL) {
            span_skip(text, 1);
        }
        name.size -= text->size;
        skip_spaces(text);
        struct span value = {"", 0};
        if (span_take(text, "=")) {
            skip_spaces(text);
            value = take_value(text);
        }
        next = next || (name.size == 3 && strncasecmp(name.text, "rel", 3) == 0 && is_next(value));
        skip_spaces(text);
    }
    return next;
}

bool github_address_next(const char *header, char *url, size_t room)
{
    struct span text = {header, strlen(header)};
    while (text.size > 0) {
        skip_spaces(&text);
        if (!span_take(&text, "<")) {
            return false;
        }
        struct span address = {text.text, span_find(text, ">")};
        span_skip(&text, address.size + 1);
        if (parameters_say_next(&text)) {
            span_copy(url, room, address);
            return address.size > 0 && address.size < room;
        }
        if (!span_take(&text, ",")) {
            return false;
        }
    }
    return false;
}
