/* zone_open.c -- what opening every zone of the system takes: time, and memory */
/* SPDX-License-Identifier: MIT */
#include "zone_open.h"

#include <ftw.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zone_truth.h"

static const int64_t asked = 1720660440; /* 2024-07-11T01:14:00Z */

/* nftw hands nothing on to its visitor. */
static char *names[CALLS];
static size_t names_count;

static struct questions questions;
static int32_t expected[CALLS];
static int32_t offsets[CALLS];

/* What one process has to tell. */
struct message {
    double nanoseconds;
    size_t bytes, stated, wrong;
};

static bool begins_as_tzif(const char *path)
{
    char magic[4] = "";
    FILE *file = fopen(path, "rb");
    bool is = file && fread(magic, sizeof magic, 1, file) == 1 && memcmp(magic, "TZif", 4) == 0;
    if (file) {
        fclose(file);
    }
    return is;
}

/* Where these are no links, they hold the zones once more, or one that somebody chose. */
static bool is_zone(const char *name)
{
    return strncmp(name, "posix/", 6) != 0 && strncmp(name, "right/", 6) != 0 &&
           strcmp(name, "posixrules") != 0 && strcmp(name, "localtime") != 0;
}

static int visit(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    const char *name = path + sizeof TRUTH_DIRECTORY;
    (void)status;
    (void)where;
    if (kind == FTW_F && is_zone(name) && begins_as_tzif(path) && names_count < CALLS) {
        names[names_count] = strdup(name);
        return names[names_count++] == NULL;
    }
    return 0;
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Links are left out: they name zones that there are already. */
static bool find_names(void)
{
    if (nftw(TRUTH_DIRECTORY, visit, 16, FTW_PHYS) != 0) {
        return false;
    }
    qsort(names, names_count, sizeof *names, compare);
    return names_count > 0;
}

static bool find_truth(void)
{
    static struct truth truth;
    for (size_t i = 0; i < names_count; i++) {
        if (!truth_read(names[i], &truth)) {
            return false;
        }
        questions.zone[i] = (uint16_t)i;
        questions.seconds[i] = asked;
        expected[i] = truth_offset(&truth, asked);
    }
    return true;
}

static size_t allocated(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* Each zone is asked once, since some read a zone only then. */
static bool open_all(const struct keeper *keeper, struct message *message)
{
    size_t before = allocated();
    double start = measure_now();
    void *zones = keeper->open((const char *const *)names, names_count);
    if (!zones) {
        return false;
    }
    keeper->offsets(zones, &questions, names_count, offsets);
    message->nanoseconds = (measure_now() - start) / (double)names_count;
    message->bytes = allocated() - before;
    message->stated = keeper->stated ? keeper->stated(zones, names_count) : 0;
    message->wrong = 0;
    for (size_t i = 0; i < names_count; i++) {
        message->wrong += offsets[i] != expected[i];
    }
    return true;
}

_Noreturn static void tell(const struct keeper *keeper, int pipe_end)
{
    struct message message;
    bool told = open_all(keeper, &message) &&
                write(pipe_end, &message, sizeof message) == (ssize_t)sizeof message;
    _exit(told ? EXIT_SUCCESS : EXIT_FAILURE);
}

static bool listen_to(const struct keeper *keeper, struct message *message)
{
    int ends[2], status = 0;
    if (pipe(ends) != 0) {
        return false;
    }
    pid_t child = fork();
    if (child == 0) {
        tell(keeper, ends[1]);
    }
    close(ends[1]);
    bool heard = child > 0 && read(ends[0], message, sizeof *message) == (ssize_t)sizeof *message;
    close(ends[0]);
    return (child < 0 || waitpid(child, &status, 0) == child) && heard && status == 0;
}

static bool open_in_turns(struct opening *opening)
{
    double all[OPENING_ROUNDS * CONTENDERS_MAX], scratch[OPENING_ROUNDS];
    struct table *table = &opening->table;
    const size_t contenders = table->bench->contenders;
    for (size_t i = 0; i < OPENING_ROUNDS * contenders; i++) {
        size_t who = (i + i / contenders) % contenders;
        struct message message;
        if (!bench_has(table->bench, 0, who)) {
            continue;
        }
        if (!listen_to(keepers[who], &message)) {
            fprintf(stderr, "%s: %s cannot open all zones\n", table->bench->program,
                    keepers[who]->contender.name);
            return false;
        }
        all[i / contenders * contenders + who] = message.nanoseconds;
        opening->bytes[who] = message.bytes;
        opening->stated[who] = message.stated;
        table->figures[0][who].wrong = message.wrong;
    }
    measure_summarise(table, all, scratch);
    return true;
}

bool opening_measure(struct bench *bench, struct opening *opening)
{
    bool measured = find_names() && find_truth();
    if (!measured) {
        fprintf(stderr, "%s: no zones to be read in %s\n", bench->program, TRUTH_DIRECTORY);
    }
    opening->zones = names_count;
    opening->table.bench = bench;
    opening->table.rounds = OPENING_ROUNDS;
    measured = measured && open_in_turns(opening);
    for (size_t i = 0; i < names_count; i++) {
        free(names[i]);
    }
    return measured;
}
