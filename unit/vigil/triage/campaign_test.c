/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "rows.h"

#include "standin.h"
#include "triage/campaign.h"
#include "triage/crash.h"

struct progress_row {
    const char *name, *log;
    struct campaign_figures read;
};

static const struct progress_row rows[] = {
    {"a pulse",
     "#1024\tpulse  cov: 9 ft: 10 corp: 4/9b lim: 8 exec/s: 512 rss: 28Mb\n",
     {1024, 9, 4, 512}},
    {"the last of many, and the statistic",
     "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 28Mb\n"
     "#16\tNEW    cov: 3 ft: 3 corp: 2/5b lim: 4 exec/s: 0 rss: 28Mb L: 4/4 MS: 1 Copy-\n"
     "stat::number_of_executed_units: 900\nstat::average_exec_per_sec:     300\n",
     {900, 3, 2, 0}},
    {"a statistic that says less than a pulse did",
     "#64\tpulse  cov: 1 exec/s: 7\n"
     "stat::number_of_executed_units: 8\n",
     {64, 1, 0, 7}},
    {"a frame is no progress", "    #0 0x12 in f /a.c:1:1\n#1 0x13 in g /a.c:2:2\n", {0}},
    {"what a target prints", "cov: 900\ncorp: 9/9b\n# 12\tNEW\n", {0}},
    {"a number that no counter holds",
     "#99999999999999999999999\tpulse cov: 1\n",
     {UINT64_MAX, 0, 0, 0}},
    {"cut in its first line", "#10", {0}},
    {"nothing", "", {0}},
};

static void is_read(void **state)
{
    const struct progress_row *row = *state;
    struct campaign_figures read = {0};
    char *log = exact_copy(row->log, strlen(row->log));
    for (size_t at = 0, size = strlen(row->log), length; at < size; at += length + 1) {
        const char *end = memchr(log + at, '\n', size - at);
        length = end == NULL ? size - at : (size_t)(end - log) - at;
        (void)campaign_line(&read, log + at, length);
    }
    assert_int_equal(read.executions, row->read.executions);
    assert_int_equal(read.corpus, row->read.corpus);
    assert_int_equal(read.exec_per_second, row->read.exec_per_second);
    if (row->read.executions != UINT64_MAX) {
        assert_int_equal(read.edges, row->read.edges);
    }
    free(log);
}

struct last_row {
    const char *name, *line;
    bool is;
};

static const struct last_row lasts[] = {
    {"the statistic", "stat::number_of_executed_units: 900", true},
    {"the end of a run", "Done 900 runs in 2 second(s)", true},
    {"another statistic", "stat::slowest_unit_time_sec: 1", false},
    {"what a target may say", "Done", false},
    {"a pulse", "#2\tDONE   cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 28Mb", false},
    {"nothing", "", false},
};

static void is_last(void **state)
{
    const struct last_row *row = *state;
    char *line = exact_copy(row->line, strlen(row->line));
    assert_int_equal(campaign_line_is_last(line, strlen(row->line)), row->is);
    free(line);
}

/* A campaign without a share, over seeds "S" and "plain", with a stand-in for the target. */
struct course_row {
    const char *name, *script;
    enum campaign_end end;
    unsigned crashes, left;
    const char *told;  /* of each artifact: its input or "times/runs", and its report; in order */
    const char *note;  /* "": none */
    const char *fault; /* words in it; "": none */
};

