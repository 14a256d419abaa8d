/* tzdb_test.c -- opening, spelling, versions, the list of names, and what the cache keeps */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include <errno.h>

#include "zonedir.h"

#include <malloc.h>

#include "fuseau.h"

/* Bytes on the heap. Under a sanitizer the C library's own count knows nothing. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t heap(void)
{
    return __sanitizer_get_current_allocated_bytes != NULL
               ? __sanitizer_get_current_allocated_bytes()
               : mallinfo2().uordblks;
}

static void expect_source(const char *path, enum fuseau_error error, const char *source)
{
    struct fuseau_tzdb *db = NULL;
    struct fuseau_result result = fuseau_tzdb_open(path, &db);
    row_expect(&(struct row){"", path ? path : "", path ? strlen(path) : 0}, result, error, 0);
    if (error == FUSEAU_OK) {
        assert_string_equal(fuseau_tzdb_source(db), source);
    }
    fuseau_tzdb_close(db);
}

static void a_directory_is_opened_by_its_path(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "file", 'A');
    expect_source(dir->zones, FUSEAU_OK, dir->zones);
    expect_source(zonedir_path(dir, "nothing"), FUSEAU_ERR_NOT_FOUND, NULL);
    expect_source(zonedir_path(dir, "file"), FUSEAU_ERR_NOT_FOUND, NULL);
    expect_source("", FUSEAU_ERR_NOT_FOUND, NULL);
}

/* TZDIR goes before the system's; if it is wrong, that is not passed over in silence. */
static void the_environment_names_a_directory(void **state)
{
    struct zonedir *dir = *state;
    assert_int_equal(setenv("TZDIR", dir->zones, 1), 0);
    expect_source(NULL, FUSEAU_OK, dir->zones);
    assert_int_equal(setenv("TZDIR", zonedir_path(dir, "nothing"), 1), 0);
    expect_source(NULL, FUSEAU_ERR_NOT_FOUND, NULL);
    assert_int_equal(setenv("TZDIR", "", 1), 0);
    expect_source(NULL, FUSEAU_OK, "/usr/share/zoneinfo");
    assert_int_equal(unsetenv("TZDIR"), 0);
    expect_source(NULL, FUSEAU_OK, "/usr/share/zoneinfo");
}

/* A directory that is named from where the program stands stays the same when it goes elsewhere. */
static void a_relative_path_is_made_absolute(void **state)
{
    struct zonedir *dir = *state;
    struct fuseau_tzdb *db = NULL;
    const struct fuseau_zone *zone = NULL;
    zonedir_write_zone(dir, "Name", 'A');
    assert_int_equal(chdir(dir->base), 0);
    assert_int_equal(fuseau_tzdb_open("zones", &db).error, FUSEAU_OK);
    assert_int_equal(chdir("/"), 0);
    assert_string_equal(fuseau_tzdb_source(db), dir->zones);
    assert_int_equal(fuseau_tzdb_zone(db, "Name", 4, FUSEAU_TZDB_EXACT_CASE, &zone).error,
                     FUSEAU_OK);
    fuseau_zone_release(zone);
    fuseau_tzdb_close(db);
}

static void the_default_is_one(void **state)
{
    (void)state;
    struct fuseau_tzdb *db = fuseau_tzdb_default();
    assert_non_null(db);
    assert_ptr_equal(fuseau_tzdb_default(), db);
    assert_string_equal(fuseau_tzdb_source(db), "/usr/share/zoneinfo");
}

/* Daemons close all files that they did not open. */
static void no_file_stays_open(void **state)
{
    struct zonedir *dir = *state;
    int before = open("/", O_RDONLY | O_CLOEXEC);
    close(before);
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_link(dir, "Out", "../outside");
    zonedir_link(dir, "Link", "Name");
    zonedir_expect(dir, "Link", 'A');
    zonedir_refuse(dir, "Out", 3, FUSEAU_ERR_NOT_FOUND, 3);
    zonedir_mkdir(dir, "Area");
    zonedir_refuse(dir, "Area", 4, FUSEAU_ERR_FILE_KIND, 4);
    zonedir_refuse(dir, "No", 2, FUSEAU_ERR_NOT_FOUND, 2);
    char text[4];
    assert_int_equal(fuseau_tzdb_spell(dir->db, "name", 4, text, 4).error, FUSEAU_OK);
    int after = open("/", O_RDONLY | O_CLOEXEC);
    close(after);
    assert_int_equal(before, after);
}

static void one_zone_for_one_name(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *first = zonedir_zone(dir, "Name");
    const struct fuseau_zone *second = zonedir_zone(dir, "Name");
    assert_ptr_equal(first, second);
    fuseau_zone_release(first);
    fuseau_zone_release(second);
}

