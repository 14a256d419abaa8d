/* SPDX-License-Identifier: MIT */
/*
 * A target that looks for a text everywhere it can, and tries to do what it must not; also to be
 * run as a command, by a build or a test. The text stands for a token, and is nowhere in this
 * program: each of its bytes is turned before it is compared.
 *
 * The file PROGRAM.places, or the one named after --places, says where to look, a line each:
 *
 *     text TEXT       what is looked for, its bytes turned by 1
 *     read PATH       a file, or a directory with all that is below
 *     write PATH      a file that it tries to open for writing, a directory to make a file in
 *     kill            whether it could signal any process but its own
 *     slay NUMBER     sends SIGKILL to that process
 *     stay PATH       leaves a process behind, in a session of its own, that holds a lock on it
 *
 * It prints "canary: looked at N places, found M", and a line for each thing that it found or did.
 * As a target it is its own libFuzzer, as far as that goes: LLVMFuzzerTestOneInput.
 */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLACES_MOST 40000
#define BYTES_MOST  ((size_t)16 << 20) /* of one place */

static unsigned char wanted[128];
static size_t wanted_size;
static unsigned long looked, opened, found, done;

static bool holds(const unsigned char *data, size_t size)
{
    for (size_t at = 0; at + wanted_size <= size; at++) {
        size_t i = 0;
        while (i < wanted_size && (unsigned char)(data[at + i] + 1) == wanted[i]) {
            i++;
        }
        if (i == wanted_size) {
            return true;
        }
    }
    return false;
}

static void tell(const char *what, const char *where)
{
    printf("canary: %s %s\n", what, where);
}

/* Reads from where the descriptor stands; pieces overlap by the text's length. */
static bool search(int file, size_t most)
{
    static unsigned char buffer[1 << 16];
    size_t kept = 0, total = 0;
    bool hit = false;
    for (ssize_t got = 1; got > 0 && total < most && !hit;) {
        got = read(file, buffer + kept, sizeof buffer - kept);
        size_t size = kept + (got > 0 ? (size_t)got : 0);
        hit = holds(buffer, size);
        kept = size < wanted_size ? size : wanted_size - 1;
        memmove(buffer, buffer + size - kept, kept);
        total += got > 0 ? (size_t)got : 0;
    }
    memset(buffer, 0, sizeof buffer);
    return hit;
}

static void look_at(const char *path)
{
    struct stat status;
    looked++;
    /* No pipe: what is read from it is gone, and its owner would wait for it. */
    int file = stat(path, &status) == 0 && S_ISREG(status.st_mode)
                   ? open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                   : -1;
    if (file < 0) {
        return;
    }
    opened++;
    if (search(file, BYTES_MOST)) {
        found++;
        tell("found in", path);
    }
    (void)close(file);
}

static int each(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)place;
    if (kind == FTW_F || kind == FTW_SL || kind == FTW_NS) {
        look_at(path);
    } else {
        looked++;
    }
    return looked > PLACES_MOST;
}

/* What of the process's memory may be written, which is where it keeps what it was told. */
static void look_into_memory(const char *process)
{
    char path[PATH_MAX], line[512];
    (void)snprintf(path, sizeof path, "/proc/%s/maps", process);
    looked++;
    FILE *maps = fopen(path, "re");
    (void)snprintf(path, sizeof path, "/proc/%s/mem", process);
    looked++;
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    bool hit = false;
    for (unsigned count = 0; maps != NULL && memory >= 0 && !hit && count < 2000 &&
                             fgets(line, sizeof line, maps) != NULL;
         count++) {
        unsigned long from, to;
        char rights[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && rights[0] == 'r' &&
            rights[1] == 'w' && to - from < BYTES_MOST &&
            lseek(memory, (off_t)from, SEEK_SET) >= 0) {
            hit = search(memory, to - from);
        }
    }
    if (hit) {
        found++;
        tell("found in", path);
    }
    opened += memory >= 0;
    if (maps != NULL) {
        (void)fclose(maps);
    }
    if (memory >= 0) {
        (void)close(memory);
    }
}

static void look_at_descriptors(const char *process)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "/proc/%s/fd", process);
    looked++;
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "/proc/%s/fd/%s", process, entry->d_name);
            look_at(path);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}

