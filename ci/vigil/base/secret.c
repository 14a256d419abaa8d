/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* The number of secrets, and the limits as they were before the first. */
static struct {
    size_t secrets;
    struct rlimit cores;
    int dumpable;
} before;

static void forbid_cores(void)
{
    if (before.secrets++ > 0) {
        return;
    }
    before.dumpable = prctl(PR_GET_DUMPABLE);
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)getrlimit(RLIMIT_CORE, &before.cores);
    const struct rlimit none = {0, before.cores.rlim_max};
    (void)setrlimit(RLIMIT_CORE, &none);
}

static void allow_cores(void)
{
    if (--before.secrets == 0) {
        (void)setrlimit(RLIMIT_CORE, &before.cores);
        (void)prctl(PR_SET_DUMPABLE, before.dumpable == 1 ? 1 : 0);
    }
}

/* An anonymous mapping, so that its pages hold nothing else. A kernel or a limit may refuse any of
 * the protections; the secret is used without them then. */
void *secret_allocate(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return NULL;
    }
    (void)mlock(memory, size);
    (void)madvise(memory, size, MADV_DONTDUMP);
    (void)madvise(memory, size, MADV_WIPEONFORK);
    forbid_cores();
    return memory;
}

void secret_free(void *memory, size_t size)
{
    if (memory != NULL) {
        explicit_bzero(memory, size);
        (void)munmap(memory, size);
        allow_cores();
    }
}

void secret_forget(const char *variable)
{
    char *value = getenv(variable);
    if (value != NULL) {
        explicit_bzero(value, strlen(value));
        (void)unsetenv(variable);
    }
}
