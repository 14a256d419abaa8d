/* SPDX-License-Identifier: MIT */
#include "environment.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/handed.h"
#include "base/scratch.h"
#include "base/span.h"
#include "ground.h"

/* One crash ends the run with a symbolised report on standard error, in the form that is read here.
 * A NULL from malloc is the program's to handle and no finding (OSS-Fuzz decides the same). A trap
 * that nobody handles would leave no input behind: libFuzzer knows of no SIGTRAP. */
#define COMMON                                                                                     \
    "symbolize=1:abort_on_error=0:halt_on_error=1:print_summary=1:log_path=stderr:"                \
    "log_exe_name=0:log_to_syslog=0:color=never:coverage=0:exitcode=77:verbosity=0:"               \
    "allocator_may_return_null=1:stack_trace_format=DEFAULT:strip_path_prefix=:"                   \
    "symbolize_inline_frames=1:symbolize_vs_style=0:enable_symbolizer_markup=0:demangle=1:"        \
    "dedup_token_length=0:print_module_map=0:sleep_before_dying=0:handle_segv=1:"                  \
    "handle_sigbus=1:handle_sigfpe=1:handle_sigtrap=1"

/* Aborts and illegal instructions are reported by ASan, which names them; libFuzzer would say
 * "deadly signal". Leaks are looked for unless the target or the caller says not to: that is ASan's
 * own choice. */
static const char *needed(const char *sanitizer)
{
    return strcmp(sanitizer, "asan") == 0    ? COMMON ":handle_abort=1:handle_sigill=1"
           : strcmp(sanitizer, "ubsan") == 0 ? COMMON ":print_stacktrace=1"
                                             : COMMON;
}

static const char *const dropped[] = {
    "LD_PRELOAD=", "LC_ALL=", "LANG=", "LANGUAGE=", "MALLOC_", "GLIBC_TUNABLES=", "TZ=",
    /* Where files go that are nobody's concern: into the run's own directory. */
    "HOME=", "XDG_", "TMPDIR=", "TMP=", "TEMP=", "TEMPDIR=", "PWD=", "OLDPWD="};

static const char *const symbolizers[] = {
    "llvm-symbolizer",    "llvm-symbolizer-19", "llvm-symbolizer-18", "llvm-symbolizer-17",
    "llvm-symbolizer-16", "llvm-symbolizer-15", "llvm-symbolizer-14"};

/* One that lies beside the target was put there to fit it, as OSS-Fuzz does; then those in PATH. */
static bool find_symbolizer(const struct target *target, char path[PATH_SIZE])
{
    struct fault ignored;
    const char *directories = getenv("PATH"), *slash = strrchr(target->path, '/');
    directories = directories == NULL ? "/usr/bin:/bin" : directories;
    if (slash != NULL &&
        path_make(path, &ignored, "%.*s/%s", (int)(slash - target->path), target->path,
                  symbolizers[0]) &&
        access(path, X_OK) == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof symbolizers / sizeof *symbolizers; i++) {
        for (const char *at = directories; *at != '\0';) {
            size_t size = strcspn(at, ":");
            if (*at == '/' && path_make(path, &ignored, "%.*s/%s", (int)size, at, symbolizers[i]) &&
                access(path, X_OK) == 0) {
                return true;
            }
            at += size + (at[size] == ':');
        }
    }
    return false;
}

/* Whether the entry is "ASAN_OPTIONS=…" or "ASAN_SYMBOLIZER_PATH=…" of this sanitizer. */
static bool is_of(const char *entry, const char *sanitizer)
{
    size_t size = strlen(sanitizer);
    return strncasecmp(entry, sanitizer, size) == 0 &&
           (strncmp(entry + size, "_OPTIONS=", 9) == 0 ||
            strncmp(entry + size, "_SYMBOLIZER_PATH=", 17) == 0);
}

