/* SPDX-License-Identifier: MIT */
#include "flags.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"

static const char ends[] = "it could end a run before its time";
static const char elsewhere[] = "it could make a run do something else than fuzz";
static const char writes[] = "it decides what is written where";
static const char blinds[] = "it could hide crashes";
static const char reading[] = "vigil reads what is printed";
static const char floods[] = "it could flood what is printed";
static const char hangs[] = "it could keep a run from going on";
static const char many[] = "vigil itself decides how many processes there are";
static const char loads[] = "it could take in any other option";

struct flag {
    const char *name, *why;
};

/* Of libFuzzer, as of clang 14 to 20. The rest are the target's: timeout, max_len, rss_limit_mb,
 * malloc_limit_mb (each within bounds), dict, len_control, only_ascii, detect_leaks, close_fd_mask
 * (libFuzzer and the sanitizers are heard all the same), report_slow_units, shuffle, keep_seed,
 * cross_over…, mutate_depth, reduce_…, use_cmp, use_memmem, use_value_profile, shrink,
 * prefer_small, purge_allocator_interval, focus_function, entropic…: how it is fuzzed. */
static const struct flag of_libfuzzer[] = {
    {"analyze_dict", elsewhere},
    {"artifact_prefix", writes},
    {"cleanse_crash", elsewhere},
    {"collect_data_flow", elsewhere},
    {"create_missing_dirs", writes},
    {"data_flow_trace", elsewhere},
    {"dump_coverage", floods},
    {"error_exitcode", blinds},
    {"exact_artifact_path", writes},
    {"exit_on_item", ends},
    {"exit_on_src_pos", ends},
    {"exit_on_time", ends},
    {"features_dir", writes},
    {"fork", many},
    {"fork_corpus_groups", many},
    {"handle_abrt", blinds},
    {"handle_bus", blinds},
    {"handle_fpe", blinds},
    {"handle_ill", blinds},
    {"handle_int", ends},
    {"handle_segv", blinds},
    {"handle_term", ends},
    {"handle_trap", blinds},
    {"handle_usr1", ends},
    {"handle_usr2", ends},
    {"handle_xfsz", blinds},
    {"help", elsewhere},
    {"ignore_crashes", blinds},
    {"ignore_ooms", blinds},
    {"ignore_remaining_args", elsewhere},
    {"ignore_timeouts", blinds},
    {"jobs", many},
    {"max_total_time", ends},
    {"merge", elsewhere},
    {"merge_control_file", writes},
    {"merge_inner", elsewhere},
    {"minimize_crash", elsewhere},
    {"minimize_crash_internal_step", elsewhere},
    {"mutation_graph_file", writes},
    {"print_corpus_stats", floods},
    {"print_coverage", floods},
    {"print_final_stats", reading},
    {"print_full_coverage", floods},
    {"print_funcs", floods},
    {"print_pcs", floods},
    {"reload", elsewhere},
    {"runs", ends},
    {"seed", "each run has another"},
    {"seed_inputs", elsewhere},
    {"set_cover_merge", elsewhere},
    {"stop_file", ends},
    {"timeout_exitcode", blinds},
    {"trace_malloc", floods},
    {"use_counters", "without the counters a run learns nothing"},
    {"verbosity", reading},
    {"workers", many},
};

/* Of every sanitizer. Checks that the owner of a target turns off (detect_leaks,
 * alloc_dealloc_mismatch, suppressions…) are the owner's to judge. */
