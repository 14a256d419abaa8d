/* cli_judged.c -- (the program) how a record was judged; refusals shown */
/* SPDX-License-Identifier: MIT */
#include "cli_judged.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli_json.h"
#include "cli_options.h"
#include "cli_text.h"

/* Whether a record that went on might be refused for another reason, or for none. */
static bool is_preliminary(enum fuseau_error error)
{
    switch (error) {
    case FUSEAU_OK:
    case FUSEAU_ERR_END:
    case FUSEAU_ERR_LEAP_SECOND: /* this and those below are judged last */
    case FUSEAU_ERR_EXPERIMENTAL:
    case FUSEAU_ERR_CRITICAL:
    case FUSEAU_ERR_DUPLICATE:
        return true;
    default:
        return false;
    }
}

bool judge(struct judged *judged, struct fuseau_result result)
{
    judged->at = result.at;
    if (judged->record.cut && is_preliminary(result.error)) {
        judged->error = "RECORD_TOO_LONG";
        judged->message = "a record of more than 65536 bytes is not read further";
        judged->at = judged->record.size;
    } else if (result.error != FUSEAU_OK) {
        judged->error = fuseau_error_name(result.error);
        judged->message = fuseau_error_message(result.error);
    }
    return judged->error == NULL;
}

/* The text around the byte that could not be, and a caret under it. */
static void print_caret(const char *text, size_t size, size_t at)
{
    enum { BEFORE = 48, AFTER = 24 };
    size_t begin = at > BEFORE ? at - BEFORE : 0;
    size_t end = size - at > AFTER ? at + AFTER : size;
    int column = fprintf(stderr, "  %s", begin > 0 ? "..." : "");
    int caret = column + print_safe(stderr, text + begin, at - begin);
    print_safe(stderr, text + at, end - at);
    fprintf(stderr, "%s\n%*s^\n", end < size ? "..." : "", caret, "");
}

static void print_refusal(const struct judged *judged)
{
    fflush(stdout);
    if (judged->number > 0) {
        fprintf(stderr, "fuseau: record %llu", judged->number);
    } else {
        fputs("fuseau: zone", stderr);
    }
    fprintf(stderr, ", byte %zu: %s\n", judged->at, judged->message);
    print_caret(judged->record.text, judged->record.size, judged->at);
}

void show_caret(const char *what, const char *text, size_t size, struct fuseau_result result)
{
    fprintf(stderr, "fuseau: %s, byte %zu: %s\n", what, result.at,
            fuseau_error_message(result.error));
    print_caret(text, size, result.at);
}

static void put_refusal(json_t *object, const char *error, size_t at, const char *message)
{
    put(object, "error", json_string(error));
    put_integer(object, "at", (int64_t)at);
    put(object, "message", json_string(message));
}

json_t *judged_object(const struct judged *judged)
{
    json_t *object = new_object();
    put_text(object, "input", judged->record.text, judged->record.size);
    if (judged->record.cut) {
        put(object, "input_cut", json_true());
    }
    put(object, "ok", json_boolean(judged->error == NULL));
    if (judged->error != NULL) {
        put_refusal(object, judged->error, judged->at, judged->message);
    }
    return object;
}

void show_refusal(const struct judged *judged, bool json)
{
    if (!json) {
        print_refusal(judged);
        return;
    }
    json_t *object = judged_object(judged);
    if (judged->details != NULL && json_object_update(object, judged->details) != 0) {
        out_of_memory();
    }
    print_object(object);
}

/* What is wrong with a file that is no member of a zone directory. */
static const char *file_message(enum fuseau_error error)
{
    switch (error) {
    case FUSEAU_ERR_FILE_READ:
        return strerror(errno);
    case FUSEAU_ERR_FILE_KIND:
        return "this is no regular file";
    default:
        return fuseau_error_message(error);
    }
}

int show_named_refusal(const char *key, const char *name, struct fuseau_result result, bool json)
{
    const char *message = file_message(result.error);
    if (json) {
        json_t *object = new_object();
        put_text(object, key, name, strlen(name));
        put(object, "ok", json_false());
        put_refusal(object, fuseau_error_name(result.error), result.at, message);
        print_object(object);
    } else {
        fflush(stdout);
        fputs("fuseau: ", stderr);
        print_safe(stderr, name, strlen(name));
        if (result.error < FUSEAU_ERR_MEMORY) { /* what comes after is at no byte */
            fprintf(stderr, ", byte %zu", result.at);
        }
        fprintf(stderr, ": %s\n", message);
    }
    return result.error == FUSEAU_ERR_FILE_READ ? EXIT_UNABLE : EXIT_REFUSED;
}
