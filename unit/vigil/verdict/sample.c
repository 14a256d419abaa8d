/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/sample.h"

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

/* A copy that the sample owns, so that a test may change it. */
static void *copy(const void *list, size_t count, size_t size)
{
    void *made = report_sample_room(count, size);
    memcpy(made, list, count * size);
    return made;
}
#define COPY(list) copy((list), COUNT_OF(list), sizeof *(list))

static void make_tests(struct verdict_sample *sample, bool failing)
{
    static const struct verdict_test tests[] = {
        {"offset_test", "", "India", "", TEST_PASSED, 0.004},
        {"offset_test", "", "an hour too many", "", TEST_PASSED, 0.003},
        {"rfc3339_test", "", "a leap second", "", TEST_PASSED, 0.012},
        {"replay", "", "posixtz", "", TEST_SKIPPED, 0},
        {"offset_test", "", "minus zero",
         "expected -00:00, and it is +00:00\noffset_test.c:88: Failure!", TEST_FAILED, 0.021},
    };
    sample->tests = COPY(tests);
    sample->verdict.tests = sample->tests;
    sample->verdict.test_count = COUNT_OF(tests);
    if (!failing) {
        sample->tests[4] =
            (struct verdict_test){"offset_test", "", "minus zero", "", TEST_PASSED, 0.021};
    }
}

static void make_coverage(struct verdict_sample *sample)
{
    static struct coverage_line lines[][4] = {
        {{12, 90}, {13, 90}, {14, 0}, {20, UINT64_C(5000000000)}},
        {{7, 1}, {9, 1}, {11, 1}, {15, 0}},
        {{1, 0}, {2, 0}, {3, 0}, {4, 4}},
    };
    static char paths[][40] = {"parsers/offset.c", "parsers/rfc3339.c", "parsers/zone/cycle.c"};
    struct coverage_file files[COUNT_OF(lines)];
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        files[i] = (struct coverage_file){paths[i], lines[i], COUNT_OF(lines[i])};
    }
    sample->lines = (struct coverage){.files = COPY(files), .count = COUNT_OF(files)};
    sample->verdict.lines = &sample->lines;
    sample->verdict.coverage =
        (struct verdict_coverage){true, true, {12, 7}, {4321, 3950}, {6, 3}, 850};
}

static void make_change(struct verdict_sample *sample)
{
    static const struct verdict_unit units[] = {{"parsers/offset.c", "read_field", 80},
                                                {"parsers/offset.c", "fuseau_offset_parse", 112}};
    static const struct verdict_unit examples[] = {{"unit/offset_test.c", "+05:30", 41}};
    sample->units = COPY(units);
    sample->examples = COPY(examples);
    sample->verdict.units = sample->units;
    sample->verdict.unit_count = COUNT_OF(units);
    sample->verdict.examples = sample->examples;
    sample->verdict.example_count = COUNT_OF(examples);
}

static void make_uncovered(struct verdict_sample *sample)
{
    static const struct verdict_line lines[] = {
        {"parsers/offset.c", 14, "    if (hours > 23) {"},
        {"parsers/offset.c", 15, "        return refused(FUSEAU_ERR_RANGE, 2);"},
        {"parsers/zone/cycle.c", 3, "    year = year % 400;"},
    };
    sample->uncovered = COPY(lines);
    sample->verdict.uncovered = sample->uncovered;
    sample->verdict.uncovered_count = COUNT_OF(lines);
}

static void make_targets(struct verdict_sample *sample, bool broken)
{
    static const struct verdict_target targets[] = {
        {"offset", true, "covers 2 of the changed functions", 214, 231, 90, 1284410, 24.1, 24, true,
         "finished"},
        {"rfc3339", true, "links offset.c", 402, 402, 311, 602381, 18, 18, true, "finished"},
        {"zone", false, "covers none of the changed functions", 1204, 1204, 377, 0, 0, 0, true,
         "finished"},
        {"posixtz", true, "links offset.c", 519, 118, 240, 527331, 18, 18, true, "finished"},
        {"zonename", true, "is gone", 143, 0, 0, 0, 0, 0, false, "deleted"},
    };
    sample->targets = COPY(targets);
    sample->verdict.targets = sample->targets;
    sample->verdict.target_count = broken ? COUNT_OF(targets) : 3;
}

