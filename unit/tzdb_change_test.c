/* tzdb_change_test.c -- files that change, and zones that somebody holds meanwhile */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "zonedir.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tzdb_posix.h"

/* The offset stands near the beginning of the file, the TZ string that must agree at its end. */
enum { FILLING = 3000, SIZE = ZONEFILE_LEAST_SIZE + FILLING, HALF = SIZE / 2 };

static double now(void)
{
    struct timespec time;
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &time), 0);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void wait_for(double seconds)
{
    nanosleep(&(struct timespec){.tv_nsec = (long)(seconds * 1e9)}, NULL);
}

/* What the name gives: its letter, '?' for FILE_CHANGED, '!' for what is no zone. */
static char answer(struct zonedir *dir, const char *name)
{
    const struct fuseau_zone *zone = NULL;
    struct fuseau_result result =
        fuseau_tzdb_zone(dir->db, name, strlen(name), FUSEAU_TZDB_EXACT_CASE, &zone);
    if (result.error != FUSEAU_OK) {
        return result.error == FUSEAU_ERR_FILE_CHANGED ? '?' : '!';
    }
    char letter = zone_letter(zone);
    fuseau_zone_release(zone);
    return letter != '\0' ? letter : '!';
}

/* Writes over a file in place, a half at a time, as no package manager would. */
struct writer {
    int file;
    atomic_bool stop;
    double pause; /* seconds after each file */
    double
        slowest; /* seconds that a file took; no reader can see that one of an hour is not done */
    char contents[2][SIZE];
};

static void *write_over(void *context)
{
    struct writer *writer = context;
    for (unsigned i = 0; !atomic_load(&writer->stop); i++) {
        const char *bytes = writer->contents[i % 2];
        double began = now();
        if (pwrite(writer->file, bytes, HALF, 0) != HALF) {
            return "the first half";
        }
        wait_for(0.001);
        if (pwrite(writer->file, bytes + HALF, SIZE - HALF, HALF) != SIZE - HALF) {
            return "the second half";
        }
        double took = now() - began;
        writer->slowest = took > writer->slowest ? took : writer->slowest;
        wait_for(writer->pause);
    }
    return NULL;
}

/* Asks for the zone for a while, and counts the answers. */
static void ask(struct zonedir *dir, double seconds, unsigned counts[256])
{
    for (double end = now() + seconds; now() < end;) {
        fuseau_tzdb_refresh(dir->db);
        counts[(unsigned char)answer(dir, "Name")]++;
    }
}

/* Asks while the file is written. Only a writer that was stopped in its midst may have fooled us.
 */
static void ask_while_written(struct zonedir *dir, double pause, double seconds,
                              unsigned counts[256])
{
    struct writer writer = {.pause = pause};
    pthread_t thread;
    void *failed = NULL;
    zonefile_fill(writer.contents[0], 'A', FILLING);
    zonefile_fill(writer.contents[1], 'B', FILLING);
    zonedir_write(dir, "Name", writer.contents[0], SIZE);
    writer.file = open(zonedir_path(dir, "Name"), O_WRONLY);
    assert_true(writer.file >= 0);
    assert_int_equal(pthread_create(&thread, NULL, write_over, &writer), 0);
    ask(dir, seconds, counts);
    atomic_store(&writer.stop, true);
    assert_int_equal(pthread_join(thread, &failed), 0);
    assert_null(failed);
    close(writer.file);
    printf("%u old, %u new, %u refused, %u mixed; the slowest write took %.0f ms\n", counts['A'],
           counts['B'], counts['?'], counts['!'], writer.slowest * 1e3);
    assert_true(counts['!'] == 0 || writer.slowest > 0.035);
}

static void a_file_written_without_pause(void **state)
{
    unsigned counts[256] = {0};
    ask_while_written(*state, 0, 1, counts);
    assert_true(counts['?'] > 0);
    fuseau_tzdb_refresh(((struct zonedir *)*state)->db);
    char last = answer(*state, "Name"); /* once the writer is gone, it is as it was left */
    assert_true(last == 'A' || last == 'B');
}

static void a_file_written_now_and_then(void **state)
{
    unsigned counts[256] = {0};
    ask_while_written(*state, 0.15, 3, counts);
    assert_true(counts['A'] > 0 && counts['B'] > 0);
}

