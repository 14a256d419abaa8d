/* SPDX-License-Identifier: MIT */
#include "mounts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files.h"
#include "list.h"

/* The system's headers may be older than the kernel, and stand in each other's way; these are the
 * kernel's numbers, the same on every machine. */
#ifndef SYS_open_tree
#define SYS_open_tree  428
#define SYS_move_mount 429
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
enum {
    CLONE_TREE = 1 /* OPEN_TREE_CLONE */,
    WITH_ALL_BENEATH = 0x8000 /* AT_RECURSIVE */,
    FROM_DESCRIPTOR = 4 /* MOVE_MOUNT_F_EMPTY_PATH */,
    READ_ONLY = 1 /* MOUNT_ATTR_RDONLY */
};

struct mount_attributes {
    uint64_t set, cleared, propagation, user;
};

static bool make_read_only(const char *path)
{
    const struct mount_attributes attributes = {.set = READ_ONLY};
    return syscall(SYS_mount_setattr, AT_FDCWD, path, (unsigned)WITH_ALL_BENEATH, &attributes,
                   sizeof attributes) == 0;
}

/* Through these a program could have another one started outside its walls, or come by secrets. */
static const char *const doors[] = {
    "/run/user",
    "/run/dbus",
    "/run/systemd/private",
    "/run/docker.sock",
    "/run/docker",
    "/run/containerd",
    "/run/podman",
    "/run/libpod",
    "/run/crio",
    "/run/buildkit",
    "/run/libvirt",
    "/run/snapd.socket",
    "/run/snapd-snap.socket",
    "/run/lxd.socket",
    "/var/lib/lxd/unix.socket",
    "/var/lib/incus/unix.socket",
    "/var/snap/lxd/common/lxd/unix.socket",
    "/run/screen",
    "/run/secrets",
    "/tmp/.X11-unix",
};

/* Whether a rule lets a program see something behind this door. */
static bool is_wanted(const struct confinement *confinement, const char *door)
{
    size_t size = strlen(door);
    bool wanted = false;
    for (size_t i = 0; i < confinement->count && !wanted; i++) {
        const struct confine_rule *rule = &confinement->rules[i];
        wanted = rule->access > CONFINE_HIDDEN && strncmp(rule->path, door, size) == 0 &&
                 (rule->path[size] == '/' || rule->path[size] == '\0');
    }
    return wanted;
}

#define CLOSED (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)

static bool cover_anew(const char *path)
{
    return mount("none", path, "tmpfs", CLOSED & ~(unsigned)MS_RDONLY, "size=1m,mode=755") == 0;
}

static void close_cover(const char *path)
{
    (void)mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | CLOSED, NULL);
}

/* What covers the others: mounts of it cost little, and are closed as it is. It stands where the
 * namespace's own /proc is to be mounted, which then covers it. */
#define EMPTY           "/proc"
#define EMPTY_DIRECTORY EMPTY "/directory"
#define EMPTY_FILE      EMPTY "/file"

static bool make_empty(void)
{
    int file = -1;
    bool done = cover_anew(EMPTY) && mkdir(EMPTY_DIRECTORY, 0755) == 0 &&
                (file = open(EMPTY_FILE, O_WRONLY | O_CREAT | O_CLOEXEC, 0444)) >= 0;
    if (done) {
        (void)close(file);
        close_cover(EMPTY);
    }
    return done;
}

/* A directory by an empty one, any other file by one that is empty. What is not there needs no
 * cover, and what cannot be reached neither. */
static bool cover(const char *path)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    const char *with = there && S_ISDIR(status.st_mode) ? EMPTY_DIRECTORY : EMPTY_FILE;
    return (there && mount(with, path, NULL, MS_BIND, NULL) == 0) || errno == ENOENT ||
           errno == EACCES;
}

/* What needs a mount of its own: the path of a rule, where what surrounds it has another access;
 * and what stands above such a path and may be written, since else it could be moved aside, and
 * what is put in its stead is what vigil finds there from then on. Nobody can move what is mounted
 * on. */
struct mounts_place {
    char *path;
    enum confine_access access;
    bool leads; /* hidden, but something in it is not */
    int tree;   /* what is to be seen there; -1: nothing */
};

static bool is_within(const char *path, const char *directory)
{
    size_t size = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
    return strncmp(path, directory, size) == 0 && path[size] == '/';
}

