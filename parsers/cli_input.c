/* cli_input.c -- (the program) the records of a command: its texts, or standard input */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "cli_input.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

void input_catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop}; /* no SA_RESTART: a read is interrupted */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool interrupted(void)
{
    return stopped;
}

struct input {
    const struct options *options;
    judge_action *action;
    void *context;
    unsigned long long count;
    bool refused;
};

static void take(struct record record, void *context)
{
    struct input *input = context;
    struct judged judged = {.record = record, .number = ++input->count};
    input->action(&judged, input->context);
    if (judged.error != NULL) {
        input->refused = true;
        show_refusal(&judged, input->options->json);
    }
    json_decref(judged.details);
}

static int take_stream(struct input *input)
{
    int error = records_each(STDIN_FILENO, input->options->delimiter, take, input, &stopped);
    if (error != 0) {
        fprintf(stderr, "fuseau: cannot read standard input: %s\n", strerror(error));
        return EXIT_UNABLE;
    }
    return EXIT_ACCEPTED;
}

static int take_texts(struct input *input, const char *const *texts, size_t count)
{
    int status = EXIT_ACCEPTED;
    for (size_t i = 0; i < count && status == EXIT_ACCEPTED && !stopped; i++) {
        if (strcmp(texts[i], "-") == 0) {
            status = take_stream(input);
        } else {
            take((struct record){texts[i], strlen(texts[i]), false}, input);
        }
    }
    return status == EXIT_ACCEPTED && input->refused ? EXIT_REFUSED : status;
}

int input_each(const struct options *options, judge_action *action, void *context)
{
    struct input input = {.options = options, .action = action, .context = context};
    return take_texts(&input, options->texts, options->text_count);
}

int input_each_or_stdin(const struct options *options, judge_action *action, void *context)
{
    static const char *const standard_input[] = {"-"};
    struct input input = {.options = options, .action = action, .context = context};
    return options->text_count > 0 ? take_texts(&input, options->texts, options->text_count)
                                   : take_texts(&input, standard_input, 1);
}