static bool is_dropped(const char *entry)
{
    bool is = handed_is_withheld(entry);
    for (size_t i = 0; !is && i < sizeof dropped / sizeof *dropped; i++) {
        is = strncmp(entry, dropped[i], strlen(dropped[i])) == 0;
    }
    for (size_t i = 0; !is && i < OPTIONS_SANITIZERS; i++) {
        is = is_of(entry, target_options_sanitizers[i]);
    }
    return is;
}

/* "ASAN_OPTIONS" */
static void variable(const char *sanitizer, const char *suffix, char name[32])
{
    size_t i = 0;
    for (; sanitizer[i] != '\0'; i++) {
        name[i] = (char)(sanitizer[i] & ~0x20);
    }
    (void)snprintf(name + i, 32 - i, "%s", suffix);
}

/* Takes "name=value" off a list of options as a sanitizer reads it: a value may stand in quotes.
 * False at its end. `value` is NULL where there is no "=". */
static bool take_option(struct span *list, struct span *name, struct span *value)
{
    static const char separators[] = " ,:\n\t\r";
    while (list->size > 0 && strchr(separators, list->text[0]) != NULL) {
        span_skip(list, 1);
    }
    *name = (struct span){list->text, 0};
    *value = (struct span){NULL, 0};
    while (list->size > 0 && list->text[0] != '=' && strchr(separators, list->text[0]) == NULL) {
        name->size++;
        span_skip(list, 1);
    }
    if (span_take(list, "=")) {
        bool quoted = list->size > 0 && (list->text[0] == '\'' || list->text[0] == '"');
        char end[2] = {quoted ? list->text[0] : '\0', '\0'};
        span_skip(list, quoted);
        *value = (struct span){list->text, 0};
        while (list->size > 0 && strchr(quoted ? end : separators, list->text[0]) == NULL) {
            value->size++;
            span_skip(list, 1);
        }
        span_skip(list, quoted);
    }
    return name->size > 0;
}

/* Adds the caller's options. A file that they name is found from where vigil was started, and the
 * target runs elsewhere. */
static void add_callers(struct buffer *into, const char *list)
{
    static const char *const files[] = {"suppressions", "include", "include_if_exists"};
    struct span rest = {list, strlen(list)}, name, value;
    while (take_option(&rest, &name, &value)) {
        char path[PATH_SIZE], real[PATH_SIZE];
        bool file = false;
        struct fault ignored;
        for (size_t i = 0; !file && i < sizeof files / sizeof *files; i++) {
            file = span_is(name, files[i]);
        }
        file = file && value.size > 0 && value.text[0] != '/' &&
               path_make(path, &ignored, "%.*s", (int)value.size, value.text) &&
               realpath(path, real) != NULL;
        buffer_add(into, name.text, name.size);
        if (file) {
            buffer_format(into, "='%s'", real);
        } else if (value.text != NULL) {
            bool quoted = value.text[-1] != '=';
            buffer_format(into, "=%.*s", (int)value.size + 2 * quoted, value.text - quoted);
        }
        buffer_text(into, ":");
    }
}

/* The two variables of one sanitizer's runtime, which reads no other's. `symbolizer`: NULL where
 * there is none. */
static bool add_sanitizer(struct environment *environment, const char *sanitizer,
                          const char *targets, const char *symbolizer)
{
    struct buffer entry = {0};
    char name[32];
    variable(sanitizer, "_OPTIONS", name);
    const char *callers = getenv(name);
    buffer_format(&entry, "%s=", name);
    add_callers(&entry, callers == NULL ? "" : callers);
    buffer_format(&entry, "%s%s%s", targets, targets[0] == '\0' ? "" : ":", needed(sanitizer));
    if (symbolizer != NULL) {
        buffer_format(&entry, ":external_symbolizer_path='%s'", symbolizer);
    }
    bool done = !entry.failed && environ_add(environment, entry.data);
    if (done && symbolizer != NULL) {
        variable(sanitizer, "_SYMBOLIZER_PATH", name);
        entry.size = 0;
        buffer_format(&entry, "%s=%s", name, symbolizer);
        done = !entry.failed && environ_add(environment, entry.data);
    }
    buffer_free(&entry);
    return done;
}

