/* SPDX-License-Identifier: MIT */
#include "evidence.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "crash/sanlog.h"
#include "store/kept.h"

#define REPORT_LIMIT ((size_t)64 << 20)

bool evidence_is_file(const char *path, bool may_lack, struct fault *fault)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return (may_lack && errno == ENOENT) || fault_errno(fault, "%.500s", path);
    }
    return S_ISREG(status.st_mode) || fault_set(fault, "%.500s: no regular file", path);
}

static bool is_directory(const char *path, struct fault *fault)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return fault_errno(fault, "%.500s", path);
    }
    return S_ISDIR(status.st_mode) || fault_set(fault, "%.500s: no directory", path);
}

/* Whoever wrote the files has finished, so what is checked here is what is read afterwards. */
static bool are_plain(const char *top, const char *directory, struct fault *fault)
{
    char path[PATH_SIZE];
    if (!path_make(path, fault, "%s/crashes", top) || !is_directory(path, fault) ||
        !is_directory(directory, fault)) {
        return false;
    }
    /* What no input shows has a count of runs instead of inputs (kept.h). */
    bool inputless = path_make(path, fault, "%s/runs", directory) && access(path, F_OK) == 0;
    const struct {
        const char *name;
        bool may_lack;
    } files[] = {{"report.txt", false},
                 {"runs", true},
                 {"marks", true},
                 {"input", inputless},
                 {"minimized", inputless}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!path_make(path, fault, "%s/%s", directory, files[i].name) ||
            !evidence_is_file(path, files[i].may_lack, fault)) {
            return false;
        }
    }
    return true;
}

/* Names a target as targets_find does: only such names can stand in a command as they are. */
static bool name_target(const char *name, struct target *target, struct fault *fault)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-";
    size_t size = strlen(name);
    if (size == 0 || size >= sizeof target->name || strspn(name, plain) != size || name[0] == '-' ||
        name[0] == '.') {
        return fault_set(fault, "its target has a name that no target has");
    }
    memcpy(target->name, name, size + 1);
    memcpy(target->path, name, size + 1);
    target_options_defaults(&target->options);
    return true;
}

static bool find_signature(const char *directory, const struct verdict_crash *told,
                           const struct target *target, struct signature *signature,
                           struct fault *fault)
{
    char path[PATH_SIZE];
    struct sanlog_report report;
    struct buffer log = {0};
    bool read = path_make(path, fault, "%s/report.txt", directory) &&
                files_read(path, REPORT_LIMIT, &log, fault);
    bool tells = read && (sanlog_read(log.size > 0 ? log.data : "", log.size, &report) ||
                          fault_set(fault, "%.500s: tells of no crash", path));
    buffer_free(&log);
    if (!tells) {
        return false;
    }
    ignore_mark(target->ignore, &report);
    signature_make(&report, told->target, signature);
    if (strcmp(signature->id, told->id) != 0) {
        signature_tell_apart(signature); /* where the gate found two crashes of one key */
    }
    return strcmp(signature->id, told->id) == 0 ||
           fault_set(fault, "%.500s: is of another crash, %s", path, signature->id);
}

bool evidence_load(const char *directory, const struct verdict_crash *told, struct target *target,
                   struct crash *crash, struct fault *fault)
{
    char path[PATH_SIZE];
    struct signature signature;
    memset(crash, 0, sizeof *crash);
    if (told->directory[0] == '\0') {
        return fault_set(fault, "the verdict has no files of it");
    }
    if (!path_make(path, fault, "%s/%s", directory, told->directory) ||
        !are_plain(directory, path, fault) || !name_target(told->target, target, fault) ||
        !find_signature(path, told, target, &signature, fault) ||
        !kept_read(target, path, &signature, crash, fault)) {
        return false;
    }
    crash->replays = told->replays;
    crash->reproduced = told->reproduced;
    crash->reproducibility = 2 * told->reproduced >= told->replays ? REPRODUCIBLE : FLAKY;
    return true;
}
