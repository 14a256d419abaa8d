/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fulldate.h"
#include "inert.h"
#include "number.h"

#define WIDTH        100
#define OPTIONS_MOST 24

int command_complain(const char *text)
{
    struct buffer said = {0};
    inert_lines(&said, text, strlen(text));
    bool ends = said.size > 0 && said.data[said.size - 1] == '\n';
    (void)fprintf(stderr, "vigil: %s%s",
                  said.failed || said.data == NULL ? "out of memory" : said.data, ends ? "" : "\n");
    buffer_free(&said);
    return 2;
}

int command_refuse(const struct command *command, const char *format, ...)
{
    struct buffer said = {0};
    va_list arguments;
    va_start(arguments, format);
    buffer_format_list(&said, format, arguments);
    va_end(arguments);
    buffer_format(&said, "\nTry 'vigil %s%s--help'.\n", command == NULL ? "" : command->name,
                  command == NULL ? "" : " ");
    int status = command_complain(said.failed ? "out of memory" : said.data);
    buffer_free(&said);
    return status;
}

int command_refuse_at(const char *option, const char *text, struct fuseau_result result)
{
    struct buffer said = {0};
    buffer_format(&said, "--%s, byte %zu: %s\n  ", option, result.at,
                  fuseau_error_message(result.error));
    inert_line(&said, text, strlen(text));
    /* All before this byte was accepted, so it is ASCII and takes one column a byte. */
    buffer_format(&said, "\n  %*s^\n", (int)result.at, "");
    int status = command_complain(said.failed ? "out of memory" : said.data);
    buffer_free(&said);
    return status;
}

int command_print(const struct buffer *text)
{
    bool printed = !text->failed &&
                   (text->size == 0 || fwrite(text->data, 1, text->size, stdout) == text->size) &&
                   fflush(stdout) == 0;
    return printed ? 0 : command_complain("cannot write");
}

/* The usage. */

static size_t column_of(const struct buffer *text)
{
    size_t at = text->size;
    while (at > 0 && text->data[at - 1] != '\n') {
        at--;
    }
    return text->size - at;
}

/* Adds a piece that is not to be broken, on a new line where this one has no room for it. */
static void add_piece(struct buffer *into, const char *piece, size_t size, size_t indent)
{
    if (column_of(into) + 1 + size > WIDTH) {
        buffer_format(into, "\n%*s", (int)indent, "");
    } else if (column_of(into) > indent) {
        buffer_text(into, " ");
    }
    buffer_add(into, piece, size);
}

static void add_words(struct buffer *into, const char *text, size_t indent)
{
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        add_piece(into, text, size, indent);
        text += size + strspn(text + size, " ");
    }
}

/* "--jobs N" */
static int option_text(const struct command_option *option, char text[64])
{
    return snprintf(text, 64, "--%s%s%s", option->name, option->argument == NULL ? "" : " ",
                    option->argument == NULL ? "" : option->argument);
}

static void write_usage(const struct command *command, struct buffer *into)
{
    char text[64], piece[80];
    size_t widest = 0;
    buffer_format(into, "usage: vigil %s ", command->name);
    size_t indent = into->size;
    for (int required = 1; required >= 0; required--) {
        for (const struct command_option *option = command->options; option->name != NULL;
             option++) {
            size_t size = (size_t)option_text(option, text);
            widest = size > widest ? size : widest;
            if (option->required == (required == 1)) {
                int width = snprintf(piece, sizeof piece, required == 1 ? "%s" : "[%s]", text);
                add_piece(into, piece, (size_t)width, indent);
            }
        }
    }
    add_words(into, command->operands == NULL ? "" : command->operands, indent);
    buffer_text(into, "\n\n");
    add_words(into, command->about, 0);
    buffer_text(into, "\n\n");
    for (const struct command_option *option = command->options; option->name != NULL; option++) {
        (void)option_text(option, text);
        buffer_format(into, "  %-*s  ", (int)widest, text);
        add_words(into, option->help, widest + 4);
        buffer_text(into, "\n");
    }
    buffer_text(into, "\n");
    add_words(into, command->exits, 0);
    buffer_text(into, "\n");
}

static int print_version(void)
{
    return command_print(&(struct buffer){.data = (char[]){"vigil " VIGIL_VERSION "\n"},
                                          .size = strlen("vigil " VIGIL_VERSION "\n")});
}

/* The command line. */

/* Reads one option's argument into its field. Returns 0, or 2 with a complaint. */
static int take(const struct command *command, const struct command_option *option,
                const char *text, void *values)
{
    void *field = (char *)values + option->at;
    struct fuseau_date date;
    uint64_t number;
    switch (option->kind) {
    case COMMAND_FLAG:
        *(bool *)field = true;
        return 0;
    case COMMAND_NUMBER:
        if (!number_read(text, option->least, option->most, &number)) {
            return command_refuse(command, "--%s must be a number from %u to %u, not \"%s\"",
                                  option->name, option->least, option->most, text);
        }
        *(unsigned *)field = (unsigned)number;
        return 0;
    case COMMAND_SECONDS:
        return number_read_seconds(text, field)
                   ? 0
                   : command_refuse(command, "--%s must read like 60s, 30m or 4h, not \"%s\"",
                                    option->name, text);
    case COMMAND_OTHER:
        return option->read(text, values) ? 0
                                          : command_refuse(command, "--%s must %s, not \"%s\"",
                                                           option->name, option->must, text);
    case COMMAND_DATE:
        if (fuseau_fulldate_parse(text, strlen(text), &date).error != FUSEAU_OK) {
            return command_refuse(command, "--%s must read like 2026-11-25, not \"%s\"",
                                  option->name, text);
        }
        break;
    default:
        break;
    }
    *(const char **)field = text;
    return 0;
}