/* What the list says last of leaks, where it says anything. */
static void read_leaks(const char *list, bool *off)
{
    struct span rest = {list == NULL ? "" : list, list == NULL ? 0 : strlen(list)}, name, value;
    while (take_option(&rest, &name, &value)) {
        if (span_is(name, "detect_leaks")) {
            *off = span_is(value, "0") || span_is(value, "no") || span_is(value, "false");
        }
    }
}

/* In the order in which ASan's runtime reads them; its own choice is to look for leaks. */
static bool leaks_are_off(const struct target_options *options)
{
    bool off = false;
    for (size_t i = 0; i < 2; i++) { /* "asan", "lsan" */
        char name[32];
        variable(target_options_sanitizers[i], "_OPTIONS", name);
        read_leaks(getenv(name), &off);
        read_leaks(options->sanitizers[i], &off);
    }
    return off;
}

void environment_setting(const struct target_options *options, size_t which, struct buffer *into)
{
    const char *sanitizer = target_options_sanitizers[which];
    const char *targets = options->sanitizers[which];
    bool asan = strcmp(sanitizer, "asan") == 0, ubsan = strcmp(sanitizer, "ubsan") == 0;
    const char *decisive = asan    ? "handle_abort=1:handle_sigtrap=1:allocator_may_return_null=1"
                           : ubsan ? "halt_on_error=1:print_stacktrace=1"
                                   : "";
    char name[32];
    bool said_off = false;
    read_leaks(targets, &said_off);
    if (targets[0] == '\0' && decisive[0] == '\0') {
        return;
    }
    variable(sanitizer, "_OPTIONS", name);
    buffer_format(into, "%s=%s%s%s%s ", name, targets,
                  targets[0] != '\0' && decisive[0] != '\0' ? ":" : "", decisive,
                  asan && !said_off && leaks_are_off(options) ? ":detect_leaks=0" : "");
}

/* "LD_LIBRARY_PATH=build/lib:/usr/lib", found from where vigil was started. */
static bool add_search_path(struct environment *environment, const char *entry)
{
    struct buffer made = {0};
    const char *at = strchr(entry, '=') + 1;
    buffer_add(&made, entry, (size_t)(at - entry));
    for (;;) {
        size_t size = strcspn(at, ":");
        char path[PATH_SIZE], real[PATH_SIZE];
        struct fault ignored;
        bool relative = size > 0 && *at != '/' &&
                        path_make(path, &ignored, "%.*s", (int)size, at) &&
                        realpath(path, real) != NULL;
        buffer_add(&made, relative ? real : at, relative ? strlen(real) : size);
        if (at[size] == '\0') {
            break;
        }
        buffer_text(&made, ":");
        at += size + 1;
    }
    bool done = !made.failed && environ_add(environment, made.data);
    buffer_free(&made);
    return done;
}

static bool add_callers_entry(struct environment *environment, const char *entry)
{
    return is_dropped(entry) ||
           (strncmp(entry, "LD_LIBRARY_PATH=", 16) == 0 ? add_search_path(environment, entry)
                                                        : environ_add(environment, entry));
}

static bool add_place(struct environment *environment, const char *name, const char *scratch,
                      const char *below)
{
    char entry[PATH_SIZE];
    struct fault ignored;
    return path_make(entry, &ignored, "%s=%s/%s", name, scratch, below) &&
           environ_add(environment, entry);
}

bool environment_make(const struct target *target, const char *scratch,
                      struct environment *environment)
{
    char path[PATH_SIZE];
    const char *symbolizer = find_symbolizer(target, path) ? path : NULL;
    bool done = true;
    *environment = (struct environment){0};
    for (char *const *entry = environ; done && *entry != NULL; entry++) {
        done = add_callers_entry(environment, *entry);
    }
    for (size_t i = 0; done && i < OPTIONS_SANITIZERS; i++) {
        done = add_sanitizer(environment, target_options_sanitizers[i],
                             target->options.sanitizers[i], symbolizer);
    }
    done = done && environ_add(environment, "LC_ALL=C") &&
           add_place(environment, "HOME", scratch, "home") &&
           add_place(environment, "TMPDIR", scratch, "tmp");
    if (!done) {
        environ_free(environment);
    }
    return done;
}

