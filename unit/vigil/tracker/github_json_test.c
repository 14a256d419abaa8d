/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "tracker/github_json.h"

#define ISSUE(members) "{\"number\":5,\"state\":\"open\",\"body\":null,\"labels\":[]" members "}"
#define BODY(text)     "{\"number\":5,\"state\":\"open\",\"labels\":[],\"body\":\"" text "\"}"
#define BY(login, text)                                                                            \
    "{\"number\":5,\"state\":\"open\",\"labels\":[],\"user\":{\"login\":\"" login                  \
    "\"},\"body\":\"" text "\"}"
#define MINE(text)      BY("Vigil", text)
#define CLOSED(members) "{\"number\":5,\"state\":\"closed\",\"body\":\"\",\"labels\":[]" members "}"
#define LABELS(names)   "{\"number\":5,\"state\":\"open\",\"body\":\"\",\"labels\":[" names "]}"
#define EIGHT           "12345678"

struct issue_row {
    const char *name, *text;
    const char *expected; /* "number open|closed [pull] [triaged] [declined] [labelled] [assigned]
                             [own] marker" */
    const char *fault;    /* or why it is not read */
};

static const struct issue_row issues[] = {
    {"issue: the least", ISSUE(""), "5 open ", NULL},
    {"issue: what we do not need may be anything", ISSUE(",\"user\":7,\"title\":{}"), "5 open ",
     NULL},
    {"issue: a great number", "{\"number\":9007199254740993,\"state\":\"open\",\"labels\":[]}",
     "9007199254740993 open ", NULL},
    {"issue: of two members of one name the last", ISSUE(",\"number\":6"), "6 open ", NULL},
    {"issue: a pull request", ISSUE(",\"pull_request\":{}"), "5 open pull ", NULL},
    {"issue: no pull request", ISSUE(",\"pull_request\":null"), "5 open ", NULL},
    {"issue: closed as done", CLOSED(",\"state_reason\":\"completed\""), "5 closed ", NULL},
    {"issue: closed as not planned", CLOSED(",\"state_reason\":\"not_planned\""),
     "5 closed declined ", NULL},
    {"issue: closed as a duplicate", CLOSED(",\"state_reason\":\"duplicate\""),
     "5 closed declined ", NULL},
    {"issue: closed for no reason", CLOSED(",\"state_reason\":null"), "5 closed ", NULL},
    {"issue: open, and the reason is of old", ISSUE(",\"state_reason\":\"not_planned\""), "5 open ",
     NULL},
    {"issue: wontfix", LABELS("{\"name\":\"wontfix\"}"), "5 open declined ", NULL},
    {"issue: WontFix", LABELS("{\"name\":\"WontFix\"}"), "5 open declined ", NULL},
    {"issue: duplicate, as a name alone", LABELS("\"duplicate\""), "5 open declined ", NULL},
    {"issue: invalid", LABELS("1,null,{\"name\":\"invalid\"}"), "5 open declined ", NULL},
    {"issue: a label that begins so", LABELS("{\"name\":\"wontfix-yet\"}"), "5 open ", NULL},
    {"issue: triaged", LABELS("{\"name\":\"triaged\"}"), "5 open triaged ", NULL},
    {"issue: Triaged, and declined", LABELS("{\"name\":\"Triaged\"},\"wontfix\""),
     "5 open triaged declined ", NULL},
    {"issue: not triaged yet", LABELS("{\"name\":\"untriaged\"}"), "5 open ", NULL},
    {"issue: our label", LABELS("{\"name\":\"VIGIL\"}"), "5 open labelled ", NULL},
    {"issue: our assignee", ISSUE(",\"assignees\":[{\"login\":\"bob\"},{\"login\":\"Amy\"}]"),
     "5 open assigned ", NULL},
    {"issue: assignees that are none", ISSUE(",\"assignees\":[null,7,\"amy\"]"), "5 open ", NULL},
    {"issue: a marker", MINE("<!-- vigil:crash:0123456789abcdef -->\\nx"),
     "5 open own crash:0123456789abcdef", NULL},
    {"issue: a marker of an app's", BY("our-app[bot]", "<!-- vigil:digest -->"),
     "5 open own digest", NULL},
    {"issue: a marker of a stranger's", BY("eve", "<!-- vigil:digest -->"), "5 open ", NULL},
    {"issue: a marker of a person named as the app", BY("our-app", "<!-- vigil:digest -->"),
     "5 open ", NULL},
    {"issue: a marker of an app named as the person", BY("vigil[bot]", "<!-- vigil:digest -->"),
     "5 open ", NULL},
    {"issue: a marker of nobody's", BODY("<!-- vigil:digest -->"), "5 open ", NULL},
    {"issue: a marker of an empty name's", BY("", "<!-- vigil:digest -->"), "5 open ", NULL},
    {"issue: a marker of both names at once", BY("vigil our-app[bot]", "<!-- vigil:digest -->"),
     "5 open ", NULL},
    {"issue: a marker of a part of the name", BY("vig", "<!-- vigil:digest -->"), "5 open ", NULL},
    {"issue: a marker and a CR LF", MINE("<!-- vigil:digest --> \\r\\nx"), "5 open own digest",
     NULL},
    {"issue: a quoted marker", MINE("> <!-- vigil:digest -->\\n"), "5 open own ", NULL},
    {"issue: a marker on the second line", MINE("\\n<!-- vigil:digest -->\\n"), "5 open own ",
     NULL},
    {"issue: a marker behind a blank", MINE(" <!-- vigil:digest -->"), "5 open own ", NULL},
    {"issue: a marker behind a byte order mark", MINE("\\ufeff<!-- vigil:digest -->"),
     "5 open own ", NULL},
    {"issue: a marker before words", MINE("<!-- vigil:digest --> x"), "5 open own ", NULL},
    {"issue: of two markers on a line none", MINE("<!-- vigil:digest --><!-- vigil:crash:1 -->"),
     "5 open own ", NULL},
    {"issue: of two markers the first", MINE("<!-- vigil:digest -->\\n<!-- vigil:crash:1 -->"),
     "5 open own digest", NULL},
    {"issue: a marker behind a word", MINE("a<!-- vigil:digest --><!-- vigil:crash:1 -->"),
     "5 open own ", NULL},
    {"issue: a marker that is none, and one", MINE("<!-- vigil:a b --><!-- vigil:c -->"),
     "5 open own ", NULL},
    {"issue: a marker that is none, and one below", MINE("<!-- vigil:a b -->\\n<!-- vigil:c -->"),
     "5 open own ", NULL},
    {"issue: a marker without a name", MINE("<!-- vigil: -->"), "5 open own ", NULL},
    {"issue: a marker without an end", MINE("<!-- vigil:digest"), "5 open own ", NULL},
    {"issue: a marker of 63 bytes",
     MINE("<!-- vigil:" EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT "1234567 -->"),
     "5 open own " EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT "1234567", NULL},
    {"issue: a marker of 64 bytes",
     MINE("<!-- vigil:" EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT " -->"), "5 open own ",
     NULL},
    {"issue: a NUL before the marker", MINE("\\u0000<!-- vigil:digest -->"), "5 open own ", NULL},
    {"issue: a NUL in the marker", MINE("<!-- vigil:di\\u0000gest -->"), "5 open own ", NULL},
    {"issue: a NUL after the marker", MINE("<!-- vigil:digest -->\\u0000"), "5 open own ", NULL},
    {"issue: no number", "{\"state\":\"open\",\"labels\":[]}", NULL, "without a number"},
    {"issue: number 0", ISSUE(",\"number\":0"), NULL, "without a number"},
    {"issue: number -1", ISSUE(",\"number\":-1"), NULL, "without a number"},
    {"issue: number 5.0", ISSUE(",\"number\":5.0"), NULL, "without a number"},
    {"issue: number \"5\"", ISSUE(",\"number\":\"5\""), NULL, "without a number"},
    {"issue: a number beyond all", ISSUE(",\"number\":99999999999999999999"), NULL, "no JSON"},
    {"issue: no state", ISSUE(",\"state\":null"), NULL, "without a state"},
    {"issue: another state", ISSUE(",\"state\":\"merged\""), NULL, "without a state"},
    {"issue: a body that is no text", ISSUE(",\"body\":[]"), NULL, "without a body or labels"},
    {"issue: labels that are none", ISSUE(",\"labels\":{}"), NULL, "without a body or labels"},
    {"issue: a list", "[]", NULL, "without a number"},
    {"issue: a number alone", "5", NULL, "no JSON"},
    {"issue: nothing", "", NULL, "no JSON"},
    {"issue: cut short", "{\"number\":5,", NULL, "no JSON"},
    {"issue: more after it", ISSUE("") "x", NULL, "no JSON"},
    {"issue: bytes that are not UTF-8", BODY("\xff"), NULL, "no JSON"},
    {"issue: half a surrogate", BODY("\\ud800"), NULL, "no JSON"},
};

