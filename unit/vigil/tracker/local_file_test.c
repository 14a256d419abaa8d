/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "tracker/local_file.h"

#define OURS "## Comment, 2024-07-12T01:14:00Z\n\n<!-- vigil:fixed:1 -->\nx\n"

struct begin_row {
    const char *name, *body, *comments;
};

static const struct begin_row begins[] = {
    {"ours", "body\n\n", OURS},
    {"a person's", "body\n", "## Comment by me\nx\n" OURS},
    {"none", "body\n", ""},
    {"nothing", "", ""},
    {"a heading that is text", "```text\n## Comment, hostile\n```\n", OURS},
    {"a fence that another mark does not close", "~~~\n```\n## Comment\n~~~\n", OURS},
    {"a fence that fewer marks do not close", "````\n```\n## Comment\n````\n", OURS},
    {"an indented fence", "   ```\n## Comment\n```\n", OURS},
    {"a fence that a person left open", "```\nbody\n", OURS},
    {"a heading within the line", "a ## Comment\n", OURS},
};

static void comments_begin_there(void **state)
{
    const struct begin_row *row = *state;
    char text[300];
    (void)snprintf(text, sizeof text, "%s%s", row->body, row->comments);
    char *copy = exact_copy(text, strlen(text));
    assert_int_equal(local_file_comments(copy, strlen(text)), strlen(row->body));
    free(copy);
}

struct have_row {
    const char *name, *text;
    bool there;
};

static const struct have_row haves[] = {
    {"it is there", "body\n" OURS, true},
    {"in the second", "body\n## Comment\nmine\n\n" OURS, true},
    {"only in the body", "<!-- vigil:fixed:1 -->\nbody\n", false},
    {"a longer one", "## Comment\n\n<!-- vigil:fixed:12 -->\n", false},
    {"amid a line", "## Comment\n\nx <!-- vigil:fixed:1 -->\n", false},
};

static void is_it_there(void **state)
{
    const struct have_row *row = *state;
    char *copy = exact_copy(row->text, strlen(row->text));
    assert_int_equal(local_file_has_comment(copy, strlen(row->text), "fixed:1"), row->there);
    free(copy);
}

struct marker_row {
    const char *name, *text, *marker;
};

static const struct marker_row markers[] = {
    {"a crash", "---\n---\n\n<!-- vigil:crash:0123456789abcdef -->\nbody\n",
     "crash:0123456789abcdef"},
    {"the digest", "<!-- vigil:digest -->\n", "digest"},
    {"the nights'", "<!-- vigil:nights -->\n", "nights"},
    {"a night's comment", "<!-- vigil:night:2026-11-25 -->\n", ""},
    {"a comment's", "<!-- vigil:crash:0123456789abcdef:fixed -->\n", ""},
    {"digits of another kind", "<!-- vigil:crash:0123456789ABCDEF -->\n", ""},
    {"only the first counts", OURS "<!-- vigil:digest -->\n", ""},
    {"no end", "<!-- vigil:digest", ""},
    {"none", "body\n", ""},
};

static void has_marker(void **state)
{
    const struct marker_row *row = *state;
    char marker[64] = "";
    char *copy = exact_copy(row->text, strlen(row->text));
    assert_int_equal(local_file_marker(copy, strlen(row->text), marker), row->marker[0] != 0);
    assert_string_equal(marker, row->marker);
    free(copy);
}

static void what_is_added_is_found(void **state)
{
    struct buffer text = {0};
    (void)state;
    buffer_text(&text, "body");
    local_file_add_comment(&text, "2024-07-12T01:14:00Z", "fixed:1", "x");
    assert_string_equal(text.data, "body\n\n" OURS);
    assert_true(local_file_has_comment(text.data, text.size, "fixed:1"));
    buffer_free(&text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(begins) + COUNT(haves) + COUNT(markers) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, begins, comments_begin_there);
    ADD_ROWS(tests, count, haves, is_it_there);
    ADD_ROWS(tests, count, markers, has_marker);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_added_is_found);
    return cmocka_run_group_tests_name("local_file", tests, NULL, NULL);
}
