/* SPDX-License-Identifier: MIT */
#include "corpus.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/list.h"
#include "base/process.h"
#include "base/span.h"
#include "campaign.h"
#include "environment.h"
#include "replay.h"

#define INPUT_LIMIT ((size_t)64 << 20)

/* So many files more than the last time left, or a tenth of those, and a merge is worth its time.
 */
#define FEW_FILES 8

/* Artifacts of a merge that are looked for in the corpus. */
#define FINDINGS_MOST 1000

/* "STATE/corpus/NAME" -> "STATE/corpus/.NAME.old": no target's name begins with a dot. */
static bool beside(const char *corpus, const char *suffix, char path[PATH_SIZE],
                   struct fault *fault)
{
    const char *slash = strrchr(corpus, '/');
    return path_make(path, fault, "%.*s/.%s%s", (int)(slash - corpus), corpus, slash + 1, suffix);
}

static bool move(const char *from, const char *to, struct fault *fault)
{
    return rename(from, to) == 0 ||
           fault_errno(fault, "%s: cannot be put in the place of %s", from, to);
}

/* Moves every file of one directory into another; what is there already stays. */
static bool move_files(const char *from, const char *to, struct fault *fault)
{
    struct file_list files = {0};
    char path[PATH_SIZE];
    bool done = files_make_directory(to, fault) && files_list(from, &files, fault);
    for (size_t i = 0; done && i < files.count; i++) {
        done = path_make(path, fault, "%s%s", to, strrchr(files.paths[i], '/')) &&
               (access(path, F_OK) == 0 || move(files.paths[i], path, fault));
    }
    files_list_free(&files);
    return done;
}

bool corpus_recover(const char *corpus, struct fault *fault)
{
    char old[PATH_SIZE];
    if (!beside(corpus, ".old", old, fault)) {
        return false;
    }
    if (access(old, F_OK) != 0) {
        return true;
    }
    /* The kill came between the two renames, or after both. What the pruned corpus does not need is
     * put back too: whether that was all of it in place, nobody knows. */
    return move_files(old, corpus, fault) && files_remove_tree(old, fault);
}

bool corpus_replace(const char *corpus, const char *made, bool exchange, struct fault *fault)
{
    char old[PATH_SIZE];
    int directory = open(made, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* The new files first, or a power cut could leave their names without their bytes. */
    bool written = directory >= 0 && syncfs(directory) == 0;
    if (directory >= 0) {
        (void)close(directory);
    }
    if (!written) {
        return fault_errno(fault, "%s: cannot be written to the disk", made);
    }
    if (exchange && renameat2(AT_FDCWD, made, AT_FDCWD, corpus, RENAME_EXCHANGE) == 0) {
        return files_remove_tree(made, fault);
    }
    return beside(corpus, ".old", old, fault) && move(corpus, old, fault) &&
           move(made, corpus, fault) && files_remove_tree(old, fault);
}

/* How many files the last merge left; 0: there was none. */
static size_t last_count(const char *corpus)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct buffer text = {0};
    size_t count = 0;
    if (beside(corpus, ".count", path, &ignored) && files_read(path, 64, &text, &ignored) &&
        text.size > 0) {
        count = strtoul(text.data, NULL, 10);
    }
    buffer_free(&text);
    return count;
}

static bool note_count(const char *corpus, size_t count, struct fault *fault)
{
    char path[PATH_SIZE], text[32];
    int size = snprintf(text, sizeof text, "%zu\n", count);
    return beside(corpus, ".count", path, fault) && files_scribble(path, text, (size_t)size, fault);
}

/* Runs libFuzzer on the directories with these flags, until the deadline. */
static bool run(const struct corpus_prune *prune, const char *const *more,
                const struct environment_path *paths, double deadline,
                struct process_outcome *outcome, struct fault *fault)
{
    char timeout[32], *arguments[OPTIONS_MOST + 16];
    size_t at = replay_flags(prune->target, arguments, 0, timeout);
    while (*more != NULL) {
        arguments[at++] = (char *)(uintptr_t)*more++;
    }
    arguments[at] = NULL;
    struct process_request request = {.arguments = arguments,
                                      .seconds = deadline - process_clock(),
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 20};
    return environment_run(prune->target, paths, &request, outcome, fault);
}

/* Sets the doubt; always true: nothing failed. */
static bool doubt(struct corpus_prune *prune, const char *why)
{
    fault_set(&prune->doubt, "%s: its corpus is not pruned: %s", prune->target->name, why);
    return true;
}

static bool ended_well(const struct process_outcome *outcome)
{
    return outcome->end == PROCESS_EXITED && outcome->status == 0;
}

