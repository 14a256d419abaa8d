/* SPDX-License-Identifier: MIT */
/* What nights left unsaid, said without a target. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/private.h"
#include "base/progress.h"
#include "lock.h"
#include "night.h"
#include "unfiled.h"
#include "work.h"

/* "issue 12: filed: heap-buffer-overflow READ 1 in parse" */
static void write_line(const struct store_action *action, uint64_t number, struct buffer *into)
{
    static const struct {
        enum store_verb verb;
        const char *words;
    } said[] = {{STORE_FILE, "filed"},          {STORE_CLOSE, "closed"},
                {STORE_REOPEN, "opened again"}, {STORE_DIGEST, "the digest, renewed"},
                {STORE_NIGHT, "a comment"},     {STORE_DIGEST_CLOSE, "the digest, closed"},
                {STORE_COMMENT, "a comment"}};
    const char *words = "done";
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        words = said[i].verb == action->verb ? said[i].words : words;
    }
    if (number == 0 && action->verb == STORE_DIGEST_CLOSE) {
        return; /* there was none */
    }
    if (number == 0) {
        buffer_format(into, "%s: there is no issue for it any more\n", action->marker);
        return;
    }
    bool titled = action->verb == STORE_FILE && action->title[0] != '\0';
    buffer_format(into, "issue %llu: %s: %s\n", (unsigned long long)number, words,
                  titled ? action->title : action->marker);
}

/* What cannot be printed is said all the same. */
static void print(void *context, const struct store_action *action, uint64_t number)
{
    struct ledger *ledger = context;
    struct buffer line = {0};
    write_line(action, number, &line);
    if (line.size > 0 && command_print(&line) != 0) {
        ledger_trouble(ledger, &(struct fault){"standard output: cannot write"});
    }
    buffer_free(&line);
}

/* Without a database no night was here; `vigil file` makes none. */
static bool open_store(struct night *night, struct fault *fault)
{
    char path[PATH_SIZE];
    night->ledger.ignore = &night->ignore;
    return path_make(path, fault, "%s/vigil.sqlite", night->state) &&
           (access(path, F_OK) == 0 || fault_errno(fault, "%s: no night was here", path)) &&
           night_open_store(night, fault);
}

static bool begin(struct night *night, struct night_options *options, struct store_last *last,
                  struct fault *fault)
{
    char *state = realpath(options->state, NULL);
    struct ledger *ledger = &night->ledger;
    bool done = (state != NULL || fault_errno(fault, "%s", options->state)) &&
                path_make(night->state, fault, "%s", state) &&
                private_directory(night->state, fault);
    free(state);
    if (!done || !ignore_compile(options->settings.ignore, &night->ignore, fault) ||
        !night_lock(night->state, night->started, &night->lock, fault) ||
        !open_store(night, fault) || !store_last_night(ledger->store, last, fault)) {
        return false;
    }
    if (last->id == 0) { /* as where the database was made anew: that nothing waits is not known */
        return fault_set(fault, "%s/vigil.sqlite: no night was here yet", night->state);
    }
    if (!night_open_tracker(night, fault)) {
        return false;
    }
    options->date = last->date;
    night_find_addressee(night);
    memcpy(ledger->date, last->date, sizeof ledger->date);
    memcpy(ledger->revision, last->revision, sizeof ledger->revision);
    ledger->night = last->id;
    night->outbox.settled = print;
    night->decide = (struct decide){.ledger = ledger,
                                    .settings = &options->settings,
                                    .targets = &night->targets,
                                    .addressee = &night->addressee,
                                    .afterwards = true};
    return true;
}

/* People may have closed, declined or deleted issues since the night decided what to say. Of a
 * night that was cut short, or that has looked for itself, what waits is sent, and no more. */
static void say(struct night *night)
{
    struct fault fault = {""};
    bool again = unfiled_is(night->state, night->ledger.night);
    if (!outbox_look(&night->outbox)) {
        return; /* which was a complaint */
    }
    if (again) {
        night_tell(night);
    } else {
        (void)outbox_send(&night->outbox);
    }
    if (night->ledger.troubles.size == 0 && again && !unfiled_forget(night->state, &fault)) {
        ledger_trouble(&night->ledger, &fault);
    }
    if (!store_recount_filed(night->ledger.store, &fault)) {
        ledger_trouble(&night->ledger, &fault);
    }
}

/* Returns how many things wait. */
static unsigned count_waiting(struct night *night)
{
    struct store_waiting waiting;
    struct fault fault = {""};
    if (!store_count_waiting(night->ledger.store, &waiting, &fault)) {
        ledger_trouble(&night->ledger, &fault);
        return 0;
    }
    return waiting.filings + waiting.closings + waiting.reopenings + waiting.others;
}

int night_file(const char *state, const struct settings *settings)
{
    struct night_options options = {.state = state, .settings = *settings};
    struct night night = {.options = &options, .lock = -1};
    struct store_last last = {.id = 0};
    struct fault fault = {""};
    int status = 2;
    (void)pthread_mutex_init(&night.ledger.lock, NULL);
    (void)pthread_mutex_init(&night.stages.lock, NULL);
    clock_now(night.started);
    if (begin(&night, &options, &last, &fault)) {
        say(&night);
        unsigned waiting = count_waiting(&night);
        struct buffer line = {0};
        buffer_format(&line,
                      waiting == 0   ? "Nothing waits to be said any more.\n"
                      : waiting == 1 ? "%u thing waits still.\n"
                                     : "%u things wait still.\n",
                      waiting);
        status = command_print(&line);
        status = night.ledger.troubles.size > 0 || waiting > 0 ? 2 : status;
        buffer_free(&line);
    } else {
        (void)command_complain(fault.text);
    }
    night_end(&night);
    return status;
}
