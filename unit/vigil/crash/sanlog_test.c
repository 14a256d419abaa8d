/* SPDX-License-Identifier: MIT */
/* Real logs, sanlog/NAME.txt: a line "TITLE: …", a blank line, the log. The title is what a person
 * says the log should read as; an empty one says that it is no crash. */
#include "rows.h"

#include "base/buffer.h"
#include "base/files.h"
#include "crash/sanlog.h"
#include "crash/signature.h"

#define LOGS_LEAST 280 /* so that a directory that lost some does not pass */

static const char mark[] = "TITLE:";

static struct buffer load(const char *path)
{
    struct buffer text = {0};
    struct fault fault;
    if (!files_read(path, 1 << 20, &text, &fault)) {
        fail_msg("%s", fault.text);
    }
    return text;
}

static const char *title_of(const char *text, size_t size, struct signature *signature)
{
    static struct sanlog_report report;
    char *copy = exact_copy(text, size);
    bool crash = sanlog_read(copy, size, &report);
    free(copy);
    if (!crash) {
        return "";
    }
    signature_make(&report, "target", signature);
    return signature->title;
}

static void reads_as_its_title(void **state)
{
    struct buffer text = load(*state);
    struct signature signature;
    assert_memory_equal(text.data, mark, sizeof mark - 1);
    char *end = strstr(text.data, "\n\n");
    assert_non_null(end);
    *end = '\0';
    const char *log = end + 2;
    size_t size = text.size - (size_t)(log - text.data);
    const char *title = title_of(log, size, &signature), *expected = text.data + sizeof mark - 1;
    expected += *expected == ' ';
    if (strcmp(title, expected) != 0) {
        fail_msg("%s: read as \"%s\", not as \"%s\"", (const char *)*state, title, expected);
    }
    buffer_free(&text);
}

/* However the log is cut, nothing is read beyond it, and no key holds an address. */
static void is_read_however_it_is_cut(void **state)
{
    struct buffer text = load(*state);
    struct signature signature;
    for (size_t size = 0; size < text.size; size += 1 + text.size / 61) {
        if (title_of(text.data, size, &signature)[0] != '\0') {
            for (const char *at = strstr(signature.key, "0x"); at != NULL;
                 at = strstr(at + 1, "0x")) {
                assert_true(at > signature.key && at[-1] == '+'); /* an offset in a module */
            }
        }
    }
    buffer_free(&text);
}

int main(void)
{
    struct fault fault;
    struct file_list logs = {0};
    size_t count = 0, clean = 0;
    if (!files_list(VIGIL_LOGS, &logs, &fault)) {
        (void)fprintf(stderr, "%s\n", fault.text);
        return 1;
    }
    struct CMUnitTest *tests = calloc(2 * logs.count + 1, sizeof *tests);
    for (size_t i = 0; tests != NULL && i < logs.count; i++) {
        char *name = logs.paths[i], *base = strrchr(name, '/') + 1;
        if (strstr(base, ".txt") != NULL) {
            tests[count++] = (struct CMUnitTest){base, reads_as_its_title, NULL, NULL, name};
            tests[count++] = (struct CMUnitTest){base, is_read_however_it_is_cut, NULL, NULL, name};
            clean += strncmp(base, "clean_", 6) == 0;
        }
    }
    (void)printf("%zu logs in %s, %zu of no crash\n", count / 2, VIGIL_LOGS, clean);
    if (count / 2 < LOGS_LEAST) {
        (void)fprintf(stderr, "these are too few: at least %d\n", LOGS_LEAST);
        free(tests);
        return 1;
    }
    /* The macro counts an array; this one is counted already. */
    int failed = _cmocka_run_group_tests("sanlog", tests, count, NULL, NULL);
    free(tests);
    files_list_free(&logs);
    return failed;
}
