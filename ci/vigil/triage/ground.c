/* SPDX-License-Identifier: MIT */
#include "ground.h"

#include <dirent.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "base/files.h"
#include "base/git.h"
#include "base/handed.h"
#include "base/progress.h"
#include "base/span.h"
#include "base/token.h"

/* Where a user's credentials lie, beneath home; and what a program could read of other secrets
 * there, as passwords typed into a shell. */
static const char *const credentials[] = {
    ".ssh", ".gnupg", ".aws", ".azure", ".oci", ".kube", ".netrc", ".authinfo", ".authinfo.gpg",
    ".git-credentials", ".gitcookies", ".docker/config.json", ".npmrc", ".yarnrc.yml", ".pypirc",
    ".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials", ".terraform.d", ".boto",
    ".s3cfg", ".pgpass", ".my.cnf", ".databrickscfg", ".vault-token", ".password-store",
    ".smbcredentials", ".Xauthority", ".ICEauthority", ".mozilla", ".thunderbird", ".bash_history",
    ".zsh_history", ".python_history", ".config/git/credentials", ".config/gh", ".config/hub",
    ".config/glab-cli", ".config/gcloud", ".config/containers", ".config/doctl", ".config/hcloud",
    ".config/rclone", ".config/sops", ".config/op", ".config/google-chrome", ".config/chromium",
    ".local/share/keyrings", ".local/share/kwalletd",
    /* of a runner of GitHub's Actions, in whose directory a self-hosted one may have its home */
    ".credentials", ".credentials_rsaparams"};

/* What a shell, a session, an editor or git runs or obeys, sooner or later, outside of every wall:
 * beneath home. */
static const char *const obeyed[] = {".bashrc",
                                     ".bash_profile",
                                     ".bash_login",
                                     ".bash_logout",
                                     ".bash_aliases",
                                     ".profile",
                                     ".zshrc",
                                     ".zshenv",
                                     ".zprofile",
                                     ".zlogin",
                                     ".zlogout",
                                     ".kshrc",
                                     ".mkshrc",
                                     ".cshrc",
                                     ".tcshrc",
                                     ".login",
                                     ".inputrc",
                                     ".pam_environment",
                                     ".xprofile",
                                     ".xinitrc",
                                     ".xsession",
                                     ".xsessionrc",
                                     ".gitconfig",
                                     ".gdbinit",
                                     ".lldbinit",
                                     ".vimrc",
                                     ".vim",
                                     ".emacs",
                                     ".emacs.d",
                                     ".vscode",
                                     ".vscode-server",
                                     ".config/git",
                                     ".config/fish",
                                     ".config/systemd",
                                     ".config/autostart",
                                     ".config/environment.d",
                                     ".config/nvim",
                                     ".config/Code",
                                     ".local/share/systemd",
                                     ".local/share/applications",
                                     ".local/bin",
                                     "bin"};

/* What containers and services are handed as files. */
static const char *const handed_files[] = {"/run/secrets", "/var/run/secrets", "/run/credentials"};

/* What is being made; the first failure is the last step. */
struct making {
    struct confinement *into;
    bool failed;
};

static void add(struct making *making, enum confine_access access, const char *path)
{
    if (!making->failed && path != NULL && path[0] != '\0') {
        making->failed = !confine_add(making->into, access, path);
    }
}

static void add_below(struct making *making, enum confine_access access, const char *above,
                      const char *name)
{
    char path[PATH_SIZE];
    struct fault ignored;
    if (path_make(path, &ignored, "%s/%s", above, name)) {
        add(making, access, path);
    }
}

/* Whether `path` is `above`, or lies beneath it; both without links. */
static bool is_within(const char *path, const char *above)
{
    size_t size = strlen(above);
    size -= size > 0 && above[size - 1] == '/' ? 1 : 0;
    return strncmp(path, above, size) == 0 && (path[size] == '\0' || path[size] == '/');
}

/* What is granted of what the path leads to; READ where it leads to nothing. */
static enum confine_access granted(const struct confinement *confinement, const char *path)
{
    char real[PATH_SIZE];
    return realpath(path, real) == NULL ? CONFINE_READ : confine_find(confinement, real);
}

bool ground_names(const struct confinement *confinement, const char *path)
{
    bool names = false;
    for (size_t i = 0; !names && i < confinement->count; i++) {
        const struct confine_rule *rule = &confinement->rules[i];
        names = rule->access == CONFINE_HIDDEN && strcmp(rule->path, path) == 0;
    }
    return names;
}

/* Lets be read what another rule hides, or lets be written. */
static void show(struct making *making, const char *path)
{
    if (path != NULL && path[0] != '\0' && granted(making->into, path) != CONFINE_READ) {
        add(making, CONFINE_READ, path);
    }
}