static void expect_same(struct zonedir *dir, const char *left, const char *right, bool same)
{
    const struct fuseau_zone *first = zonedir_zone(dir, left);
    const struct fuseau_zone *second = zonedir_zone(dir, right);
    assert_int_equal(first == second, same);
    fuseau_zone_release(first);
    fuseau_zone_release(second);
}

static void one_zone_for_all_links(void **state)
{
    struct zonedir *dir = *state;
    char target[1024];
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_write_zone(dir, "Other", 'A');
    zonedir_link(dir, "Symbolic", "Name");
    memcpy(target, zonedir_path(dir, "Name"), sizeof target);
    assert_int_equal(link(target, zonedir_path(dir, "Hard")), 0);
    expect_same(dir, "Symbolic", "Name", true);
    expect_same(dir, "Name", "Hard", true);
    expect_same(dir, "Name", "Other", false);
}

static void the_system_has_links(void **state)
{
    struct zonedir *dir = *state;
    fuseau_tzdb_close(dir->db);
    assert_int_equal(fuseau_tzdb_open("/usr/share/zoneinfo", &dir->db).error, FUSEAU_OK);
    expect_same(dir, "US/Eastern", "America/New_York", true);
    expect_same(dir, "UTC", "Etc/UCT", true);
    expect_same(dir, "Europe/Paris", "Europe/London", false);
    zonedir_refuse(dir, "Europe", 6, FUSEAU_ERR_FILE_KIND, 6);
}

struct spelling {
    struct row row;
    enum fuseau_error error;
    size_t at;
    const char *spelled;
};

static const struct spelling spellings[] = {
    {{"as it is", TEXT("Area/New_Name")}, FUSEAU_OK, 13, "Area/New_Name"},
    {{"lower", TEXT("area/new_name")}, FUSEAU_OK, 13, "Area/New_Name"},
    {{"upper", TEXT("AREA/NEW_NAME")}, FUSEAU_OK, 13, "Area/New_Name"},
    {{"by a link", TEXT("LINK")}, FUSEAU_OK, 4, "Link"},
    {{"one of two, exact", TEXT("twin")}, FUSEAU_OK, 4, "twin"},
    {{"one of two, neither", TEXT("tWiN")}, FUSEAU_OK, 4, "TWIN"},
    {{"with other bytes between the letters", TEXT("Area/New\x7fName")}, FUSEAU_ERR_NAME, 8, NULL},
    {{"\"[\" and \"{\" are no letters", TEXT("Area/_ew_Name")}, FUSEAU_ERR_NOT_FOUND, 13, NULL},
    {{"the beginning of a name", TEXT("Area/New")}, FUSEAU_ERR_NOT_FOUND, 8, NULL},
    {{"a directory", TEXT("area")}, FUSEAU_ERR_NOT_FOUND, 4, NULL},
    {{"no zone file", TEXT("notes")}, FUSEAU_ERR_NOT_FOUND, 5, NULL},
    {{"no name", TEXT("../Link")}, FUSEAU_ERR_NAME_PART, 2, NULL},
};

static void check_spelling(void **state)
{
    const struct spelling *expected = *state;
    const struct row *row = &expected->row;
    void *made = NULL;
    char text[32] = "untouched";
    const struct fuseau_zone *zone = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    struct zonedir *dir = made;
    zonedir_mkdir(dir, "Area");
    zonedir_write_zone(dir, "Area/New_Name", 'A');
    zonedir_write_zone(dir, "TWIN", 'B');
    zonedir_write_zone(dir, "twin", 'C');
    zonedir_link(dir, "Link", "Area/New_Name");
    zonedir_write(dir, "notes", "no zone", 7);
    char *copy = row_copy(row);
    struct fuseau_result spelled = fuseau_tzdb_spell(dir->db, copy, row->size, text, sizeof text);
    struct fuseau_result found =
        fuseau_tzdb_zone(dir->db, copy, row->size, FUSEAU_TZDB_ANY_CASE, &zone);
    row_release(copy);
    row_expect(row, spelled, expected->error, expected->at);
    if (expected->spelled) {
        assert_memory_equal(text, expected->spelled, row->size);
        row_expect(row, found, FUSEAU_OK, row->size);
        const struct fuseau_zone *exact = zonedir_zone(dir, expected->spelled);
        assert_ptr_equal(zone, exact);
        fuseau_zone_release(exact);
        fuseau_zone_release(zone);
    } else {
        assert_string_equal(text, "untouched");
        assert_null(zone);
    }
    assert_int_equal(zonedir_remove(&made), 0);
}

static void spelling_needs_room(void **state)
{
    struct zonedir *dir = *state;
    char text[3] = "abc";
    zonedir_write_zone(dir, "Name", 'A');
    struct fuseau_result result = fuseau_tzdb_spell(dir->db, "NAME", 4, text, sizeof text);
    row_expect(&(struct row){"", "NAME", 4}, result, FUSEAU_ERR_ROOM, 4);
    assert_memory_equal(text, "abc", 3);
}

