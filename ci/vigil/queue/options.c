/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/inert.h"
#include "rfc3339.h"

int queue_complain(const char *text)
{
    struct buffer said = {0};
    inert_lines(&said, text, strlen(text));
    bool ends = said.size > 0 && said.data[said.size - 1] == '\n';
    (void)fprintf(stderr, "vigil: %s%s",
                  said.failed || said.data == NULL ? "out of memory" : said.data, ends ? "" : "\n");
    buffer_free(&said);
    return 2;
}

int queue_print(const struct buffer *text)
{
    bool printed = !text->failed &&
                   (text->size == 0 || fwrite(text->data, 1, text->size, stdout) == text->size) &&
                   fflush(stdout) == 0;
    return printed ? 0 : queue_complain("cannot write");
}

bool queue_options_settle(struct queue_options *options, struct fault *fault)
{
    const char *state = options->state == NULL ? ".vigil" : options->state;
    settings_defaults(&options->settings);
    if (options->config != NULL && !settings_read(options->config, &options->settings, fault)) {
        return false;
    }
    if (options->tracker != NULL &&
        !path_make(options->settings.tracker, fault, "%s", options->tracker)) {
        return false;
    }
    const char *said = options->settings.tracker;
    int size = snprintf(options->issues, sizeof options->issues,
                        said[0] == '\0' ? "local:%s/issues" : "%s", said[0] == '\0' ? state : said);
    (void)snprintf(options->queue, sizeof options->queue, said[0] == '\0' ? "local:%s" : "%s",
                   said[0] == '\0' ? state : said);
    return (size > 0 && (size_t)size < sizeof options->issues) ||
           fault_set(fault, "the tracker's name is too long");
}

static void complain(void *context, const struct fault *fault)
{
    (void)context;
    (void)queue_complain(fault->text);
}

struct tracker_options queue_options_tracker(const struct queue_options *options, const char *word)
{
    const char *file = options->settings.token_file;
    return (struct tracker_options){.word = word,
                                    .label = options->settings.label,
                                    .token_file = file[0] == '\0' ? NULL : file,
                                    .complain = complain};
}

bool queue_options_at(const char *text, int64_t *at, struct buffer *into)
{
    struct fuseau_rfc3339 timestamp;
    if (text == NULL) {
        *at = (int64_t)time(NULL);
        return true;
    }
    struct fuseau_result result = fuseau_rfc3339_parse(text, strlen(text), NULL, &timestamp);
    if (result.error == FUSEAU_OK) {
        *at = timestamp.instant.seconds;
        return true;
    }
    /* Up to this byte it was read, so each byte so far is a column. */
    buffer_format(into, "--at, byte %zu: %s\n  ", result.at, fuseau_error_message(result.error));
    inert_line(into, text, strlen(text));
    buffer_format(into, "\n  %*s^\n", (int)result.at, "");
    return false;
}
