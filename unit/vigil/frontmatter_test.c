/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "frontmatter.h"

struct accepted_row {
    const char *name, *text;
    unsigned number;
    bool open;
    const char *signature;
};

static const struct accepted_row accepted[] = {
    {"as we write it", "---\nnumber: 3\nstate: open\nsignature: 'a|b'\n---\n", 3, true, "a|b"},
    {"plain, CRLF, closed", "---\r\nnumber: 3\r\nstate: closed\r\nsignature: a|b\r\n---\r\n", 3,
     false, "a|b"},
    {"quotes within quotes", "---\nnumber: 1\nstate: open\nsignature: 'it''s'\n---", 1, true,
     "it's"},
    {"double quotes", "---\nnumber: 1\nstate: open\nsignature: \"a\\\"b\\\\c\"\n---", 1, true,
     "a\"b\\c"},
    {"what people add",
     "---\n# mine\nnumber: 1\nowner: x\ntags:\n  - y\n\nstate: open\n"
     "signature: a: b\n---\nnumber: 9\n",
     1, true, "a: b"},
};

static void is_accepted(void **state)
{
    const struct accepted_row *row = *state;
    struct frontmatter issue;
    char *copy = exact_copy(row->text, strlen(row->text));
    struct frontmatter_result result = frontmatter_read(copy, strlen(row->text), &issue);
    if (!result.ok) {
        fail_msg("line %u: %s", result.line, result.reason);
    }
    assert_int_equal(issue.number, row->number);
    assert_int_equal(issue.open, row->open);
    assert_string_equal(issue.signature, row->signature);
    free(copy);
}

struct refused_row {
    const char *name, *text;
    unsigned line;
};

static const struct refused_row refused[] = {
    {"nothing", "", 1},
    {"no front matter", "# A title\n", 1},
    {"never closed", "---\nnumber: 1\nstate: open\nsignature: a\n", 1},
    {"no number", "---\nstate: open\nsignature: a\n---\n", 4},
    {"no state", "---\nnumber: 1\nsignature: a\n---\n", 4},
    {"no signature", "---\nnumber: 1\nstate: open\n---\n", 4},
    {"a number that is none", "---\nnumber: 1x\nstate: open\nsignature: a\n---\n", 2},
    {"number zero", "---\nnumber: 0\nstate: open\nsignature: a\n---\n", 2},
    {"a number too many", "---\nnumber: 1\nnumber: 2\nstate: open\nsignature: a\n---\n", 3},
    {"another state", "---\nnumber: 1\nstate: opened\nsignature: a\n---\n", 3},
    {"a quote that does not close", "---\nnumber: 1\nstate: open\nsignature: 'a\n---\n", 4},
    {"a merge conflict", "---\nnumber: 1\n<<<<<<< ours\nstate: open\nsignature: a\n---\n", 3},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    struct frontmatter issue;
    char *copy = exact_copy(row->text, strlen(row->text));
    struct frontmatter_result result = frontmatter_read(copy, strlen(row->text), &issue);
    assert_false(result.ok);
    assert_int_equal(result.line, row->line);
    free(copy);
}

struct edited_row {
    const char *name, *before, *after;
};

static const struct edited_row edited[] = {
    {"the line is replaced", "---\nnumber: 1\nlast_seen: then\nx: y\n---\nlast_seen: body\n",
     "---\nnumber: 1\nlast_seen: now\nx: y\n---\nlast_seen: body\n"},
    {"a line is added", "---\nnumber: 1\n---\nbody", "---\nnumber: 1\nlast_seen: now\n---\nbody"},
    {"only one stays", "---\nlast_seen: a\nlast_seen: b\n---\n", "---\nlast_seen: now\n---\n"},
};

static void is_edited(void **state)
{
    const struct edited_row *row = *state;
    struct buffer into = {0};
    char *copy = exact_copy(row->before, strlen(row->before));
    frontmatter_set_last_seen(copy, strlen(row->before), "now", &into);
    assert_string_equal(into.data, row->after);
    buffer_free(&into);
    free(copy);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(accepted) + COUNT(refused) + COUNT(edited)];
    size_t count = 0;
    ADD_ROWS(tests, count, accepted, is_accepted);
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, edited, is_edited);
    return cmocka_run_group_tests_name("frontmatter", tests, NULL, NULL);
}