static void show(const struct github_issue *issue, char text[256])
{
    (void)snprintf(text, 256, "%llu %s %s%s%s%s%s%s%s", (unsigned long long)issue->issue.number,
                   issue->issue.open ? "open" : "closed", issue->pull ? "pull " : "",
                   issue->issue.triaged ? "triaged " : "", issue->issue.declined ? "declined " : "",
                   issue->labelled ? "labelled " : "", issue->assigned ? "assigned " : "",
                   issue->own ? "own " : "", issue->issue.marker);
}

static void an_issue_is_read(void **state)
{
    static const struct github_question question = {"vigil", "amy", " vigil  our-app[bot] "};
    const struct issue_row *row = *state;
    struct github_issue issue;
    struct fault fault = {""};
    char shown[256];
    size_t size = strlen(row->text);
    char *copy = exact_copy(row->text, size);
    bool done = github_read_issue(copy, size, &question, &issue, &fault);
    free(copy);
    if (row->expected == NULL) {
        assert_false(done);
        assert_non_null(strstr(fault.text, row->fault));
        return;
    }
    if (!done) {
        fail_msg("%s", fault.text);
    }
    show(&issue, shown);
    assert_string_equal(shown, row->expected);
}

struct text_row {
    const char *name, *text;
    const char *expected; /* what is read, in words; NULL: a fault … */
    const char *fault;    /* … that says so */
};

