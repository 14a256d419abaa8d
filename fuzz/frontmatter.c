/* frontmatter.c -- a local issue stays the one it is, whatever vigil or people change in it */
/* SPDX-License-Identifier: MIT */
#include "tracker/frontmatter.h"
#include "fuzz.h"
#include "tracker/local_file.h"

static struct frontmatter_result read_copy(const char *text, size_t size, struct frontmatter *issue)
{
    char *copy = fuzz_copy(text, size);
    struct frontmatter_result result = frontmatter_read(copy, size, issue);
    fuzz_release(copy);
    fuzz_require(memchr(issue->marker, '\0', sizeof issue->marker) != NULL &&
                     memchr(issue->signature, '\0', sizeof issue->signature) != NULL &&
                     memchr(issue->title, '\0', sizeof issue->title) != NULL &&
                     memchr(issue->target, '\0', sizeof issue->target) != NULL &&
                     memchr(issue->first_seen, '\0', sizeof issue->first_seen) != NULL &&
                     memchr(issue->severity, '\0', sizeof issue->severity) != NULL,
                 "a text that has no end");
    fuzz_require(result.ok == (result.line == 0) && issue->end <= size,
                 "%s, yet line %u and %zu bytes of %zu", result.ok ? "accepted" : "refused",
                 result.line, issue->end, size);
    return result;
}

static void same_issue(const struct frontmatter *before, const struct buffer *text,
                       struct frontmatter *after)
{
    struct frontmatter_result result = read_copy(text->data, text->size, after);
    fuzz_require(result.ok, "changed, and line %u is wrong: %s: %s", result.line, result.reason,
                 text->data);
    fuzz_require(after->number == before->number && strcmp(after->marker, before->marker) == 0 &&
                     strcmp(after->signature, before->signature) == 0,
                 "changed, and another issue: %s", text->data);
}

/* Closing changes the state, and no byte outside of the state's line. */
static void check_state(const char *text, size_t size, const struct frontmatter *issue)
{
    static struct frontmatter after;
    struct buffer once = {0}, twice = {0};
    frontmatter_set(text, size, "state", "closed", &once);
    same_issue(issue, &once, &after);
    size_t below = size - issue->end;
    fuzz_require(!after.open && after.declined == issue->declined &&
                     strcmp(after.title, issue->title) == 0 && once.size - after.end == below &&
                     memcmp(once.data + after.end, text + issue->end, below) == 0,
                 "closed, and more than that: %s", once.data);
    frontmatter_set(once.data, once.size, "state", "closed", &twice);
    fuzz_require(twice.size == once.size && memcmp(twice.data, once.data, once.size) == 0,
                 "closed twice: %s", twice.data);
    buffer_free(&once);
    buffer_free(&twice);
}

/* With another body the comments stay, and the same edit again changes nothing. */
static void check_edit(const char *text, size_t size, const struct frontmatter *issue)
{
    static const struct tracker_draft draft = {.title = "it's new", .body = "new\n"};
    static struct frontmatter after, again;
    struct buffer old = {0}, once = {0}, twice = {0};
    buffer_add(&old, text, size);
    local_file_edit(&old, issue, &draft, &once);
    same_issue(issue, &once, &after);
    fuzz_require(after.open == issue->open && strcmp(after.title, draft.title) == 0,
                 "edited to: %s", once.data);
    size_t begin = issue->end + local_file_comments(text + issue->end, size - issue->end);
    fuzz_require(once.size >= size - begin && memcmp(once.data + once.size - (size - begin),
                                                     text + begin, size - begin) == 0,
                 "the comments are not those of before: %s", once.data);
    local_file_edit(&once, &after, &draft, &twice);
    same_issue(issue, &twice, &again);
    fuzz_require(twice.size == once.size && memcmp(twice.data, once.data, once.size) == 0,
                 "edited twice: %s", twice.data);
    buffer_free(&old);
    buffer_free(&once);
    buffer_free(&twice);
}

/* A comment is found once it is there, and begins where the others did or after all else. */
static void check_comment(const char *text, size_t size)
{
    static const char marker[] = "fuzz:0123456789abcdef:1";
    struct buffer after = {0};
    char *copy = fuzz_copy(text, size);
    size_t begin = local_file_comments(copy, size);
    fuzz_require(begin <= size && (begin == size || begin == 0 || text[begin - 1] == '\n'),
                 "comments begin at %zu of %zu", begin, size);
    fuzz_release(copy);
    buffer_add(&after, text, size);
    local_file_add_comment(&after, "2024-07-12T01:14:00Z", marker, "x");
    size_t now = local_file_comments(after.data, after.size);
    fuzz_require(begin < size ? now == begin : now >= size && now < after.size,
                 "comments began at %zu of %zu, and now at %zu", begin, size, now);
    fuzz_require(local_file_has_comment(after.data, after.size, marker), "added, and not there: %s",
                 after.data);
    buffer_free(&after);
}

/* No value leaves its line. */
static void check_quote(const char *text, size_t size)
{
    static struct frontmatter issue;
    struct buffer file = {0};
    char *value = fuzz_blank(size + 1);
    memcpy(value, text, size);
    value[size] = '\0';
    buffer_text(&file, "---\nnumber: 1\nstate: open\ntitle: ");
    frontmatter_quote(value, &file);
    buffer_text(&file, "\nmarker: 'digest'\n---\n");
    struct frontmatter_result result = read_copy(file.data, file.size, &issue);
    fuzz_require(result.ok && issue.number == 1 && issue.open && !issue.declined &&
                     strcmp(issue.marker, "digest") == 0 && issue.end == file.size,
                 "a title that is more: %s", file.data);
    free(value);
    buffer_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct frontmatter issue;
    const char *text = size == 0 ? "" : (const char *)data;
    if (read_copy(text, size, &issue).ok) {
        check_state(text, size, &issue);
        check_edit(text, size, &issue);
    }
    check_comment(text, size);
    check_quote(text, size);
    return 0;
}
