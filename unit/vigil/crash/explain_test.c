/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "crash/explain.h"
#include "scratch.h"

#define HEADER "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602\n"
#define SEGV   "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x10 (pc 0x1 bp 0x2)\n"

struct text_row {
    const char *name, *log, *text;
};

static const struct text_row texts[] = {
    {"all there is, own frames marked",
     HEADER "READ of size 1 at 0x602 thread T0\n"
            "    #0 0x1 in __asan_memcpy (/out/parse+0x1)\n"
            "    #1 0x2 in read_field /src/parse.c:21:9\n"
            "    #2 0x3 in LLVMFuzzerTestOneInput /src/fuzz/parse.c:9:5\n"
            "    #3 0x4 in main (/out/parse+0x4)\n",
     "heap-buffer-overflow READ in read_field\n"
     "  log        a.log\n"
     "  tool       AddressSanitizer\n"
     "  kind       heap-buffer-overflow\n"
     "  access     READ of 1 byte\n"
     "  class      memory\n"
     "  severity   medium\n"
     "  security   yes\n"
     "  signature  heap-buffer-overflow READ|read_field\n"
     "  id         4432b3fed1c8abaa\n"
     "\n"
     "  #0  __asan_memcpy  (parse)\n"
     "> #1  read_field  /src/parse.c:21\n"
     "  #2  LLVMFuzzerTestOneInput  /src/fuzz/parse.c:9\n"
     "  #3  main  (parse)\n"},
    {"no crash", "INFO: Done 100 runs in 0 second(s)\n", "no crash\n  log        a.log\n"},
    {"nothing at all", "", "no crash\n  log        a.log\n"},
    {"no access, no stack", "==7== ERROR: libFuzzer: out-of-memory (used: 263Mb)\n",
     "out-of-memory in target parse\n"
     "  log        a.log\n"
     "  tool       libFuzzer\n"
     "  kind       out-of-memory\n"
     "  class      exhaustion\n"
     "  severity   low\n"
     "  security   no\n"
     "  signature  out-of-memory|target:parse\n"
     "  id         da6bf3a3809d05c7\n"},
    {"the two stacks of a race",
     "WARNING: ThreadSanitizer: data race (pid=7)\n  Read of size 8 at 0x55 by main thread:\n"
     "    #0 late /src/a.c:2:1 (t+0x1)\n\n  Previous write of size 8 at 0x55 by thread T1:\n"
     "    #0 memcpy <null> (t+0x3)\n    #1 early /src/a.c:3:1 (t+0x4)\n\n",
     "data-race in early\n"
     "  log        a.log\n"
     "  tool       ThreadSanitizer\n"
     "  kind       data-race\n"
     "  class      race\n"
     "  severity   medium\n"
     "  security   no\n"
     "  signature  data-race|early|late\n"
     "  id         1f6364184247201e\n"
     "\n"
     "> #0  late  /src/a.c:2\n"
     "\n"
     "  #0  memcpy  (t)\n"
     "> #1  early  /src/a.c:3\n"},
    {"hostile names are inert", HEADER "    #0 0x1 in f\x1b[2J\xff /src/\xe2\x80\xae.c:1:1\n",
     "heap-buffer-overflow in f\\xff\n"
     "  log        a.log\n"
     "  tool       AddressSanitizer\n"
     "  kind       heap-buffer-overflow\n"
     "  class      memory\n"
     "  severity   medium\n"
     "  security   yes\n"
     "  signature  heap-buffer-overflow|f\\xff\n"
     "  id         ff02fcebe9d250db\n"
     "\n"
     "> #0  f\\xff  /src/\\xe2\\x80\\xae.c:1\n"},
};