typedef bool reader(const char *text, size_t size, char shown[256], struct fault *fault);

static void is_read_by(const struct text_row *row, reader *read)
{
    char shown[256] = "";
    struct fault fault = {""};
    size_t size = strlen(row->text);
    char *copy = exact_copy(row->text, size);
    bool done = read(copy, size, shown, &fault);
    free(copy);
    assert_int_equal(done, row->expected != NULL);
    if (done) {
        assert_string_equal(shown, row->expected);
    } else if (strstr(fault.text, row->fault) == NULL) {
        fail_msg("%s", fault.text);
    }
}

static const struct text_row pages[] = {
    {"page: empty", "[]", "", NULL},
    {"page: two", "[" ISSUE("") "," MINE("<!-- vigil:digest -->") "]", "5 5digest ", NULL},
    {"page: another's", "[" BY("eve", "<!-- vigil:digest -->") "]", "5 ", NULL},
    {"page: one that cannot be read spoils all", "[" ISSUE("") ",{}]", NULL, "without a number"},
    {"page: no list", "{}", NULL, "the answer is no list of issues"},
    {"page: null", "null", NULL, "no JSON"},
    {"page: a list of lists", "[[]]", NULL, "without a number"},
};

static bool read_page(const char *text, size_t size, char shown[256], struct fault *fault)
{
    struct github_page page = {0};
    size_t used = 0;
    static const struct github_question question = {.account = "vigil"};
    bool done = github_read_page(text, size, &question, &page, fault);
    for (size_t i = 0; i < page.count; i++) {
        used +=
            (size_t)snprintf(shown + used, 256 - used, "%u%s ",
                             (unsigned)page.issues[i].issue.number, page.issues[i].issue.marker);
    }
    github_page_free(&page);
    return done;
}

static void a_page_is_read(void **state)
{
    is_read_by(*state, read_page);
}