/* A name of 255 bytes, sixteen parts of 14 and two of 7, and the directories that it is in. */
static void make_longest_name(struct zonedir *dir, char name[FUSEAU_TZDB_NAME_MAX_SIZE + 2])
{
    for (size_t i = 0; i < FUSEAU_TZDB_NAME_MAX_SIZE; i++) {
        name[i] = i == 247 || (i < 240 && i % 15 == 14) ? '/' : 'a';
    }
    name[FUSEAU_TZDB_NAME_MAX_SIZE] = '\0';
    name[FUSEAU_TZDB_NAME_MAX_SIZE + 1] = '\0';
    for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        zonedir_mkdir(dir, name);
        *slash = '/';
    }
}

static void a_name_has_255_bytes_at_most(void **state)
{
    struct zonedir *dir = *state;
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 2];
    make_longest_name(dir, name);
    zonedir_write_zone(dir, name, 'A');
    assert_int_equal(strlen(name), FUSEAU_TZDB_NAME_MAX_SIZE);
    zonedir_expect(dir, name, 'A');
    const struct fuseau_zone *zone = NULL;
    char text[FUSEAU_TZDB_NAME_MAX_SIZE];
    name[0] = 'A';
    struct fuseau_result result =
        fuseau_tzdb_zone(dir->db, name, sizeof text, FUSEAU_TZDB_ANY_CASE, &zone);
    row_expect(&(struct row){"", name, sizeof text}, result, FUSEAU_OK, sizeof text);
    fuseau_zone_release(zone);
    result = fuseau_tzdb_spell(dir->db, name, sizeof text, text, sizeof text);
    row_expect(&(struct row){"", name, sizeof text}, result, FUSEAU_OK, sizeof text);
    name[0] = 'a';
    assert_memory_equal(text, name, sizeof text);
    for (size_t i = 0; i < sizeof name; i++) {
        name[i] = i % 2 == 1 ? '/' : 'a';
    }
    zonedir_refuse(dir, name, 255, FUSEAU_ERR_NOT_FOUND, 255);
    zonedir_refuse(dir, name, 256, FUSEAU_ERR_END, 256);
    zonedir_refuse(dir, name, 257, FUSEAU_ERR_NOT_FOUND, 257);
}

struct near {
    struct row row;
    const char *expected; /* the names, each with a space behind it */
};

static const struct near nears[] = {
    {{"a letter too many", TEXT("Europe/Pariss")}, "Europe/Paris "},
    {{"a letter too few", TEXT("Europe/Pari")}, "Europe/Paris "},
    {{"another letter", TEXT("Evrope/Paris")}, "Europe/Paris "},
    {{"what is a name", TEXT("Europe/Paris")}, "Europe/Paris "},
    {{"lower case", TEXT("europe/paris")}, "Europe/Paris "},
    {{"upper case, misspelt", TEXT("EUROPE/PARRIS")}, "Europe/Paris "},
    {{"the last part alone", TEXT("Paris")}, "Europe/Paris "},
    {{"the last part alone, misspelt", TEXT("pari")}, "Europe/Paris "},
    {{"the last of three", TEXT("New Salem")}, "America/North_Dakota/New_Salem "},
    {{"the last two of three are no last part", TEXT("North_Dakota/New_Salem")}, ""},
    {{"the first part alone", TEXT("America")}, ""},
    {{"words joined by a space", TEXT("new york")}, "America/New_York "},
    {{"words joined by a hyphen", TEXT("New-York")}, "America/New_York "},
    {{"words joined by a space, and two slips", TEXT("nwe york")}, "America/New_York "},
    {{"words joined by a hyphen, and two slips", TEXT("Nwe-York")}, "America/New_York "},
    {{"words joined by nothing", TEXT("NewYork")}, "America/New_York "},
    {{"none near", TEXT("Atlantis")}, ""},
    {{"two of eight bytes", TEXT("New_Yoxx")}, "America/New_York "},
    {{"three of eight", TEXT("New_Yxxx")}, ""},
    {{"three of eleven", TEXT("Near/Namexxx")}, "Near/Name_A Near/Name_B Near/Name_C "},
    {{"one of three is too much", TEXT("UTT")}, ""},
    {{"one of four", TEXT("UTTC")}, "UTC "},
    {{"the nearest first, and three at most", TEXT("Near/Name_D")},
     "Near/Name_D Near/Name_A Near/Name_B "},
    {{"the nearest first, of the last parts", TEXT("name_c")},
     "Near/Name_C Near/Name_A Near/Name_B "},
    {{"bytes that no name has", TEXT("Europe/\xff\0ris")}, "Europe/Paris "},
    {{"no bytes", TEXT("")}, ""},
};

