/* affected_test.c -- which targets a change can affect, and how much of the time each gets */
/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "gate/affected.h"

/* As libFuzzer prints it, of two targets. */
static const char offset_log[] =
    "INFO: seed corpus: files: 12\n"
    "COVERAGE:\n"
    "COVERED_FUNC: hits: 9 edges: 25/42 LLVMFuzzerTestOneInput /src/fuzz/offset.c:13\n"
    "COVERED_FUNC: hits: 9 edges: 3/4 fuzz_parse /src/fuzz/fuzz.h:95\n"
    "COVERED_FUNC: hits: 9 edges: 3/4 parse /src/parsers/offset.c:20\n"
    "UNCOVERED_FUNC: hits: 0 edges: 0/4 format /src/parsers/offset.c:60\n"
    "UNCOVERED_FUNC: hits: 0 edges: 0/4 malloc /usr/lib/libc.c:60\n"
    "COVERED_PC: 0x1234\n"
    "COVERED_FUNC: hits: 1 edges: 1/1\n"
    "COVERED_FUNC: and no more";
static const char zone_log[] =
    "COVERED_FUNC: hits: 2 edges: 1/2 LLVMFuzzerTestOneInput /src/fuzz/zone.c:9\n"
    "COVERED_FUNC: hits: 2 edges: 1/2 zone::at<int>(char const*) /src/parsers/zone.c:9\n"
    "UNCOVERED_FUNC: hits: 0 edges: 0/4 parse /src/parsers/offset.c:20\n";

struct reading_row {
    const char *name, *text;
    size_t count;
    const char *file, *function; /* the last */
};

static const struct reading_row readings[] = {
    {"functions of the tree", offset_log, 4, "parsers/offset.c", "format"},
    {"a name with blanks", zone_log, 3, "parsers/offset.c", "parse"},
    {"nothing", "", 0, NULL, NULL},
    {"another directory that begins alike",
     "COVERED_FUNC: hits: 9 edges: 3/4 f /src2/parsers/offset.c:20\n", 0, NULL, NULL},
};

static void is_read(void **state)
{
    const struct reading_row *row = *state;
    struct affected_functions functions = {0};
    char *text = exact_copy(row->text, strlen(row->text));
    assert_true(affected_read(text, strlen(row->text), "/src", &functions));
    assert_int_equal(functions.count, row->count);
    if (row->file != NULL) {
        assert_string_equal(functions.list[functions.count - 1].file, row->file);
        assert_string_equal(functions.list[functions.count - 1].name, row->function);
    }
    affected_free(&functions);
    free(text);
}

#define FILES 3

struct change_row {
    const char *name;
    const char *files[FILES];     /* that changed */
    const char *units[FILES];     /* "file function", of them */
    const char *declared;         /* the file of which a declaration changed */
    unsigned offset, zone, fresh; /* weights; 0: not affected */
};

