/* tzdb_names_test.c -- the names of a database: as it spells them, what comes near, and all of them
 */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include <errno.h>

#include "zonedir.h"

#include "fuseau.h"

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

int main(void)
{
    unsetenv("TZDIR");
    const struct table tables[] = {TABLE(spellings, check_spelling), TABLE(nears, check_near)};
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(spelling_needs_room),
        ZONEDIR_TEST(a_name_has_255_bytes_at_most),
        ZONEDIR_TEST(nothing_is_near_to_a_name_that_is_too_long),
        ZONEDIR_TEST(each_name_in_order),
        ZONEDIR_TEST(each_name_in_linked_directories),
        ZONEDIR_TEST(a_maze_of_links_has_an_end),
        ZONEDIR_TEST(a_name_in_an_incomplete_list),
        ZONEDIR_TEST(a_list_says_that_it_is_incomplete),
        ZONEDIR_TEST(the_visitor_may_stop),
        ZONEDIR_TEST(the_visitor_may_ask_and_refresh),
        ZONEDIR_TEST(the_list_is_read_again_after_a_refresh),
        ZONEDIR_TEST(what_is_named_is_not_helped),
    };
    int failures = tables_run("tzdb_names", tables, sizeof tables / sizeof *tables);
    return failures + cmocka_run_group_tests_name("tzdb_names", tests, NULL, NULL);
}