static void expect_near(struct zonedir *dir, const char *name, size_t size, const char *expected)
{
    struct fuseau_tzdb_nearest_names nearest;
    char names[1024] = "";
    memset(&nearest, 'x', sizeof nearest);
    fuseau_tzdb_nearest(dir->db, name, size, &nearest);
    assert_true(nearest.count <= FUSEAU_TZDB_NEAREST_MOST);
    for (size_t i = 0; i < nearest.count; i++) {
        size_t end = strlen(names);
        snprintf(names + end, sizeof names - end, "%s ", nearest.names[i]);
    }
    assert_string_equal(names, expected);
}

static void check_near(void **state)
{
    const struct near *expected = *state;
    static const char *const directories[] = {"America", "America/North_Dakota", "Europe", "Near"};
    static const char *const zones[] = {"America/New_York", "America/North_Dakota/New_Salem",
                                        "Europe/Paris",     "Near/Name_A",
                                        "Near/Name_B",      "Near/Name_C",
                                        "Near/Name_D",      "UTC"};
    void *made = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        zonedir_mkdir(made, directories[i]);
    }
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        zonedir_write_zone(made, zones[i], 'A');
    }
    char *copy = row_copy(&expected->row);
    expect_near(made, copy, expected->row.size, expected->expected);
    row_release(copy);
    assert_int_equal(zonedir_remove(&made), 0);
}

/* A name of 255 bytes is near; one of 256 is not, though it is as near as that. */
static void nothing_is_near_to_a_name_that_is_too_long(void **state)
{
    struct zonedir *dir = *state;
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 2];
    char expected[FUSEAU_TZDB_NAME_MAX_SIZE + 3];
    make_longest_name(dir, name);
    zonedir_write_zone(dir, name, 'A');
    snprintf(expected, sizeof expected, "%s ", name);
    expect_near(dir, name, FUSEAU_TZDB_NAME_MAX_SIZE, expected);
    name[0] = 'b';
    expect_near(dir, name, FUSEAU_TZDB_NAME_MAX_SIZE, expected);
    name[FUSEAU_TZDB_NAME_MAX_SIZE] = 'a';
    expect_near(dir, name, FUSEAU_TZDB_NAME_MAX_SIZE + 1, "");
}

struct version {
    struct row row; /* the text of `file` */
    const char *file;
    const char *expected;
};

static const struct version versions[] = {
    {{"tzdata.zi", TEXT("# version 2025b\nR A 19 o\n")}, "tzdata.zi", "2025b"},
    {{"its first line alone", TEXT("# version 2025b-1-g2f")}, "tzdata.zi", "2025b-1-g2f"},
    {{"+VERSION", TEXT("2024a\n")}, "+VERSION", "2024a"},
    {{"version", TEXT("2023c\n")}, "version", "2023c"},
    {{"version, with a CR", TEXT("2023c\r\n")}, "version", "2023c"},
    {{"31 bytes", TEXT("1234567890123456789012345678901\n")},
     "version",
     "1234567890123456789012345678901"},
    {{"32 bytes", TEXT("12345678901234567890123456789012\n")}, "version", "unknown"},
    {{"another first line", TEXT("# This file\n# version 2025b\n")}, "tzdata.zi", "unknown"},
    {{"an empty file", TEXT("")}, "version", "unknown"},
    {{"NUL", TEXT("\0"
                  "2025b")},
     "version",
     "unknown"},
    {{"an escape sequence", TEXT("2025b\x1b[2J\n")}, "version", "unknown"},
    {{"a quotation mark", TEXT("2025b\";\n")}, "version", "unknown"},
    {{"a file of another name", TEXT("2025b\n")}, "Version.txt", "unknown"},
};

static void check_version(void **state)
{
    const struct version *expected = *state;
    char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    void *made = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    struct zonedir *dir = made;
    zonedir_write(dir, expected->file, expected->row.text, expected->row.size);
    fuseau_tzdb_version(dir->db, version);
    assert_int_equal(zonedir_remove(&made), 0);
    assert_string_equal(version, expected->expected);
}

enum { NAMES_SIZE = 1024 };

static int count_name(const char *name, void *context)
{
    (void)name;
    ++*(int *)context;
    return 0;
}

/* The names so far, each with a space behind it. */
static int collect(const char *name, void *context)
{
    char *names = context;
    size_t size = strlen(names);
    snprintf(names + size, NAMES_SIZE - size, "%s ", name);
    return strcmp(name, "Stop") == 0 ? 7 : 0;
}

