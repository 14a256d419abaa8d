/* tzdb_memory_test.c -- each allocation fails once: that is said, and nothing is lost or kept */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "zonedir.h"

/* The linker puts these in the place of the C library's (unit/CMakeLists.txt). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *text);

/* How many allocations succeed before one fails; none does while it is negative. */
static int left = -1;

static bool fails(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

/* What may fail, each asked of a database that has read nothing. */
static enum fuseau_error open_directory(struct zonedir *dir)
{
    struct fuseau_tzdb *db = NULL;
    enum fuseau_error error = fuseau_tzdb_open(dir->zones, &db).error;
    fuseau_tzdb_close(db);
    return error;
}

static enum fuseau_error find_zone(struct zonedir *dir)
{
    const struct fuseau_zone *zone = NULL;
    enum fuseau_error error =
        fuseau_tzdb_zone(dir->db, "Area/Name", 9, FUSEAU_TZDB_EXACT_CASE, &zone).error;
    fuseau_zone_release(zone);
    return error;
}

static enum fuseau_error find_zone_in_any_case(struct zonedir *dir)
{
    const struct fuseau_zone *zone = NULL;
    enum fuseau_error error =
        fuseau_tzdb_zone(dir->db, "AREA/NAME", 9, FUSEAU_TZDB_ANY_CASE, &zone).error;
    fuseau_zone_release(zone);
    return error;
}

static enum fuseau_error spell(struct zonedir *dir)
{
    char text[9];
    return fuseau_tzdb_spell(dir->db, "AREA/NAME", 9, text, sizeof text).error;
}

static int count_name(const char *name, void *context)
{
    (void)name;
    ++*(int *)context;
    return 0;
}

static enum fuseau_error list(struct zonedir *dir)
{
    int names = 0;
    int answer = fuseau_tzdb_each(dir->db, count_name, &names);
    assert_int_equal(names, answer == 0 ? 1 : 0);
    return answer == 0 ? FUSEAU_OK : FUSEAU_ERR_MEMORY;
}

struct call {
    struct row row;
    enum fuseau_error (*make)(struct zonedir *dir);
};

static const struct call calls[] = {
    {{"open", TEXT("")}, open_directory},
    {{"zone", TEXT("")}, find_zone},
    {{"any case", TEXT("")}, find_zone_in_any_case},
    {{"spell", TEXT("")}, spell},
    {{"each", TEXT("")}, list},
};

/* Lets the first allocation fail, then the second, and so on, until none is left to fail. */
static void check_call(void **state)
{
    const struct call *call = *state;
    enum fuseau_error error = FUSEAU_ERR_MEMORY;
    int count = 0;
    while (error != FUSEAU_OK) {
        void *made = NULL;
        assert_int_equal(zonedir_make(&made), 0);
        struct zonedir *dir = made;
        zonedir_mkdir(dir, "Area");
        zonedir_write_zone(dir, "Area/Name", 'A');
        left = count++;
        error = call->make(dir);
        bool all_succeeded = left >= 0;
        left = -1;
        assert_int_equal(error, all_succeeded ? FUSEAU_OK : FUSEAU_ERR_MEMORY);
        assert_int_equal(call->make(dir), FUSEAU_OK); /* and then it works */
        assert_int_equal(zonedir_remove(&made), 0);
    }
    assert_true(count > 2);
}

int main(void)
{
    const struct table tables[] = {TABLE(calls, check_call)};
    return tables_run("tzdb_memory", tables, sizeof tables / sizeof *tables);
}