static const struct text_row more_texts[] = {
    {"no symbols",
     "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x7\n    #0 0x1  (/out/parse+0x2)\n",
     "abort in parse+0x2\n"
     "  log        a.log\n"
     "  tool       AddressSanitizer\n"
     "  kind       abort\n"
     "  symbols    none: the signature is of this build alone\n"
     "  class      functional\n"
     "  severity   low\n"
     "  security   no\n"
     "  signature  abort|target:parse|parse+0x2\n"
     "  id         b8ed46593544c6c1\n"
     "\n"
     "  #0  ?  (parse+0x2)\n"},
    {"a condition, as it stands in the log", "t: a.c:3: f: Assertion `x\x07 < '3'' failed.\n",
     "assertion-failure: x\\x07 < '3' in f\n"
     "  log        a.log\n"
     "  tool       libc\n"
     "  kind       assertion-failure\n"
     "  message    x\\x07 < '3'\n"
     "  class      functional\n"
     "  severity   low\n"
     "  security   no\n"
     "  signature  assertion-failure|f\n"
     "  id         2b9c776351d9d382\n"
     "\n"
     "> #0  f  a.c:3\n"},
};

static const struct text_row objects[] = {
    {"all there is, as an object",
     SEGV "==7==The signal is caused by a WRITE memory access.\n"
          "    #0 0x1 in store /src/a.c:7:9\n    #1 0x2  (/out/parse+0x2)\n",
     "{\"log\":\"a.log\",\"crash\":true,\"title\":\"null-dereference WRITE in store\","
     "\"tool\":\"AddressSanitizer\",\"kind\":\"null-dereference\",\"message\":null,\"access\":"
     "\"WRITE\","
     "\"access_size\":null,"
     "\"class\":\"memory\",\"severity\":\"low\",\"security\":false,"
     "\"signature\":\"null-dereference "
     "WRITE|store\",\"id\":\"413c7ce4cfff9c1b\",\"symbols\":true,\"frames\":["
     "{\"stack\":1,\"function\":\"store\",\"file\":\"/src/a.c\",\"line\":7,\"module\":null,"
     "\"own\":true},"
     "{\"stack\":1,\"function\":null,\"file\":null,\"line\":null,\"module\":\"parse\","
     "\"own\":false}]}\n"},
    {"a condition, as an object", "t: a.c:3: f: Assertion `x < \"\x07\"' failed.\n",
     "{\"log\":\"a.log\",\"crash\":true,\"title\":\"assertion-failure: x < '\\\\x07' in f\","
     "\"tool\":\"libc\",\"kind\":\"assertion-failure\",\"message\":\"x < \\\"\\u0007\\\"\","
     "\"access\":null,\"access_size\":null,\"class\":\"functional\",\"severity\":\"low\","
     "\"security\":false,\"signature\":\"assertion-failure|f\",\"id\":\"2b9c776351d9d382\","
     "\"symbols\":true,\"frames\":["
     "{\"stack\":1,\"function\":\"f\",\"file\":\"a.c\",\"line\":3,\"module\":null,\"own\":true}]}"
     "\n"},
    {"no symbols, as an object",
     "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x7\n    #0 0x1  (/out/parse+0x2)\n",
     "{\"log\":\"a.log\",\"crash\":true,\"title\":\"abort in parse+0x2\","
     "\"tool\":\"AddressSanitizer\",\"kind\":\"abort\",\"message\":null,\"access\":null,"
     "\"access_size\":null,\"class\":\"functional\",\"severity\":\"low\",\"security\":false,"
     "\"signature\":\"abort|target:parse|parse+0x2\",\"id\":\"b8ed46593544c6c1\","
     "\"symbols\":false,\"frames\":[{\"stack\":1,\"function\":null,\"file\":null,\"line\":null,"
     "\"module\":\"parse\",\"own\":false}]}\n"},
    {"no crash, as an object", "Done\n", "{\"log\":\"a.log\",\"crash\":false}\n"},
    {"bytes that are no UTF-8, as an object",
     HEADER "    #0 0x1 in f\xc3(\xff\xc3\xa9\x7f /a.c:1:1\n",
     "{\"log\":\"a.log\",\"crash\":true,\"title\":\"heap-buffer-overflow in f\\\\xc3\","
     "\"tool\":\"AddressSanitizer\",\"kind\":\"heap-buffer-overflow\",\"message\":null,\"access\":"
     "null,"
     "\"access_size\":null,\"class\":\"memory\",\"severity\":\"medium\",\"security\":true,"
     "\"signature\":\"heap-buffer-overflow|f\\\\xc3\",\"id\":\"fef217ebe9c40b89\",\"symbols\":true,"
     "\"frames\":["
     "{\"stack\":1,\"function\":\"f\\uFFFD(\\uFFFD\\u00E9\\u007F\",\"file\":\"/a.c\",\"line\":1,"
     "\"module\":null,\"own\":true}]}\n"},
};