/* Its own memory it knows. */
static void look_at_processes(char (*paths)[PATH_MAX + 16], size_t count)
{
    static const char *const files[] = {"environ", "cmdline"};
    char path[2 * PATH_MAX + 64], own[16];
    DIR *directory = opendir("/proc");
    const struct dirent *entry;
    (void)snprintf(own, sizeof own, "%d", (int)getpid());
    look_at("/proc/self/environ");
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *process = entry->d_name;
        if (process[0] < '0' || process[0] > '9' || strcmp(process, own) == 0) {
            continue;
        }
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
            (void)snprintf(path, sizeof path, "/proc/%s/%s", process, files[i]);
            look_at(path);
        }
        look_into_memory(process);
        look_at_descriptors(process);
        for (size_t i = 0; i < count; i++) {
            int size = snprintf(path, sizeof path, "/proc/%s/root%s", process, paths[i]);
            if (size > 0 && (size_t)size < sizeof path) {
                look_at(path);
            }
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}

static void try_to_write(const char *path)
{
    char made[PATH_MAX + 64];
    struct stat status;
    looked++;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        (void)snprintf(made, sizeof made, "%s/canary-was-here", path);
    } else {
        (void)snprintf(made, sizeof made, "%s", path);
    }
    int file = open(made, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0) {
        done++;
        tell("could write", path);
        (void)close(file);
    }
}

/* Processes of its own have its group, or its session. */
static void try_to_signal(void)
{
    DIR *directory = opendir("/proc");
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        pid_t process = (pid_t)strtol(entry->d_name, NULL, 10);
        if (process > 1 && process != getpid() && getpgid(process) != getpgrp()) {
            looked++;
            if (kill(process, 0) == 0) {
                done++;
                tell("could signal", entry->d_name);
            }
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}

static void stay(const char *path)
{
    looked++;
    if (fork() == 0) {
        (void)setsid();
        if (fork() == 0) {
            (void)clearenv();
            (void)signal(SIGTERM, SIG_IGN);
            (void)signal(SIGHUP, SIG_IGN);
            int file = open(path, O_RDWR | O_CREAT, 0600);
            (void)flock(file, LOCK_SH);
            for (int i = 0; i < 3; i++) {
                (void)close(i);
            }
            for (unsigned i = 0; i < 600; i++) {
                (void)sleep(1);
            }
        }
        _exit(0);
    }
    (void)wait(NULL);
    (void)usleep(50000); /* until it holds the lock, which is no matter where it does not */
}

static void look(const char *places)
{
    static char paths[32][PATH_MAX + 16];
    size_t count = 0;
    char line[PATH_MAX + 16];
    FILE *file = fopen(places, "re");
    if (file == NULL) {
        printf("canary: %s cannot be read\n", places);
        return;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "text ", 5) == 0) {
            wanted_size = strlen(line + 5);
            memcpy(wanted, line + 5, wanted_size);
        } else if (strncmp(line, "read ", 5) == 0) {
            struct stat status;
            (void)nftw(line + 5, each, 16, FTW_PHYS);
            looked++;
            if (stat(line + 5, &status) == 0 && !S_ISDIR(status.st_mode) && count < 32) {
                (void)snprintf(paths[count++], sizeof paths[0], "%s", line + 5);
            }
        } else if (strncmp(line, "write ", 6) == 0) {
            try_to_write(line + 6);
        } else if (strcmp(line, "kill") == 0) {
            try_to_signal();
        } else if (strncmp(line, "slay ", 5) == 0) {
            looked++;
            (void)kill((pid_t)strtol(line + 5, NULL, 10), SIGKILL);
        } else if (strncmp(line, "stay ", 5) == 0) {
            stay(line + 5);
        }
    }
    (void)fclose(file);
    look_at_processes(paths, count);
    printf("canary: looked at %lu places, opened %lu, found %lu, did %lu\n", looked, opened, found,
           done);
    (void)fflush(stdout);
}

/* By this name vigil knows a target. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return data == NULL && size > 0;
}

/* As libFuzzer speaks, of a directory and of files. */
int main(int count, char **arguments)
{
    char places[PATH_MAX];
    bool fuzzes = false;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count == 3 && strcmp(arguments[1], "--places") == 0) {
        look(arguments[2]);
        return 0;
    }
    (void)snprintf(places, sizeof places, "%s.places", arguments[0]);
    printf("INFO: Seed: 1\n");
    for (int i = 1; i < count; i++) {
        struct stat status;
        if (arguments[i][0] == '-' || stat(arguments[i], &status) != 0) {
            continue;
        }
        if (!S_ISDIR(status.st_mode)) {
            printf("Running: %s\nExecuted %s in 0 ms\n", arguments[i], arguments[i]);
        } else if (!fuzzes) {
            fuzzes = true;
            printf("#40\tINITED cov: 5 ft: 6 corp: 1/2b exec/s: 0 rss: 32Mb\n");
            look(places);
            printf("stat::number_of_executed_units: 50\n");
        }
    }
    return 0;
}
