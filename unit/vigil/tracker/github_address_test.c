/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "tracker/github_address.h"

struct address_row {
    const char *name, *api, *repository, *origin, *place;
};

static const struct address_row accepted[] = {
    {"GitHub", "https://api.github.com", "octo/repo", "https://api.github.com:443",
     "https://github.com/octo/repo/issues"},
    {"a slash at the end", "https://api.github.com/", "octo/repo", "https://api.github.com:443",
     "https://github.com/octo/repo/issues"},
    {"Enterprise", "https://git.example.org/api/v3", "a-b/c.d_e", "https://git.example.org:443",
     "https://git.example.org/a-b/c.d_e/issues"},
    {"Enterprise in a cloud", "https://api.octo.ghe.com", "o/r", "https://api.octo.ghe.com:443",
     "https://octo.ghe.com/o/r/issues"},
    {"capitals in the host", "HTTPS://API.GitHub.com", "o/r", "https://api.github.com:443", NULL},
    {"a port", "https://git.example.org:8443/api/v3", "o/r", "https://git.example.org:8443",
     "https://git.example.org:8443/o/r/issues"},
    {"this machine", "http://127.0.0.1:4001", "o/r", "http://127.0.0.1:4001",
     "http://127.0.0.1:4001/o/r/issues"},
    {"this machine by its name", "http://localhost:4001", "o/r", "http://localhost:4001", NULL},
    {"this machine in IPv6", "http://[::1]:4001", "o/r", "http://[::1]:4001", NULL},
    {"this machine, another address of it", "http://127.9.9.9", "o/r", "http://127.9.9.9:80", NULL},
    {"a repository with a dot before", "https://api.github.com", "octo/.github",
     "https://api.github.com:443", NULL},
};