static void check(const struct text_row *row,
                  void (*say)(const char *, const char *, const char *, size_t, struct buffer *))
{
    struct buffer said = {0};
    size_t size = strlen(row->log);
    char *log = exact_copy(row->log, size);
    say("a.log", "parse", log, size, &said);
    free(log);
    assert_false(said.failed);
    assert_string_equal(said.data, row->text);
    buffer_free(&said);
}

static void text_is(void **state)
{
    check(*state, explain_log);
}

static void object_is(void **state)
{
    check(*state, explain_log_json);
}

/* explain() with its standard output in the scratch file "out", and from there its input. */
static int run(struct scratch *scratch, int count, char *const *paths, bool json,
               const char *target, const char *input)
{
    assert_int_equal(fflush(stdout), 0);
    int out = open(scratch_path(scratch, "out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int in = open(input == NULL ? "/dev/null" : scratch_path(scratch, input), O_RDONLY);
    int kept_out = dup(STDOUT_FILENO), kept_in = dup(STDIN_FILENO);
    assert_true(out >= 0 && in >= 0 && kept_out >= 0 && kept_in >= 0);
    assert_true(dup2(out, STDOUT_FILENO) >= 0 && dup2(in, STDIN_FILENO) >= 0);
    int status = explain(count, paths, json, target);
    assert_true(dup2(kept_out, STDOUT_FILENO) >= 0 && dup2(kept_in, STDIN_FILENO) >= 0);
    (void)close(out);
    (void)close(in);
    (void)close(kept_out);
    (void)close(kept_in);
    return status;
}

#define OOM "==7== ERROR: libFuzzer: out-of-memory (used: 263Mb)\n"

static void names_the_target_by_the_log(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], *paths[] = {path};
    scratch_write(scratch, "offset.v2.log", OOM);
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "offset.v2.log"));
    struct buffer said = {0};
    struct fault fault;
    assert_int_equal(run(scratch, 1, paths, true, NULL, NULL), 0);
    assert_true(files_read(scratch_path(scratch, "out"), 1 << 16, &said, &fault));
    assert_non_null(strstr(said.data, "\"signature\":\"out-of-memory|target:offset.v2\""));
    buffer_free(&said);
    assert_int_equal(run(scratch, 1, paths, true, "zone", NULL), 0);
    assert_true(files_read(scratch_path(scratch, "out"), 1 << 16, &said, &fault));
    assert_non_null(strstr(said.data, "\"signature\":\"out-of-memory|target:zone\""));
    buffer_free(&said);
}

static void reads_standard_input_among_others(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], *paths[] = {"-", path};
    scratch_write(scratch, "in", OOM);
    scratch_write(scratch, "clean", "Done\n");
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "clean"));
    struct buffer said = {0}, expected = {0};
    struct fault fault;
    explain_log("-", "stdin", OOM, sizeof OOM - 1, &expected);
    buffer_format(&expected, "\nno crash\n  log        %s\n", path);
    assert_int_equal(run(scratch, 2, paths, false, NULL, "in"), 0);
    assert_true(files_read(scratch_path(scratch, "out"), 1 << 16, &said, &fault));
    assert_string_equal(said.data, expected.data);
    buffer_free(&said);
    buffer_free(&expected);
}

/* The logs that can be read are explained all the same. */
static void says_which_log_cannot_be_read(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], *paths[] = {"/nonexistent/a.log", scratch->directory, path};
    scratch_write(scratch, "clean", "Done\n");
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "clean"));
    assert_int_equal(run(scratch, 3, paths, true, NULL, NULL), 2);
    struct buffer expected = {0};
    explain_log_json(path, "clean", "Done\n", 5, &expected);
    scratch_holds(scratch, "out", expected.data);
    buffer_free(&expected);
}