static const struct change_row changes[] = {
    {"a function that seeds run",
     {"parsers/zone.c"},
     {"parsers/zone.c zone::at<int>(char const*)"},
     "",
     0,
     4,
     4},
    {"one that is linked twice and run once",
     {"parsers/offset.c"},
     {"parsers/offset.c parse"},
     "",
     4,
     1,
     4},
    {"one that is linked and not run",
     {"parsers/offset.c"},
     {"parsers/offset.c format"},
     "",
     1,
     1,
     4},
    {"one that was inlined is found by its file",
     {"parsers/zone.c"},
     {"parsers/zone.c inlined"},
     "",
     0,
     1,
     4},
    {"one that nobody links, in the sources", {"parsers/new.c"}, {"parsers/new.c f"}, "", 1, 1, 4},
    {"a function of C++, by its name alone",
     {"parsers/zone.c"},
     {"parsers/zone.c zone::at"},
     "",
     0,
     4,
     4},
    {"one in a test of C++", {"unit/offset_test.cc"}, {"unit/offset_test.cc f"}, "", 0, 0, 4},
    {"one in a source of C++", {"parsers/new.cc"}, {"parsers/new.cc f"}, "", 1, 1, 4},
    {"one in a header of C++ outside", {"include/x.hpp"}, {"include/x.hpp f"}, "", 1, 1, 4},
    {"one in a tool of Go", {"tools/x.go"}, {"tools/x.go f"}, "", 0, 0, 4},
    {"comments of Rust only", {"parsers/x.rs"}, {NULL}, "", 0, 0, 4},
    {"a declaration in a source of Rust", {"parsers/x.rs"}, {NULL}, "parsers/x.rs", 1, 1, 4},
    {"a declaration in a source of C++", {"parsers/x.cc"}, {NULL}, "parsers/x.cc", 1, 1, 4},
    {"a script", {"tools/x.py"}, {NULL}, "", 1, 1, 4},
    {"one in a test", {"unit/offset_test.c"}, {"unit/offset_test.c f"}, "", 0, 0, 4},
    {"one in a header of the tests", {"unit/table.h"}, {"unit/table.h f"}, "", 0, 0, 4},
    {"one in a header that nobody names",
     {"parsers/cursor.h"},
     {"parsers/cursor.h f"},
     "",
     1,
     1,
     4},
    {"one in a target's own header", {"fuzz/fuzz.h"}, {"fuzz/fuzz.h fuzz_parse"}, "", 4, 0, 4},
    {"one in another header outside", {"include/x.h"}, {"include/x.h f"}, "", 1, 1, 4},
    {"one in a tool", {"tools/x.c"}, {"tools/x.c f"}, "", 0, 0, 4},
    {"the code of a target", {"fuzz/zone.c"}, {"fuzz/zone.c LLVMFuzzerTestOneInput"}, "", 0, 4, 4},
    {"comments only", {"parsers/offset.c"}, {NULL}, "", 0, 0, 4},
    {"a declaration in a source", {"parsers/zone.c"}, {NULL}, "parsers/zone.c", 0, 1, 4},
    {"a declaration in a header", {"parsers/zone.h"}, {NULL}, "parsers/zone.h", 1, 1, 4},
    {"a declaration in a header of the tests", {"unit/table.h"}, {NULL}, "unit/table.h", 0, 0, 4},
    {"how it is built", {"CMakeLists.txt"}, {NULL}, "", 1, 1, 4},
    {"seeds", {"corpus/zone/accept/x"}, {NULL}, "", 0, 4, 4},
    {"seeds of a name that begins alike", {"corpus/zonename/accept/x"}, {NULL}, "", 1, 1, 4},
    {"a dictionary", {"corpus/offset.dict"}, {NULL}, "", 4, 0, 4},
    {"a regression", {"corpus/regressions/zone/x"}, {NULL}, "", 0, 4, 4},
    {"texts for people", {"README.md", "ci/vigil/vigil.1", "LICENSE"}, {NULL}, "", 0, 0, 4},
    {"seeds beside a function",
     {"corpus/offset/x", "parsers/zone.c"},
     {"parsers/zone.c other"},
     "",
     4,
     1,
     4},
};

static size_t files_of(const struct change_row *row, struct diff_file *files, bool *declared)
{
    size_t count = 0;
    for (; count < FILES && row->files[count] != NULL; count++) {
        files[count] = (struct diff_file){.head = (char *)(uintptr_t)row->files[count]};
        declared[count] = strcmp(row->declared, row->files[count]) == 0;
    }
    return count;
}

static size_t units_of(const struct change_row *row, struct change_unit *units,
                       char paths[FILES][64])
{
    size_t count = 0;
    for (; count < FILES && row->units[count] != NULL; count++) {
        const char *blank = strchr(row->units[count], ' ');
        (void)snprintf(paths[count], 64, "%.*s", (int)(blank - row->units[count]),
                       row->units[count]);
        units[count] = (struct change_unit){.path = paths[count]};
        (void)snprintf(units[count].name, sizeof units[count].name, "%s", blank + 1);
    }
    return count;
}

static unsigned weight(const struct affected_target *target)
{
    return target->affected ? target->weight : 0;
}