static const struct verdict_crash crashes[] = {
    {"0f3a5c7e9b1d2f40", "heap-buffer-overflow READ 1 in read_field", "offset",
     "heap-buffer-overflow READ 1|read_field|fuseau_offset_parse", SEVERITY_MEDIUM, CLASS_MEMORY,
     VERDICT_CRASH_NEW, 10, 10, "parsers/offset.c", 88, "read_field",
     "Base 4f0c2d9e71ab runs this input without a crash.",
     "out/head/offset vigil-gate/crashes/0f3a5c7e9b1d2f40/minimized", "crashes/0f3a5c7e9b1d2f40",
     "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011\n"
     "READ of size 1 at 0x602000000011 thread T0\n"
     "    #0 0x4f2 in read_field parsers/offset.c:88:9\n"
     "    #1 0x4f3 in fuseau_offset_parse parsers/offset.c:120:5\n",
     231, "https://github.com/fuseau/fuseau/issues/231"},
    {"1f3a5c7e9b1d2f41", "timeout in parse", "rfc3339", "timeout|target:rfc3339|parse",
     SEVERITY_LOW, CLASS_EXHAUSTION, VERDICT_CRASH_NEW, 1, 1, "", 0, "parse",
     "Base 4f0c2d9e71ab runs this input in 0.1 s.", "out/head/rfc3339 minimized",
     "crashes/1f3a5c7e9b1d2f41", "==7== ERROR: libFuzzer: timeout after 5 seconds\n", 0, ""},
    {"2f3a5c7e9b1d2f42", "memory-leak in tzif_read", "zone", "memory-leak|tzif_read", SEVERITY_LOW,
     CLASS_LEAK, VERDICT_CRASH_ON_BASE, 10, 10, "parsers/tzif.c", 31, "tzif_read",
     "Base 4f0c2d9e71ab leaks on this input too.", "", "", "", 198,
     "https://github.com/fuseau/fuseau/issues/198"},
    {"3f3a5c7e9b1d2f43", "assertion-failure in suffix_value", "rfc9557", "assertion|suffix_value",
     SEVERITY_MEDIUM, CLASS_FUNCTIONAL, VERDICT_CRASH_KNOWN, 5, 5, "parsers/rfc9557.c", 0,
     "suffix_value", "A night on the main branch found it on 2026-11-20.", "", "", "", 187, ""},
    {"4f3a5c7e9b1d2f44", "data-race in cache_find", "zone", "data-race|cache_find", SEVERITY_LOW,
     CLASS_RACE, VERDICT_CRASH_UNCONFIRMED, 10, 0, "", 0, "",
     "It came once, and 0 of 10 times again.", "", "", "", 0, ""},
};

static void make_crashes(struct verdict_sample *sample)
{
    sample->crashes = COPY(crashes);
    sample->verdict.crashes = sample->crashes;
    sample->verdict.crash_count = COUNT_OF(crashes);
}

static void make_notes(struct verdict_sample *sample)
{
    static const struct verdict_note notes[] = {
        {"parsers/cli.c", 44, 21, 9, "    struct tm *now = localtime(&when);", "localtime",
         "localtime answers for one thread at a time",
         "localtime keeps one struct tm for the whole process and reads TZ, so two threads, or a "
         "change of TZ, give another's time.",
         "Use fuseau_zone_at with the zone that is meant, or localtime_r."},
        {"parsers/cli.c", 51, 30, 5, "    /* \xc3\xa9t\xc3\xa9 */ when = day * 86400;",
         "day-arithmetic", "Not every day has 86400 seconds",
         "A local day has 82800 or 90000 seconds where a clock changes, and dates then slip.",
         "Add days to a date and convert that."},
        {"parsers/cli.c", 52, 30, 5, "    /* \xc3\xa9t\xc3\xa9 */ when = day * 86400;",
         "day-arithmetic", "Not every day has 86400 seconds",
         "A local day has 82800 or 90000 seconds where a clock changes, and dates then slip.",
         "Add days to a date and convert that."},
    };
    sample->notes = COPY(notes);
    sample->verdict.notes = sample->notes;
    sample->verdict.note_count = COUNT_OF(notes);
}

