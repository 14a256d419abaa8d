/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "observe/observe.h"

struct url_row {
    const char *name, *base, *project, *url;
};

#define PLAIN  "http://h:9091/metrics/job/vigil/instance/"
#define BASE64 "http://h:9091/metrics/job/vigil/instance@base64/"

static const struct url_row urls[] = {
    {"plain", "http://h:9091", "fuseau", PLAIN "fuseau"},
    {"a slash at the end", "http://h:9091//", "fuseau", PLAIN "fuseau"},
    {"a path of its own", "http://h:9091/gate/", "f",
     "http://h:9091/gate/metrics/job/vigil/instance/f"},
    {"all that stands as it is", "http://h:9091", "aZ09-._~", PLAIN "aZ09-._~"},
    {"a slash", "http://h:9091", "a/b", BASE64 "YS9i"},
    {"two letters left", "http://h:9091", "a/bcd", BASE64 "YS9iY2Q"},
    {"one letter left", "http://h:9091", "a/bc", BASE64 "YS9iYw"},
    {"the alphabet's end", "http://h:9091", "?>?>", BASE64 "Pz4_Pg"},
    {"nothing", "http://h:9091", "", BASE64 "="},
    {"a step up", "http://h:9091", "..", BASE64 "Li4"},
    {"a query", "http://h:9091", "a?b", BASE64 "YT9i"},
    {"letters beyond ASCII", "http://h:9091", "\xc3\xa9", BASE64 "w6k"},
    {"no UTF-8", "http://h:9091", "\xff", BASE64 "XHhmZg"},
};

static void url_is(void **state)
{
    const struct url_row *row = *state;
    struct buffer url = {0};
    observe_pushgateway_url(row->base, row->project, &url);
    assert_false(url.failed);
    assert_string_equal(url.data, row->url);
    buffer_free(&url);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(urls)];
    size_t count = 0;
    ADD_ROWS(tests, count, urls, url_is);
    return cmocka_run_group_tests_name("observe", tests, NULL, NULL);
}