/* Calls `body` for each absolute path in the list. */
static void each_path(struct making *making, const char *list, const char *separators,
                      void (*body)(struct making *, const char *))
{
    char path[PATH_SIZE];
    struct fault ignored;
    for (const char *at = list == NULL ? "" : list; *at != '\0';) {
        size_t size = strcspn(at, separators);
        if (*at == '/' && path_make(path, &ignored, "%.*s", (int)size, at)) {
            body(making, path);
        }
        at += size + (at[size] != '\0');
    }
}

/* Of "~/.local/bin", which PATH names, what its programs need to run; "~/.local/share" may hold
 * keys. */
static void show_programs(struct making *making, const char *directory)
{
    static const char *const beside[] = {"lib", "lib64", "libexec"};
    char path[PATH_SIZE];
    struct fault ignored;
    const char *slash = strrchr(directory, '/');
    show(making, directory);
    for (size_t i = 0; i < sizeof beside / sizeof *beside && strcmp(slash, "/bin") == 0; i++) {
        if (path_make(path, &ignored, "%.*s/%s", (int)(slash - directory), directory, beside[i])) {
            show(making, path);
        }
    }
}

/* Where vigil itself looks for git and other programs. Those of the system are root's, and a build
 * that runs as root may want to install something. */
static void protect_programs(struct making *making, const char *directory)
{
    static const char *const systems[] = {"/usr/bin", "/usr/sbin", "/bin", "/sbin"};
    char real[PATH_SIZE];
    bool is_system = realpath(directory, real) == NULL;
    for (size_t i = 0; !is_system && i < sizeof systems / sizeof *systems; i++) {
        is_system = strcmp(real, systems[i]) == 0;
    }
    if (!is_system) {
        show(making, directory);
    }
}

static void show_what_variables_name(struct making *making)
{
    char name[32];
    each_path(making, getenv("LD_LIBRARY_PATH"), ":", show);
    each_path(making, getenv("PATH"), ":", show_programs);
    for (size_t i = 0; i < OPTIONS_SANITIZERS; i++) {
        size_t at = 0;
        for (const char *from = target_options_sanitizers[i]; from[at] != '\0'; at++) {
            name[at] = (char)(from[at] & ~0x20);
        }
        memcpy(name + at, "_OPTIONS", sizeof "_OPTIONS");
        each_path(making, getenv(name), " ,:='\"\n\t\r", show);
    }
}

/* The homes: the one that the system knows of, and where HOME leads. */
static void each_home(struct making *making, void (*body)(struct making *, const char *))
{
    const struct passwd *user = getpwuid(geteuid());
    const char *const homes[] = {user == NULL ? NULL : user->pw_dir, getenv("HOME")};
    char real[PATH_SIZE];
    for (size_t i = 0; i < 2; i++) {
        if (homes[i] != NULL && homes[i][0] == '/' && realpath(homes[i], real) != NULL) {
            body(making, real);
        }
    }
}

/* One that lies in /tmp, as a test's may, is no place for temporary files. */
static void show_home(struct making *making, const char *home)
{
    if (granted(making->into, home) == CONFINE_WRITE) {
        add(making, CONFINE_READ, home);
    }
}

static void hide_credentials(struct making *making, const char *home)
{
    for (size_t i = 0; i < sizeof credentials / sizeof *credentials; i++) {
        add_below(making, CONFINE_HIDDEN, home, credentials[i]);
    }
}

/* One that is not there yet can be made: where somebody's shell begins is not known to us. */
static void protect_obeyed(struct making *making, const char *home)
{
    for (size_t i = 0; i < sizeof obeyed / sizeof *obeyed; i++) {
        add_below(making, CONFINE_READ, home, obeyed[i]);
    }
}

