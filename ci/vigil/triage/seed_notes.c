/* SPDX-License-Identifier: MIT */
#include "seed_notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* The notes on so many files, and on as many entries of an archive, are 96 MB. */
#define KNOWN_LIMIT ((size_t)256 << 20)

static const char magic[8] = "vgseeds1";

bool seed_notes_beside(const char *folder, const char *suffix, char path[PATH_SIZE],
                       struct fault *fault)
{
    const char *slash = strrchr(folder, '/');
    size_t above = slash == NULL ? 0 : (size_t)(slash - folder) + 1;
    return path_make(path, fault, "%.*s.%s%s", (int)above, folder, folder + above, suffix);
}

static int compare(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

static int by_file(const void *left, const void *right)
{
    const struct known *one = left, *other = right;
    int order = compare(one->device, other->device);
    return order != 0 ? order : compare(one->inode, other->inode);
}

void seed_notes_read(const char *folder, struct seed_notes *notes)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct known_head *head = &notes->head;
    bool good = seed_notes_beside(folder, ".known", path, &ignored) &&
                files_read(path, KNOWN_LIMIT, &notes->text, &ignored) &&
                notes->text.size >= sizeof *head;
    if (good) {
        memcpy(head, notes->text.data, sizeof *head);
        size_t rest = notes->text.size - sizeof *head, most = rest / sizeof(struct known);
        good = memcmp(head->magic, magic, sizeof magic) == 0 && head->files <= most &&
               head->entries <= most - head->files &&
               (head->files + head->entries) * sizeof(struct known) == rest &&
               fnv_add(FNV_START, notes->text.data + sizeof *head, rest) == head->check;
    }
    if (!good) {
        memset(head, 0, sizeof *head);
        return;
    }
    head->left.example[sizeof head->left.example - 1] = '\0';
    notes->files = (struct known *)(void *)(notes->text.data + sizeof *head);
    notes->entries = notes->files + head->files;
}

bool seed_notes_are_same(const struct known *left, const struct known *right)
{
    return left->device == right->device && left->inode == right->inode &&
           left->seconds == right->seconds && left->nanoseconds == right->nanoseconds &&
           left->content.size == right->content.size;
}

const struct known *seed_notes_recall(const struct seed_notes *notes, const struct known *file)
{
    const struct known *found =
        notes->files == NULL
            ? NULL
            : bsearch(file, notes->files, notes->head.files, sizeof *file, by_file);
    return found != NULL && seed_notes_are_same(found, file) ? found : NULL;
}

static void add_list(struct buffer *into, const struct known *list, size_t count)
{
    if (count > 0) {
        buffer_add(into, list, count * sizeof *list);
    }
}

bool seed_notes_write(const char *folder, struct seed_notes *notes, const struct seed_notes *former,
                      struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer made = {0};
    struct known_head *head = &notes->head;
    size_t kept = 0;
    if (head->files > 0) {
        qsort(notes->files, head->files, sizeof *notes->files, by_file);
    }
    for (size_t i = 0; i < head->files; i++) {
        if (kept == 0 || by_file(&notes->files[kept - 1], &notes->files[i]) != 0) {
            notes->files[kept++] = notes->files[i];
        }
    }
    memcpy(head->magic, magic, sizeof magic);
    head->files = kept;
    head->check = fnv_add(FNV_START, notes->files, kept * sizeof *notes->files);
    head->check = fnv_add(head->check, notes->entries, head->entries * sizeof *notes->entries);
    buffer_add(&made, head, sizeof *head);
    add_list(&made, notes->files, kept);
    add_list(&made, notes->entries, head->entries);
    bool done = !made.failed || fault_set(fault, "%s: out of memory", folder);
    bool same = done && former->text.size == made.size &&
                memcmp(former->text.data, made.data, made.size) == 0;
    done = done && (same || (seed_notes_beside(folder, ".known", path, fault) &&
                             files_write(path, made.data, made.size, fault)));
    buffer_free(&made);
    return done;
}
