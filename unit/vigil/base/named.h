/* named.h -- processes that a test calls by a name of its own */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_NAMED_H
#define VIGIL_BASE_NAMED_H

#include "rows.h"

#include <dirent.h>
#include <unistd.h>

#include "base/files.h"

/* No other test, and no other build's, has the number. */
static inline void call(char name[16], const char *what)
{
    (void)snprintf(name, 16, "%lx-%s", (unsigned long)getpid() & 0xfffffff, what);
}

/* How many processes of this name there are, zombies too. */
static inline unsigned count_named(const char *name)
{
    unsigned count = 0;
    DIR *entries = opendir("/proc");
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        char path[PATH_SIZE];
        struct buffer text = {0};
        struct fault ignored;
        if (path_make(path, &ignored, "/proc/%s/comm", entry->d_name) &&
            files_read(path, 64, &text, &ignored) && text.size > 1) {
            count += text.size == strlen(name) + 1 && strncmp(text.data, name, strlen(name)) == 0;
        }
        buffer_free(&text);
    }
    (void)closedir(entries);
    return count;
}

#endif
