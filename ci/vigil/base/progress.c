/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "buffer.h"
#include "inert.h"
#include "process.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double next_status;
static bool drawn;

static void erase(void)
{
    if (drawn) {
        (void)fputs("\r\033[K", stderr);
        drawn = false;
    }
}

static int terminal_width(void)
{
    struct winsize size;
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col - 1 : 79;
}

void progress_status(const struct progress *progress)
{
    char line[256];
    (void)pthread_mutex_lock(&lock);
    double now = process_clock();
    bool terminal = isatty(STDERR_FILENO) == 1;
    if (next_status == 0 && !terminal) {
        next_status = now + 30;
    }
    if (now >= next_status) {
        /* No rate: libFuzzer reports its count ever less often, so a rate would seem to sink. */
        (void)snprintf(line, sizeof line,
                       "%s: %.0f of %.0f s, %llu executions, %llu edges, %u crashes",
                       progress->target, progress->elapsed, progress->share,
                       (unsigned long long)progress->executions,
                       (unsigned long long)progress->edges, progress->crashes);
        erase();
        (void)fprintf(stderr, "%.*s%s", terminal ? terminal_width() : 255, line,
                      terminal ? "" : "\n");
        (void)fflush(stderr);
        drawn = terminal;
        next_status = now + (terminal ? 0.1 : 30);
    }
    (void)pthread_mutex_unlock(&lock);
}

void progress_say(const char *format, ...)
{
    struct buffer said = {0}, shown = {0};
    va_list arguments;
    va_start(arguments, format);
    buffer_format_list(&said, format, arguments);
    va_end(arguments);
    inert_lines(&shown, said.data == NULL ? "" : said.data, said.size);
    bool whole = !said.failed && !shown.failed && shown.data != NULL;
    (void)pthread_mutex_lock(&lock);
    erase();
    (void)fprintf(stderr, "%s\n", whole ? shown.data : "vigil: out of memory");
    (void)pthread_mutex_unlock(&lock);
    buffer_free(&said);
    buffer_free(&shown);
}

void progress_end(void)
{
    (void)pthread_mutex_lock(&lock);
    erase();
    (void)fflush(stderr);
    (void)pthread_mutex_unlock(&lock);
}