static void each_name_in_order(void **state)
{
    struct zonedir *dir = *state;
    static const char *const directories[] = {"Area",  "Area/Below", "posix",
                                              "right", "With Space", "Area/posix"};
    static const char *const zones[] = {"B",
                                        "a",
                                        "Area/There",
                                        "Area/Below/Name",
                                        "posix/B",
                                        "right/B",
                                        "Area_1",
                                        "posixrules",
                                        "localtime",
                                        "With Space/Name",
                                        "+Name",
                                        "Area/posix/B",
                                        "B-1",
                                        "B0",
                                        "a~",
                                        "Area/localtime",
                                        "A_Long_Part_Of_A_Name"};
    char names[NAMES_SIZE] = "";
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        zonedir_mkdir(dir, directories[i]);
    }
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        zonedir_write_zone(dir, zones[i], 'A');
    }
    zonedir_write(dir, "tzdata.zi", "# version 1\n", 12);
    zonedir_write(dir, "short", "TZi", 3);
    zonedir_link(dir, "Link", "B");
    zonedir_link(dir, "Out", "../outside");
    zonedir_link(dir, "Region", "Area");
    zonedir_link(dir, "Ring", "Ring");
    zonedir_write_zone(dir, "../outside", 'B');
    assert_int_equal(mkfifo(zonedir_path(dir, "Pipe"), 0644), 0);
    assert_int_equal(fuseau_tzdb_each(dir->db, collect, names), 0);
    assert_string_equal(
        names,
        "A_Long_Part_Of_A_Name Area/Below/Name Area/There Area/localtime Area/posix/B Area_1 B "
        "B-1 B0 Link Out Region/Below/Name Region/There Region/localtime "
        "Region/posix/B a ");
}

/* Regions and files that are links, as Buildroot and stow make them; and links that lead back. */
static void each_name_in_linked_directories(void **state)
{
    struct zonedir *dir = *state;
    static const char *const directories[] = {
        "posix", "posix/Europe", "../package", "../package/Asia", "Asia", "Area", "Area/Below"};
    static const struct {
        const char *name, *target;
    } links[] = {
        {"Europe", "posix/Europe"},
        {"Asia/Tokyo", "../../package/Asia/Tokyo"},
        {"Package", "../package"},
        {"Self", "."},
        {"Area/Up", ".."},
        {"Area/Below/Around", "../../Area"},
        {"Area/Dangling", "../../nothing"},
    };
    char names[NAMES_SIZE] = "", text[16];
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        zonedir_mkdir(dir, directories[i]);
    }
    zonedir_write_zone(dir, "posix/Europe/Paris", 'A');
    zonedir_write_zone(dir, "../package/Asia/Tokyo", 'B');
    zonedir_write_zone(dir, "Area/Below/Name", 'C');
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        zonedir_link(dir, links[i].name, links[i].target);
    }
    assert_int_equal(fuseau_tzdb_each(dir->db, collect, names), 0);
    assert_string_equal(names, "Area/Below/Name Asia/Tokyo Europe/Paris Package/Asia/Tokyo ");
    assert_int_equal(fuseau_tzdb_spell(dir->db, "EUROPE/PARIS", 12, text, sizeof text).error,
                     FUSEAU_OK);
    assert_memory_equal(text, "Europe/Paris", 12);
}

/* Twelve directories, each with two links to the next: names without number. */
static void a_maze_of_links_has_an_end(void **state)
{
    struct zonedir *dir = *state;
    int names = 0;
    for (const char *letters = "abcdefghijkl"; *letters != '\0'; letters++) {
        const char letter = *letters;
        const char here[] = {letter, '\0'};
        char target[] = {'.', '.', '/', (char)(letter + 1), '\0'};
        zonedir_mkdir(dir, here);
        if (letter < 'l') {
            zonedir_link(dir, (const char[]){letter, '/', 'x', '\0'}, target);
            zonedir_link(dir, (const char[]){letter, '/', 'y', '\0'}, target);
        }
    }
    zonedir_write_zone(dir, "a/Name", 'A');
    assert_int_equal(fuseau_tzdb_each(dir->db, count_name, &names), FUSEAU_TZDB_EACH_INCOMPLETE);
    assert_int_equal(names, 1);
}

/* What root may read, the one who asks may not. */
static int list_as_nobody(struct zonedir *dir, char names[NAMES_SIZE])
{
    bool root = getuid() == 0;
    assert_true(!root || seteuid(65534) == 0);
    names[0] = '\0';
    fuseau_tzdb_refresh(dir->db);
    int answer = fuseau_tzdb_each(dir->db, collect, names);
    assert_true(!root || seteuid(0) == 0);
    return answer;
}

/* What is not found in a list that is not complete may be there; errno says what was in the way. */
static void a_name_in_an_incomplete_list(void **state)
{
    struct zonedir *dir = *state;
    char text[16];
    bool root = getuid() == 0;
    zonedir_mkdir(dir, "Area");
    zonedir_write_zone(dir, "Area/Name", 'A');
    assert_int_equal(chmod(zonedir_path(dir, "Area"), 0), 0);
    assert_true(!root || seteuid(65534) == 0);
    errno = 0;
    struct fuseau_result result = fuseau_tzdb_spell(dir->db, "area/name", 9, text, sizeof text);
    int reason = errno;
    assert_true(!root || seteuid(0) == 0);
    assert_int_equal(result.error, FUSEAU_ERR_FILE_READ);
    assert_int_equal(reason, EACCES);
    assert_int_equal(chmod(zonedir_path(dir, "Area"), 0755), 0);
}