/* What the merge says of itself. */
struct merged {
    bool successful; /* it came to its end */
    uint64_t deaths; /* processes that died over an input and were started anew */
    uint64_t edges;  /* that all inputs reach together */
};

/* "MERGE-OUTER: successful in 2 attempt(s)"; "MERGE-OUTER: 89 new files with 400 new features
 * added; 120 new coverage edges" */
static void read_merge(const struct process_outcome *outcome, struct merged *merged)
{
    struct span log = {outcome->output, outcome->output_size}, line;
    memset(merged, 0, sizeof *merged);
    while (span_take_line(&log, &line)) {
        uint64_t attempts;
        if (!span_take(&line, "MERGE-OUTER: ")) {
            continue;
        }
        if (span_take(&line, "successful in ") && span_take_digits(&line, &attempts)) {
            merged->successful = true;
            merged->deaths = attempts > 0 ? attempts - 1 : 0;
        }
        size_t added = span_find(line, " added; ");
        if (added < line.size) {
            span_skip(&line, added + strlen(" added; "));
            (void)span_take_digits(&line, &merged->edges);
        }
    }
}

/* The edges that a run of the directory reaches; *known is false where it cannot be told. */
static bool count_edges(const struct corpus_prune *prune, const char *directory, double deadline,
                        uint64_t *edges, bool *known, struct fault *fault)
{
    const char *const arguments[] = {"-runs=0", "-print_final_stats=1", directory, NULL};
    struct process_outcome outcome;
    struct campaign_figures figures = {0};
    const struct environment_path paths[] = {{CONFINE_READ, directory}, {.path = NULL}};
    if (!run(prune, arguments, paths, deadline, &outcome, fault)) {
        return false;
    }
    struct span log = {outcome.output, outcome.output_size}, line;
    *known = false;
    while (span_take_line(&log, &line)) {
        (void)campaign_line(&figures, line.text, line.size);
        *known = *known || campaign_line_is_last(line.text, line.size);
    }
    *known = *known && ended_well(&outcome) && figures.edges > 0;
    *edges = figures.edges;
    process_outcome_free(&outcome);
    return true;
}

/* Whether the new corpus reaches what the merge saw all inputs reach; else the doubt says so. */
static bool compare(struct corpus_prune *prune, const char *made, const struct merged *merged,
                    double deadline, bool *same, struct fault *fault)
{
    uint64_t edges;
    bool known;
    if (!count_edges(prune, made, deadline, &edges, &known, fault)) {
        return false;
    }
    char why[120];
    (void)snprintf(why, sizeof why, "the rest reaches %" PRIu64 " edges of %" PRIu64, edges,
                   merged->edges);
    *same = known && edges >= merged->edges;
    return *same || doubt(prune, known ? why
                                       : "the rest does not run to its end, so that nothing can "
                                         "be compared");
}

static bool count_findings(const char *directory, size_t *count, struct fault *fault)
{
    struct file_list files = {0};
    bool listed = files_list(directory, &files, fault);
    *count = 0;
    for (size_t i = 0; listed && i < files.count; i++) {
        *count += campaign_is_finding(files.paths[i]);
    }
    files_list_free(&files);
    return listed;
}

/* Merges into `made`. Where that came off, nothing speaks against it. */
static bool merge(struct corpus_prune *prune, const char *made, const char *artifacts,
                  double deadline, struct merged *merged, struct fault *fault)
{
    char prefix[PATH_SIZE + 32], control[PATH_SIZE + 32];
    struct process_outcome outcome;
    size_t findings = 0, count = 0;
    (void)snprintf(prefix, sizeof prefix, "-artifact_prefix=%s/", artifacts);
    (void)snprintf(control, sizeof control, "-merge_control_file=%s/control", artifacts);
    (void)unlink(strchr(control, '=') + 1); /* one that is there would be gone on with */
    const char *const arguments[] = {"-merge=1", prefix, control, made, prune->corpus, NULL};
    const struct environment_path paths[] = {{CONFINE_WRITE, made},
                                             {CONFINE_WRITE, artifacts},
                                             {CONFINE_READ, prune->corpus},
                                             {.path = NULL}};
    if (!run(prune, arguments, paths, deadline, &outcome, fault)) {
        return false;
    }
    read_merge(&outcome, merged);
    bool done = count_findings(artifacts, &findings, fault) && files_count(made, &count, fault);
    if (done && outcome.end == PROCESS_TIMED_OUT) {
        done = doubt(prune, "the merge did not come to its end in time");
    } else if (done && (!ended_well(&outcome) || !merged->successful)) {
        done = doubt(prune, "the merge failed");
    } else if (done && merged->deaths > findings) {
        done = doubt(prune, "the merge died over inputs that it does not name");
    } else if (done && count == 0) {
        done = doubt(prune, "the merge left nothing");
    }
    process_outcome_free(&outcome);
    return done;
}

