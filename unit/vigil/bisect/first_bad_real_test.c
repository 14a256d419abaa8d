/* SPDX-License-Identifier: MIT */
/* No one module: the first bad commit of a real project, built by its own build line. */
#include "project.h"

/* Twenty commits of a real libFuzzer target; the copy loses its bound in the eighth, the function
 * was renamed in the fifth, and the target is there since the second. */
static const char script[] =
    "set -e; git init -q -b main 'a repository'; cd 'a repository';"
    "git() { command git -c user.name=N -c user.email=n@example.org -c commit.gpgsign=false "
    "\"$@\"; };"
    "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do"
    "  bound='size < 2 ? size : 2'; [ $n -lt 8 ] || bound=size;"
    "  name=read_zone; [ $n -ge 5 ] || name=get_zone;"
    "  printf '#include <stddef.h>\\n#include <stdint.h>\\n#include <stdlib.h>\\n"
    "/* %s */\\n__attribute__((noinline)) static void %s(const uint8_t *data, size_t size)\\n{\\n"
    "    volatile char *zone = malloc(2);\\n    for (size_t i = 0; i < (%s); i++) {\\n"
    "        zone[i] = (char)data[i];\\n    }\\n    free((void *)zone);\\n}\\n"
    "int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);\\n"
    "int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)\\n"
    "{\\n    %s(data, size);\\n    return 0;\\n}\\n' $n $name \"$bound\" $name >zone.c;"
    "  [ $n -ge 2 ] || mv zone.c elsewhere.c; git add -A; git commit -qm \"version $n\";"
    "done;"
    "mkdir ../today; OUT=../today TARGET=zone; export OUT TARGET; ";

#define BUILD VIGIL_CLANG " -g -O1 -fsanitize=fuzzer,address -o \"$OUT/$TARGET\" \"$TARGET.c\""

static void a_real_target_is_bisected(void **state)
{
    struct project project;
    struct buffer all = {0};
    project_start(&project, *state);
    project.settings.budget = 200;
    (void)snprintf(project.settings.build, sizeof project.settings.build, "%s", BUILD);
    buffer_text(&all, script);
    buffer_text(&all, BUILD);
    project_do(&project, all.data);
    buffer_free(&all);
    project_crash(&project);
    assert_string_equal(project.signature.key, "heap-buffer-overflow WRITE 1|read_zone");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_string_equal(answer.bad.subject, "version 8");
    project_is_commit(&project, answer.good, "version 7");
    assert_true(answer.builds <= 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCRATCH_TEST(a_real_target_is_bisected)};
    return cmocka_run_group_tests_name("first_bad_real", tests, project_no_settings, NULL);
}