static enum confine_access access_around(const struct confinement *confinement, const char *path)
{
    enum confine_access access = CONFINE_HIDDEN;
    size_t longest = 0;
    for (size_t i = 0; i < confinement->count; i++) {
        const struct confine_rule *rule = &confinement->rules[i];
        size_t size = strlen(rule->path);
        if (size > longest && strcmp(rule->path, path) != 0 && is_within(path, rule->path)) {
            longest = size;
            access = rule->access;
        }
    }
    return access;
}

static int by_length(const void *left, const void *right)
{
    size_t one = strlen(((const struct mounts_place *)left)->path);
    size_t other = strlen(((const struct mounts_place *)right)->path);
    return (one > other) - (one < other);
}

static bool add_place(struct mounts *mounts, const char *path, size_t size,
                      enum confine_access access)
{
    for (size_t i = 0; i < mounts->count; i++) {
        if (strncmp(mounts->places[i].path, path, size) == 0 &&
            mounts->places[i].path[size] == '\0') {
            return true;
        }
    }
    char *copy = strndup(path, size);
    struct mounts_place *place =
        copy == NULL ? NULL : list_add(&mounts->places, &mounts->count, sizeof *place);
    if (place == NULL) {
        free(copy);
        return false;
    }
    *place = (struct mounts_place){copy, access, false, -1};
    return true;
}

/* The directories above the path that may be written. */
static bool add_above(const struct confinement *confinement, struct mounts *mounts,
                      const char *path)
{
    char above[PATH_SIZE];
    struct fault ignored;
    bool done = path_make(above, &ignored, "%s", path);
    for (char *slash; done && (slash = strrchr(above, '/')) != NULL && slash > above;) {
        *slash = '\0';
        done = confine_find(confinement, above) != CONFINE_WRITE ||
               add_place(mounts, above, strlen(above), CONFINE_WRITE);
    }
    return done;
}

/* The places, from above to beneath. */
static bool find_places(const struct confinement *confinement, struct mounts *mounts)
{
    bool done = true;
    for (size_t i = 0; done && i < confinement->count; i++) {
        const struct confine_rule *rule = &confinement->rules[i];
        if (strcmp(rule->path, "/") != 0 && !is_within(rule->path, "/proc") &&
            rule->access != access_around(confinement, rule->path)) {
            done = add_place(mounts, rule->path, strlen(rule->path), rule->access) &&
                   add_above(confinement, mounts, rule->path);
        }
    }
    if (mounts->count > 0) {
        qsort(mounts->places, mounts->count, sizeof *mounts->places, by_length);
    }
    return done;
}

/* Each is opened as it is before anything is covered. */
static void open_places(struct mounts *mounts)
{
    for (size_t i = 0; i < mounts->count; i++) {
        struct mounts_place *place = &mounts->places[i];
        if (place->access != CONFINE_HIDDEN) {
            place->tree = (int)syscall(SYS_open_tree, AT_FDCWD, place->path,
                                       (unsigned)(CLONE_TREE | WITH_ALL_BENEATH | O_CLOEXEC));
        }
    }
    for (size_t i = 0; i < mounts->count; i++) {
        struct mounts_place *place = &mounts->places[i];
        for (size_t j = 0; j < mounts->count && !place->leads; j++) {
            place->leads = place->access == CONFINE_HIDDEN && mounts->places[j].tree >= 0 &&
                           is_within(mounts->places[j].path, place->path);
        }
    }
}