/* A sparse file: it takes no room on the disk. */
static void refuses_what_is_too_large(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], *paths[] = {path};
    scratch_write(scratch, "large", "");
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "large"));
    assert_int_equal(truncate(path, (off_t)EXPLAIN_LIMIT + 1), 0);
    assert_int_equal(run(scratch, 1, paths, true, NULL, NULL), 2);
    scratch_holds(scratch, "out", "");
}

#define LARGE ((size_t)100 << 20)

/* Lines as a program prints them, 100 MB of them, then a report, and lines again. */
static void write_large(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    size_t written = 0;
    for (unsigned line = 0; written < LARGE; line++) {
        int size = fprintf(file, "#%u\tstate == %u: parsed 2024-07-11T01:14:00Z, ERROR: none\n",
                           line, line % 7);
        assert_true(size > 0);
        written += (size_t)size;
    }
    assert_true(fputs(HEADER "WRITE of size 2 at 0x602 thread T0\n"
                             "    #0 0x1 in last_field /src/a.c:1:1\nstate: done\n",
                      file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static double cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* One pass takes seconds of computing, not minutes, though sanitizers slow this build. Memory holds
 * the log in a buffer that doubles, and its smaller predecessors, which ASan keeps in quarantine.
 */
static void reads_a_log_of_100_megabytes(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], *paths[] = {path};
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "large"));
    write_large(path);
    struct rusage before, after;
    double start = cpu_seconds();
    assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
    assert_int_equal(run(scratch, 1, paths, true, NULL, NULL), 0);
    assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
    double taken = cpu_seconds() - start;
    long kilobytes = after.ru_maxrss - before.ru_maxrss;
    (void)printf("100 MB in %.1f s, %ld MB of memory\n", taken, kilobytes / 1024);
    struct buffer said = {0};
    struct fault fault;
    assert_true(files_read(scratch_path(scratch, "out"), 1 << 16, &said, &fault));
    assert_non_null(strstr(said.data, "\"title\":\"heap-buffer-overflow WRITE 2 in last_field\""));
    buffer_free(&said);
    assert_true(taken < 60);
    assert_true(kilobytes < 640L << 10);
}

/* Lines that begin as a wording does and go on with what its expression has to try again and again:
 * a step for each byte of a line, not for each pair of bytes. */
static void reads_lines_that_invite_trying_again(void **state)
{
    static const char *const beginnings[] = {": Assertion '", ": Assertion `", "[a:FATAL:"};
    struct scratch *scratch = *state;
    char path[PATH_SIZE], *paths[] = {path};
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "hostile"));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 900; i++) {
        const char *beginning = beginnings[i % 3], *rest = i % 3 == 2 ? "[a:FATAL:" : "a:1: b ";
        assert_true(fputs(beginning, file) >= 0);
        for (int j = 0; j < 420; j++) {
            assert_true(fputs(rest, file) >= 0);
        }
        assert_true(fputs("heck failed: \n", file) >= 0);
    }
    assert_int_equal(fclose(file), 0);
    double start = cpu_seconds();
    (void)run(scratch, 1, paths, false, NULL, NULL);
    assert_true(cpu_seconds() - start < 20); /* it was a minute */
}

int main(void)
{
    struct CMUnitTest tests[COUNT(texts) + COUNT(more_texts) + COUNT(objects) + 6] = {
        SCRATCH_TEST(reads_a_log_of_100_megabytes), /* first: the peak of memory is its own */
        SCRATCH_TEST(reads_lines_that_invite_trying_again),
        SCRATCH_TEST(names_the_target_by_the_log),
        SCRATCH_TEST(reads_standard_input_among_others),
        SCRATCH_TEST(says_which_log_cannot_be_read),
        SCRATCH_TEST(refuses_what_is_too_large),
    };
    size_t count = 6;
    ADD_ROWS(tests, count, texts, text_is);
    ADD_ROWS(tests, count, more_texts, text_is);
    ADD_ROWS(tests, count, objects, object_is);
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
