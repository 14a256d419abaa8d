/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "files.h"
#include "orphans.h"
#include "processes.h"

/* "RssAnon:	    1234 kB" */
static uint64_t read_bytes(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at == NULL ? 0 : strtoull(at + strlen(name), NULL, 10) << 10;
}

/* False where the task has no memory, as one that is dead. */
static bool add_bytes(const char *path, uint64_t *bytes)
{
    struct buffer text = {0};
    struct fault ignored;
    bool has = files_read(path, 16384, &text, &ignored) && text.data != NULL &&
               strstr(text.data, "\nRssAnon:") != NULL;
    if (has) {
        *bytes += read_bytes(text.data, "\nRssAnon:") + read_bytes(text.data, "\nRssShmem:");
    }
    buffer_free(&text);
    return has;
}

/* The memory of a process is that of any of its threads: the first may have ended before the
 * others. */
static void add_process(const struct process *process, struct usage *usage)
{
    char path[PATH_SIZE];
    struct fault ignored;
    usage->tasks += process->threads;
    if (!path_make(path, &ignored, "/proc/%ld/status", (long)process->pid) ||
        add_bytes(path, &usage->bytes) || process->threads < 2 ||
        !path_make(path, &ignored, "/proc/%ld/task", (long)process->pid)) {
        return;
    }
    DIR *threads = opendir(path);
    bool found = false;
    for (struct dirent *entry; threads != NULL && !found && (entry = readdir(threads)) != NULL;) {
        found = entry->d_name[0] != '.' &&
                path_make(path, &ignored, "/proc/%ld/task/%s/status", (long)process->pid,
                          entry->d_name) &&
                add_bytes(path, &usage->bytes);
    }
    if (threads != NULL) {
        (void)closedir(threads);
    }
}

/* Whether the run is its own. One whose parents are gone is vigil's child, and its mark tells. */
static bool is_of_run(const struct processes *table, const struct process *process, pid_t child,
                      uint64_t run)
{
    pid_t self = getpid();
    for (size_t steps = 0; steps < table->count && process != NULL; steps++) {
        if (process->pid == child) {
            return true;
        }
        if (process->parent == self) {
            return orphans_run_of(process->pid) == run;
        }
        process = processes_find(table, process->parent);
    }
    return false;
}

void usage_read(pid_t child, uint64_t run, bool enclosed, struct usage *usage)
{
    struct processes table;
    *usage = (struct usage){0};
    processes_read(&table);
    for (size_t i = 0; i < table.count; i++) {
        const struct process *process = &table.list[i];
        bool own = enclosed && (process->pid == child || process->parent == child);
        if (!own && is_of_run(&table, process, child, run)) {
            add_process(process, usage);
        }
    }
    free(table.list);
}

unsigned usage_tasks_of_all(void)
{
    struct sysinfo info = {0};
    (void)sysinfo(&info);
    return info.procs;
}