/* "nightly needs --targets, --corpus and --state" */
static int refuse_missing(const struct command *command)
{
    struct buffer names = {0};
    size_t count = 0, at = 0;
    for (const struct command_option *option = command->options; option->name != NULL; option++) {
        count += option->required ? 1 : 0;
    }
    for (const struct command_option *option = command->options; option->name != NULL; option++) {
        if (option->required) {
            buffer_format(&names, "%s--%s", buffer_joint(at++, count, " and "), option->name);
        }
    }
    int status =
        command_refuse(command, "%s needs %s", command->name, names.failed ? "more" : names.data);
    buffer_free(&names);
    return status;
}

/* Reads all options. True when the command is to be run; else *status is the exit status. */
static bool read_options(const struct command *command, int count, char **arguments, void *values,
                         int *status)
{
    struct option known[OPTIONS_MOST + 3];
    bool given[OPTIONS_MOST] = {false};
    int rows = 0, chosen;
    for (; command->options[rows].name != NULL && rows < OPTIONS_MOST; rows++) {
        const struct command_option *option = &command->options[rows];
        known[rows] = (struct option){
            option->name, option->argument == NULL ? no_argument : required_argument, NULL, rows};
    }
    known[rows] = (struct option){"help", no_argument, NULL, rows};
    known[rows + 1] = (struct option){"version", no_argument, NULL, rows + 1};
    known[rows + 2] = (struct option){NULL, 0, NULL, 0};
    optind = 0; /* glibc and musl begin anew with this */
    while ((chosen = getopt_long(count, arguments, "", known, NULL)) != -1) {
        if (chosen < rows) {
            given[chosen] = true;
            *status = take(command, &command->options[chosen], optarg, values);
        } else if (chosen == rows) {
            struct buffer usage = {0};
            write_usage(command, &usage);
            *status = command_print(&usage);
            buffer_free(&usage);
            return false;
        } else if (chosen == rows + 1) {
            *status = print_version();
            return false;
        } else {
            *status = command_refuse(command, "see above");
        }
        if (*status != 0) {
            return false;
        }
    }
    if (command->operands == NULL && optind < count) {
        *status = command_refuse(command, "%s takes no \"%s\"", command->name, arguments[optind]);
        return false;
    }
    for (int i = 0; i < rows; i++) {
        if (command->options[i].required && !given[i]) {
            *status = refuse_missing(command);
            return false;
        }
    }
    if (command->operands != NULL && optind == count) {
        *status = command_refuse(command, "%s needs %s", command->name, command->operand);
        return false;
    }
    return true;
}

int command_run(const struct command *command, int count, char **arguments)
{
    int status = 0;
    void *values = malloc(command->size);
    if (values == NULL) {
        return command_complain("out of memory");
    }
    memcpy(values, command->defaults, command->size);
    if (read_options(command, count, arguments, values, &status)) {
        status = command->run(values, count - optind, arguments + optind);
    }
    free(values);
    return status;
}

static int print_commands(const struct command *const *commands)
{
    struct buffer text = {0};
    buffer_text(&text, "usage: vigil COMMAND [OPTION]...\n"
                       "       vigil --help | --version\n"
                       "\n"
                       "vigil keeps watch over libFuzzer targets.\n"
                       "\n");
    for (; *commands != NULL; commands++) {
        buffer_format(&text, "  %-8s ", (*commands)->name);
        add_words(&text, (*commands)->summary, 11);
        buffer_text(&text, "\n");
    }
    buffer_text(&text, "\n'vigil COMMAND --help' says more.\n");
    int status = command_print(&text);
    buffer_free(&text);
    return status;
}

int command_main(const struct command *const *commands, int count, char **arguments)
{
    const char *name = count < 2 ? "" : arguments[1];
    if (strcmp(name, "--help") == 0) {
        return print_commands(commands);
    }
    if (strcmp(name, "--version") == 0) {
        return print_version();
    }
    size_t known = 0;
    for (; commands[known] != NULL; known++) {
        if (strcmp(name, commands[known]->name) == 0) {
            return command_run(commands[known], count - 1, arguments + 1);
        }
    }
    struct buffer names = {0};
    for (size_t i = 0; i < known; i++) {
        buffer_format(&names, "%s%s", buffer_joint(i, known, name[0] == '\0' ? " or " : " and "),
                      commands[i]->name);
    }
    const char *all = names.failed ? "" : names.data;
    int status = name[0] == '\0' ? command_refuse(NULL, "say what to do: %s", all)
                                 : command_refuse(NULL, "\"%s\" is no command; %s are", name, all);
    buffer_free(&names);
    return status;
}
