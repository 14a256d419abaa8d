/* tzdb_file_test.c -- which files of a directory are read, and which are refused and why */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "zonedir.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>

/* What is made in a fresh directory beside the zone "Area/There" ("AAA") and the zone outside. */
static void nothing(struct zonedir *dir)
{
    (void)dir;
}

static void link_beside(struct zonedir *dir)
{
    zonedir_link(dir, "Area/Name", "There");
}

static void link_up_and_down(struct zonedir *dir)
{
    zonedir_mkdir(dir, "Other");
    zonedir_link(dir, "Other/Name", "../Area/../Area/./There");
}

static void link_to_directory(struct zonedir *dir)
{
    zonedir_link(dir, "Region", "Area/");
}

/* "Deep/Link/.." is where the link leads to and one up, not "Deep". */
static void link_through_link(struct zonedir *dir)
{
    zonedir_mkdir(dir, "Deep");
    zonedir_mkdir(dir, "Area/Below");
    zonedir_link(dir, "Deep/Link", "../Area/Below");
    zonedir_link(dir, "Name", "Deep/Link/../There");
}

static void link_absolute_inside(struct zonedir *dir)
{
    char target[160];
    snprintf(target, sizeof target, "%s/Area/There", dir->zones);
    zonedir_link(dir, "Name", target);
}

/* `count` links, "A_0" to "There" by way of "A_1", "A_2" and so on. */
static void link_chain(struct zonedir *dir, int count)
{
    for (int i = 0; i < count; i++) {
        char name[16], next[16];
        snprintf(name, sizeof name, "A_%d", i);
        snprintf(next, sizeof next, "A_%d", i + 1);
        zonedir_link(dir, name, i + 1 < count ? next : "Area/There");
    }
}

static void link_chain_17(struct zonedir *dir)
{
    link_chain(dir, 17);
}

/* More than any system follows: Linux 40. */
static void link_chain_100(struct zonedir *dir)
{
    link_chain(dir, 100);
}

/* Buildroot's directory: each region is a link to that of "posix". */
static void regions_as_buildroot_links_them(struct zonedir *dir)
{
    zonedir_mkdir(dir, "posix");
    zonedir_mkdir(dir, "posix/Europe");
    zonedir_write_zone(dir, "posix/Europe/Paris", 'C');
    zonedir_link(dir, "Europe", "posix/Europe");
}

/* Guix's and stow's: each file is a link out, to where the package is. */
static void files_as_stow_links_them(struct zonedir *dir)
{
    zonedir_mkdir(dir, "../package");
    zonedir_mkdir(dir, "../package/Europe");
    zonedir_write_zone(dir, "../package/Europe/Paris", 'C');
    zonedir_mkdir(dir, "Europe");
    zonedir_link(dir, "Europe/Paris", "../../package/Europe/Paris");
}

/* Debian's "localtime" leads to /etc/localtime, which leads back. */
static void localtime_as_debian_links_it(struct zonedir *dir)
{
    char target[160];
    snprintf(target, sizeof target, "%s/etc-localtime", dir->base);
    zonedir_link(dir, "localtime", target);
    snprintf(target, sizeof target, "%s/Area/There", dir->zones);
    zonedir_link(dir, "../etc-localtime", target);
}

static void link_out(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "../outside");
}

static void link_out_from_below(struct zonedir *dir)
{
    zonedir_link(dir, "Area/Name", "../Area/../../outside");
}

static void link_out_absolute(struct zonedir *dir)
{
    char target[160];
    snprintf(target, sizeof target, "%s/outside", dir->base);
    zonedir_link(dir, "Name", target);
}

/* It begins as the directory's own path does. */
static void link_out_beside(struct zonedir *dir)
{
    char target[160];
    zonedir_mkdir(dir, "../zones-of-others");
    zonedir_write_zone(dir, "../zones-of-others/There", 'B');
    snprintf(target, sizeof target, "%s-of-others/There", dir->zones);
    zonedir_link(dir, "Name", target);
}

static void link_out_and_back(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "../zones/Area/There");
}

static void directory_link_out(struct zonedir *dir)
{
    zonedir_link(dir, "Region", "..");
}

static void link_to_itself(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "Name");
}

static void links_in_a_ring(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "Area/Name");
    zonedir_link(dir, "Area/Name", "../Name");
}

static void link_that_grows(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "Name/And/So/On");
}

static void link_to_nothing(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "Area/Nowhere");
}

static void link_to_root(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "Area/..");
}

static void fifo(struct zonedir *dir)
{
    assert_int_equal(mkfifo(zonedir_path(dir, "Name"), 0644), 0);
}