static void make_stages(struct verdict_sample *sample)
{
    static const struct stage stages[] = {
        {"build", "", false, INT64_C(1795651200000000000), INT64_C(1795651231000000000)},
        {"fuzz", "offset", false, INT64_C(1795651231000000000), INT64_C(1795651255100000000)},
        {"file", "", true, INT64_C(1795651255100000000), 0}};
    sample->stages = COPY(stages);
    sample->verdict.stages = sample->stages;
    sample->verdict.stage_count = COUNT_OF(stages);
}

static void make_doors(enum verdict_sample_kind kind, struct verdict *verdict)
{
    static const struct door_result doors[][DOORS] = {
        [VERDICT_SAMPLE_PASSED] =
            {{DOOR_PASSED, 41.25, "5 tests pass; coverage 91.4 %, and of the changed lines 100 %.",
              ""},
             {DOOR_PASSED, 0.1, "2 examples in 2 zones for 2 changed definitions.", ""},
             {DOOR_PASSED, 60.4, "2 of 3 targets ran 1886791 inputs, and nothing crashed.", ""},
             {DOOR_PASSED, 0.01, "Queued for review.", ""}},
        [VERDICT_SAMPLE_BLOCKED] =
            {{DOOR_BLOCKED, 41.25,
              "1 of 5 tests fails: \"minus zero\"; 3 changed lines are not run by any test.",
              "[ RUN      ] minus zero\noffset_test.c:88: Failure!\n[  FAILED  ] minus zero\n"},
             {DOOR_BLOCKED, 0.1,
              "2 definitions change how time is read, and 1 example row in 1 zone is new; 2 rows "
              "in 2 zones are asked for.",
              "Mark a row of a unit table as an example, in a zone that has none yet:\n"
              "    {\"Nepal\", EXAMPLE(\"2024-07-11T06:59:00+05:45\")},\n"},
             {DOOR_BLOCKED, 60.4,
              "2 new crashes; zonename is gone, and posixtz reaches 118 of 519 edges.", ""},
             {DOOR_NOT_REACHED, 0, "A door before it is shut.", ""}},
        [VERDICT_SAMPLE_COULD_NOT] = {{DOOR_COULD_NOT, 3.5, "Base 4f0c2d9e71ab does not build.",
                                       "cc: error: no such file\nninja: build stopped\n"},
                                      {DOOR_NOTHING, 0,
                                       "Nothing that reads or writes time changes.", ""},
                                      {DOOR_NOT_REACHED, 0, "There is nothing to compare with.",
                                       ""},
                                      {DOOR_NOT_REACHED, 0, "A door before it is shut.", ""}},
    };
    memcpy(verdict->doors, doors[kind == VERDICT_SAMPLE_HOSTILE ? VERDICT_SAMPLE_BLOCKED : kind],
           sizeof verdict->doors);
}

static void make_words(enum verdict_sample_kind kind, struct verdict *verdict)
{
    static const char *const sentences[] = {
        "Passed: 5 tests, 2 targets fuzzed for 60 s, and nothing is against it.",
        ("Blocked: 2 new crashes, the first a heap-buffer-overflow READ 1 in read_field; 1 of 5 "
         "tests fails; an example is missing."),
        "Could not judge: base 4f0c2d9e71ab does not build."};
    bool blocked = kind == VERDICT_SAMPLE_BLOCKED || kind == VERDICT_SAMPLE_HOSTILE;
    *verdict = (struct verdict){
        .project = "fuseau",
        .version = "0.1.0",
        .base = "4f0c2d9e71ab665d88f6eb9f7df4480abc9385cb",
        .head = "665d88f6eb9f7df4480abc9385cbcc59b789d249",
        .subject = "offset: read the minutes in one go",
        .author = "Noor Ahmed",
        .email = "noor@example.org",
        .handle = "noor-z",
        .when = "2026-11-25T00:05:00Z",
        .machine = "2 cores",
        .seed = 4021234567,
        .fuzz_seconds = 60,
        .seconds = 103.217,
        .conclusion = blocked                            ? CONCLUSION_BLOCKED
                      : kind == VERDICT_SAMPLE_COULD_NOT ? CONCLUSION_COULD_NOT
                                                         : CONCLUSION_PASSED,
        .sentence = sentences[blocked ? 1 : kind],
        .troubles =
            kind == VERDICT_SAMPLE_COULD_NOT ? "base: the build ended with status 1\n" : ""};
    make_doors(kind, verdict);
}