static const struct course_row courses[] = {
    {"all is well", "fuzz() { begin; loaded; last; }", CAMPAIGN_FINISHED, 0, 0, "", "", ""},
    {"it leaves", "fuzz() { begin; loaded; exit 0; }", CAMPAIGN_FINISHED, 1, 1,
     "1/1 vigil: the target ended the process with status 0, after at least 40 inputs, in 1 of 1 "
     "run\n",
     "left with status 0 once; went on", ""},
    {"it leaves with another status", "fuzz() { begin; loaded; exit 3; }", CAMPAIGN_FINISHED, 1, 1,
     "1/1 vigil: the target ended the process with status 3, after at least 40 inputs, in 1 of 1 "
     "run\n",
     "left with status 3 once; went on", ""},
    {"it leaves before libFuzzer counts", "fuzz() { begin; exit 0; }", CAMPAIGN_FINISHED, 1, 1,
     "1/1 vigil: the target ended the process with status 0, in 1 of 1 run\n",
     "left with status 0 once; went on", ""},
    {"it signals itself, and libFuzzer ends in good order",
     "fuzz() { begin; loaded; echo 'INFO: signal received, trying to exit gracefully'; last; }",
     CAMPAIGN_FINISHED, 1, 1,
     "1/1 vigil: the target ended the process with status 0, after at least 50 inputs, in 1 of 1 "
     "run\n",
     "left with status 0 once; went on", ""},
    {"a seed makes it leave",
     "fuzz() { begin; cat \"$to\"/* | grep -q S && exit 0; loaded; last; }\n"
     "input() { grep -q S \"$1\" && exit 0; }",
     CAMPAIGN_FINISHED, 1, 0, "S vigil: the target ended the process with status 0\n", "", ""},
    {"a seed is a trap",
     "fuzz() { begin; cat \"$to\"/* | grep -q S && kill -TRAP $$; loaded; last; }\n"
     "input() { grep -q S \"$1\" && kill -TRAP $$; }",
     CAMPAIGN_FINISHED, 1, 0, "S vigil: the target was killed by SIGTRAP\n", "", ""},
    {"a seed kills it",
     "fuzz() { begin; cat \"$to\"/* | grep -q S && kill -KILL $$; loaded; last; }\n"
     "input() { grep -q S \"$1\" && kill -KILL $$; }",
     CAMPAIGN_FINISHED, 1, 0, "S vigil: the target was killed by SIGKILL\n", "", ""},
    {"no input of those that are there is a trap", "fuzz() { begin; loaded; kill -TRAP $$; }",
     CAMPAIGN_FINISHED, 1, 1,
     "1/1 vigil: the target was killed by SIGTRAP, after at least 40 inputs, in 1 of 1 run\n",
     "was killed by signal 5 once; went on", ""},
    {"it leaves after two inputs, whatever they are",
     "fuzz() { begin; exit 0; }\ninput() { k=$((k + 1)); [ $k -lt 2 ] || exit 0; }",
     CAMPAIGN_FINISHED, 1, 1,
     "1/1 vigil: the target ended the process with status 0, in 1 of 1 run\n",
     "left with status 0 once; went on", ""},
    {"one stray death", "fuzz() { begin; loaded; [ $n -gt 1 ] || kill -KILL $$; last; }",
     CAMPAIGN_FINISHED, 0, 0, "", "was killed by signal 9 once; went on", ""},
    {"two stray deaths", "fuzz() { begin; loaded; [ $n -gt 2 ] || kill -TERM $$; last; }",
     CAMPAIGN_FINISHED, 0, 0, "", "was killed by signal 15 twice; went on", ""},
    {"killed again and again", "fuzz() { begin; loaded; kill -KILL $$; }", CAMPAIGN_BROKEN, 10, 0,
     "10/10 vigil: the target was killed by SIGKILL, after at least 40 inputs, in 10 of 10 runs\n",
     "was killed by signal 9 10 times; went on", "was killed by signal 9 and left no input"},
    {"a start that fails now and then",
     "fuzz() { [ $n -gt 2 ] || { echo 'ERROR: no room'; exit 1; }; begin; loaded; last; }",
     CAMPAIGN_FINISHED, 0, 0, "", "did not start twice (ERROR: no room); went on", ""},
    {"it never starts", "fuzz() { echo 'ERROR: no room'; exit 1; }", CAMPAIGN_NOT_STARTED, 0, 0, "",
     "", "standin: ended with status 1 before it ran an input (ERROR: no room)"},
    {"it never starts, and looks like success", "fuzz() { echo no files here; exit 0; }",
     CAMPAIGN_NOT_STARTED, 0, 0, "", "",
     "standin: ended with status 0 before it ran an input (no files here)"},
    {"a report and no input",
     "fuzz() { begin; loaded; [ $n -gt 1 ] || { echo '==7==ERROR: AddressSanitizer: "
     "heap-use-after-free on address 0x1'; echo 'READ of size 4 at 0x1 thread T0'; echo '    #0 "
     "0x1 "
     "in stir /pot.c:3:4'; exit 77; }; last; }",
     CAMPAIGN_FINISHED, 0, 1, "", "left with status 77 once; went on",
     "ended with status 77 and left no input (heap-use-after-free READ 4 in stir)"},
    {"no edge",
     "fuzz() { begin; printf '#9\\tDONE corp: 1/1b exec/s: 9\\n'; echo 'Done 9 runs in 1 "
     "second(s)'; "
     "}",
     CAMPAIGN_BLIND, 0, 0, "", "", "looked at nothing: 9 executions, 0 edges, 1 inputs"},
    {"no input is kept",
     "fuzz() { begin; printf '#9\\tDONE cov: 4 exec/s: 9\\n'; echo 'Done 9 runs in 1 second(s)'; }",
     CAMPAIGN_BLIND, 0, 0, "", "", "looked at nothing: 9 executions, 4 edges, 0 inputs"},
    {"libFuzzer says it itself",
     "fuzz() { begin; printf '#2\\tINITED exec/s: 0\\n'; echo 'ERROR: no interesting inputs were "
     "found. Is the code instrumented for coverage? Exiting.'; exit 1; }",
     CAMPAIGN_BLIND, 0, 0, "", "", "looked at nothing: 2 executions, 0 edges, 0 inputs"},
};