static void fifo_by_link(struct zonedir *dir)
{
    assert_int_equal(mkfifo(zonedir_path(dir, "Pipe"), 0644), 0);
    zonedir_link(dir, "Name", "Pipe");
}

static void device_by_link(struct zonedir *dir)
{
    zonedir_link(dir, "Name", "/dev/zero");
}

static void local_socket(struct zonedir *dir)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/Name", dir->zones);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(server >= 0);
    assert_int_equal(bind(server, (struct sockaddr *)&address, sizeof address), 0);
    close(server);
}

/* A file of that many bytes, none of which takes room on the disk. */
static void sparse(struct zonedir *dir, off_t size)
{
    zonedir_write(dir, "Name", "", 0);
    assert_int_equal(truncate(zonedir_path(dir, "Name"), size), 0);
}

static void one_gibibyte(struct zonedir *dir)
{
    sparse(dir, (off_t)1 << 30);
}

static void eight_gibibytes(struct zonedir *dir)
{
    sparse(dir, (off_t)1 << 33);
}

static void one_byte_too_many(struct zonedir *dir)
{
    sparse(dir, FUSEAU_TZDB_FILE_MAX_SIZE + 1);
}

static void as_many_as_may_be(struct zonedir *dir)
{
    sparse(dir, FUSEAU_TZDB_FILE_MAX_SIZE);
}

static void empty_file(struct zonedir *dir)
{
    zonedir_write(dir, "Name", "", 0);
}

static void cut_short(struct zonedir *dir)
{
    char bytes[ZONEFILE_LEAST_SIZE];
    zonefile_fill(bytes, 'A', 0);
    zonedir_write(dir, "Name", bytes, 100);
}

static void forbidden_file(struct zonedir *dir)
{
    zonedir_write_zone(dir, "Name", 'A');
    assert_int_equal(chmod(zonedir_path(dir, "Name"), 0), 0);
}

static void forbidden_directory(struct zonedir *dir)
{
    zonedir_mkdir(dir, "Closed");
    zonedir_write_zone(dir, "Closed/Name", 'A');
    assert_int_equal(chmod(zonedir_path(dir, "Closed"), 0), 0);
}

struct found {
    struct row row;
    void (*make)(struct zonedir *dir);
    char letter;
};

static const struct found found[] = {
    {{"a file", TEXT("Area/There")}, nothing, 'A'},
    {{"a link to a file beside it", TEXT("Area/Name")}, link_beside, 'A'},
    {{"a link up and down", TEXT("Other/Name")}, link_up_and_down, 'A'},
    {{"a link to a directory", TEXT("Region/There")}, link_to_directory, 'A'},
    {{"a link by way of another", TEXT("Name")}, link_through_link, 'A'},
    {{"an absolute link that stays inside", TEXT("Name")}, link_absolute_inside, 'A'},
    {{"seventeen links", TEXT("A_0")}, link_chain_17, 'A'},
    {{"a link out", TEXT("Name")}, link_out, 'B'},
    {{"a link out from below", TEXT("Area/Name")}, link_out_from_below, 'B'},
    {{"an absolute link out", TEXT("Name")}, link_out_absolute, 'B'},
    {{"a link to a neighbour", TEXT("Name")}, link_out_beside, 'B'},
    {{"a link out and in again", TEXT("Name")}, link_out_and_back, 'A'},
    {{"a directory outside", TEXT("Region/outside")}, directory_link_out, 'B'},
    {{"Buildroot", TEXT("Europe/Paris")}, regions_as_buildroot_links_them, 'C'},
    {{"stow", TEXT("Europe/Paris")}, files_as_stow_links_them, 'C'},
    {{"Debian's localtime", TEXT("localtime")}, localtime_as_debian_links_it, 'A'},
};

struct unfound {
    struct refused refused;
    void (*make)(struct zonedir *dir);
};

