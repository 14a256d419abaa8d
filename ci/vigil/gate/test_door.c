/* SPDX-License-Identifier: MIT */
/* The first door: the change builds, its tests pass and run the lines that matter, and its targets
 * run their seeds. */
#include "base/list.h"
#include "base/span.h"
#include "hang.h"
#include "work.h"

#define DETAIL_LINES  40
#define DROP_PERMILLE 10
#define NAMED         5

/* Quotes the end of a log, where compilers and tests say what is wrong. */
static void quote_end(struct gate *gate, const struct buffer *log)
{
    size_t at = log->size, lines = 0;
    while (at > 0 && lines <= DETAIL_LINES) {
        at--;
        lines += log->data[at] == '\n' && at + 1 < log->size;
    }
    at += at > 0;
    if (log->size > 0) {
        gate_detail(gate, DOOR_TEST, log->data + at, log->size - at);
    }
}

static bool make_side(struct gate *gate, const char *name, struct gate_side *side,
                      const char *commit, bool remembered)
{
    struct fault fault = {""};
    size_t stage = stages_begin(&gate->stages, name, "");
    const struct gate_side *base = side == &gate->base ? NULL : &gate->base;
    bool done =
        gate_side_make(&gate->tree, &gate->settings, commit, base, remembered, side, &fault);
    targets_ignore(&side->targets, &gate->ignore);
    stages_end(&gate->stages, stage);
    gate->stages.list[stage].cached = side->cached;
    if (!done) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "%s", fault.text);
    }
    return done;
}

static void judge_build(struct gate *gate)
{
    const struct gate_side *head = &gate->head;
    if (head->build.end == GATE_RUN_FAILED) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "The change does not build%s.",
                  gate->base.build.end == GATE_RUN_FAILED ? ", nor does its base" : "");
        quote_end(gate, &head->build.log);
    } else if (head->build.end == GATE_RUN_STOPPED) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The build did not end within %.0f s and was stopped.", gate->settings.gate.time);
        quote_end(gate, &head->build.log);
    } else if (head->build.end == GATE_RUN_INTERRUPTED) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "Interrupted while the change was built.");
    }
}

/* A base that cannot be built or tested shuts no door, so that a change that mends it can land. */
static void tell_of_base(struct gate *gate)
{
    const struct gate_side *base = &gate->base;
    const char *what =
        base->build.end == GATE_RUN_INTERRUPTED || base->test.end == GATE_RUN_INTERRUPTED ? ""
        : base->build.end == GATE_RUN_STOPPED ? "was not built in time"
        : base->build.end != GATE_RUN_DONE    ? "does not build"
        : base->test.end == GATE_RUN_STOPPED  ? "was not tested in time"
        : base->test.end != GATE_RUN_DONE     ? "fails its tests"
                                              : base->fault.text;
    if (what[0] != '\0') {
        struct fault fault;
        (void)fault_set(&fault, "base %.12s %s; what needs it is not compared", base->commit, what);
        gate_trouble(gate, &fault);
    }
}

/* Whether the change touches nothing that is built: then base builds to the same as head. */
static bool is_for_people(const struct gate *gate)
{
    const struct diff *diff = &gate->commits.diff;
    for (size_t i = 0; i < diff->count; i++) {
        if (!affected_is_for_people(diff->files[i].base) ||
            !affected_is_for_people(diff->files[i].head)) {
            return false;
        }
    }
    return true;
}

static bool make_both(struct gate *gate)
{
    const struct gate_commits *commits = &gate->commits;
    gate->unbuilt = is_for_people(gate);
    if ((!gate->unbuilt && !make_side(gate, "base", &gate->base, commits->base.id, true)) ||
        !make_side(gate, "head", &gate->head, commits->head.id, false)) {
        return false;
    }
    if (!gate->unbuilt) {
        tell_of_base(gate);
    }
    judge_build(gate);
    return gate->head.build.end == GATE_RUN_DONE;
}

