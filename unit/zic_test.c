/* zic_test.c -- every file that this machine's zic makes of its tzdata.zi, fat and slim: opened,
 * and it says what libc says */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* tm_gmtoff and tm_zone; nftw */
#include "table.h"

#include <errno.h>
#include <ftw.h>
#include <time.h>
#include <unistd.h>

#include <sys/wait.h>

#include "oracle/slow_zone.h"
#include "zone.h"
#include "zonefiles.h"

#define SOURCE ZONEFILES_SYSTEM "/tzdata.zi"

/* 2100-01-01T00:00:00Z */
static const int64_t last_asked = INT64_C(4102444800);

/*
 * glibc is set aside where it leaves what tzif.h says: before the first transition it takes the
 * first standard type, and from a last transition that the footer contradicts, the footer at once.
 */
enum excuse { AGREED, FIRST_STANDARD, NO_TRANSITIONS, FOOTER_AT_ONCE, EXCUSES };

static const char *const excuses[EXCUSES] = {
    [FIRST_STANDARD] = "before the first transition",
    [NO_TRANSITIONS] = "in a file without transitions",
    [FOOTER_AT_ONCE] = "between a last transition and the next change of a footer at odds with it",
};

struct asked {
    const struct fuseau_zone *zone;
    struct fuseau_tzif tzif;
    struct slow_zone plain;
    const char *name;
    bool with_libc;
    unsigned long long files, tolerated, instants, agreed, set_aside[EXCUSES];
};

static bool same(const struct fuseau_local_type *ours, int64_t offset, bool dst,
                 const char *designation)
{
    return ours->offset_seconds == offset && ours->dst == dst &&
           strcmp(ours->designation, designation) == 0;
}

static enum excuse excuse_for(const struct asked *asked, int64_t seconds)
{
    const struct fuseau_tzif *tzif = &asked->tzif;
    if (tzif->transitions == 0) {
        return NO_TRANSITIONS;
    }
    if (seconds < fuseau_tzif_transition_time(tzif, 0)) {
        return FIRST_STANDARD;
    }
    bool waits = (tzif->tolerated & FUSEAU_TZIF_TOLERATED_FOOTER_TYPE) &&
                 seconds >= fuseau_tzif_transition_time(tzif, tzif->transitions - 1) &&
                 seconds < asked->plain.rule_from;
    return waits ? FOOTER_AT_ONCE : AGREED;
}

static void ask_libc(struct asked *asked, int64_t seconds, const struct fuseau_local_type *ours)
{
    const time_t time = (time_t)seconds;
    struct tm civil;
    assert_non_null(localtime_r(&time, &civil));
    if (same(ours, civil.tm_gmtoff, civil.tm_isdst > 0, civil.tm_zone)) {
        asked->agreed++;
        return;
    }
    const enum excuse excuse = excuse_for(asked, seconds);
    if (excuse == AGREED) {
        fail_msg("%s at %lld: %d %d \"%s\", libc says %ld %d \"%s\"", asked->name,
                 (long long)seconds, (int)ours->offset_seconds, ours->dst, ours->designation,
                 civil.tm_gmtoff, civil.tm_isdst, civil.tm_zone);
    }
    asked->set_aside[excuse]++;
}

static void ask(struct asked *asked, int64_t seconds)
{
    const struct fuseau_local_type *ours = fuseau_zone_at(asked->zone, seconds);
    const struct fuseau_local_type plain = slow_zone_at(&asked->plain, seconds);
    if (!same(ours, plain.offset_seconds, plain.dst, plain.designation)) {
        fail_msg("%s at %lld: %d %d \"%s\", the file says %d %d \"%s\"", asked->name,
                 (long long)seconds, (int)ours->offset_seconds, ours->dst, ours->designation,
                 (int)plain.offset_seconds, plain.dst, plain.designation);
    }
    asked->instants++;
    if (asked->with_libc) {
        ask_libc(asked, seconds, ours);
    }
}

static void ask_around(struct asked *asked, int64_t seconds)
{
    for (int64_t at = seconds - 1; at <= seconds + 1; at++) {
        ask(asked, at);
    }
}

static void ask_file(const struct zonefile *file, void *context)
{
    struct asked *const asked = context;
    char variable[4200];
    const struct fuseau_result read = fuseau_tzif_read(file->bytes, file->size, &asked->tzif);
    const struct fuseau_result made = fuseau_zone_from_tzif(file->bytes, file->size, &asked->zone);
    if (read.error != FUSEAU_OK || made.error != FUSEAU_OK) {
        fail_msg("%s: %s at %zu", file->name, fuseau_error_name(read.error), read.at);
    }
    asked->name = file->name;
    asked->files++;
    asked->tolerated += fuseau_zone_tolerated(asked->zone) != 0 ? 1 : 0;
    slow_zone_open(&asked->plain, &asked->tzif);
    snprintf(variable, sizeof variable, ":%s", file->path);
    setenv("TZ", variable, 1);
    tzset();
    for (uint32_t i = 0; i < asked->tzif.transitions; i++) {
        ask_around(asked, slow_zone_transition(&asked->tzif, i));
    }
    struct fuseau_transition next = {.seconds = 0};
    while (fuseau_zone_next(asked->zone, next.seconds, &next) && next.seconds < last_asked) {
        ask_around(asked, next.seconds);
    }
    ask_around(asked, 0);
    ask_around(asked, last_asked);
    fuseau_zone_release(asked->zone);
}

/* ---- zic ---- */

static const char *find_zic(void)
{
    static const char *const places[] = {"/usr/sbin/zic", "/usr/bin/zic", "/sbin/zic"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (access(places[i], X_OK) == 0) {
            return places[i];
        }
    }
    return NULL;
}

static void run_zic(const char *zic, const char *form, const char *directory)
{
    int status = 0;
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        execl(zic, zic, "-b", form, "-d", directory, SOURCE, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fail_msg("%s -b %s: status %d", zic, form, status);
    }
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static void read_all(const char *form)
{
    char directory[] = "/tmp/fuseau-zic-XXXXXX";
    const char *const zic = find_zic();
    struct asked asked = {.with_libc = sizeof(time_t) == 8};
    if (!zic || access(SOURCE, R_OK) != 0) {
        fail_msg("there is no zic, or no %s: install libc-bin and tzdata", SOURCE);
        return;
    }
    assert_non_null(mkdtemp(directory));
    run_zic(zic, form, directory);
    const size_t files = zonefiles_each(directory, ask_file, &asked);
    nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    print_message("zic -b %s: %llu of %zu files opened, %llu with something to tolerate; %llu "
                  "instants as the file says, %llu of them as libc says\n",
                  form, asked.files, files, asked.tolerated, asked.instants, asked.agreed);
    for (int i = 1; i < EXCUSES; i++) {
        print_message("zic -b %s: %llu set aside %s\n", form, asked.set_aside[i], excuses[i]);
    }
    assert_true(files > 400 && asked.files == files);
    assert_true(!asked.with_libc || asked.agreed > asked.instants / 2);
}

static void fat_files_are_read(void **state)
{
    (void)state;
    read_all("fat");
}

static void slim_files_are_read(void **state)
{
    (void)state;
    read_all("slim");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fat_files_are_read),
        cmocka_unit_test(slim_files_are_read),
    };
    return cmocka_run_group_tests_name("zic", tests, NULL, NULL);
}
