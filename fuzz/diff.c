/* diff.c -- a diff's ranges are in order and no more than its lines; what was read reads as the
 * same when written anew with every byte of its paths quoted */
/* SPDX-License-Identifier: MIT */
#include "change/diff.h"
#include "base/buffer.h"
#include "fuzz.h"

static void check_ranges(const struct diff_file *file)
{
    uint64_t end = 0;
    for (size_t i = 0; i < file->added_count; i++) {
        struct diff_range range = file->added[i];
        fuzz_require(range.count > 0 && range.first > end, "lines %u+%u behind line %llu",
                     range.first, range.count, (unsigned long long)end);
        end = (uint64_t)range.first + range.count - 1;
        fuzz_require(end <= UINT32_MAX, "lines %u+%u", range.first, range.count);
        bool before = i > 0 && file->added[i - 1].first + file->added[i - 1].count == range.first;
        fuzz_require(!before, "line %u ends one range and begins another", range.first);
        fuzz_require(diff_has_line(file, range.first) && diff_has_line(file, (unsigned)end) &&
                         !diff_has_line(file, range.first - 1),
                     "lines %u+%u, and they are not new", range.first, range.count);
    }
    fuzz_require(!diff_has_line(file, (unsigned)end + 1), "line %llu is new",
                 (unsigned long long)end);
}

static size_t count_added(const struct diff *diff)
{
    size_t count = 0;
    for (size_t i = 0; i < diff->count; i++) {
        for (size_t j = 0; j < diff->files[i].added_count; j++) {
            count += diff->files[i].added[j].count;
        }
    }
    return count;
}

static size_t count_plus(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += text[i] == '+' && i > 0 && text[i - 1] == '\n';
    }
    return count;
}

static void check_paths(const struct diff_file *file)
{
    if (file->base == NULL || file->head == NULL) {
        fuzz_require(false, "a file without a name");
        return;
    }
    fuzz_require(file->base[0] != '\0' && file->head[0] != '\0', "a name of nothing");
    fuzz_require(file->kind == DIFF_RENAMED || file->kind == DIFF_ADDED ||
                     strcmp(file->base, file->head) == 0,
                 "%s became %s, and was not renamed", file->base, file->head);
    fuzz_require(!file->binary || file->added_count == 0, "%s is binary, and has lines",
                 file->head);
}

static void write_path(const char *prefix, const char *path, struct buffer *into)
{
    buffer_format(into, "\"%s", prefix);
    for (; *path != '\0'; path++) {
        buffer_format(into, "\\%03o", (unsigned char)*path);
    }
    buffer_text(into, "\"");
}

static void write_line(const char *before, const char *prefix, const char *path,
                       struct buffer *into)
{
    buffer_text(into, before);
    write_path(prefix, path, into);
    buffer_text(into, "\n");
}

static void write_hunks(const struct diff_file *file, bool is_new, struct buffer *into)
{
    if (is_new) {
        buffer_text(into, "--- /dev/null\n");
    } else {
        write_line("--- ", "a/", file->base, into);
    }
    write_line("+++ ", "b/", file->head, into);
    for (size_t i = 0; i < file->added_count; i++) {
        buffer_format(into, "@@ -0,0 +%u,%u @@\n", file->added[i].first, file->added[i].count);
        for (unsigned line = 0; line < file->added[i].count; line++) {
            buffer_text(into, "+x\n");
        }
    }
}

static void write_file(const struct diff_file *file, struct buffer *into)
{
    bool copied = file->kind == DIFF_ADDED && strcmp(file->base, file->head) != 0;
    buffer_text(into, "diff --git ");
    write_path("a/", file->base, into);
    write_line(" ", "b/", file->head, into);
    if (copied || file->kind == DIFF_RENAMED) {
        write_line(copied ? "copy from " : "rename from ", "", file->base, into);
        write_line(copied ? "copy to " : "rename to ", "", file->head, into);
    } else if (file->kind != DIFF_MODIFIED) {
        buffer_format(into, "%s file mode 100644\n", file->kind == DIFF_ADDED ? "new" : "deleted");
    }
    if (file->binary) {
        buffer_text(into, "Binary files differ\n");
    } else if (file->added_count > 0) {
        write_hunks(file, file->kind == DIFF_ADDED && !copied, into);
    }
}

static void check_same(const struct diff_file *one, const struct diff_file *other)
{
    fuzz_require(strcmp(one->base, other->base) == 0 && strcmp(one->head, other->head) == 0,
                 "%s -> %s, and written anew %s -> %s", one->base, one->head, other->base,
                 other->head);
    fuzz_require(one->kind == other->kind && one->binary == other->binary, "%s: of two kinds",
                 one->head);
    bool same = one->added_count == other->added_count;
    for (size_t i = 0; i < one->added_count && same; i++) {
        same = one->added[i].first == other->added[i].first &&
               one->added[i].count == other->added[i].count;
    }
    fuzz_require(same, "%s: not the lines it had", one->head);
}

static void check_round_trip(const struct diff *diff)
{
    struct buffer text = {0};
    struct diff again = {0};
    struct fault fault = {""};
    buffer_text(&text, "");
    for (size_t i = 0; i < diff->count; i++) {
        write_file(&diff->files[i], &text);
    }
    if (!text.failed) {
        bool read = diff_read(text.data, text.size, &again, &fault);
        fuzz_require(read && again.count == diff->count, "%zu files, and written anew %zu: %s",
                     diff->count, again.count, fault.text);
        for (size_t i = 0; i < diff->count; i++) {
            check_same(&diff->files[i], &again.files[i]);
        }
    }
    diff_free(&again);
    buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy((const char *)data, size);
    struct diff diff;
    struct fault fault = {""};
    if (diff_read(text, size, &diff, &fault)) {
        for (size_t i = 0; i < diff.count; i++) {
            check_paths(&diff.files[i]);
            check_ranges(&diff.files[i]);
        }
        fuzz_require(count_added(&diff) <= count_plus(text, size), "%zu lines of %zu are new",
                     count_added(&diff), count_plus(text, size));
        check_round_trip(&diff);
    } else {
        fuzz_require(fault.text[0] != '\0', "refused, and not said why");
    }
    diff_free(&diff);
    fuzz_release(text);
    return 0;
}
