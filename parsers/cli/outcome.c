/* outcome.c -- (the program) whether a record is accepted, and what is shown where it is refused */
/* SPDX-License-Identifier: MIT */
#include "cli/outcome.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "cli/output.h"

/* Whether the error might be another one, or none, had the whole record been read. */
static bool is_preliminary(enum fuseau_error error)
{
    switch (error) {
    case FUSEAU_OK:
    case FUSEAU_ERR_END:
    case FUSEAU_ERR_LEAP_SECOND: /* this and those below are decided last */
    case FUSEAU_ERR_EXPERIMENTAL:
    case FUSEAU_ERR_CRITICAL:
    case FUSEAU_ERR_DUPLICATE:
        return true;
    default:
        return false;
    }
}

bool cli_outcome_set(struct cli_outcome *outcome, struct fuseau_result result)
{
    outcome->at = result.at;
    if (outcome->record.cut && is_preliminary(result.error)) {
        outcome->error = "RECORD_TOO_LONG";
        outcome->message = "a record of more than 65536 bytes is not read further";
        outcome->at = outcome->record.size;
    } else if (result.error != FUSEAU_OK) {
        outcome->error = fuseau_error_name(result.error);
        outcome->message = fuseau_error_message(result.error);
    }
    return outcome->error == NULL;
}

/* The text around the byte that was refused, and a caret under it. */
static void print_caret(const char *text, size_t size, size_t at)
{
    enum { BEFORE = 48, AFTER = 24 };
    size_t begin = at > BEFORE ? at - BEFORE : 0;
    size_t end = size - at > AFTER ? at + AFTER : size;
    int column = fprintf(stderr, "  %s", begin > 0 ? "..." : "");
    int caret = column + cli_print_safe(stderr, text + begin, at - begin);
    cli_print_safe(stderr, text + at, end - at);
    fprintf(stderr, "%s\n%*s^\n", end < size ? "..." : "", caret, "");
}

static void print_refusal(const struct cli_outcome *outcome)
{
    fflush(stdout);
    if (outcome->number > 0) {
        fprintf(stderr, "fuseau: record %llu", outcome->number);
    } else {
        fprintf(stderr, "fuseau: %s", outcome->what);
    }
    fprintf(stderr, ", byte %zu: %s\n", outcome->at, outcome->message);
    print_caret(outcome->record.text, outcome->record.size, outcome->at);
    if (outcome->hint[0] != '\0') {
        fprintf(stderr, "  %s\n", outcome->hint);
    }
}

static void put_refusal(json_t *object, const char *error, size_t at, const char *message)
{
    cli_put(object, "error", json_string(error));
    cli_put_integer(object, "at", (int64_t)at);
    cli_put(object, "message", json_string(message));
}

json_t *cli_outcome_object(const struct cli_outcome *outcome)
{
    json_t *object = cli_new_object();
    cli_put_text(object, "input", outcome->record.text, outcome->record.size);
    if (outcome->record.cut) {
        cli_put(object, "input_cut", json_true());
    }
    cli_put(object, "ok", json_boolean(outcome->error == NULL));
    if (outcome->error != NULL) {
        put_refusal(object, outcome->error, outcome->at, outcome->message);
    }
    if (outcome->hint[0] != '\0') {
        cli_put(object, "hint", json_string(outcome->hint));
    }
    return object;
}

void cli_outcome_refuse(const struct cli_outcome *outcome, bool json)
{
    if (!json) {
        print_refusal(outcome);
        return;
    }
    json_t *object = cli_outcome_object(outcome);
    if (outcome->details != NULL && json_object_update(object, outcome->details) != 0) {
        cli_out_of_memory();
    }
    cli_print_object(object);
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

json_t *cli_outcome_refused_name(const char *key, const char *name, struct fuseau_result result)
{
    json_t *object = cli_new_object();
    cli_put_text(object, key, name, strlen(name));
    cli_put(object, "ok", json_false());
    put_refusal(object, fuseau_error_name(result.error), result.at, file_message(result.error));
    return object;
}

int cli_outcome_refuse_name(const char *key, const char *name, struct fuseau_result result,
                            bool json)
{
    const char *message = file_message(result.error);
    if (json) {
        cli_print_object(cli_outcome_refused_name(key, name, result));
    } else {
        fflush(stdout);
        fputs("fuseau: ", stderr);
        cli_print_safe(stderr, name, strlen(name));
        if (result.error < FUSEAU_ERR_MEMORY) { /* errors from there on are at no byte */
            fprintf(stderr, ", byte %zu", result.at);
        }
        fprintf(stderr, ": %s\n", message);
    }
    return result.error == FUSEAU_ERR_FILE_READ ? CLI_UNABLE : CLI_REFUSED;
}