#define SAID(login, text) "{\"user\":{\"login\":\"" login "\"},\"body\":\"" text "\"}"

static const struct text_row comments[] = {
    {"comments: none", "[]", "no", NULL},
    {"comments: it is there", "[{\"body\":\"a\"}," SAID("vigil", "<!-- vigil:fixed:1 -->\\nx") "]",
     "yes", NULL},
    {"comments: of an app's, with a CR",
     "[" SAID("our-app[bot]", "<!-- vigil:fixed:1 -->\\r\\n") "]", "yes", NULL},
    {"comments: a stranger's", "[" SAID("eve", "<!-- vigil:fixed:1 -->\\nx") "]", "no", NULL},
    {"comments: nobody's", "[{\"body\":\"<!-- vigil:fixed:1 -->\"}]", "no", NULL},
    {"comments: an account that is gone", "[{\"user\":null,\"body\":\"<!-- vigil:fixed:1 -->\"}]",
     "no", NULL},
    {"comments: quoted", "[" SAID("vigil", "> <!-- vigil:fixed:1 -->\\nx") "]", "no", NULL},
    {"comments: below", "[" SAID("vigil", "x\\n<!-- vigil:fixed:1 -->\\n") "]", "no", NULL},
    {"comments: within words", "[" SAID("vigil", "<!-- vigil:fixed:1 --> x") "]", "no", NULL},
    {"comments: another marker", "[" SAID("vigil", "<!-- vigil:fixed:12 -->") "]", "no", NULL},
    {"comments: the words alone", "[" SAID("vigil", "vigil:fixed:1") "]", "no", NULL},
    {"comments: one without a body", "[{\"body\":\"a\"},{}]", NULL, "a comment without a body"},
    {"comments: no list", "{\"message\":\"x\"}", NULL, "no list of comments"},
    {"comments: no JSON", "<html>", NULL, "no JSON"},
};

static bool read_comments(const char *text, size_t size, char shown[256], struct fault *fault)
{
    bool found = false;
    bool done = github_read_comments(text, size, "vigil our-app[bot]", "fixed:1", &found, fault);
    (void)snprintf(shown, 256, "%s", found ? "yes" : "no");
    return done;
}

static void comments_are_read(void **state)
{
    is_read_by(*state, read_comments);
}

#define COMMIT(author) "{\"sha\":\"abc\",\"author\":" author "}"

static const struct text_row authors[] = {
    {"author: an account", COMMIT("{\"login\":\"amy-1\",\"type\":\"User\"}"), "amy-1", NULL},
    {"author: a managed account", COMMIT("{\"login\":\"amy_corp\"}"), "amy_corp", NULL},
    {"author: none", COMMIT("null"), "", NULL},
    {"author: an empty one", COMMIT("{}"), "", NULL},
    {"author: a bot by its name", COMMIT("{\"login\":\"dependabot[bot]\"}"), "", NULL},
    {"author: a bot by its type", COMMIT("{\"login\":\"helper\",\"type\":\"Bot\"}"), "", NULL},
    {"author: a name that would act", COMMIT("{\"login\":\"amy](x)\"}"), "", NULL},
    {"author: a name that is an option", COMMIT("{\"login\":\"-amy\"}"), "", NULL},
    {"author: too long a name",
     COMMIT("{\"login\":\"" EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT "\"}"), "", NULL},
    {"author: no commit", "{\"message\":\"x\"}", NULL, "the answer is no commit"},
    {"author: no JSON", "", NULL, "no JSON"},
};

static bool read_author(const char *text, size_t size, char shown[256], struct fault *fault)
{
    return github_read_author(text, size, shown, fault);
}

static void an_author_is_read(void **state)
{
    is_read_by(*state, read_author);
}