/* Counts what the unit tests did: each that failed, and whether any ran at all. */
static void count_tests(struct gate *gate)
{
    const struct testlog *log = &gate->head.tests;
    size_t failed = 0, passed = 0, named = 0;
    struct buffer names = {0}; /* "offset_test, tzif_test and 3 more" */
    for (size_t i = 0; i < log->count; i++) {
        passed += log->tests[i].state == TEST_PASSED;
        if (log->tests[i].state == TEST_FAILED && failed++ < NAMED) {
            buffer_text(&names, named == 0 ? "" : ", ");
            verdict_test_name(&names, &log->tests[i]);
            named++;
        }
    }
    if (failed > named) {
        buffer_format(&names, " and %zu more", failed - named);
    }
    gate->verdict.tests = log->tests;
    gate->verdict.test_count = log->count;
    if (failed > 0) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "%zu of %zu tests fail%s: %s.", failed,
                  failed + passed, failed == 1 ? "s" : "",
                  names.failed || names.size == 0 ? "" : names.data);
    } else if (passed == 0) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "No test was executed%s.",
                  log->count > 0 ? ": all of them were skipped" : "");
    }
    buffer_free(&names);
}

static void count_line(struct gate *gate, size_t file, unsigned line, bool ran)
{
    struct verdict_coverage *coverage = &gate->verdict.coverage;
    coverage->changed.lines++;
    coverage->changed.covered += ran;
    if (ran) {
        return;
    }
    struct verdict_line *uncovered =
        list_add(&gate->uncovered, &gate->verdict.uncovered_count, sizeof *uncovered);
    if (uncovered == NULL) {
        gate->arena.failed = true;
        return;
    }
    *uncovered = (struct verdict_line){gate->commits.diff.files[file].head, line,
                                       gate_line(gate, file, line)};
}

/* For a file of which coverage knows nothing: no test runs any of its new lines of code. */
static void count_unknown(struct gate *gate, size_t file)
{
    const struct gate_commits *commits = &gate->commits;
    const struct buffer *text = &commits->head_texts[file];
    struct tokens source = {0};
    unsigned last = 0;
    if (text->size > 0 && tokens_read(text->data, text->size, LANGUAGE_C, false, &source)) {
        for (size_t i = 0; i < source.count; i++) {
            const struct ctoken *token = &source.tokens[i];
            bool counts = token->kind != CTOKEN_DIRECTIVE_END && token->line != last &&
                          diff_has_line(&commits->diff.files[file], token->line);
            last = counts ? token->line : last;
            if (counts) {
                count_line(gate, file, token->line, false);
            }
        }
    }
    tokens_free(&source);
}

static void count_file(struct gate *gate, size_t file)
{
    const struct diff_file *diff = &gate->commits.diff.files[file];
    const struct coverage_file *lines = coverage_of(&gate->head.coverage, diff->head);
    if (diff->kind == DIFF_DELETED ||
        !coverage_is_source(diff->head, gate->settings.gate.sources)) {
        return;
    }
    for (size_t i = 0; lines != NULL && i < lines->count; i++) {
        if (diff_has_line(diff, lines->lines[i].line)) {
            count_line(gate, file, lines->lines[i].line, lines->lines[i].hits > 0);
        }
    }
    if (lines == NULL && text_ends(diff->head, ".c")) {
        count_unknown(gate, file);
    }
}

/* Tells why it is not known which lines ran. Where lines of other files ran, two of those are
 * named: they show under which root the tests were built. */
static void tell_uncounted(struct gate *gate)
{
    const struct coverage *coverage = &gate->head.coverage;
    const char *sources = gate->settings.gate.sources;
    if (!gate->head.covered) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The tests left no tracefile (*.lcov, *.info) of %s.", sources);
    } else if (coverage->elsewhere[0][0] == '\0') {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The tracefile of the tests names no file, and so no line of %s.", sources);
    } else {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The tracefile of the tests names no line of %s below %s; it names %s%s%s. Paths "
                  "of a container are to be mapped to this tree's where they are written.",
                  sources, gate->tree.path, coverage->elsewhere[0],
                  coverage->elsewhere[1][0] == '\0' ? "" : " and ", coverage->elsewhere[1]);
    }
}

