/* SPDX-License-Identifier: MIT */
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/files.h"

/* One crash ends the run with a symbolised report on standard error. A NULL from malloc is the
 * program's to handle and no finding (OSS-Fuzz decides the same); a leak is one. Aborts and illegal
 * instructions are reported by ASan, which names them; libFuzzer would say "deadly signal". */
#define COMMON                                                                                     \
    "symbolize=1:abort_on_error=0:halt_on_error=1:print_summary=1:log_path=stderr:"                \
    "color=never:coverage=0:exitcode=77:allocator_may_return_null=1:verbosity=0"

static const char *const needed[5] = {
    COMMON ":detect_leaks=1:handle_abort=1:handle_sigill=1:handle_segv=1:handle_sigbus=1:"
           "handle_sigfpe=1",
    COMMON,
    COMMON,
    COMMON,
    COMMON ":print_stacktrace=1",
};

static const char *const dropped[] = {
    "LD_PRELOAD=", "LC_ALL=", "LANG=", "LANGUAGE=", "MALLOC_", "GLIBC_TUNABLES=", "TZ=",
    /* A target is hostile: it must not have what can file issues or speak for a CI job. */
    "GITHUB_TOKEN", "GH_TOKEN=", "GITHUB_ENTERPRISE_TOKEN=", "GH_ENTERPRISE_TOKEN=",
    "ACTIONS_RUNTIME_TOKEN=", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=", "OTEL_"};

static const char *const symbolizers[] = {
    "llvm-symbolizer",    "llvm-symbolizer-19", "llvm-symbolizer-18", "llvm-symbolizer-17",
    "llvm-symbolizer-16", "llvm-symbolizer-15", "llvm-symbolizer-14"};

static bool find_symbolizer(char path[PATH_SIZE])
{
    const char *directories = getenv("PATH");
    directories = directories == NULL ? "/usr/bin:/bin" : directories;
    for (size_t i = 0; i < sizeof symbolizers / sizeof *symbolizers; i++) {
        for (const char *at = directories; *at != '\0';) {
            size_t size = strcspn(at, ":");
            struct fault ignored;
            if (size > 0 && path_make(path, &ignored, "%.*s/%s", (int)size, at, symbolizers[i]) &&
                access(path, X_OK) == 0) {
                return true;
            }
            at += size + (at[size] == ':');
        }
    }
    return false;
}

static bool is_dropped(const char *entry)
{
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        if (strncmp(entry, dropped[i], strlen(dropped[i])) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < 5; i++) {
        size_t size = strlen(target_options_sanitizers[i]);
        if (strncasecmp(entry, target_options_sanitizers[i], size) == 0 &&
            (strncmp(entry + size, "_OPTIONS=", 9) == 0 ||
             strncmp(entry + size, "_SYMBOLIZER_PATH=", 17) == 0)) {
            return true;
        }
    }
    return false;
}

/* "ASAN_OPTIONS" */
static void variable(size_t which, const char *suffix, char name[32])
{
    size_t i = 0;
    for (; target_options_sanitizers[which][i] != '\0'; i++) {
        name[i] = (char)(target_options_sanitizers[which][i] & ~0x20);
    }
    (void)snprintf(name + i, 32 - i, "%s", suffix);
}

/* The two variables of one sanitizer's runtime, which reads no other's. `symbolizer`: NULL where
 * there is none. */
static bool add_sanitizer(struct environment *environment, size_t which,
                          const struct target_options *options, const char *symbolizer)
{
    struct buffer entry = {0};
    char name[32];
    variable(which, "_OPTIONS", name);
    const char *callers = getenv(name), *targets = options->sanitizers[which];
    buffer_format(&entry, "%s=%s%s%s%s%s", name, callers == NULL ? "" : callers,
                  callers == NULL ? "" : ":", targets, targets[0] == '\0' ? "" : ":",
                  needed[which]);
    bool done = !entry.failed && environ_add(environment, entry.data);
    if (done && symbolizer != NULL) {
        variable(which, "_SYMBOLIZER_PATH", name);
        entry.size = 0;
        buffer_format(&entry, "%s=%s", name, symbolizer);
        done = !entry.failed && environ_add(environment, entry.data);
    }
    buffer_free(&entry);
    return done;
}

void environment_setting(const struct target_options *options, size_t which, struct buffer *into)
{
    static const char *const decisive[5] = {"handle_abort=1:allocator_may_return_null=1", "", "",
                                            "", "halt_on_error=1:print_stacktrace=1"};
    char name[32];
    const char *targets = options->sanitizers[which];
    if (targets[0] == '\0' && decisive[which][0] == '\0') {
        return;
    }
    variable(which, "_OPTIONS", name);
    buffer_format(into, "%s=%s%s%s ", name, targets,
                  targets[0] != '\0' && decisive[which][0] != '\0' ? ":" : "", decisive[which]);
}

bool environment_make(const struct target_options *options, struct environment *environment)
{
    char symbolizer[PATH_SIZE];
    bool found = find_symbolizer(symbolizer);
    bool done = true;
    *environment = (struct environment){0};
    for (char *const *entry = environ; done && *entry != NULL; entry++) {
        done = is_dropped(*entry) || environ_add(environment, *entry);
    }
    for (size_t i = 0; done && i < 5; i++) {
        done = add_sanitizer(environment, i, options, found ? symbolizer : NULL);
    }
    done = done && environ_add(environment, "LC_ALL=C");
    if (!done) {
        environ_free(environment);
    }
    return done;
}

bool environment_run(const struct target *target, struct process_request *request,
                     struct process_outcome *outcome, struct fault *fault)
{
    struct environment environment;
    if (!environment_make(&target->options, &environment)) {
        return fault_set(fault, "%s: out of memory", target->name);
    }
    request->environment = environment.entries;
    bool ran = process_run(request, outcome, fault);
    environ_free(&environment);
    return ran;
}