static const struct flag of_any[] = {
    {"abort_on_error", reading},
    {"cov_8bit_counters_out", writes},
    {"cov_pcs_out", writes},
    {"coverage", writes},
    {"coverage_dir", writes},
    {"exitcode", blinds},
    {"external_symbolizer_path", "it names a program to run"},
    {"halt_on_error", blinds},
    {"hard_rss_limit_mb", "it ends a run without an input; rss_limit_mb leaves one"},
    {"help", floods},
    {"html_cov_report", writes},
    {"include", loads},
    {"include_if_exists", loads},
    {"log_exe_name", reading},
    {"log_fallback_to_stderr", reading},
    {"log_path", reading},
    {"log_suffix", reading},
    {"log_to_syslog", writes},
    {"mmap_limit_mb", "it ends a run without an input; rss_limit_mb leaves one"},
    {"print_cmdline", floods},
    {"print_module_map", floods},
    {"print_summary", reading},
    {"sancov_path", "it names a program to run"},
    {"sleep_after_init", hangs},
    {"sleep_before_dying", hangs},
    {"sleep_before_init", hangs},
    {"stack_trace_format", reading},
    {"test_only_emulate_no_memorymap", blinds},
    {"test_only_replace_dlopen_main_program", blinds},
    {"use_sigaltstack", blinds},
    {"verbosity", reading},
};

struct section {
    const char *name;
    struct flag flags[10]; /* up to the first without a name */
};

static const struct section sections[] = {
    {"asan",
     {{"atexit", floods},
      {"debug", floods},
      {"poison_heap", blinds},
      {"print_stats", floods},
      {"start_deactivated", blinds}}},
    {"lsan", {{"log_pointers", floods}, {"log_threads", floods}}},
    {"msan",
     {{"exit_code", blinds},
      {"keep_going", blinds},
      {"print_stats", floods},
      {"report_umrs", blinds}}},
    {"tsan",
     {{"atexit_sleep_ms", hangs},
      {"profile_memory", writes},
      {"report_bugs", blinds},
      {"stop_on_start", hangs}}},
    {"hwasan",
     {{"atexit", floods}, {"disable_allocator_tagging", blinds}, {"print_stats", floods}}},
    {"nsan",
     {{"disable_warnings", blinds},
      {"print_stats_on_exit", floods},
      {"resume_after_warning", blinds}}},
};

static const char *look_up(const struct flag *flags, size_t count, const char *name)
{
    for (size_t i = 0; i < count && flags[i].name != NULL; i++) {
        if (strcmp(flags[i].name, name) == 0) {
            return flags[i].why;
        }
    }
    return NULL;
}

const char *flags_are_vigils(const char *section, const char *name)
{
    if (strcmp(section, "libfuzzer") == 0) {
        return look_up(of_libfuzzer, sizeof of_libfuzzer / sizeof *of_libfuzzer, name);
    }
    const char *why = look_up(of_any, sizeof of_any / sizeof *of_any, name);
    for (size_t i = 0; why == NULL && i < sizeof sections / sizeof *sections; i++) {
        if (strcmp(sections[i].name, section) == 0) {
            why = look_up(sections[i].flags, sizeof sections[i].flags / sizeof(struct flag), name);
        }
    }
    return why;
}

/* libFuzzer takes the digits that a value begins with, and anything else for 0. */
struct bound {
    const char *name;
    uint64_t least, most;
    const char *why;
};

static const struct bound bounds[] = {
    {"timeout", 1, FLAGS_TIMEOUT_MOST, "a timeout is from 1 to 1200 seconds"},
    {"rss_limit_mb", 1, 65536, "a limit of memory is from 1 to 65536 MB"},
    {"malloc_limit_mb", 0, 65536, "a limit of memory is from 0, rss_limit_mb, to 65536 MB"},
    {"max_len", 0, 1 << 26, "a length is from 0, libFuzzer's own, to 64 MiB"},
    {"mutate_depth", 1, 1000, "a depth is from 1 to 1000"},
    {"close_fd_mask", 0, 3, "a mask is from 0 to 3"},
};

const char *flags_out_of_bounds(const char *name, const char *value)
{
    uint64_t number;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        if (strcmp(bounds[i].name, name) == 0) {
            return number_read(value, bounds[i].least, bounds[i].most, &number) ? NULL
                                                                                : bounds[i].why;
        }
    }
    return NULL;
}
