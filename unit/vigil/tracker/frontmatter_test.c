/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "tracker/frontmatter.h"

struct accepted_row {
    const char *name, *text;
    unsigned number;
    bool open;
    const char *signature, *marker;
};

static const struct accepted_row accepted[] = {
    {"as we write it",
     "---\nnumber: 3\nstate: open\nsignature: 'a|b'\nmarker: 'crash:0123456789abcdef'\n---\n", 3,
     true, "a|b", "crash:0123456789abcdef"},
    {"plain, CRLF, closed", "---\r\nnumber: 3\r\nstate: closed\r\nsignature: a|b\r\n---\r\n", 3,
     false, "a|b", ""},
    {"quotes within quotes", "---\nnumber: 1\nstate: open\nsignature: 'it''s'\n---", 1, true,
     "it's", ""},
    {"double quotes", "---\nnumber: 1\nstate: open\nsignature: \"a\\\"b\\\\c\"\n---", 1, true,
     "a\"b\\c", ""},
    {"what people add",
     "---\n# mine\nnumber: 1\nowner: x\ntags:\n  - y\n\nstate: open\n"
     "signature: a: b\n---\nnumber: 9\n",
     1, true, "a: b", ""},
    {"a person's own issue", "---\nnumber: 1\nstate: open\ntitle: mine\n---\n", 1, true, "", ""},
    {"what is indented is a person's", "---\nnumber: 1\nstate: open\nx:\n  state: shut\n---\n", 1,
     true, "", ""},
    {"a remark", "---\nnumber: 1\nstate: closed # in 1.2\n---\n", 1, false, "", ""},
    {"a space before the colon", "---\nnumber : 1\nstate : closed\n---\n", 1, false, "", ""},
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
    assert_string_equal(issue.marker, row->marker);
    free(copy);
}

struct label_row {
    const char *name, *labels;
    bool declined, triaged;
    const char *severity;
};

static const struct label_row labels[] = {
    {"as we write them", "labels: [fuzzing, severity-high, memory]\n", false, false, "high"},
    {"wontfix added", "labels: [fuzzing, severity-low, wontfix]\n", true, false, "low"},
    {"quoted", "labels: ['fuzzing', \"duplicate\"]\n", true, false, ""},
    {"a list of lines", "labels:\n  - fuzzing\n  - invalid\n", true, false, ""},
    {"a list of lines at the margin", "labels:\n- severity-medium\n- 'wontfix'\n", true, false,
     "medium"},
    {"one word", "labels: wontfix\n", true, false, ""},
    {"none", "labels: []\n", false, false, ""},
    {"a longer word", "labels: [wontfix-yet, not-invalid]\n", false, false, ""},
    {"a list below another key", "labels: [a]\ntags:\n  - wontfix\n", false, false, ""},
    {"a title that says so", "title: wontfix\n", false, false, ""},
    {"no end of the list", "labels: [wontfix\n", false, false, ""},
    {"triaged", "labels: [fuzzing, triaged]\n", false, true, ""},
    {"triaged, quoted, and declined", "labels: ['triaged', wontfix]\n", true, true, ""},
    {"triaged, in a list of lines", "labels:\n- severity-low\n- triaged\n", false, true, "low"},
    {"not triaged yet", "labels: [untriaged, triaged-later]\n", false, false, ""},
};

static void labels_say(void **state)
{
    const struct label_row *row = *state;
    struct frontmatter issue;
    char text[200];
    (void)snprintf(text, sizeof text, "---\nnumber: 1\n%sstate: open\n---\n", row->labels);
    assert_true(frontmatter_read(text, strlen(text), &issue).ok);
    assert_int_equal(issue.declined, row->declined);
    assert_int_equal(issue.triaged, row->triaged);
    assert_string_equal(issue.severity, row->severity);
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
    {"a signature too many", "---\nnumber: 1\nstate: open\nsignature: a\nsignature: a\n---\n", 5},
    {"a marker that does not fit",
     "---\nmarker: 0123456789012345678901234567890123456789012345678901234567890123\n---\n", 2},
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
    {"a space before the colon", "---\nlast_seen : then\n---\n", "---\nlast_seen: now\n---\n"},
    {"a longer key", "---\nlast_seen_by: me\n---\n",
     "---\nlast_seen_by: me\nlast_seen: now\n---\n"},
    {"a person's, indented", "---\nx:\n  last_seen: a\n---\n",
     "---\nx:\n  last_seen: a\nlast_seen: now\n---\n"},
    {"only one stays", "---\nlast_seen: a\nlast_seen: b\n---\n", "---\nlast_seen: now\n---\n"},
};

static void is_edited(void **state)
{
    const struct edited_row *row = *state;
    struct buffer into = {0};
    char *copy = exact_copy(row->before, strlen(row->before));
    frontmatter_set(copy, strlen(row->before), "last_seen", "now", &into);
    assert_string_equal(into.data, row->after);
    buffer_free(&into);
    free(copy);
}

static void a_value_cannot_leave_its_line(void **state)
{
    struct buffer into = {0};
    (void)state;
    frontmatter_quote("it's\nstate: closed\n---\n", &into);
    assert_string_equal(into.data, "'it''s\\x0astate: closed\\x0a---\\x0a'");
    buffer_free(&into);
}

/* The longest key of a crash: without it an issue would not be known again by it. */
static void the_longest_signature_is_read(void **state)
{
    struct frontmatter issue;
    struct buffer text = {0};
    char key[2048];
    (void)state;
    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    buffer_format(&text, "---\nnumber: 1\nstate: open\nsignature: '%s'\n---\n", key);
    assert_true(frontmatter_read(text.data, text.size, &issue).ok);
    assert_string_equal(issue.signature, key);
    buffer_free(&text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(accepted) + COUNT(labels) + COUNT(refused) + COUNT(edited) + 2];
    size_t count = 0;
    ADD_ROWS(tests, count, accepted, is_accepted);
    ADD_ROWS(tests, count, labels, labels_say);
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, edited, is_edited);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_value_cannot_leave_its_line);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_longest_signature_is_read);
    return cmocka_run_group_tests_name("frontmatter", tests, NULL, NULL);
}