static void a_list_says_that_it_is_incomplete(void **state)
{
    struct zonedir *dir = *state;
    char names[NAMES_SIZE];
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_mkdir(dir, "Area");
    zonedir_write_zone(dir, "Area/Name", 'A');
    assert_int_equal(chmod(zonedir_path(dir, "Area"), 0), 0);
    assert_int_equal(list_as_nobody(dir, names), FUSEAU_TZDB_EACH_INCOMPLETE);
    assert_string_equal(names, "Name ");
    assert_int_equal(chmod(zonedir_path(dir, "Area"), 0755), 0);
    assert_int_equal(list_as_nobody(dir, names), 0);
    assert_string_equal(names, "Area/Name Name ");
    assert_int_equal(chmod(zonedir_path(dir, "Name"), 0), 0);
    assert_int_equal(list_as_nobody(dir, names), FUSEAU_TZDB_EACH_INCOMPLETE);
    assert_string_equal(names, "Area/Name ");
    assert_int_equal(rename(dir->zones, zonedir_path(dir, "../elsewhere")), 0);
    assert_int_equal(list_as_nobody(dir, names), FUSEAU_TZDB_EACH_INCOMPLETE);
    assert_string_equal(names, "");
}

static void the_visitor_may_stop(void **state)
{
    struct zonedir *dir = *state;
    char names[NAMES_SIZE] = "";
    zonedir_write_zone(dir, "Go", 'A');
    zonedir_write_zone(dir, "Stop", 'A');
    zonedir_write_zone(dir, "Then", 'A');
    assert_int_equal(fuseau_tzdb_each(dir->db, collect, names), 7);
    assert_string_equal(names, "Go Stop ");
}

/* The database that is visited, and how often. */
struct visit {
    struct zonedir *dir;
    unsigned count;
};

static int ask_and_refresh(const char *name, void *context)
{
    struct visit *visit = context;
    zonedir_expect(visit->dir, name, 'A');
    fuseau_tzdb_refresh(visit->dir->db);
    visit->count++;
    return 0;
}

static void the_visitor_may_ask_and_refresh(void **state)
{
    struct visit visit = {*state, 0};
    zonedir_write_zone(visit.dir, "One", 'A');
    zonedir_write_zone(visit.dir, "Two", 'A');
    assert_int_equal(fuseau_tzdb_each(visit.dir->db, ask_and_refresh, &visit), 0);
    assert_int_equal(visit.count, 2);
}

static void the_list_is_read_again_after_a_refresh(void **state)
{
    struct zonedir *dir = *state;
    char before[NAMES_SIZE] = "", same[NAMES_SIZE] = "", after[NAMES_SIZE] = "";
    zonedir_write_zone(dir, "One", 'A');
    fuseau_tzdb_each(dir->db, collect, before);
    zonedir_write_zone(dir, "Two", 'A');
    fuseau_tzdb_each(dir->db, collect, same);
    fuseau_tzdb_refresh(dir->db);
    fuseau_tzdb_each(dir->db, collect, after);
    assert_string_equal(before, "One ");
    assert_string_equal(same, "One ");
    assert_string_equal(after, "One Two ");
}

/* As much as before, but for how the C library cuts its blocks; a zone alone takes more. */
static void expect_heap(size_t before)
{
    size_t after = heap();
    if (after > before + 2048) {
        fail_msg("%zu bytes more are on the heap", after - before);
    }
}

/* ClickHouse#119634: a cache that also keeps what was not found grows as long as somebody asks. */
static void what_is_not_found_takes_no_memory(void **state)
{
    struct zonedir *dir = *state;
    char name[16];
    const struct fuseau_zone *zone = NULL;
    size_t before = 0;
    zonedir_write_zone(dir, "Name", 'A');
    for (int i = 0; i < 20000; i++) {
        size_t size = (size_t)snprintf(name, sizeof name, "No_%d", i);
        struct fuseau_result result =
            fuseau_tzdb_zone(dir->db, name, size, FUSEAU_TZDB_ANY_CASE, &zone);
        assert_int_equal(result.error, FUSEAU_ERR_NOT_FOUND);
        before = i == 0 ? heap() : before; /* after the first, which made the list of names */
    }
    expect_heap(before);
}

/* Refreshing for ever keeps as much as once. */
static void refreshing_takes_no_memory(void **state)
{
    struct zonedir *dir = *state;
    size_t before = 0;
    zonedir_write_zone(dir, "Name", 'A');
    for (int i = 0; i < 100; i++) {
        zonedir_write_zone(dir, "Name", (char)('A' + i % 2));
        fuseau_tzdb_refresh(dir->db);
        zonedir_expect(dir, "Name", (char)('A' + i % 2));
        before = i == 0 ? heap() : before;
    }
    expect_heap(before);
}