/* Vigil itself, which may have been built in /tmp. */
static void show_vigil(struct making *making)
{
    char path[PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    path[size > 0 ? size : 0] = '\0';
    char *slash = strrchr(path, '/');
    if (slash != NULL && slash > path) {
        *slash = '\0';
        show(making, path);
    }
}

/* A link that leads out of home, as a package manager makes them to its own directories, hides
 * nothing: what lies there is not the user's alone. */
static void hide_dot_entries(struct making *making, const char *home)
{
    char path[PATH_SIZE], real[PATH_SIZE];
    struct fault ignored;
    DIR *directory = opendir(home);
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *name = entry->d_name;
        if (name[0] == '.' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
            path_make(path, &ignored, "%s/%s", home, name) && realpath(path, real) != NULL &&
            is_within(real, home) && strcmp(real, home) != 0) {
            add(making, CONFINE_HIDDEN, real);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
    hide_credentials(making, home);
}

/* The folders of a repository's submodules, each a repository of its own without a work tree. A
 * submodule's name may have slashes in it. */
static void show_objects_of_modules(struct making *making, const char *modules, unsigned depth)
{
    char path[PATH_SIZE];
    struct fault ignored;
    DIR *directory = depth > 8 ? NULL : opendir(modules);
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, "objects") == 0) {
            add_below(making, CONFINE_READ, modules, name);
        } else if (name[0] != '.' && (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) &&
                   strcmp(name, "refs") != 0 && strcmp(name, "logs") != 0 &&
                   path_make(path, &ignored, "%s/%s", modules, name)) {
            show_objects_of_modules(making, path, depth + 1);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}

/* Its configuration may hold a token, as a CI job's checkout leaves it there. A build's tree
 * borrows its objects (checkout.h). */
static void hide_repository(struct making *making, const char *path, bool objects)
{
    char modules[PATH_SIZE];
    struct fault ignored;
    add(making, CONFINE_HIDDEN, path);
    if (objects) {
        add_below(making, CONFINE_READ, path, "objects");
        if (path_make(modules, &ignored, "%s/modules", path)) {
            show_objects_of_modules(making, modules, 0);
        }
    }
}

/* Also the repositories that the path lies within: of a submodule that is the project's. */
static void hide_repositories(struct making *making, const char *below, bool objects)
{
    char path[PATH_SIZE], real[PATH_SIZE];
    struct fault ignored;
    if (below == NULL || below[0] == '\0' || realpath(below, real) == NULL) {
        return;
    }
    for (size_t size = strlen(real); size > 0;) {
        if (path_make(path, &ignored, "%.*s/.git", (int)size, real) && access(path, F_OK) == 0) {
            hide_repository(making, path, objects);
        }
        do {
            size--;
        } while (size > 0 && real[size] != '/');
    }
}

static void hide_source(struct making *making, const char *source, bool objects)
{
    static const char *const kinds[] = {"--git-common-dir", "--git-dir"};
    char path[PATH_SIZE];
    struct fault ignored;
    hide_repositories(making, source, objects);
    for (size_t i = 0; source != NULL && source[0] != '\0' && i < 2; i++) {
        const char *const words[] = {"rev-parse", "--path-format=absolute", kinds[i], NULL};
        if (git_line(source, words, path, sizeof path, &ignored) && path[0] == '/') {
            hide_repository(making, path, objects);
        }
    }
}

/* Through these files a step of a CI job sets variables for the steps after it. */
static void hide_steps(struct making *making)
{
    char path[PATH_SIZE];
    struct fault ignored;
    for (size_t i = 0; handed_steps[i] != NULL; i++) {
        const char *file = getenv(handed_steps[i]);
        if (file == NULL || file[0] != '/') {
            continue;
        }
        add(making, CONFINE_HIDDEN, file);
        if (path_make(path, &ignored, "%.*s", (int)(strrchr(file, '/') - file), file) &&
            text_ends(path, "_commands")) {
            add(making, CONFINE_HIDDEN, path); /* those of the other steps lie there as well */
        }
    }
}

/* Beneath it a CI job keeps the scripts of its steps and, of late, the checkout's credentials. */
static void hide_runner(struct making *making, bool all)
{
    static const char *const above[] = {"../../.credentials", "../../.credentials_rsaparams"};
    const char *temporary = getenv("RUNNER_TEMP");
    if (temporary == NULL || temporary[0] != '/') {
        return;
    }
    add(making, all ? CONFINE_HIDDEN : CONFINE_READ, temporary);
    DIR *directory = all ? NULL : opendir(temporary);
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (strncmp(entry->d_name, "git-credentials", 15) == 0) {
            add_below(making, CONFINE_HIDDEN, temporary, entry->d_name);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
    for (size_t i = 0; i < sizeof above / sizeof *above; i++) {
        add_below(making, CONFINE_HIDDEN, temporary, above[i]);
    }
}

static void hide_secrets(struct making *making, const struct ground *ground)
{
    for (size_t i = 0; i < sizeof handed_files / sizeof *handed_files; i++) {
        add(making, CONFINE_HIDDEN, handed_files[i]);
    }
    for (const char *const *named = token_named(); *named != NULL; named++) {
        add(making, CONFINE_HIDDEN, *named);
    }
    hide_steps(making);
    add(making, CONFINE_HIDDEN, ground->token_file);
    add(making, CONFINE_HIDDEN, ground->tracker);
    add(making, CONFINE_HIDDEN, ground->state);
}

/* A terminal would show what is written to it, and vigil's own is among them. */
static void grant_devices(struct making *making)
{
    add(making, CONFINE_HIDDEN, "/dev");
    add(making, CONFINE_WRITE, "/dev/null");
    add(making, CONFINE_WRITE, "/dev/zero");
    add(making, CONFINE_WRITE, "/dev/full");
    add(making, CONFINE_READ, "/dev/random");
    add(making, CONFINE_READ, "/dev/urandom");
    add(making, CONFINE_WRITE, "/dev/shm");
}

static bool made(struct making *making, struct fault *fault)
{
    if (making->failed) {
        confine_free(making->into);
        return fault_set(fault, "out of memory for what programs may touch");
    }
    return true;
}

bool ground_for_targets(const struct ground *ground, struct confinement *into, struct fault *fault)
{
    struct making making = {.into = into};
    *into = (struct confinement){0};
    add(&making, CONFINE_READ, "/");
    grant_devices(&making);
    add(&making, CONFINE_WRITE, "/tmp");
    add(&making, CONFINE_WRITE, "/var/tmp");
    each_home(&making, hide_dot_entries);
    hide_runner(&making, true);
    /* Each may lie in what is hidden, or in /tmp. */
    each_home(&making, show_home);
    show_vigil(&making);
    show(&making, ground->source);
    show(&making, ground->corpus);
    show(&making, ground->targets);
    hide_source(&making, ground->source, false);
    hide_repositories(&making, ground->targets, false);
    show_what_variables_name(&making);
    hide_secrets(&making, ground);
    return made(&making, fault);
}

bool ground_for_builds(const struct ground *ground, struct confinement *into, struct fault *fault)
{
    struct making making = {.into = into};
    *into = (struct confinement){0};
    add(&making, CONFINE_WRITE, "/");
    add(&making, CONFINE_READ, "/proc/self/exe");
    each_path(&making, getenv("PATH"), ":", protect_programs);
    each_home(&making, protect_obeyed);
    each_home(&making, hide_credentials);
    hide_runner(&making, false);
    show(&making, ground->source);
    hide_source(&making, ground->source, true);
    hide_secrets(&making, ground);
    add(&making, CONFINE_HIDDEN, ground->out);
    return made(&making, fault);
}

static void sweep_below(const struct confinement *confinement, const char *directory,
                        unsigned depth)
{
    char path[PATH_SIZE];
    struct fault ignored;
    DIR *entries = opendir(directory);
    const struct dirent *entry;
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            entry->d_type == DT_REG ||
            !path_make(path, &ignored, "%s/%s", directory, entry->d_name) ||
            lstat(path, &status) != 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode) && depth > 0) {
            sweep_below(confinement, path, depth - 1);
        } else if (S_ISLNK(status.st_mode) &&
                   (confinement == NULL || granted(confinement, path) == CONFINE_HIDDEN)) {
            (void)unlink(path);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
}

void ground_sweep(const struct confinement *confinement, const char *directory)
{
    sweep_below(confinement, directory, 32);
}

static uint64_t machine_share(void)
{
    struct sysinfo about;
    return sysinfo(&about) == 0 ? (uint64_t)about.totalram * about.mem_unit / 10 * 9 : 0;
}

void ground_limits_of_target(const struct target *target, struct process_limits *limits)
{
    static const char flag[] = "-rss_limit_mb=";
    uint64_t megabytes = 2048; /* libFuzzer's own choice; 0 is no limit */
    for (size_t i = 0; i < target->options.flag_count; i++) {
        if (strncmp(target->options.flags[i], flag, sizeof flag - 1) == 0) {
            megabytes = strtoul(target->options.flags[i] + sizeof flag - 1, NULL, 10);
        }
    }
    uint64_t most = machine_share();
    bool within = megabytes > 0 && (most == 0 || megabytes < most >> 21);
    *limits = (struct process_limits){.resident_bytes = within ? megabytes << 21 : most,
                                      .file_bytes = (uint64_t)1 << 30,
                                      .processes = 512};
}

void ground_limits_of_build(struct process_limits *limits)
{
    *limits = (struct process_limits){
        .resident_bytes = machine_share(), .file_bytes = (uint64_t)64 << 30, .processes = 8192};
}

bool ground_tell(const struct ground *ground, struct buffer *into)
{
    struct buffer lacks = {0};
    confine_lacks(&lacks);
    bool all = lacks.size == 0;
    bool open = (confine_walls() & (CONFINE_FILES | CONFINE_PROCESSES)) == 0;
    if (open && ground->token_file != NULL && ground->token_file[0] != '\0') {
        buffer_text(&lacks, "; one of the files is that with the tracker's token: better let "
                            "`vigil file` read it, where no target runs");
    }
    if (!all) {
        progress_say("vigil: %s", lacks.data);
        if (into != NULL) {
            buffer_add(into, lacks.data, lacks.size);
        }
    }
    buffer_free(&lacks);
    return all;
}