static const struct text_row users[] = {
    {"user: a person", "{\"login\":\"amy\"}", "amy", NULL},
    {"user: an app", "{\"login\":\"our-app[bot]\"}", "our-app[bot]", NULL},
    {"user: no name", "{\"login\":\"\"}", NULL, "the answer is no user"},
    {"user: two names", "{\"login\":\"amy eve\"}", NULL, "the answer is no user"},
    {"user: a name that would act", "{\"login\":\"amy\\u001b[2J\"}", NULL, "the answer is no user"},
    {"user: no bot", "{\"login\":\"[bot]\"}", NULL, "the answer is no user"},
    {"user: a list", "[]", NULL, "the answer is no user"},
    {"user: no JSON", "x", NULL, "no JSON"},
};

static bool read_user(const char *text, size_t size, char shown[256], struct fault *fault)
{
    return github_read_user(text, size, shown, fault);
}

static void a_user_is_read(void **state)
{
    is_read_by(*state, read_user);
}

#define ERRORS(type) "{\"data\":null,\"errors\":[{\"type\":\"" type "\"}]}"

static const struct text_row viewers[] = {
    {"viewer: an app", "{\"data\":{\"viewer\":{\"login\":\"our-app[bot]\"}}}", "our-app[bot]",
     NULL},
    {"viewer: not to be asked", ERRORS("FORBIDDEN"), "", NULL},
    {"viewer: not there", ERRORS("NOT_FOUND"), "", NULL},
    {"viewer: too often", ERRORS("RATE_LIMITED"), NULL, "does not say whose the token is"},
    {"viewer: another error", ERRORS("x"), NULL, "does not say whose the token is"},
    {"viewer: nothing", "{\"data\":{\"viewer\":null}}", NULL, "does not say whose the token is"},
    {"viewer: no JSON", "x", NULL, "no JSON"},
};

static bool read_viewer(const char *text, size_t size, char shown[256], struct fault *fault)
{
    bool known = false;
    bool done = github_read_viewer(text, size, shown, &known, fault);
    assert_int_equal(known, shown[0] != '\0');
    return done;
}

static void a_viewer_is_read(void **state)
{
    is_read_by(*state, read_viewer);
}

#define SEEN(members) "{\"has_issues\":true" members "}"

static const struct text_row repositories[] = {
    {"repository: with issues", SEEN(",\"private\":false"), "yes, public", NULL},
    {"repository: without", "{\"has_issues\":false,\"private\":true}", "no, hidden", NULL},
    {"repository: public", SEEN(",\"private\":false,\"visibility\":\"public\""), "yes, public",
     NULL},
    {"repository: private", SEEN(",\"private\":true,\"visibility\":\"private\""), "yes, hidden",
     NULL},
    {"repository: internal", SEEN(",\"private\":true,\"visibility\":\"internal\""), "yes, hidden",
     NULL},
    {"repository: a word that is not known", SEEN(",\"private\":true,\"visibility\":\"secret\""),
     "yes, public", NULL},
    {"repository: two answers", SEEN(",\"private\":false,\"visibility\":\"private\""),
     "yes, public", NULL},
    {"repository: no answer", SEEN(""), "yes, public", NULL},
    {"repository: no word", SEEN(",\"private\":true,\"visibility\":null"), "yes, hidden", NULL},
    {"repository: it does not say", "{\"has_issues\":1}", NULL, "the answer is no repository"},
    {"repository: no JSON", "x", NULL, "no JSON"},
};

static bool read_repository(const char *text, size_t size, char shown[256], struct fault *fault)
{
    struct github_repository repository = {0};
    bool done = github_read_repository(text, size, &repository, fault);
    (void)snprintf(shown, 256, "%s, %s", repository.has_issues ? "yes" : "no",
                   repository.open_to_all ? "public" : "hidden");
    return done;
}

static void a_repository_is_read(void **state)
{
    is_read_by(*state, read_repository);
}

#define FIELD "{\"field\":\"a\",\"code\":\"b\"}"