/* An artifact of the merge. */
struct merged_finding {
    struct buffer input;
};

static bool read_findings(const char *merging, struct merged_finding **findings, size_t *count,
                          struct fault *fault)
{
    struct file_list found = {0};
    bool done = files_list(merging, &found, fault);
    for (size_t i = 0; done && i < found.count && i < FINDINGS_MOST; i++) {
        struct merged_finding *one = list_add(findings, count, sizeof *one);
        done = (one != NULL || fault_set(fault, "out of memory")) &&
               files_read(found.paths[i], INPUT_LIMIT, &one->input, fault);
    }
    files_list_free(&found);
    return done;
}

/* Whether the file is, byte for byte, one of them. Only a file that has the size of one is read. */
static bool is_one(const char *path, const struct merged_finding *findings, size_t count)
{
    struct stat status;
    bool is = false;
    size_t size = count > 0 && stat(path, &status) == 0 ? (size_t)status.st_size : SIZE_MAX;
    for (size_t i = 0; !is && i < count; i++) {
        const struct buffer *input = &findings[i].input;
        is = input->size == size && files_equal(path, input->data, input->size);
    }
    return is;
}

/* Copies to the new corpus what the merge leaves out though it is wanted: files that are named as
 * findings, and those that are, byte for byte, an artifact of the merge. A link is not followed: a
 * target may have put it there, and it may lead to what no target is to read. */
static bool keep_crashing(const char *corpus, const char *merging, const char *made,
                          struct fault *fault)
{
    struct file_list files = {0};
    struct merged_finding *findings = NULL;
    size_t count = 0;
    bool done =
        files_list(corpus, &files, fault) && read_findings(merging, &findings, &count, fault);
    for (size_t i = 0; done && i < files.count; i++) {
        const char *path = files.paths[i];
        struct buffer input = {0};
        char kept[PATH_SIZE];
        struct stat status;
        if ((campaign_is_finding(path) || is_one(path, findings, count)) &&
            lstat(path, &status) == 0 && S_ISREG(status.st_mode)) {
            done = files_read(path, INPUT_LIMIT, &input, fault) &&
                   path_make(kept, fault, "%s%s", made, strrchr(path, '/')) &&
                   files_scribble(kept, input.data == NULL ? "" : input.data, input.size, fault);
        }
        buffer_free(&input);
    }
    for (size_t i = 0; i < count; i++) {
        buffer_free(&findings[i].input);
    }
    free(findings);
    files_list_free(&files);
    return done;
}

/* Makes the pruned corpus; where nothing spoke against it, it is put in place. */
static bool prune_now(struct corpus_prune *prune, const char *made, const char *artifacts,
                      struct fault *fault)
{
    double deadline = process_clock() + prune->seconds;
    struct merged merged;
    size_t before, after;
    bool same = false;
    if (!merge(prune, made, artifacts, deadline, &merged, fault)) {
        return false;
    }
    if (prune->doubt.text[0] != '\0') {
        return true;
    }
    if (!compare(prune, made, &merged, deadline, &same, fault)) {
        return false;
    }
    if (!same || process_interrupted()) {
        return true;
    }
    bool done = keep_crashing(prune->corpus, artifacts, made, fault) &&
                files_count(prune->corpus, &before, fault) && files_count(made, &after, fault) &&
                (after >= before || corpus_replace(prune->corpus, made, true, fault)) &&
                note_count(prune->corpus, after, fault);
    prune->before = done ? before : 0;
    prune->after = done ? after : 0;
    return done;
}

bool corpus_prune(struct corpus_prune *prune, struct fault *fault)
{
    char made[PATH_SIZE], artifacts[PATH_SIZE];
    size_t count, last = last_count(prune->corpus);
    prune->before = prune->after = 0;
    prune->doubt.text[0] = '\0';
    if (!files_count(prune->corpus, &count, fault)) {
        return false;
    }
    if (count < last + FEW_FILES || count < last + last / 10) {
        return true;
    }
    return path_make(made, fault, "%s/pruned", prune->work) &&
           path_make(artifacts, fault, "%s/merging", prune->work) &&
           files_remove_tree(made, fault) && files_remove_tree(artifacts, fault) &&
           files_make_directory(made, fault) && files_make_directory(artifacts, fault) &&
           prune_now(prune, made, artifacts, fault);
}