static void what_is_gone_takes_no_memory(void **state)
{
    struct zonedir *dir = *state;
    char name[16];
    size_t before = 0;
    for (int i = 0; i < 100; i++) {
        size_t size = (size_t)snprintf(name, sizeof name, "Name_%d", i);
        zonedir_write_zone(dir, name, 'A');
        zonedir_expect(dir, name, 'A');
        assert_int_equal(unlink(zonedir_path(dir, name)), 0);
        fuseau_tzdb_refresh(dir->db);
        zonedir_refuse(dir, name, size, FUSEAU_ERR_NOT_FOUND, size);
        before = i == 0 ? heap() : before;
    }
    expect_heap(before);
}

/* Nothing crashes where a database could not be opened: it is an error, or nothing is there. */
static void no_database_is_no_crash(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = NULL;
    struct fuseau_tzdb_nearest_names nearest = {.count = 1};
    char text[16] = "untouched", version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    int names = 0;
    for (int letter_case = FUSEAU_TZDB_EXACT_CASE; letter_case <= FUSEAU_TZDB_ANY_CASE;
         letter_case++) {
        struct fuseau_result result =
            fuseau_tzdb_zone(NULL, "UTC", 3, (enum fuseau_tzdb_case)letter_case, &zone);
        row_expect(&(struct row){"", "UTC", 3}, result, FUSEAU_ERR_NO_DATABASE, 0);
        assert_null(zone);
    }
    struct fuseau_result result = fuseau_tzdb_spell(NULL, "utc", 3, text, sizeof text);
    row_expect(&(struct row){"", "utc", 3}, result, FUSEAU_ERR_NO_DATABASE, 0);
    assert_string_equal(text, "untouched");
    fuseau_tzdb_refresh(NULL);
    fuseau_tzdb_version(NULL, version);
    assert_string_equal(version, "unknown");
    assert_string_equal(fuseau_tzdb_source(NULL), "");
    assert_int_equal(fuseau_tzdb_each(NULL, count_name, &names), FUSEAU_TZDB_EACH_INCOMPLETE);
    assert_int_equal(names, 0);
    fuseau_tzdb_nearest(NULL, "UTC", 3, &nearest);
    assert_int_equal(nearest.count, 0);
    fuseau_tzdb_close(NULL);
}

/* Where a zone was read lives as long as the zone. */
static void a_zone_says_its_source(void **state)
{
    struct zonedir *dir = *state;
    const struct fuseau_zone *made = NULL;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *zone = zonedir_zone(dir, "Name");
    fuseau_tzdb_close(dir->db);
    dir->db = NULL;
    assert_string_equal(fuseau_zone_source(zone), dir->zones);
    fuseau_zone_release(zone);
    assert_int_equal(fuseau_zone_from_offset((struct fuseau_offset){0}, &made).error, FUSEAU_OK);
    assert_string_equal(fuseau_zone_source(made), "");
    fuseau_zone_release(made);
}

/* A directory is named with slashes behind it, as people do; links in it may name it too. */
static void a_directory_with_slashes_behind_it(void **state)
{
    struct zonedir *dir = *state;
    char target[160];
    zonedir_write_zone(dir, "There", 'A');
    snprintf(target, sizeof target, "%s/There", dir->zones);
    zonedir_link(dir, "Name", target);
    for (const char *slashes = "//"; *slashes != '\0'; slashes++) {
        snprintf(target, sizeof target, "%s%s", dir->zones, slashes);
        assert_int_equal(setenv("TZDIR", target, 1), 0);
        fuseau_tzdb_close(dir->db);
        assert_int_equal(fuseau_tzdb_open(NULL, &dir->db).error, FUSEAU_OK);
        assert_string_equal(fuseau_tzdb_source(dir->db), dir->zones);
        zonedir_expect(dir, "Name", 'A');
    }
    assert_int_equal(unsetenv("TZDIR"), 0);
    expect_source("//", FUSEAU_OK, "/");
}

/* What people name is as it is: the built-in copy adds nothing. */
static void what_is_named_is_not_helped(void **state)
{
    struct zonedir *dir = *state;
    char names[NAMES_SIZE] = "";
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_refuse(dir, "Europe/Paris", 12, FUSEAU_ERR_NOT_FOUND, 12);
    assert_int_equal(setenv("TZDIR", dir->zones, 1), 0);
    assert_string_equal(fuseau_tzdb_wanted(), dir->zones);
    fuseau_tzdb_close(dir->db);
    assert_int_equal(fuseau_tzdb_open(NULL, &dir->db).error, FUSEAU_OK);
    zonedir_refuse(dir, "Europe/Paris", 12, FUSEAU_ERR_NOT_FOUND, 12);
    assert_int_equal(fuseau_tzdb_each(dir->db, collect, names), 0);
    assert_string_equal(names, "Name ");
    assert_int_equal(setenv("TZDIR", "", 1), 0);
    assert_null(fuseau_tzdb_wanted());
    assert_int_equal(unsetenv("TZDIR"), 0);
    assert_null(fuseau_tzdb_wanted());
}