/* Writes down what the campaign hands over. */
static bool take(void *context, const struct artifact *artifact)
{
    struct buffer *told = context;
    struct span log = {artifact->log.text, artifact->log.size}, line = {"", 0};
    if (artifact->runs > 0) {
        buffer_format(told, "%u/%u", artifact->times, artifact->runs);
    } else {
        buffer_add(told, artifact->input.text, artifact->input.size);
    }
    span_skip(&log, span_find_last(log, "==0==ERROR: "));
    (void)(span_take(&log, "==0==ERROR:") && span_take_line(&log, &line));
    buffer_format(told, "%.*s\n", (int)line.size, line.text);
    return true;
}

static void lay_out(struct scratch *scratch, struct target *target, const char *script)
{
    struct fault fault;
    standin_write(scratch, "standin", script);
    target_options_defaults(&target->options);
    target->options.timeout_seconds = 5;
    (void)snprintf(target->name, sizeof target->name, "standin");
    memcpy(target->path, scratch_path(scratch, "standin"), sizeof target->path);
    assert_true(files_make_directory(scratch_path(scratch, "seeds"), &fault));
    scratch_write(scratch, "seeds/a", "plain");
    scratch_write(scratch, "seeds/b", "S");
}

/* A campaign of such a target, whose crashes are told. The paths are the caller's to keep. */
static struct campaign begin(struct scratch *scratch, struct target *target, const char *script,
                             char paths[2][PATH_SIZE], struct buffer *told)
{
    lay_out(scratch, target, script);
    memcpy(paths[0], scratch_path(scratch, "corpus"), PATH_SIZE);
    memcpy(paths[1], scratch_path(scratch, "seeds"), PATH_SIZE);
    return (struct campaign){.target = target,
                             .corpus = paths[0],
                             .seeds = paths[1],
                             .work = scratch->directory,
                             .found = take,
                             .context = told};
}

static void goes_so(void **state)
{
    const struct course_row *row = *state;
    void *made = NULL;
    char paths[2][PATH_SIZE];
    struct target target = {.name = ""};
    struct buffer told = {0};
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct campaign campaign = begin(scratch, &target, row->script, paths, &told);
    buffer_text(&told, "");
    campaign_run(&campaign);
    assert_string_equal(campaign_end_name(campaign.end), campaign_end_name(row->end));
    assert_string_equal(told.data, row->told);
    assert_string_equal(campaign.note, row->note);
    assert_int_equal(campaign.crashes, row->crashes);
    assert_int_equal(campaign.left, row->left);
    if (row->fault[0] == '\0' ? campaign.fault.text[0] != '\0'
                              : strstr(campaign.fault.text, row->fault) == NULL) {
        fail_msg("the fault reads \"%s\"", campaign.fault.text);
    }
    buffer_free(&told);
    assert_int_equal(scratch_remove(&made), 0);
}

