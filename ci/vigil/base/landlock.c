/* SPDX-License-Identifier: MIT */
#include "landlock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files.h"

/* The system's header may be older than the kernel; what is used of the interface stands here,
 * under the kernel's names. */
enum {
    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    MAKE_CHAR = 1 << 6,
    MAKE_BLOCK = 1 << 11,
    ALL_OF_FIRST = (1 << 13) - 1,
    REFER = 1 << 13,
    TRUNCATE = 1 << 14,
    IOCTL_DEV = 1 << 15
};
enum { SCOPE_ABSTRACT_UNIX_SOCKET = 1 << 0, SCOPE_SIGNAL = 1 << 1 };
enum { CREATE_VERSION = 1 << 0, RULE_PATH_BENEATH = 1 };

struct ruleset_attributes {
    uint64_t handled_files, handled_network, scoped;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

static unsigned version;
static pthread_once_t version_asked = PTHREAD_ONCE_INIT;

static void ask_version(void)
{
    long answer = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, CREATE_VERSION);
    version = answer > 0 ? (unsigned)answer : 0;
}

unsigned landlock_version(void)
{
    (void)pthread_once(&version_asked, ask_version);
    return version;
}

static uint64_t handled(void)
{
    return ALL_OF_FIRST | (version >= LANDLOCK_REFER ? REFER : 0) |
           (version >= LANDLOCK_TRUNCATE ? TRUNCATE : 0) | (version >= 5 ? IOCTL_DEV : 0);
}

static uint64_t rights(enum confine_access access, bool directory)
{
    uint64_t some = access == CONFINE_WRITE  ? handled() & ~(uint64_t)(MAKE_CHAR | MAKE_BLOCK)
                    : access == CONFINE_READ ? EXECUTE | READ_FILE | READ_DIR
                                             : 0;
    return directory ? some : some & (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV);
}

static void grant(int ruleset, int file, enum confine_access access, bool directory)
{
    const struct path_beneath rule = {rights(access, directory), file};
    if (rule.allowed != 0) {
        (void)syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0U);
    }
}

enum kind { UNKNOWN, DIRECTORY, OTHER };

/* What the kernel does not open is passed over: nobody without more rights can open it either. */
static void grant_path(int ruleset, int within, const char *path, enum kind kind,
                       enum confine_access access)
{
    struct stat status;
    int file = openat(within, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (file >= 0 && kind == UNKNOWN && fstat(file, &status) == 0 && !S_ISLNK(status.st_mode)) {
        kind = S_ISDIR(status.st_mode) ? DIRECTORY : OTHER;
    }
    if (file >= 0 && kind != UNKNOWN) {
        grant(ruleset, file, access, kind == DIRECTORY);
    }
    if (file >= 0) {
        (void)close(file);
    }
}

static bool is_beneath(const char *path, const char *directory)
{
    size_t size = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
    return strncmp(path, directory, size) == 0 && path[size] == '/' && path[size + 1] != '\0';
}

/* The least that the rules say of the path, which itself has `access`, and of all beneath. */
static enum confine_access least(const struct confinement *confinement, const char *path,
                                 enum confine_access access)
{
    for (size_t i = 0; i < confinement->count; i++) {
        const struct confine_rule *rule = &confinement->rules[i];
        access = is_beneath(rule->path, path) && rule->access < access ? rule->access : access;
    }
    return access;
}

static const struct confine_rule *rule_of(const struct confinement *confinement, const char *path)
{
    for (size_t i = 0; i < confinement->count; i++) {
        if (strcmp(confinement->rules[i].path, path) == 0) {
            return &confinement->rules[i];
        }
    }
    return NULL;
}

static bool leads_to_rule(const struct confinement *confinement, const char *path)
{
    bool found = rule_of(confinement, path) != NULL;
    for (size_t i = 0; i < confinement->count && !found; i++) {
        found = is_beneath(confinement->rules[i].path, path);
    }
    return found;
}

/* A directory on the way to rules, or the path of one. */
struct step {
    int ruleset;
    const struct confinement *confinement;
    bool covered;
    enum confine_access access;  /* what it may itself */
    enum confine_access granted; /* what is granted from above */
};

static void walk(struct step step, const char *path);

static void walk_to(struct step step, const char *path)
{
    const struct confine_rule *rule = rule_of(step.confinement, path);
    step.access = rule == NULL ? step.access : rule->access;
    walk(step, path);
}

/* Each entry of a directory that cannot be granted as a whole. */
static void carve(const struct step *step, const char *path)
{
    char below[PATH_SIZE];
    struct fault ignored;
    DIR *entries = opendir(path);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || entry->d_type == DT_LNK ||
            !path_make(below, &ignored, "%s/%s", strcmp(path, "/") == 0 ? "" : path, name)) {
            continue;
        }
        if (leads_to_rule(step->confinement, below)) {
            walk_to(*step, below);
        } else if (step->access > step->granted) {
            enum kind kind = entry->d_type == DT_DIR       ? DIRECTORY
                             : entry->d_type == DT_UNKNOWN ? UNKNOWN
                                                           : OTHER;
            grant_path(step->ruleset, dirfd(entries), name, kind, step->access);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
}

/* Rules beneath that grant more, or as much; each is the first on its way. */
static void walk_to_rules(const struct step *step, const char *path)
{
    const struct confinement *confinement = step->confinement;
    for (size_t i = 0; i < confinement->count; i++) {
        const char *to = confinement->rules[i].path;
        bool first = is_beneath(to, path);
        for (size_t j = 0; j < confinement->count && first; j++) {
            const char *between = confinement->rules[j].path;
            first = !(is_beneath(between, path) && is_beneath(to, between));
        }
        if (first) {
            walk_to(*step, to);
        }
    }
}

static void walk(struct step step, const char *path)
{
    enum confine_access whole =
        step.covered ? step.access : least(step.confinement, path, step.access);
    if (whole > step.granted) {
        grant_path(step.ruleset, AT_FDCWD, path, UNKNOWN, whole);
        step.granted = whole;
    }
    if (whole < step.access) {
        carve(&step, path);
    } else {
        walk_to_rules(&step, path);
    }
}

int landlock_ruleset(const struct confinement *confinement, struct landlock_wish wish)
{
    const struct confine_rule *root = rule_of(confinement, "/");
    bool everywhere = root != NULL && root->access == CONFINE_WRITE;
    bool files = wish.files && landlock_version() >= (everywhere ? LANDLOCK_REFER : LANDLOCK_FILES);
    bool signals = wish.signals && landlock_version() >= LANDLOCK_SCOPE;
    const struct ruleset_attributes attributes = {
        .handled_files = files ? handled() : 0,
        .scoped = signals ? SCOPE_SIGNAL | SCOPE_ABSTRACT_UNIX_SOCKET : 0};
    if (!files && !signals) {
        errno = ENOSYS;
        return -1;
    }
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0U);
    if (ruleset >= 0) {
        (void)fcntl(ruleset, F_SETFD, FD_CLOEXEC);
    }
    if (ruleset >= 0 && files) {
        const struct step top = {ruleset, confinement, wish.covered, CONFINE_HIDDEN,
                                 CONFINE_HIDDEN};
        walk_to(top, "/");
    }
    return ruleset;
}

void landlock_grant(int ruleset, const struct confinement *confinement, const char *path)
{
    grant_path(ruleset, AT_FDCWD, path, UNKNOWN,
               least(confinement, path, confine_find(confinement, path)));
}

bool landlock_enter(int ruleset)
{
    return syscall(SYS_landlock_restrict_self, ruleset, 0U) == 0;
}