/* The three things that the comment in fuseau.h shows. */
static void what_fuseau_h_shows(void **state)
{
    (void)state;
    struct fuseau_rfc3339 read;
    struct fuseau_result result = fuseau_rfc3339_parse("2024-07-11T01:14:00Z", 20, NULL, &read);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(read.instant.seconds, 1720660440);
    const struct fuseau_zone *zone;
    result = fuseau_tzdb_zone(fuseau_tzdb_default(), "America/New_York", 16, FUSEAU_TZDB_EXACT_CASE,
                              &zone);
    assert_int_equal(result.error, FUSEAU_OK);
    const struct fuseau_local_type *type = fuseau_zone_at(zone, read.instant.seconds);
    assert_int_equal(type->offset_seconds, -14400);
    assert_true(type->dst);
    assert_string_equal(type->designation, "EDT");
    struct fuseau_date date = {2024, 11, 3};
    struct fuseau_time time = {1, 30, 0, 0};
    struct fuseau_resolution times = fuseau_zone_resolve(zone, fuseau_civil_to_seconds(date, time));
    int64_t seconds;
    result = fuseau_resolution_pick(&times, FUSEAU_PREFER_COMPATIBLE, &seconds);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(seconds, 1730611800);
    fuseau_zone_release(zone);
    struct fuseau_tzdb_local_zone here;
    struct fuseau_zoned shown;
    char text[FUSEAU_ZONED_MAX_SIZE];
    assert_int_equal(setenv("TZ", "Europe/Paris", 1), 0);
    result = fuseau_tzdb_local(fuseau_tzdb_default(), &here);
    assert_int_equal(result.error, FUSEAU_OK);
    result = fuseau_zoned_from_instant(here.zone, read.instant, &shown);
    assert_int_equal(result.error, FUSEAU_OK);
    result = fuseau_zoned_format(&shown, NULL, 0, FUSEAU_FRACTION_TRUNCATE + 3, text, sizeof text);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(result.at, 29);
    assert_memory_equal(text, "2024-07-11T03:14:00.000+02:00", 29);
    assert_int_equal(unsetenv("TZ"), 0);
    fuseau_zone_release(here.zone);
}

int main(void)
{
    unsetenv("TZDIR");
    const struct table tables[] = {TABLE(spellings, check_spelling), TABLE(versions, check_version),
                                   TABLE(nears, check_near)};
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(a_directory_is_opened_by_its_path),
        ZONEDIR_TEST(the_environment_names_a_directory),
        ZONEDIR_TEST(a_relative_path_is_made_absolute),
        ZONEDIR_TEST(no_file_stays_open),
        ZONEDIR_TEST(one_zone_for_one_name),
        ZONEDIR_TEST(one_zone_for_all_links),
        ZONEDIR_TEST(the_system_has_links),
        ZONEDIR_TEST(spelling_needs_room),
        ZONEDIR_TEST(a_name_has_255_bytes_at_most),
        ZONEDIR_TEST(nothing_is_near_to_a_name_that_is_too_long),
        ZONEDIR_TEST(each_name_in_order),
        ZONEDIR_TEST(each_name_in_linked_directories),
        ZONEDIR_TEST(a_maze_of_links_has_an_end),
        ZONEDIR_TEST(a_name_in_an_incomplete_list),
        ZONEDIR_TEST(a_list_says_that_it_is_incomplete),
        ZONEDIR_TEST(a_zone_says_its_source),
        ZONEDIR_TEST(a_directory_with_slashes_behind_it),
        ZONEDIR_TEST(what_is_named_is_not_helped),
        ZONEDIR_TEST(the_visitor_may_stop),
        ZONEDIR_TEST(the_visitor_may_ask_and_refresh),
        ZONEDIR_TEST(the_list_is_read_again_after_a_refresh),
        ZONEDIR_TEST(what_is_not_found_takes_no_memory),
        ZONEDIR_TEST(refreshing_takes_no_memory),
        ZONEDIR_TEST(what_is_gone_takes_no_memory),
        cmocka_unit_test(no_database_is_no_crash),
        cmocka_unit_test(the_default_is_one),
        cmocka_unit_test(what_fuseau_h_shows),
    };
    int failures = tables_run("tzdb", tables, sizeof tables / sizeof *tables);
    return failures + cmocka_run_group_tests_name("tzdb", tests, NULL, NULL);
}