/* Makes what the tree is to be mounted on, where what surrounds it is an empty directory now. */
static bool make_point(const struct mounts_place *place)
{
    struct stat status;
    struct fault ignored;
    char above[PATH_SIZE];
    if (access(place->path, F_OK) == 0) {
        return true;
    }
    if (fstat(place->tree, &status) != 0 || !path_make(above, &ignored, "%s", place->path)) {
        return false;
    }
    *strrchr(above, '/') = '\0';
    if (S_ISDIR(status.st_mode)) {
        return files_make_directory(place->path, &ignored);
    }
    int file = -1;
    if (files_make_directory(above, &ignored)) {
        file = open(place->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    }
    return file >= 0 && close(file) == 0;
}

static bool show(const struct mounts_place *place)
{
    return make_point(place) &&
           syscall(SYS_move_mount, place->tree, "", AT_FDCWD, place->path,
                   (unsigned)FROM_DESCRIPTOR) == 0 &&
           (place->access == CONFINE_WRITE || make_read_only(place->path));
}

/* Once all is shown again that is to be. */
static void close_places(const struct mounts *mounts)
{
    for (size_t i = 0; i < mounts->count; i++) {
        if (mounts->places[i].leads) {
            close_cover(mounts->places[i].path);
        }
    }
}

/* What is no file of its own in /dev, and shells and programs rely on. */
static void link_descriptors(const char *path)
{
    if (strcmp(path, "/dev") == 0) {
        (void)!symlink("/proc/self/fd", "/dev/fd");
        (void)!symlink("/proc/self/fd/0", "/dev/stdin");
        (void)!symlink("/proc/self/fd/1", "/dev/stdout");
        (void)!symlink("/proc/self/fd/2", "/dev/stderr");
    }
}

/* What was opened is closed as the program begins. */
static bool show_by_rules(const struct confinement *confinement, struct mounts *mounts)
{
    open_places(mounts);
    bool done = confine_find(confinement, "/") == CONFINE_WRITE || make_read_only("/");
    for (size_t i = 0; done && i < mounts->count; i++) {
        const struct mounts_place *place = &mounts->places[i];
        done = place->leads                      ? cover_anew(place->path)
               : place->access == CONFINE_HIDDEN ? cover(place->path)
               : place->tree < 0                 ? true
                                                 : show(place);
        if (done && place->leads) {
            link_descriptors(place->path);
        }
    }
    if (done) {
        close_places(mounts);
    }
    return done;
}

/* How those call theirs who listen in /tmp: agents that hold keys, terminals that take commands. */
static const char *const agents[] = {"ssh-",    "gpg-",   "keyring-", "tmux-",  "dbus-",    "emacs",
                                     "vscode-", "screen", "kitty",    "zellij", ".ICE-unix"};

static bool is_agents(const char *name)
{
    bool found = false;
    for (size_t i = 0; i < sizeof agents / sizeof *agents && !found; i++) {
        found = strncmp(name, agents[i], strlen(agents[i])) == 0;
    }
    return found;
}

static bool holds_socket(const char *path)
{
    DIR *entries = opendir(path);
    bool found = false;
    for (struct dirent *entry; entries != NULL && !found && (entry = readdir(entries)) != NULL;) {
        found = entry->d_type == DT_SOCK;
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return found;
}

static bool find_agents(const struct confinement *confinement, struct mounts *mounts)
{
    char path[PATH_SIZE];
    struct fault ignored;
    DIR *entries = opendir("/tmp");
    bool done = entries != NULL || errno == ENOENT || errno == EACCES;
    for (struct dirent *entry; entries != NULL && done && (entry = readdir(entries)) != NULL;) {
        bool agent = is_agents(entry->d_name) &&
                     path_make(path, &ignored, "/tmp/%s", entry->d_name) &&
                     (entry->d_type == DT_SOCK || holds_socket(path));
        done = !agent || is_wanted(confinement, path) ||
               files_list_add(&mounts->agents, path, &ignored);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return done;
}

static bool cover_doors(const struct confinement *confinement, const struct mounts *mounts)
{
    bool done = true;
    for (size_t i = 0; done && i < sizeof doors / sizeof *doors; i++) {
        done = is_wanted(confinement, doors[i]) || cover(doors[i]);
    }
    for (size_t i = 0; done && i < mounts->agents.count; i++) {
        done = cover(mounts->agents.paths[i]);
    }
    return done;
}

bool mounts_prepare(const struct confinement *confinement, struct mounts *mounts)
{
    *mounts = (struct mounts){.places = NULL};
    return find_places(confinement, mounts) && find_agents(confinement, mounts);
}

void mounts_free(struct mounts *mounts)
{
    for (size_t i = 0; i < mounts->count; i++) {
        free(mounts->places[i].path);
    }
    free(mounts->places);
    files_list_free(&mounts->agents);
    *mounts = (struct mounts){.places = NULL};
}

bool mounts_make(const struct confinement *confinement, struct mounts *mounts)
{
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && make_empty() &&
           show_by_rules(confinement, mounts) && cover_doors(confinement, mounts) &&
           mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0;
}

/* What is of the whole machine: who runs as root could change there what the kernel does. */
static const char *const machine[] = {"/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus",
                                      "/proc/fs",  "/proc/acpi"};

void mounts_protect_machine(void)
{
    for (size_t i = 0; i < sizeof machine / sizeof *machine; i++) {
        if (mount(machine[i], machine[i], NULL, MS_BIND, NULL) == 0) {
            close_cover(machine[i]);
        }
    }
    (void)make_read_only("/sys");
}