static void is_accepted(void **state)
{
    const struct address_row *row = *state;
    struct github_address address;
    struct fault fault;
    if (!github_address_make(row->api, row->repository, &address, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_string_equal(address.origin, row->origin);
    assert_string_equal(address.repository, row->repository);
    assert_string_equal(address.place, row->place == NULL ? address.place : row->place);
    assert_int_not_equal(address.api[strlen(address.api) - 1], '/');
}

struct refused_row {
    const char *name, *api, *repository, *words;
};

static const char api[] = "https://api.github.com";

static const struct refused_row refused[] = {
    {"no TLS", "http://api.github.com", "o/r", "only https:// is safe for a token"},
    {"no TLS, a name that begins like this machine's", "http://127.0.0.1.example.org", "o/r",
     "only https://"},
    {"no TLS, a host named like it", "http://localhost.example.org", "o/r", "only https://"},
    {"no TLS, all addresses", "http://0.0.0.0", "o/r", "only https://"},
    {"another protocol", "ftp://127.0.0.1", "o/r", "GITHUB_API_URL: "},
    {"a file", "file:///etc/passwd", "o/r", "GITHUB_API_URL: "},
    {"no scheme", "api.github.com", "o/r", "no URL"},
    {"nothing", "", "o/r", "no URL"},
    {"a line end", "https://api.github.com\r\nx", "o/r", "no URL"},
    {"a user", "https://secret@api.github.com", "o/r", "neither user nor query"},
    {"a password", "https://a:secret@api.github.com", "o/r", "neither user nor query"},
    {"a query", "https://api.github.com?secret", "o/r", "neither user nor query"},
    {"a fragment", "https://api.github.com#secret", "o/r", "neither user nor query"},
    {"no slash", api, "octo", "must be github:OWNER/REPO"},
    {"no owner", api, "/repo", "must be github:OWNER/REPO"},
    {"no name", api, "octo/", "must be github:OWNER/REPO"},
    {"two slashes", api, "octo/repo/issues", "must be github:OWNER/REPO"},
    {"above", api, "octo/..", "must be github:OWNER/REPO"},
    {"above, in a name", api, "octo/a..b", "must be github:OWNER/REPO"},
    {"here", api, "./repo", "must be github:OWNER/REPO"},
    {"a query in the name", api, "octo/repo?x=1", "must be github:OWNER/REPO"},
    {"a percent sign", api, "octo/%2e%2e", "must be github:OWNER/REPO"},
    {"a space", api, "octo/re po", "must be github:OWNER/REPO"},
    {"an escape", api, "octo/\x1b[31m", "github:octo/\\x1b[31m: must be"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    struct github_address address;
    struct fault fault = {""};
    assert_false(github_address_make(row->api, row->repository, &address, &fault));
    if (strstr(fault.text, row->words) == NULL || strstr(fault.text, "secret") != NULL) {
        fail_msg("%s", fault.text);
    }
}

static void a_long_one_is_refused(void **state)
{
    char name[128] = "octo/", url[1024] = "https://";
    struct github_address address;
    struct fault fault = {""};
    (void)state;
    memset(name + 5, 'a', 101);
    assert_false(github_address_make(api, name, &address, &fault));
    memset(url + 8, 'a', 600);
    assert_false(github_address_make(url, "o/r", &address, &fault));
    assert_string_equal(fault.text, "GITHUB_API_URL: too long");
}

struct own_row {
    const char *name, *url;
    bool own;
};

static const struct own_row owns[] = {
    {"own: another path", "https://api.github.com/repositories/1/issues?page=2", true},
    {"own: the port said", "https://api.github.com:443/x", true},
    {"own: capitals", "https://API.github.com/x", true},
    {"own: another host", "https://api.github.com.example.org/x", false},
    {"own: another port", "https://api.github.com:444/x", false},
    {"own: no TLS", "http://api.github.com:443/x", false},
    {"own: a user that looks like it", "https://api.github.com@example.org/x", false},
    {"own: a user", "https://me@api.github.com/x", false},
    {"own: no host", "/repositories/1/issues?page=2", false},
    {"own: nothing", "", false},
};

static void is_own(void **state)
{
    const struct own_row *row = *state;
    struct github_address address;
    struct fault fault;
    assert_true(github_address_make(api, "o/r", &address, &fault));
    assert_int_equal(github_address_is_own(&address, row->url), row->own);
}

struct link_row {
    const char *name, *api;
    uint64_t number;
    const char *link;
};

static const struct link_row links[] = {
    {"link: GitHub", api, 12, "https://github.com/o/r.s/issues/12"},
    {"link: Enterprise", "https://git.example.org:8443/api/v3", 1,
     "https://git.example.org:8443/o/r.s/issues/1"},
    {"link: Enterprise in a cloud", "https://api.octo.ghe.com", 7,
     "https://octo.ghe.com/o/r.s/issues/7"},
    {"link: this machine in IPv6", "http://[::1]:4001", 7, "http://[::1]:4001/o/r.s/issues/7"},
    {"link: the greatest number", api, UINT64_MAX,
     "https://github.com/o/r.s/issues/18446744073709551615"},
    {"link: what would end an attribute", "https://git.example.org/a\"'<b>&c", 7,
     "https://git.example.org/a%22%27%3Cb%3E%26c/o/r.s/issues/7"},
    {"link: what would end Markdown's", "https://git.example.org/a)b(c|d", 7,
     "https://git.example.org/a%29b%28c%7Cd/o/r.s/issues/7"},
    {"link: escapes stay", "https://git.example.org/a%20b", 7,
     "https://git.example.org/a%20b/o/r.s/issues/7"},
};

static void is_linked(void **state)
{
    const struct link_row *row = *state;
    struct github_address address;
    struct fault fault;
    char link[600];
    if (!github_address_make(row->api, "o/r.s", &address, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_true(github_address_issue(&address, row->number, link, sizeof link));
    assert_string_equal(link, row->link);
    assert_true(github_address_issue(&address, row->number, link, strlen(row->link) + 1));
    assert_false(github_address_issue(&address, row->number, link, strlen(row->link)));
}

struct next_row {
    const char *name, *header;
    const char *next; /* NULL: the list goes on nowhere */
};

static const struct next_row nexts[] = {
    {"link: GitHub's", "<https://h/x?page=2>; rel=\"next\", <https://h/x?page=9>; rel=\"last\"",
     "https://h/x?page=2"},
    {"link: behind another", "<https://h/1>; rel=\"prev\", <https://h/3>; rel=\"next\"",
     "https://h/3"},
    {"link: no quotes, capitals", "<a>;REL=Next", "a"},
    {"link: spaces", "  <a> ; rel = \"next\"  ", "a"},
    {"link: among other relations", "<a>; rel=\"last next\"", "a"},
    {"link: another parameter before it", "<a>; title=\"x, y; z\"; rel=\"next\"", "a"},
    {"link: a comma in the address", "<a,b;c>; rel=next", "a,b;c"},
    {"link: only others", "<a>; rel=\"prev\", <b>; rel=\"first\"", NULL},
    {"link: a longer relation", "<a>; rel=\"nextone\"", NULL},
    {"link: the word as another parameter", "<a>; title=\"next\"", NULL},
    {"link: no relation", "<a>", NULL},
    {"link: a relation without a value", "<a>; rel", NULL},
    {"link: no brackets", "a; rel=\"next\"", NULL},
    {"link: no closing bracket", "<a; rel=\"next\"", NULL},
    {"link: no closing quote", "<a>; rel=\"next", "a"},
    {"link: an empty address", "<>; rel=\"next\"", NULL},
    {"link: one too long", "<123456789012345678901234567890123>; rel=next", NULL},
    {"link: nothing", "", NULL},
};

static void is_next(void **state)
{
    const struct next_row *row = *state;
    char url[33];
    char *header = exact_copy(row->header, strlen(row->header) + 1);
    assert_int_equal(github_address_next(header, url, sizeof url), row->next != NULL);
    if (row->next != NULL) {
        assert_string_equal(url, row->next);
    }
    free(header);
}

static void a_label_is_escaped_for_a_query(void **state)
{
    char escaped[32], little[4];
    (void)state;
    assert_true(github_address_escape("a b&c=d", escaped, sizeof escaped));
    assert_string_equal(escaped, "a%20b%26c%3Dd");
    assert_false(github_address_escape("a b", little, sizeof little));
}

int main(void)
{
    struct CMUnitTest
        tests[COUNT(accepted) + COUNT(refused) + COUNT(owns) + COUNT(links) + COUNT(nexts) + 2];
    size_t count = 0;
    ADD_ROWS(tests, count, accepted, is_accepted);
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, owns, is_own);
    ADD_ROWS(tests, count, links, is_linked);
    ADD_ROWS(tests, count, nexts, is_next);
    const struct CMUnitTest others[] = {
        cmocka_unit_test(a_long_one_is_refused),
        cmocka_unit_test(a_label_is_escaped_for_a_query),
    };
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("github_address", tests, NULL, NULL);
}
