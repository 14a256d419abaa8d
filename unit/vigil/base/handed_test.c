/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/handed.h"

struct entry_row {
    const char *name;
    bool withheld;
};

/* Each is its own name. */
static const struct entry_row entries[] = {
    {"GITHUB_TOKEN=x", true},
    {"GH_TOKEN=x", true},
    {"NPM_TOKEN=x", true},
    {"AWS_SECRET_ACCESS_KEY=x", true},
    {"DB_PASSWORD=x", true},
    {"GOOGLE_APPLICATION_CREDENTIALS=/key.json", true},
    {"ACTIONS_RUNTIME_TOKEN=x", true},
    {"ACTIONS_RUNTIME_URL=https://pipelines", true},
    {"ACTIONS_CACHE_URL=https://cache", true},
    {"GITHUB_ENV=/runner/env", true},
    {"GITHUB_PATH=/runner/path", true},
    {"GITHUB_OUTPUT=/runner/output", true},
    {"GITHUB_STATE=/runner/state", true},
    {"GITHUB_STEP_SUMMARY=/runner/summary", true},
    {"OTEL_EXPORTER_OTLP_HEADERS=key=x", true},
    {"OTEL_EXPORTER_OTLP_ENDPOINT=http://x", true},
    {"SSH_AUTH_SOCK=/tmp/agent", true},
    {"GPG_AGENT_INFO=x", true},
    {"DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1/bus", true},
    {"XDG_RUNTIME_DIR=/run/user/1", true},
    {"DISPLAY=:0", true},
    {"DOCKER_HOST=unix:///x", true},
    {"PATH=/usr/bin", false},
    {"HOME=/home/x", false},
    {"GITHUB_WORKSPACE=/w", false},
    {"GITHUB_ACTIONS=true", false},
    {"GITHUB_ENVIRONMENT=x", false},
    {"DISPLAYS=2", false},
    {"CC=clang", false},
    {"MONKEY=x", false},
    {"OUT=/token", false},
};

static void is_withheld(void **state)
{
    const struct entry_row *row = *state;
    assert_int_equal(handed_is_withheld(row->name), row->withheld);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(entries)];
    size_t count = 0;
    ADD_ROWS(tests, count, entries, is_withheld);
    return cmocka_run_group_tests_name("handed", tests, NULL, NULL);
}