/* Writes a number behind and then before a megabyte, whenever it has rested for a while. */
static void *write_ends(void *context)
{
    struct writer *writer = context;
    for (unsigned i = 0; !atomic_load(&writer->stop); i++) {
        const unsigned char number = (unsigned char)i;
        double began = now();
        if (pwrite(writer->file, &number, 1, FUSEAU_TZDB_FILE_MAX_SIZE - 1) != 1 ||
            pwrite(writer->file, &number, 1, 0) != 1) {
            return "an end";
        }
        double took = now() - began;
        writer->slowest = took > writer->slowest ? took : writer->slowest;
        wait_for(writer->pause);
    }
    return NULL;
}

/* A file that had long been at rest when it was opened, and changes while it is read. */
static void a_file_that_changes_under_the_reader(void **state)
{
    struct zonedir *dir = *state;
    struct writer writer = {.pause = 0.15};
    struct tzdb_content content;
    pthread_t thread;
    void *failed = NULL;
    unsigned whole = 0, mixed = 0;
    zonedir_write(dir, "Name", "", 0);
    assert_int_equal(truncate(zonedir_path(dir, "Name"), FUSEAU_TZDB_FILE_MAX_SIZE), 0);
    writer.file = open(zonedir_path(dir, "Name"), O_WRONLY);
    assert_true(writer.file >= 0);
    assert_int_equal(pthread_create(&thread, NULL, write_ends, &writer), 0);
    for (double end = now() + 2; now() < end;) {
        if (tzdb_posix_read(dir->zones, "Name", &content) == FUSEAU_OK) {
            bool same = content.bytes[0] == content.bytes[content.size - 1];
            whole += same;
            mixed += !same;
            tzdb_content_free(&content);
        }
    }
    atomic_store(&writer.stop, true);
    assert_int_equal(pthread_join(thread, &failed), 0);
    assert_null(failed);
    close(writer.file);
    printf("%u whole, %u mixed; the slowest write took %.0f ms\n", whole, mixed,
           writer.slowest * 1e3);
    assert_true(whole > 0);
    assert_true(mixed == 0 || writer.slowest > 0.035);
}