/* Of the flags that this libFuzzer does not know only the target's own are told. */
static void a_flag_that_libfuzzer_does_not_know_is_told(void **state)
{
    struct scratch *scratch = *state;
    char paths[2][PATH_SIZE];
    struct target target = {.name = ""};
    struct buffer told = {0};
    struct campaign campaign = begin(
        scratch, &target,
        "fuzz() { for flag in -handle_usr1=1 -max_lenn=4; do echo \"WARNING: unrecognized flag "
        "'$flag'; use -help=1 to list all flags\"; done; begin; loaded; last; }",
        paths, &told);
    (void)snprintf(target.options.flags[target.options.flag_count++],
                   sizeof target.options.flags[0], "-max_lenn=4");
    campaign_run(&campaign);
    assert_string_equal(campaign.unknown_flags, "-max_lenn=4");
    buffer_free(&told);
}

/* Each run reads all seeds, and ends at the first that crashes. */
static const char crashes_at_a_seed[] =
    "fuzz() { begin; for a do case $a in -artifact_prefix=*) p=${a#*=};; esac; done\n"
    "  f=$(grep -l S \"$to\"/* | head -n 1)\n"
    "  [ -z \"$f\" ] || { cp \"$f\" \"$p\"crash-1; echo \"Test unit written to ${p}crash-1\"\n"
    "    exit 77; }\n"
    "  loaded; last; }\n"
    "input() { grep -q S \"$1\" && exit 0; }";

static void many_seeds_that_crash_cost_one_run_of_all(void **state)
{
    struct scratch *scratch = *state;
    char paths[2][PATH_SIZE], name[32], text[32];
    struct target target = {.name = ""};
    struct buffer told = {0};
    struct campaign campaign = begin(scratch, &target, crashes_at_a_seed, paths, &told);
    for (int i = 0; i < 12; i++) {
        (void)snprintf(name, sizeof name, "seeds/c%d", i);
        (void)snprintf(text, sizeof text, "S%d", i);
        scratch_write(scratch, name, text);
    }
    campaign_run(&campaign);
    assert_int_equal(campaign.crashes, 13);
    assert_int_equal(campaign.runs, 3);
    assert_int_equal(campaign.end, CAMPAIGN_FINISHED);
    buffer_free(&told);
}

/* What a target puts among its findings, and into its corpus. */
static void what_a_target_plants_is_not_taken(void **state)
{
    struct scratch *scratch = *state;
    char paths[2][PATH_SIZE];
    struct target target = {.name = ""};
    struct buffer told = {0};
    struct campaign campaign =
        begin(scratch, &target,
              "fuzz() { begin; for a do case $a in -artifact_prefix=*) p=${a#*=};; esac; done\n"
              "  c=${p%artifacts/}corpus; ln -s /etc/passwd \"$c/crash-link\"; ln -s /etc/passwd "
              "\"$c/0\"\n"
              "  i=0; while [ $i -lt 300 ]; do : >\"$p\"crash-$i; i=$((i + 1)); done\n"
              "  ln -s /etc/passwd \"$p\"crash-link; loaded; last; }",
              paths, &told);
    buffer_text(&told, "");
    campaign_run(&campaign);
    assert_string_equal(told.data, "");
    assert_int_equal(campaign.crashes, 0);
    assert_int_equal(campaign.planted, 300); /* and no link is left for anybody to follow */
    assert_int_not_equal(access(scratch_path(scratch, "corpus/crash-link"), F_OK), 0);
    assert_int_not_equal(access(scratch_path(scratch, "corpus/0"), F_OK), 0);
    buffer_free(&told);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(lasts) + COUNT(courses) + 3] = {
        SCRATCH_TEST(a_flag_that_libfuzzer_does_not_know_is_told),
        SCRATCH_TEST(many_seeds_that_crash_cost_one_run_of_all),
        SCRATCH_TEST(what_a_target_plants_is_not_taken)};
    size_t count = 3;
    ADD_ROWS(tests, count, rows, is_read);
    ADD_ROWS(tests, count, lasts, is_last);
    ADD_ROWS(tests, count, courses, goes_so);
    return cmocka_run_group_tests_name("campaign", tests, NULL, NULL);
}