static bool make_places(const char *scratch, char work[PATH_SIZE], struct fault *fault)
{
    static const char *const names[] = {"home", "tmp", "work"};
    bool done = true;
    for (size_t i = 0; done && i < sizeof names / sizeof *names; i++) {
        done = path_make(work, fault, "%s/%s", scratch, names[i]) &&
               (mkdirat(AT_FDCWD, work, 0700) == 0 ||
                fault_errno(fault, "%s: cannot make this directory", work));
    }
    return done;
}

/* Beside a target lies what it needs (companions.h). Where it lies in a directory that is hidden as
 * such, as where somebody made a directory of targets vigil's own, the program is shown alone. */
static bool add_own_files(const struct target *target, struct confinement *confinement)
{
    char directory[PATH_SIZE], real[PATH_SIZE];
    struct fault ignored;
    const char *slash = strrchr(target->path, '/');
    bool whole =
        slash != NULL &&
        path_make(directory, &ignored, "%.*s", (int)(slash - target->path), target->path) &&
        realpath(directory, real) != NULL && !ground_names(confinement, real);
    return (!whole || confine_find(confinement, real) == CONFINE_READ ||
            confine_add(confinement, CONFINE_READ, real)) &&
           confine_add(confinement, CONFINE_READ, target->path);
}

static bool confine(const struct target *target, const char *scratch,
                    const struct environment_path *paths, struct confinement *confinement)
{
    bool done = confine_copy(target->confinement, confinement) &&
                add_own_files(target, confinement) &&
                confine_add(confinement, CONFINE_WRITE, scratch);
    for (; done && paths != NULL && paths->path != NULL; paths++) {
        done = confine_add(confinement, paths->access, paths->path);
    }
    return done;
}

/* No corpus and no artifact is a link, but for one that the target made (ground.h). */
static void sweep(const struct environment_path *paths)
{
    for (; paths != NULL && paths->path != NULL; paths++) {
        if (paths->access == CONFINE_WRITE) {
            ground_sweep(NULL, paths->path);
        }
    }
}

bool environment_run(const struct target *target, const struct environment_path *paths,
                     struct process_request *request, struct process_outcome *outcome,
                     struct fault *fault)
{
    char scratch[PATH_SIZE], work[PATH_SIZE];
    struct environment environment = {0};
    struct confinement confinement = {0};
    if (!scratch_open(target->scratch, scratch, fault)) {
        return false;
    }
    bool ran = false, confined = target->confinement != NULL;
    if (make_places(scratch, work, fault) &&
        ((environment_make(target, scratch, &environment) &&
          (!confined || confine(target, scratch, paths, &confinement))) ||
         fault_set(fault, "%s: out of memory", target->name))) {
        request->environment = environment.entries;
        request->directory = work;
        request->confinement = confined ? &confinement : NULL;
        if (confined) {
            ground_limits_of_target(target, &request->limits);
        }
        ran = process_run(request, outcome, fault);
        sweep(paths);
        request->environment = NULL;
        request->directory = NULL;
        request->confinement = NULL;
    }
    confine_free(&confinement);
    environ_free(&environment);
    scratch_close(scratch);
    return ran;
}

bool environment_work_beneath(struct target_list *targets, const char *directory,
                              struct fault *fault)
{
    bool done = true;
    for (size_t i = 0; done && i < targets->count; i++) {
        struct target *target = &targets->targets[i];
        done = path_make(target->scratch, fault, "%s/%s", directory, target->name) &&
               files_make_directory(target->scratch, fault);
        if (done) {
            scratch_sweep(target->scratch);
        }
    }
    if (done) {
        scratch_sweep(directory); /* where an older vigil let them work */
    }
    return done;
}