/* What has just been written might be half of it: the answer waits until a change would show. */
static void a_fresh_file_is_waited_for(void **state)
{
    struct zonedir *dir = *state;
    char bytes[SIZE];
    zonefile_fill(bytes, 'C', FILLING);
    int file = open(zonedir_path(dir, "Name"), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    double written = now();
    assert_int_equal(write(file, bytes, sizeof bytes), sizeof bytes);
    close(file);
    assert_int_equal(answer(dir, "Name"), 'C');
    assert_true(now() - written > 0.035);
}

/* A clock that is ahead, as a file server's may be, does not make a file unreadable. */
static void a_file_of_tomorrow(void **state)
{
    struct zonedir *dir = *state;
    struct timespec times[2];
    zonedir_write_zone(dir, "Name", 'A');
    clock_gettime(CLOCK_REALTIME, &times[0]);
    times[0].tv_sec += 86400;
    times[1] = times[0];
    assert_int_equal(utimensat(AT_FDCWD, zonedir_path(dir, "Name"), times, 0), 0);
    zonedir_expect(dir, "Name", 'A');
}

/* What was a zone, and is 8 GiB when it is looked at again. */
static void a_file_that_grows_without_measure(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_expect(dir, "Name", 'A');
    assert_int_equal(truncate(zonedir_path(dir, "Name"), (off_t)1 << 33), 0);
    fuseau_tzdb_refresh(dir->db);
    zonedir_refuse(dir, "Name", 4, FUSEAU_ERR_FILE_SIZE, 4);
    zonedir_refuse(dir, "Name", 4, FUSEAU_ERR_FILE_SIZE, 4);
    zonedir_write_zone(dir, "Name", 'B');
    zonedir_expect(dir, "Name", 'B');
}

static void replace(struct zonedir *dir, const char *name, char letter)
{
    char to[1024];
    zonedir_write_zone(dir, "new", letter);
    memcpy(to, zonedir_path(dir, name), sizeof to);
    assert_int_equal(rename(zonedir_path(dir, "new"), to), 0);
}

static void a_change_shows_after_a_refresh(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_expect(dir, "Name", 'A');
    replace(dir, "Name", 'B');
    zonedir_expect(dir, "Name", 'A');
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
}

static void a_change_in_place_shows_too(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_expect(dir, "Name", 'A');
    zonedir_write_zone(dir, "Name", 'B'); /* of the same size; its time is a little later */
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
}

/* Some programs set a file's time back. When that was done cannot be set. */
static void a_change_with_the_same_time_shows_too(void **state)
{
    struct zonedir *dir = *state;
    const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    zonedir_write_zone(dir, "Name", 'A');
    assert_int_equal(utimensat(AT_FDCWD, zonedir_path(dir, "Name"), times, 0), 0);
    zonedir_expect(dir, "Name", 'A');
    wait_for(0.03);
    zonedir_write_zone(dir, "Name", 'B');
    assert_int_equal(utimensat(AT_FDCWD, zonedir_path(dir, "Name"), times, 0), 0);
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
}

static void no_change_gives_the_same_zone(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *before = zonedir_zone(dir, "Name");
    fuseau_tzdb_refresh(dir->db);
    const struct fuseau_zone *after = zonedir_zone(dir, "Name");
    assert_ptr_equal(before, after);
    fuseau_zone_release(before);
    fuseau_zone_release(after);
}

static void a_zone_outlives_a_change_and_the_database(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *held = zonedir_zone(dir, "Name");
    replace(dir, "Name", 'B');
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
    assert_int_equal(zone_letter(held), 'A');
    fuseau_tzdb_close(dir->db);
    dir->db = NULL;
    assert_int_equal(zone_letter(held), 'A');
    fuseau_zone_release(held);
}

static void a_file_that_is_gone(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *held = zonedir_zone(dir, "Name");
    assert_int_equal(unlink(zonedir_path(dir, "Name")), 0);
    zonedir_expect(dir, "Name", 'A');
    fuseau_tzdb_refresh(dir->db);
    zonedir_refuse(dir, "Name", 4, FUSEAU_ERR_NOT_FOUND, 4);
    assert_int_equal(zone_letter(held), 'A');
    fuseau_zone_release(held);
    zonedir_write_zone(dir, "Name", 'B');
    zonedir_expect(dir, "Name", 'B');
}

/* A new file is found at once, since what was not found is not remembered. */
static void a_file_that_is_new(void **state)
{
    struct zonedir *dir = *state;
    zonedir_refuse(dir, "Name", 4, FUSEAU_ERR_NOT_FOUND, 4);
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_expect(dir, "Name", 'A');
}

static void a_link_that_turns(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "One", 'A');
    zonedir_write_zone(dir, "Two", 'B');
    zonedir_link(dir, "Name", "One");
    zonedir_expect(dir, "Name", 'A');
    assert_int_equal(unlink(zonedir_path(dir, "Name")), 0);
    zonedir_link(dir, "Name", "Two");
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
    zonedir_expect(dir, "One", 'A');
}

/* Package managers of some systems put a new directory in the place of the old one. */
static void a_directory_that_is_replaced(void **state)
{
    struct zonedir *dir = *state;
    char new_path[128], old_path[128];
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_expect(dir, "Name", 'A');
    snprintf(new_path, sizeof new_path, "%s/new", dir->base);
    snprintf(old_path, sizeof old_path, "%s/old", dir->base);
    assert_int_equal(mkdir(new_path, 0755), 0);
    zonedir_write_zone(dir, "../new/Name", 'B');
    assert_int_equal(rename(dir->zones, old_path), 0);
    assert_int_equal(rename(new_path, dir->zones), 0);
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(a_file_written_without_pause),
        ZONEDIR_TEST(a_file_written_now_and_then),
        ZONEDIR_TEST(a_file_that_changes_under_the_reader),
        ZONEDIR_TEST(a_fresh_file_is_waited_for),
        ZONEDIR_TEST(a_file_of_tomorrow),
        ZONEDIR_TEST(a_file_that_grows_without_measure),
        ZONEDIR_TEST(a_change_shows_after_a_refresh),
        ZONEDIR_TEST(a_change_in_place_shows_too),
        ZONEDIR_TEST(a_change_with_the_same_time_shows_too),
        ZONEDIR_TEST(no_change_gives_the_same_zone),
        ZONEDIR_TEST(a_zone_outlives_a_change_and_the_database),
        ZONEDIR_TEST(a_file_that_is_gone),
        ZONEDIR_TEST(a_file_that_is_new),
        ZONEDIR_TEST(a_link_that_turns),
        ZONEDIR_TEST(a_directory_that_is_replaced),
    };
    return cmocka_run_group_tests_name("tzdb_change", tests, NULL, NULL);
}