static const struct text_row refusals[] = {
    {"refusal: a message", "{\"message\":\"Not Found\"}", "Not Found", NULL},
    {"refusal: with fields", "{\"message\":\"m\",\"errors\":[" FIELD "," FIELD "]}",
     "m (a: b, a: b)", NULL},
    {"refusal: with sentences", "{\"message\":\"m\",\"errors\":[\"one\",{\"message\":\"two\"}]}",
     "m (one, two)", NULL},
    {"refusal: errors that are none", "{\"message\":\"m\",\"errors\":\"x\"}", "m", NULL},
    {"refusal: errors that say nothing", "{\"message\":\"m\",\"errors\":[7]}", "m (: )", NULL},
    {"refusal: nine errors",
     "{\"message\":\"m\",\"errors\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]}",
     "m (1, 2, 3, 4, 5, 6, 7, 8, …)", NULL},
    {"refusal: that would act", "{\"message\":\"\\u001b[2J\\u0000\\n\"}", "\\x1b[2J\\x00\\x0a",
     NULL},
    {"refusal: no message", "{\"message\":7}", "", NULL},
    {"refusal: no object", "[1]", "", NULL},
    {"refusal: HTML", "<html>", "", NULL},
    {"refusal: nothing", "", "", NULL},
};

static bool read_refusal(const char *text, size_t size, char shown[256], struct fault *fault)
{
    struct buffer into = {0};
    (void)fault;
    github_read_refusal(text, size, &into);
    (void)snprintf(shown, 256, "%s", into.data == NULL ? "" : into.data);
    buffer_free(&into);
    return true;
}

static void a_refusal_is_read(void **state)
{
    is_read_by(*state, read_refusal);
}

static void what_speaks_of_a_rate_is_recognised(void **state)
{
    (void)state;
    assert_true(github_is_rate("You have exceeded a secondary rate limit."));
    assert_true(github_is_rate("API Rate Limit exceeded"));
    assert_true(github_is_rate("You have triggered an abuse detection mechanism."));
    assert_false(github_is_rate("Resource not accessible by integration"));
    assert_false(github_is_rate(""));
}

static void expect_json(json_t *json, const char *expected)
{
    char *text = json_dumps(json, JSON_COMPACT);
    assert_string_equal(text, expected);
    free(text);
    json_decref(json);
}

static void a_draft_has_our_label_once(void **state)
{
    const struct tracker_draft draft = {
        .title = "t", .body = "b\n", .labels = {"Vigil", "x"}, .label_count = 2};
    (void)state;
    expect_json(github_draft_issue(&draft, "vigil", "amy"),
                "{\"title\":\"t\",\"body\":\"b\\n\",\"labels\":[\"vigil\",\"x\"],"
                "\"assignees\":[\"amy\"]}");
    expect_json(github_draft_issue(&draft, "y", ""),
                "{\"title\":\"t\",\"body\":\"b\\n\",\"labels\":[\"y\",\"Vigil\",\"x\"]}");
}

static void a_long_title_is_cut_before_a_character(void **state)
{
    char title[300];
    const struct tracker_draft draft = {.title = title, .body = ""};
    (void)state;
    memset(title, 'a', sizeof title);
    memcpy(title + 254, "\xe2\x82\xac", 3);
    title[299] = '\0';
    json_t *json = github_draft_text(&draft);
    assert_int_equal(json_string_length(json_object_get(json, "title")), 254);
    json_decref(json);
    title[254] = '\xff';
    title[10] = '\xff';
    assert_null(github_draft_text(&draft));
}

int main(void)
{
    struct CMUnitTest tests[COUNT(issues) + COUNT(pages) + COUNT(comments) + COUNT(authors) +
                            COUNT(repositories) + COUNT(refusals) + COUNT(users) + COUNT(viewers) +
                            3];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(what_speaks_of_a_rate_is_recognised),
        cmocka_unit_test(a_draft_has_our_label_once),
        cmocka_unit_test(a_long_title_is_cut_before_a_character),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, issues, an_issue_is_read);
    ADD_ROWS(tests, count, pages, a_page_is_read);
    ADD_ROWS(tests, count, comments, comments_are_read);
    ADD_ROWS(tests, count, authors, an_author_is_read);
    ADD_ROWS(tests, count, users, a_user_is_read);
    ADD_ROWS(tests, count, viewers, a_viewer_is_read);
    ADD_ROWS(tests, count, repositories, a_repository_is_read);
    ADD_ROWS(tests, count, refusals, a_refusal_is_read);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("github_json", tests, NULL, NULL);
}