size_t verdict_sample_attacks(void)
{
    return report_sample_attacks();
}

const char *verdict_sample_attack(size_t attack, const char **name)
{
    size_t size;
    return report_sample_attack(attack, name, &size);
}

/* An attack where a text may be hostile; what is vigil's own stays. */
static void attack_lists(struct verdict_sample *sample, const char *text)
{
    for (size_t i = 0; i < sample->verdict.test_count; i++) {
        sample->tests[i].suite = sample->tests[i].class = text;
        sample->tests[i].name = sample->tests[i].message = text;
    }
    for (size_t i = 0; i < sample->verdict.uncovered_count; i++) {
        sample->uncovered[i].path = sample->uncovered[i].text = text;
    }
    for (size_t i = 0; i < sample->verdict.unit_count; i++) {
        sample->units[i].path = sample->units[i].name = text;
    }
    for (size_t i = 0; i < sample->verdict.example_count; i++) {
        sample->examples[i].path = sample->examples[i].name = text;
    }
    for (size_t i = 0; i < sample->verdict.target_count; i++) {
        sample->targets[i].name = sample->targets[i].why = sample->targets[i].ended = text;
    }
    for (size_t i = 0; i < sample->verdict.note_count; i++) {
        struct verdict_note *note = &sample->notes[i];
        note->path = note->text = note->title = note->reason = note->better = text;
    }
}

static void attack_all(struct verdict_sample *sample, const char *text)
{
    struct verdict *verdict = &sample->verdict;
    verdict->project = verdict->subject = verdict->author = verdict->email = text;
    verdict->sentence = verdict->troubles = verdict->machine = text;
    for (size_t i = 0; i < DOORS; i++) {
        verdict->doors[i].sentence = verdict->doors[i].details = text;
    }
    for (size_t i = 0; i < verdict->crash_count; i++) {
        struct verdict_crash *crash = &sample->crashes[i];
        crash->target = crash->key = crash->path = crash->function = text;
        crash->why = crash->command = crash->report = crash->issue_link = text;
    }
    attack_lists(sample, text);
}

void verdict_sample_make(enum verdict_sample_kind kind, size_t attack,
                         struct verdict_sample *sample)
{
    *sample = (struct verdict_sample){0};
    bool blocked = kind == VERDICT_SAMPLE_BLOCKED || kind == VERDICT_SAMPLE_HOSTILE;
    make_words(kind, &sample->verdict);
    make_stages(sample);
    if (kind != VERDICT_SAMPLE_COULD_NOT) {
        make_tests(sample, blocked);
        make_coverage(sample);
        make_change(sample);
        make_targets(sample, blocked);
        make_notes(sample);
    }
    if (blocked) {
        make_uncovered(sample);
        make_crashes(sample);
    }
    if (kind == VERDICT_SAMPLE_HOSTILE) {
        const char *name;
        attack_all(sample, verdict_sample_attack(attack, &name));
    }
}

void verdict_sample_free(struct verdict_sample *sample)
{
    free(sample->tests);
    free(sample->uncovered);
    free(sample->units);
    free(sample->examples);
    free(sample->targets);
    free(sample->crashes);
    free(sample->notes);
    free(sample->stages);
    free(sample->lines.files);
    *sample = (struct verdict_sample){0};
}
