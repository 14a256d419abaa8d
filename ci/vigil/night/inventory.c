/* SPDX-License-Identifier: MIT */
#include "inventory.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/inert.h"
#include "base/list.h"
#include "base/span.h"
#include "triage/inspect.h"
#include "triage/verify.h"

#define NAMES_MOST 5 /* in one line; the others are counted */

static bool is_target(const struct target_list *targets, const char *name, size_t size)
{
    for (size_t i = 0; i < targets->count; i++) {
        const char *target = targets->targets[i].name;
        if (strlen(target) == size && memcmp(target, name, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether some target's options name the dictionary. */
static bool is_named(const struct target_list *targets, const char *dictionary)
{
    for (size_t i = 0; i < targets->count; i++) {
        if (strcmp(targets->targets[i].options.dictionary, dictionary) == 0) {
            return true;
        }
    }
    return false;
}

/* Names of one sort, in one line. */
struct names {
    struct buffer text;
    size_t count;
};

static void add_name(struct names *names, const char *name)
{
    if (names->count < NAMES_MOST) {
        buffer_text(&names->text, names->count > 0 ? ", " : "");
        inert_line(&names->text, name, strlen(name));
    }
    names->count++;
}

static void tell(struct ledger *ledger, struct names *names, const char *what)
{
    struct fault fault;
    char more[40] = "";
    if (names->count > NAMES_MOST) {
        (void)snprintf(more, sizeof more, " and %zu more", names->count - NAMES_MOST);
    }
    if (names->count > 0 && !names->text.failed) {
        fault_set(&fault, "%s: %.400s%s", what, names->text.data, more);
        ledger_note(ledger, &fault);
    }
    buffer_free(&names->text);
}

/* Where the name has the suffix, what stands before it is the name of a target, or should be. */
static bool is_strays(const struct target_list *targets, const char *name, const char *suffix)
{
    return text_ends(name, suffix) && !is_target(targets, name, strlen(name) - strlen(suffix));
}

static void look_beside(struct ledger *ledger, const struct target_list *targets,
                        const char *directory)
{
    struct dirent **entries = NULL;
    struct names archives = {.count = 0}, dictionaries = {.count = 0}, options = {.count = 0},
                 unread = {.count = 0};
    int count = scandir(directory, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *pack = strstr(name, "_seed_corpus.");
        if (name[0] == '.') {
        } else if (is_strays(targets, name, "_seed_corpus.zip")) {
            add_name(&archives, name);
        } else if (is_strays(targets, name, ".dict") && !is_named(targets, name)) {
            add_name(&dictionaries, name);
        } else if (is_strays(targets, name, ".options")) {
            add_name(&options, name);
        } else if (pack != NULL && strcmp(pack, "_seed_corpus.zip") != 0) {
            add_name(&unread, name);
        }
        free(entries[i]);
    }
    free((void *)entries);
    tell(ledger, &archives, "seed archives that belong to no target");
    tell(ledger, &dictionaries, "dictionaries that belong to no target");
    tell(ledger, &options, "options that belong to no target");
    tell(ledger, &unread, "seed archives that are not read, since only .zip is");
}

static void look_at_folders(const struct target_list *targets, const char *directory,
                            const char *prefix, struct names *names)
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char path[PATH_SIZE], shown[300];
        struct fault ignored;
        struct stat status;
        bool special = name[0] == '.' || (prefix[0] == '\0' && strcmp(name, "regressions") == 0);
        if (!special && !is_target(targets, name, strlen(name)) &&
            path_make(path, &ignored, "%s/%s", directory, name) && stat(path, &status) == 0 &&
            S_ISDIR(status.st_mode)) {
            (void)snprintf(shown, sizeof shown, "%s%s", prefix, name);
            add_name(names, shown);
        }
        free(entries[i]);
    }
    free((void *)entries);
}

void inventory_unused(struct ledger *ledger, const struct target_list *targets,
                      const char *directory, const char *corpus)
{
    struct span text = {targets->untaken.data, targets->untaken.size}, line;
    struct names folders = {.count = 0};
    char regressions[PATH_SIZE];
    struct fault fault;
    while (span_take_line(&text, &line)) {
        fault_set(&fault, "%.*s", (int)line.size, line.text);
        ledger_trouble(ledger, &fault);
    }
    look_beside(ledger, targets, directory);
    look_at_folders(targets, corpus, "", &folders);
    if (path_make(regressions, &fault, "%s/regressions", corpus)) {
        look_at_folders(targets, regressions, "regressions/", &folders);
    }
    tell(ledger, &folders, "folders of the corpus that belong to no target");
}

/* Whether a target of tonight shows the crash, in whichever way. */
struct shown {
    const struct target_list *targets;
    bool so;
};

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct shown *shown = context;
    shown->so = is_target(shown->targets, variant->target, strlen(variant->target));
    return !shown->so;
}

struct vanished {
    char target[128];
    size_t count;
    char issues[64];
};

static bool add_vanished(struct vanished **list, size_t *count, const struct store_crash *crash)
{
    size_t at = 0;
    while (at < *count && strcmp((*list)[at].target, crash->target) != 0) {
        at++;
    }
    if (at == *count) {
        struct vanished *made = list_add(list, count, sizeof *made);
        if (made == NULL) {
            return false;
        }
        memcpy(made->target, crash->target, sizeof made->target);
    }
    struct vanished *vanished = &(*list)[at];
    size_t used = strlen(vanished->issues);
    if (vanished->count++ < NAMES_MOST && used + 24 < sizeof vanished->issues) {
        (void)snprintf(vanished->issues + used, sizeof vanished->issues - used, "%s%" PRIu64,
                       used > 0 ? ", " : "", crash->issue);
    }
    return true;
}

void inventory_vanished(struct ledger *ledger, const struct target_list *targets)
{
    struct fault fault = {""};
    struct store_crash *crashes = NULL;
    struct vanished *list = NULL;
    size_t count = 0, vanished = 0;
    bool done = store_list_crashes(ledger->store, ledger->night, &crashes, &count, &fault);
    for (size_t i = 0; done && i < count; i++) {
        const struct store_crash *crash = &crashes[i];
        struct shown shown = {.targets = targets};
        if (crash->issue == 0 || !crash->open || crash->declined) {
            continue;
        }
        done = store_each_variant(ledger->store, crash->id, take_variant, &shown, &fault) &&
               (shown.so || add_vanished(&list, &vanished, crash) ||
                fault_set(&fault, "out of memory"));
    }
    for (size_t i = 0; i < vanished; i++) {
        struct fault said;
        fault_set(&said,
                  "%s: this target is not there any more, and %zu open %s (%s) of its crashes: "
                  "nobody looks whether they are mended. Close them by hand if the target is gone "
                  "for good",
                  list[i].target, list[i].count, list[i].count == 1 ? "issue is" : "issues are",
                  list[i].issues);
        ledger_trouble(ledger, &said);
    }
    free(crashes);
    free(list);
    if (!done) {
        ledger_trouble(ledger, &fault);
    }
}

void inventory_program(struct ledger *ledger, const struct target *target)
{
    struct inspected found;
    struct fault fault;
    inspect_file(target->path, &found);
    if (!found.elf || !found.libfuzzer) {
        return; /* a script that starts it, or one that is its own engine: nothing is known */
    }
    bool checked = found.sanitizer;
    if (!checked && !verify_has_tool(target, SANLOG_UBSAN, &checked, &fault)) {
        ledger_trouble(ledger, &fault);
    } else if (!checked) {
        fault_set(&fault,
                  "%s: was built without a sanitizer: most faults of memory do not crash it",
                  target->name);
        ledger_note(ledger, &fault);
    }
    if (!found.symbols) {
        fault_set(&fault,
                  "%s: was built without symbols: its crashes are told apart by addresses alone",
                  target->name);
        ledger_note(ledger, &fault);
    }
}