static const struct unfound unfound[] = {
    {{{"nothing", TEXT("Name")}, FUSEAU_ERR_NOT_FOUND, 4}, nothing},
    {{{"nothing in a directory", TEXT("Area/Name")}, FUSEAU_ERR_NOT_FOUND, 9}, nothing},
    {{{"below a file", TEXT("Area/There/Name")}, FUSEAU_ERR_NOT_FOUND, 15}, nothing},
    {{{"a name in other letters", TEXT("area/there")}, FUSEAU_ERR_NOT_FOUND, 10}, nothing},
    {{{"a name that climbs", TEXT("../outside")}, FUSEAU_ERR_NAME_PART, 2}, nothing},
    {{{"a name that climbs later", TEXT("Area/../../outside")}, FUSEAU_ERR_NAME_PART, 7}, nothing},
    {{{"a name that stays", TEXT("Area/./There")}, FUSEAU_ERR_NAME_PART, 6}, nothing},
    {{{"an absolute name", TEXT("/etc/localtime")}, FUSEAU_ERR_NAME, 0}, nothing},
    {{{"a slash at the end", TEXT("Area/There/")}, FUSEAU_ERR_END, 11}, nothing},
    {{{"NUL in a name", TEXT("Area/There\0x")}, FUSEAU_ERR_NAME, 10}, nothing},
    {{{"no name", TEXT("")}, FUSEAU_ERR_END, 0}, nothing},
    {{{"a directory", TEXT("Area")}, FUSEAU_ERR_FILE_KIND, 4}, nothing},
    {{{"a link to itself", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, link_to_itself},
    {{{"links in a ring", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, links_in_a_ring},
    {{{"a link that grows", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, link_that_grows},
    {{{"a hundred links", TEXT("A_0")}, FUSEAU_ERR_FILE_KIND, 3}, link_chain_100},
    {{{"a link to nothing", TEXT("Name")}, FUSEAU_ERR_NOT_FOUND, 4}, link_to_nothing},
    {{{"a link to the directory", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, link_to_root},
    {{{"a FIFO", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, fifo},
    {{{"below a FIFO", TEXT("Name/There")}, FUSEAU_ERR_NOT_FOUND, 10}, fifo},
    {{{"a FIFO by a link", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, fifo_by_link},
    {{{"a device by a link", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, device_by_link},
    {{{"a socket", TEXT("Name")}, FUSEAU_ERR_FILE_KIND, 4}, local_socket},
    {{{"1 GiB", TEXT("Name")}, FUSEAU_ERR_FILE_SIZE, 4}, one_gibibyte},
    {{{"8 GiB", TEXT("Name")}, FUSEAU_ERR_FILE_SIZE, 4}, eight_gibibytes},
    {{{"a byte too many", TEXT("Name")}, FUSEAU_ERR_FILE_SIZE, 4}, one_byte_too_many},
    {{{"zeros", TEXT("Name")}, FUSEAU_ERR_TZIF_MAGIC, 0}, as_many_as_may_be},
    {{{"an empty file", TEXT("Name")}, FUSEAU_ERR_END, 0}, empty_file},
    {{{"a file that is cut short", TEXT("Name")}, FUSEAU_ERR_END, 100}, cut_short},
    {{{"a file one may not read", TEXT("Name")}, FUSEAU_ERR_FILE_READ, 4}, forbidden_file},
    {{{"a directory one may not read", TEXT("Closed/Name")}, FUSEAU_ERR_FILE_READ, 11},
     forbidden_directory},
};

/* The one who may read everything must not be the one who asks. */
static void become(uid_t user)
{
    if (getuid() == 0) {
        assert_int_equal(seteuid(user), 0);
    }
}

static struct zonedir *prepare(void (*make)(struct zonedir *dir))
{
    void *state = NULL;
    assert_int_equal(zonedir_make(&state), 0);
    struct zonedir *dir = state;
    zonedir_mkdir(dir, "Area");
    zonedir_write_zone(dir, "Area/There", 'A');
    zonedir_write_zone(dir, "../outside", 'B');
    make(dir);
    return dir;
}

static void finish(struct zonedir *dir)
{
    void *state = dir;
    chmod(zonedir_path(dir, "Closed"), 0755); /* where there is one */
    assert_int_equal(zonedir_remove(&state), 0);
}

static void check_found(void **state)
{
    const struct found *expected = *state;
    struct zonedir *dir = prepare(expected->make);
    zonedir_expect(dir, expected->row.text, expected->letter);
    finish(dir);
}

static void check_unfound(void **state)
{
    const struct unfound *expected = *state;
    const struct row *row = &expected->refused.row;
    struct zonedir *dir = prepare(expected->make);
    char *copy = row_copy(row);
    become(65534);
    zonedir_refuse(dir, copy, row->size, expected->refused.error, expected->refused.at);
    zonedir_refuse(dir, copy, row->size, expected->refused.error, expected->refused.at);
    become(0);
    row_release(copy);
    finish(dir);
}

int main(void)
{
    alarm(120); /* nothing here may hang */
    const struct table tables[] = {TABLE(found, check_found), TABLE(unfound, check_unfound)};
    return tables_run("tzdb_file", tables, sizeof tables / sizeof *tables);
}
