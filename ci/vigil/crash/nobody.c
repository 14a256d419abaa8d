/* SPDX-License-Identifier: MIT */
#include "nobody.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define WORD_SIZE 128

/* What stands before the first mark of the pattern is compared first: hardly a name gets beyond. */
static bool matches(const char *word, size_t size, const char *text)
{
    if (word[0] != text[0] && word[0] != '*' && word[0] != '?') {
        return false;
    }
    size_t plain = 0;
    while (plain < size && strchr("*?[", word[plain]) == NULL) {
        plain++;
    }
    if (strncmp(word, text, plain) != 0) {
        return false;
    }
    if (plain == size || (plain == size - 1 && word[plain] == '*')) {
        return plain < size || text[plain] == '\0';
    }
    char pattern[WORD_SIZE];
    (void)snprintf(pattern, sizeof pattern, "%.*s", (int)size, word);
    return fnmatch(pattern, text, 0) == 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* "*" + "/base/logging.cc" also where the log has the file from its own tree on: "base/logging.cc".
 */
static bool matches_path(const char *word, size_t size, const char *path)
{
    bool within = size > 1 && word[0] == '*' && word[1] == '/' && path[0] != '/';
    return matches(word, size, path) || (within && matches(word + 2, size - 2, path));
}

bool nobody_fits(enum nobody_part part, const char *word, size_t size,
                 const struct nobody_frame *frame)
{
    switch (part) {
    case NOBODY_FILE:
        return matches_path(word, size, frame->file) || matches(word, size, base_name(frame->file));
    case NOBODY_MODULE:
        /* An old symbolizer gives the module where it knows no name. */
        return matches(word, size, frame->module) || matches(word, size, frame->function);
    case NOBODY_GO:
        return frame->go && matches(word, size, frame->function);
    case NOBODY_INTERCEPT:
        if (frame->file[0] != '\0') {
            return false;
        }
        break;
    case NOBODY_RUST:
        if (!frame->rust) {
            return false;
        }
        break;
    case NOBODY_FUNCTION:
        break;
    }
    /* The name as the log has it counts too: "std::sort<…>", "operator new(unsigned long)". */
    return matches(word, size, frame->name) || matches(word, size, frame->function);
}

/* Which pairs of letters a text has, as far as they differ in a few bits. */
struct pairs {
    uint64_t set[4];
};

/* A word of the table, and the longest run of letters in it that are no mark: only a text that has
 * the run's pairs may fit. */
struct entry {
    enum nobody_part part;
    const char *word;
    struct pairs run;
    size_t size;
    struct entry *next; /* of the same beginning */
};

#define ENTRIES_MOST 1024
#define BEGINNING    3 /* letters by which words are looked up */
#define SLOTS        1024

static struct entry entries[ENTRIES_MOST];
static struct entry *slots[SLOTS]; /* words by their first letters */
static struct entry *others;       /* words that have a mark among those, or fewer */

static size_t slot(const char *text)
{
    const unsigned char *letters = (const unsigned char *)text;
    return (letters[0] * 37U + letters[1] * 7U + letters[2] * 131U) % SLOTS;
}

static bool is_mark(char letter)
{
    return strchr("*?[", letter) != NULL;
}

static void add_pairs(const char *text, size_t size, struct pairs *pairs)
{
    for (size_t i = 1; i < size; i++) {
        unsigned hash = (unsigned char)text[i - 1] * 7U + (unsigned char)text[i] * 29U;
        pairs->set[hash >> 6 & 3] |= (uint64_t)1 << (hash & 63);
    }
}

static bool has_pairs(const struct pairs *text, const struct pairs *run)
{
    return ((run->set[0] & ~text->set[0]) | (run->set[1] & ~text->set[1]) |
            (run->set[2] & ~text->set[2]) | (run->set[3] & ~text->set[3])) == 0;
}

static void add(enum nobody_part part, const char *word, size_t size, struct entry *entry)
{
    size_t begins = 0, run = 0, end = 0, longest = 0;
    bool within = false; /* "[0-9]" */
    while (begins < size && !is_mark(word[begins])) {
        begins++;
    }
    *entry = (struct entry){.part = part, .word = word, .size = size};
    for (size_t i = part == NOBODY_FILE && word[0] == '*' ? 2 : 0; i < size; i++) {
        within = (within && word[i] != ']') || word[i] == '[';
        run = within || is_mark(word[i]) || word[i] == ']' ? 0 : run + 1;
        if (run > longest) {
            longest = run;
            end = i + 1;
        }
    }
    add_pairs(word + end - longest, longest, &entry->run);
    struct entry **list = begins >= BEGINNING ? &slots[slot(word)] : &others;
    entry->next = *list;
    *list = entry;
}

static void index_words(void)
{
    size_t count, used = 0;
    const struct nobody_group *groups = nobody_groups(&count);
    for (size_t i = 0; i < count; i++) {
        for (const char *word = groups[i].words; *word != '\0';) {
            size_t size = strcspn(word, " ");
            if (used < ENTRIES_MOST) { /* stack_test.c asks for each word's frame */
                add(groups[i].part, word, size, &entries[used++]);
            }
            word += size + (word[size] == ' ');
        }
    }
}

static bool any_fits(const struct entry *entry, const struct nobody_frame *frame)
{
    while (entry != NULL && !nobody_fits(entry->part, entry->word, entry->size, frame)) {
        entry = entry->next;
    }
    return entry != NULL;
}

static bool other_fits(const struct nobody_frame *frame)
{
    struct pairs file = {{0}}, names = {{0}};
    add_pairs(frame->file, strlen(frame->file), &file);
    add_pairs(frame->function, strlen(frame->function), &names);
    add_pairs(frame->name, strlen(frame->name), &names);
    add_pairs(frame->module, strlen(frame->module), &names);
    for (const struct entry *entry = others; entry != NULL; entry = entry->next) {
        const struct pairs *text = entry->part == NOBODY_FILE ? &file : &names;
        if (has_pairs(text, &entry->run) &&
            nobody_fits(entry->part, entry->word, entry->size, frame)) {
            return true;
        }
    }
    return false;
}

bool nobody_is(const struct nobody_frame *frame)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, index_words);
    const char *const texts[] = {frame->name, frame->function, frame->file, base_name(frame->file),
                                 frame->module};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strnlen(texts[i], BEGINNING) == BEGINNING && any_fits(slots[slot(texts[i])], frame)) {
            return true;
        }
    }
    return other_fits(frame);
}
