/* SPDX-License-Identifier: MIT */
#include "hang.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A runner that prints more than this after the test began hides it. */
#define LINES_MOST 1000
#define LINE_MOST  1000

static bool is_word_letter(char letter)
{
    return span_is_digit(letter) || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z') ||
           letter == '_';
}

/* Whether these letters stand in the line as a word. */
static bool has_word(struct span line, const char *word, size_t size)
{
    const char *end = line.text + line.size;
    for (const char *at = line.text; size > 0 && (size_t)(end - at) >= size; at++) {
        at = memmem(at, (size_t)(end - at), word, size);
        if (at == NULL) {
            return false;
        }
        if ((at == line.text || !is_word_letter(at[-1])) &&
            (at + size == end || !is_word_letter(at[size]))) {
            return true;
        }
    }
    return false;
}

/* Whether the line says how a test ended, in the words of the runners there are. */
static bool tells_of_an_end(struct span line)
{
    static const char *const words[] = {"ok",      "pass",    "passed",  "fail",     "failed",
                                        "failure", "skip",    "skipped", "disabled", "error",
                                        "errored", "ignored", "timeout", "xfail",    "xpass",
                                        "xfailed", "xpassed", "✓",       "✔",        "✗"};
    char lower[LINE_MOST];
    size_t size = line.size < sizeof lower ? line.size : sizeof lower;
    for (size_t i = 0; i < size; i++) {
        bool upper = line.text[i] >= 'A' && line.text[i] <= 'Z';
        lower[i] = (char)(upper ? line.text[i] | 0x20 : line.text[i]);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (has_word((struct span){lower, size}, words[i], strlen(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool has_result(const struct testlog *left, const struct verdict_test *test)
{
    for (size_t i = 0; i < left->count; i++) {
        if (strcmp(left->tests[i].name, test->name) == 0 &&
            strcmp(left->tests[i].suite, test->suite) == 0 &&
            strcmp(left->tests[i].class, test->class) == 0) {
            return true;
        }
    }
    return false;
}

/* The number of the test of the longest name in the line; known->count where there is none. */
static size_t named_in(const struct testlog *known, struct span line)
{
    size_t best = known->count, longest = 0;
    for (size_t i = 0; i < known->count; i++) {
        size_t size = strlen(known->tests[i].name);
        if (size > longest && has_word(line, known->tests[i].name, size)) {
            longest = size;
            best = i;
        }
    }
    return best;
}

const char *hang_find(const struct testlog *known, const struct testlog *left, struct span log)
{
    bool *ended = calloc(known->count + 1, sizeof *ended);
    const char *found = NULL;
    for (size_t lines = 0; ended != NULL && found == NULL && log.size > 0 && lines < LINES_MOST;
         lines++) {
        log.size -= log.text[log.size - 1] == '\n';
        size_t newline = span_find_last(log, "\n");
        struct span line = log;
        span_skip(&line, newline < log.size ? newline + 1 : 0);
        log.size -= line.size;
        line.size = line.size < LINE_MOST ? line.size : LINE_MOST;
        size_t test = named_in(known, line);
        bool open = test < known->count && !ended[test];
        if (open && !tells_of_an_end(line) && !has_result(left, &known->tests[test])) {
            found = known->tests[test].name;
        } else if (open) {
            ended[test] = true;
        }
    }
    free(ended);
    return found;
}

const char *hang_missing(const struct testlog *known, const struct testlog *left, size_t *count)
{
    const char *first = NULL;
    *count = 0;
    for (size_t i = 0; left->count > 0 && i < known->count; i++) {
        if (!has_result(left, &known->tests[i])) {
            first = first == NULL ? known->tests[i].name : first;
            ++*count;
        }
    }
    return first;
}