/* Of three targets the last is new, so that there is always one, and "nobody" can be seen. */
static void judge(const struct change_row *row, struct affected_target *targets, size_t count)
{
    static const struct affected_places places = {"parsers", "corpus", "unit"};
    struct diff_file files[FILES];
    bool declared[FILES];
    struct change_unit units[FILES];
    char paths[FILES][64];
    struct diff diff = {files, files_of(row, files, declared)};
    struct change_units changed = {units, units_of(row, units, paths)};
    targets[0] = (struct affected_target){.name = "offset"};
    targets[1] = (struct affected_target){.name = "zone"};
    targets[2] = (struct affected_target){.name = "fresh", .is_new = true};
    assert_true(affected_read(offset_log, sizeof offset_log - 1, "/src", &targets[0].functions));
    assert_true(affected_read(zone_log, sizeof zone_log - 1, "/src", &targets[1].functions));
    affected_judge(targets, count, &diff, declared, &changed, &places);
    affected_free(&targets[0].functions);
    affected_free(&targets[1].functions);
}

static void is_judged(void **state)
{
    const struct change_row *row = *state;
    struct affected_target targets[3];
    judge(row, targets, 3);
    assert_int_equal(weight(&targets[0]), row->offset);
    assert_int_equal(weight(&targets[1]), row->zone);
    assert_int_equal(weight(&targets[2]), row->fresh);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(targets[i].affected, targets[i].why[0] != '\0');
    }
}

static void never_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct affected_target targets[3];
        judge(&changes[i], targets, 2);
        assert_true(targets[0].affected || targets[1].affected);
        if (changes[i].offset == 0 && changes[i].zone == 0) {
            assert_true(targets[0].affected && targets[1].affected);
        }
    }
}

/* A definition, and functions as a symbolizer prints them. */
struct naming_row {
    const char *printed, *name;
    bool called;
};

static const struct naming_row namings[] = {
    {"parse", "parse", true},
    {"parse", "parse2", false},
    {"reparse", "parse", false},
    {"zone::at<int>(char const*)", "zone::at", true},
    {"n::zone<char>::at(std::vector<int> const&)", "zone::at", true},
    {"n::zone::format(char)", "zone::at", false},
    {"int n::at<int>(int)", "n::at", true},
    {"(anonymous namespace)::zone::at(int)", "zone::at", true},
    {"clock::read::h0123456789abcdef", "read", true},
    {"f(zone::at)", "zone::at", false},
    {"", "f", false},
    {"<", "f", false},
};

static void is_found_by_name(void **state)
{
    const struct naming_row *row = *state;
    char log[256], paths[1][64];
    struct affected_target target = {.name = "t"};
    const struct affected_places places = {"src", "corpus", "unit"};
    struct diff_file file = {.head = paths[0]};
    struct change_unit unit = {.path = paths[0]};
    bool declared = false;
    (void)snprintf(paths[0], sizeof paths[0], "src/x.cc");
    (void)snprintf(unit.name, sizeof unit.name, "%s", row->name);
    int size = snprintf(log, sizeof log,
                        "COVERED_FUNC: hits: 1 edges: 1/1 %s /src/src/x.cc:1\n"
                        "COVERED_FUNC: hits: 1 edges: 1/1 main /src/src/x.cc:9\n",
                        row->printed);
    assert_true(affected_read(log, (size_t)size, "/src", &target.functions));
    affected_judge(&target, 1, &(struct diff){&file, 1}, &declared,
                   &(struct change_units){&unit, 1}, &places);
    assert_int_equal(target.covers, row->called);
    affected_free(&target.functions);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(readings) + COUNT(changes) + COUNT(namings) + 1] = {
        cmocka_unit_test(never_none)};
    size_t count = 1;
    ADD_ROWS(tests, count, readings, is_read);
    ADD_ROWS(tests, count, changes, is_judged);
    for (size_t i = 0; i < COUNT(namings); i++) {
        tests[count++] = (struct CMUnitTest){namings[i].printed, is_found_by_name, NULL, NULL,
                                             (void *)(uintptr_t)&namings[i]};
    }
    return cmocka_run_group_tests_name("affected", tests, NULL, NULL);
}