/* Finds which lines the tests ran: of the sources, of the change, and against base. */
static void cover(struct gate *gate)
{
    bool asked = gate->settings.gate.coverage > 0;
    struct verdict_coverage *coverage = &gate->verdict.coverage;
    coverage->required = gate->settings.gate.coverage * 10;
    coverage->head = coverage_total(&gate->head.coverage);
    coverage->base = gate->unbuilt ? coverage->head : coverage_total(&gate->base.coverage);
    coverage->known = coverage->head.lines > 0;
    coverage->base_known = coverage->base.lines > 0;
    if (!coverage->known) {
        if (asked) {
            tell_uncounted(gate);
        }
        return;
    }
    for (size_t i = 0; asked && i < gate->commits.diff.count; i++) {
        count_file(gate, i);
    }
    gate->verdict.lines = &gate->head.coverage;
    gate->verdict.uncovered = gate->uncovered;
    if (!asked) {
        return;
    }
    if (coverage_permille(coverage->changed) < coverage->required) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "Tests run %zu of the %zu lines of code that changed; %u %% are asked for.",
                  coverage->changed.covered, coverage->changed.lines, coverage->required / 10);
    }
    unsigned head = coverage_permille(coverage->head), base = coverage_permille(coverage->base);
    if (head < coverage->required) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "Tests run %u.%u %% of the lines of %s; %u %% are asked for.", head / 10,
                  head % 10, gate->settings.gate.sources, coverage->required / 10);
    }
    if (coverage->base_known && head + DROP_PERMILLE < base) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "Tests run %u.%u %% of the lines of %s; it was %u.%u %% before, and one point "
                  "less is what may be lost.",
                  head / 10, head % 10, gate->settings.gate.sources, base / 10, base % 10);
    }
}

/* Names what hangs, where that can be told: by what the runner printed, else by the results that
 * are missing. */
static const char *name_hang(struct gate *gate)
{
    const struct gate_side *base = &gate->base, *head = &gate->head;
    size_t missing = 0;
    const char *name = hang_find(&base->tests, &head->tests,
                                 (struct span){head->test.log.data, head->test.log.size});
    if (name != NULL) {
        return arena_format(&gate->arena, " %s had begun and did not end.", name);
    }
    name = hang_missing(&base->tests, &head->tests, &missing);
    return name == NULL ? ""
           : missing > 1
               ? arena_format(&gate->arena, " %s and %zu more left no result.", name, missing - 1)
               : arena_format(&gate->arena, " %s left no result.", name);
}

/* Tests that were stopped: where base's ended in a fraction of the time, the change lets them hang.
 */
static void judge_stopped(struct gate *gate)
{
    const struct gate_side *base = &gate->base, *head = &gate->head;
    gate->verdict.tests = head->tests.tests;
    gate->verdict.test_count = head->tests.count;
    if (head->test.end == GATE_RUN_INTERRUPTED) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "Interrupted while the change was tested.");
        return;
    }
    if (base->test.end == GATE_RUN_DONE &&
        head->test.seconds >= GATE_SIDE_LONGER * base->test.seconds) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "The tests do not end: they were stopped after %.0f s, and on base they take "
                  "%.1f s.%s",
                  head->test.seconds, base->test.seconds, name_hang(gate));
    } else {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The tests did not end within %.0f s and were stopped.", head->limit);
    }
    quote_end(gate, &head->test.log);
}

/* Returns whether they pass, whichever lines they run. */
static bool run_tests(struct gate *gate)
{
    const struct gate_side *head = &gate->head;
    if (head->test.end == GATE_RUN_STOPPED || head->test.end == GATE_RUN_INTERRUPTED) {
        judge_stopped(gate);
        return false;
    }
    bool pass = head->test.end == GATE_RUN_DONE;
    if (head->fault.text[0] != '\0') {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "%s", head->fault.text);
        pass = false;
    } else {
        count_tests(gate);
        pass = pass && gate_is_open(gate, DOOR_TEST);
        cover(gate);
    }
    if (head->test.end == GATE_RUN_FAILED) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "The tests end with a failure.");
        quote_end(gate, &head->test.log);
    }
    return pass;
}

void gate_test(struct gate *gate)
{
    if (!make_both(gate)) {
        return;
    }
    bool pass = run_tests(gate);
    size_t stage = stages_begin(&gate->stages, "seeds", "");
    bool run = gate_seeds(gate);
    stages_end(&gate->stages, stage);
    gate_compare_targets(gate);
    gate->fit = pass && run;
}
