/* SPDX-License-Identifier: MIT */
#include "processes.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files.h"
#include "list.h"

bool processes_read_one(pid_t pid, struct process *process)
{
    char path[PATH_SIZE];
    struct buffer text = {0};
    struct fault ignored;
    bool known = path_make(path, &ignored, "/proc/%ld/stat", (long)pid) &&
                 files_read(path, 4096, &text, &ignored);
    /* "7 (any (text)) S 1 …": the name ends at the last parenthesis. */
    const char *after = known && text.data != NULL ? strrchr(text.data, ')') : NULL;
    *process = (struct process){.pid = pid};
    if (after != NULL && strlen(after) > 4) {
        char *at = (char *)(uintptr_t)after + 3;
        process->state = after[2];
        process->parent = (pid_t)strtol(at, &at, 10);
        for (unsigned field = 5; field < 22; field++) {
            long long value = strtoll(at, &at, 10);
            process->threads = field == 20 ? (unsigned)value : process->threads;
        }
        process->started = strtoull(at, &at, 10);
        process->ending = strtoull(at, &at, 10) == 0; /* it has no memory any more */
    }
    buffer_free(&text);
    return process->parent > 0;
}

static int by_pid(const void *left, const void *right)
{
    pid_t one = ((const struct process *)left)->pid, other = ((const struct process *)right)->pid;
    return (one > other) - (one < other);
}

void processes_read(struct processes *table)
{
    DIR *entries = opendir("/proc");
    *table = (struct processes){0};
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        struct process process;
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && processes_read_one(pid, &process)) {
            struct process *added = list_add(&table->list, &table->count, sizeof *added);
            if (added != NULL) {
                *added = process;
            }
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    if (table->count > 0) {
        qsort(table->list, table->count, sizeof *table->list, by_pid);
    }
}

const struct process *processes_find(const struct processes *table, pid_t pid)
{
    const struct process key = {.pid = pid};
    return table->count == 0
               ? NULL
               : bsearch(&key, table->list, table->count, sizeof *table->list, by_pid);
}

bool processes_kill(const struct process *process)
{
    struct process now;
    long sent = -1;
    int handle = (int)syscall(SYS_pidfd_open, process->pid, 0), error = errno;
    bool same = processes_read_one(process->pid, &now) && now.started == process->started;
    if (same && handle >= 0) {
        sent = syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0);
    } else if (same && error == ENOSYS) { /* before Linux 5.3 */
        sent = kill(process->pid, SIGKILL);
    }
    if (handle >= 0) {
        (void)close(handle);
    }
    return sent == 0;
}
