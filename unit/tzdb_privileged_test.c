/* tzdb_privileged_test.c -- who has more rights than its user does not heed the user's paths */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "zonedir.h"

#include <linux/capability.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <sys/xattr.h>

/*
 * The test runs copies of itself as a user without rights. They get some from the file: a
 * capability, or another user's or group's id. That needs root, and a file system and a kernel that
 * give them: what they did not give, the copy says (AT_SECURE).
 */
enum { NOBODY = 65534, SOMEBODY = 65533 };

/* What the copy says by its exit status. */
enum { NO_MORE_RIGHTS = 10, HEEDS, HEEDS_NOT };

/* The copy: asks for what TZDIR and TZ name. `drops`: gives its rights up before. */
static int ask(bool drops)
{
    struct fuseau_tzdb_local_zone local = {.zone = NULL};
    struct fuseau_tzdb *db = NULL;
    if (drops && (setegid(getgid()) != 0 || seteuid(getuid()) != 0)) {
        return 1;
    }
    bool wanted = fuseau_tzdb_wanted() != NULL;
    if (fuseau_tzdb_open_bundled(&db).error != FUSEAU_OK &&
        fuseau_tzdb_open("/usr/share/zoneinfo", &db).error != FUSEAU_OK) {
        return 1;
    }
    struct fuseau_result result = fuseau_tzdb_local(db, &local);
    bool by_tz = result.error != FUSEAU_OK || local.from == FUSEAU_TZDB_LOCAL_TZ;
    if (wanted != by_tz) {
        return 1;
    }
    if (getauxval(AT_SECURE) == 0) {
        return wanted ? NO_MORE_RIGHTS : 1;
    }
    return wanted ? HEEDS : HEEDS_NOT;
}

static void no_rights(const char *path)
{
    assert_int_equal(chmod(path, 0755), 0);
}

/* CAP_NET_BIND_SERVICE, permitted and effective, as `setcap` writes it. */
static void file_capability(const char *path)
{
    const struct vfs_cap_data rights = {
        .magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
        .data = {{.permitted = UINT32_C(1) << CAP_NET_BIND_SERVICE}},
    };
    no_rights(path);
    if (setxattr(path, "security.capability", &rights, sizeof rights, 0) != 0) {
        perror("passed over, no file capabilities here");
        skip();
    }
}

static void set_user_id(const char *path)
{
    assert_int_equal(chown(path, SOMEBODY, 0), 0);
    assert_int_equal(chmod(path, 04755), 0);
}

static void set_group_id(const char *path)
{
    assert_int_equal(chown(path, 0, SOMEBODY), 0);
    assert_int_equal(chmod(path, 02755), 0);
}

struct rights {
    struct row row;
    void (*give)(const char *path);
    const char *word; /* what the copy is to do */
    int expected;
};

static const struct rights rights[] = {
    {{"none", TEXT("")}, no_rights, "ask", NO_MORE_RIGHTS},
    {{"a file capability", TEXT("")}, file_capability, "ask", HEEDS_NOT},
    {{"set-user-ID", TEXT("")}, set_user_id, "ask", HEEDS_NOT},
    {{"set-group-ID", TEXT("")}, set_group_id, "ask", HEEDS_NOT},
    {{"set-user-ID, given up", TEXT("")}, set_user_id, "drop", HEEDS_NOT},
    {{"set-group-ID, given up", TEXT("")}, set_group_id, "drop", HEEDS_NOT},
};

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in && out);
    for (size_t size = 1; size > 0;) {
        size = fread(bytes, 1, sizeof bytes, in);
        assert_int_equal(fwrite(bytes, 1, size, out), size);
    }
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* Runs the copy as nobody, with TZDIR and TZ of the directory. Returns its exit status. */
static int run_as_nobody(struct zonedir *dir, const char *program, const char *word)
{
    char tz[128], tzdir[128];
    snprintf(tz, sizeof tz, "TZ=:%s/Name", dir->zones);
    snprintf(tzdir, sizeof tzdir, "TZDIR=%s", dir->zones);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char *words[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)word, NULL};
        char *environment[] = {tz, tzdir, NULL};
        if (setgid(NOBODY) == 0 && setuid(NOBODY) == 0) {
            execve(program, words, environment);
        }
        _exit(127);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void check_rights(void **state)
{
    const struct rights *row = *state;
    char program[128];
    if (getuid() != 0) {
        puts("passed over, only root can give rights to a program");
        skip();
    }
    void *made = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    struct zonedir *dir = made;
    zonedir_write_zone(dir, "Name", 'A');
    snprintf(program, sizeof program, "%s/program", dir->base);
    copy_file("/proc/self/exe", program);
    row->give(program);
    int status = run_as_nobody(dir, program, row->word);
    assert_int_equal(zonedir_remove(&made), 0);
    if (status == 127) {
        puts("passed over, a copy of this program cannot be run (as under qemu)");
        skip();
    }
    if (status == NO_MORE_RIGHTS && row->expected != NO_MORE_RIGHTS) {
        puts("passed over, the system did not give the program the rights of its file");
        skip();
    }
    assert_int_equal(status, row->expected);
}

/* A leak would be looked for with rights that the copy does not have. */
int main(int count, char **words)
{
    if (count == 2) {
        _exit(ask(strcmp(words[1], "drop") == 0));
    }
    const struct table tables[] = {TABLE(rights, check_rights)};
    return tables_run("tzdb_privileged", tables, sizeof tables / sizeof *tables);
}
