/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <unistd.h>

#include "base/secret.h"

struct name_row {
    const char *name;
    bool secret;
};

static const struct name_row names[] = {
    {"GITHUB_TOKEN", true},
    {"GH_TOKEN=ghp_x", true},
    {"github_token", true},
    {"AWS_SECRET_ACCESS_KEY", true},
    {"AWS_ACCESS_KEY_ID", true},
    {"DB_PASSWORD", true},
    {"db-password", true},
    {"PASSWD", true},
    {"MY_API_KEY", true},
    {"APIKEY", true},
    {"SIGNING_PRIVATE_KEY", true},
    {"GOOGLE_APPLICATION_CREDENTIALS", true},
    {"ACTIONS_ID_TOKEN_REQUEST_URL", true},
    {"GH_PAT", true},
    {"SSH_AUTH_SOCK", true},
    {"OTEL_EXPORTER_OTLP_HEADERS", true},
    {"PATH", false},
    {"PWD", false},
    {"HOME=/token/secret", false},
    {"TOKENIZERS_PARALLELISM", false},
    {"MONKEY", false},
    {"KEYBOARD_LAYOUT", false},
    {"SECRETARY", false},
    {"ASAN_OPTIONS", false},
    {"VIGIL_RUN", false},
    {"", false},
};

static void is_told_by_its_name(void **state)
{
    const struct name_row *row = *state;
    assert_int_equal(secret_is_name(row->name), row->secret);
}

/* Also where the name is there twice, as a parent may hand it on. */
static void they_are_forgotten(void **state)
{
    static char one[] = "A_TOKEN=canary", other[] = "A_TOKEN=canary", plain[] = "PLAIN=canary",
                last[] = "B_PASSWORD=canary";
    char *mine[] = {one, other, plain, last, NULL}, **kept = environ;
    (void)state;
    environ = mine;
    secret_forget_all();
    bool left = environ[0] == plain && environ[1] == NULL;
    environ = kept;
    assert_true(left);
    assert_string_equal(plain, "PLAIN=canary");
    assert_string_equal(one, "A_TOKEN=");
    assert_string_equal(other, "A_TOKEN=");
    assert_string_equal(last, "B_PASSWORD=");
}

int main(void)
{
    struct CMUnitTest tests[COUNT(names) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, names, is_told_by_its_name);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(they_are_forgotten);
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
