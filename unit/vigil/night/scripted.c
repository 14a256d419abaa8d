/* SPDX-License-Identifier: MIT */
/*
 * A target whose bugs are a text: it speaks libFuzzer's command line as far as vigil uses it,
 * starts within a millisecond, and dies with the reports of ASan, UBSan, LSan and libFuzzer. A
 * build of it is this program with its bugs appended:
 *
 *     (cat scripted; printf '\nBUGS\nWORD KIND FRAME FRAME FRAME EVERY\n…') >TARGET
 *
 * A FRAME is a function's name, or NAME@FILE:LINE; where it says no more, all are of one file.
 * An input that holds WORD crashes so at every EVERYth run of that bug, the first included; the
 * count is kept in $SCRIPTED_DICE/WORD. Of "slow" and "hungry" EVERY is what it takes instead:
 * seconds, and MB.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUGS_MOST  64
#define INPUT_SIZE 65536
#define MARK       "\nBUGS\n"

struct bug {
    char word[32], kind[16], frames[3][64];
    unsigned every;
};

static struct bug bugs[BUGS_MOST];
static size_t bug_count;
static const char *artifact_prefix = "./";
static long timeout_seconds = 1200, rss_limit_mb = 2048, runs = -1, total_time;
static unsigned long executed;

/* What tells a build with UBSan's checks from one without: a type as its reports name it. */
static const volatile struct {
    uint16_t kind, info;
    char name[6];
} checked_type = {0, 11, "'int'"};

static void fail(const char *why)
{
    (void)fprintf(stderr, "scripted: %s\n", why);
    exit(3);
}

static size_t slurp(const char *path, char *into, size_t room)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = 0;
    size_t size = 0;
    while (descriptor >= 0 && (got = read(descriptor, into + size, room - 1 - size)) > 0) {
        size += (size_t)got;
    }
    if (descriptor < 0 || got < 0) {
        fail(path);
    }
    (void)close(descriptor);
    into[size] = '\0';
    return size;
}

static void read_bug(const char *line)
{
    struct bug *bug = &bugs[bug_count];
    if (bug_count == BUGS_MOST ||
        sscanf(line, "%31s %15s %63s %63s %63s %u", bug->word, bug->kind, bug->frames[0],
               bug->frames[1], bug->frames[2], &bug->every) != 6 ||
        bug->every == 0) {
        fail(line);
    }
    bug_count++;
}

/* The last mark: the first is the one in this very program. */
static void read_bugs(void)
{
    static char program[4 << 20];
    size_t size = slurp("/proc/self/exe", program, sizeof program), length = strlen(MARK);
    char *text = NULL, *rest = NULL;
    for (size_t at = 0; at + length <= size; at++) {
        text = memcmp(program + at, MARK, length) == 0 ? program + at + length : text;
    }
    for (char *line = text == NULL ? NULL : strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        read_bug(line);
    }
}

static unsigned count_run(const char *word)
{
    char path[4096], text[32] = "0";
    const char *directory = getenv("SCRIPTED_DICE");
    (void)snprintf(path, sizeof path, "%s/%s", directory == NULL ? "." : directory, word);
    if (access(path, F_OK) == 0) {
        (void)slurp(path, text, sizeof text);
    }
    unsigned long count = strtoul(text, NULL, 10);
    FILE *file = fopen(path, "w");
    if (file == NULL || fprintf(file, "%lu\n", count + 1) < 0 || fclose(file) != 0) {
        fail(path);
    }
    return (unsigned)count;
}

static bool strikes(const struct bug *bug)
{
    if (strcmp(bug->kind, "slow") == 0) {
        return (long)bug->every > timeout_seconds;
    }
    if (strcmp(bug->kind, "hungry") == 0) {
        return (long)bug->every > rss_limit_mb && rss_limit_mb > 0;
    }
    return count_run(bug->word) % bug->every == 0;
}

static void say_frame(unsigned *number, const char *function, const char *file)
{
    int name = (int)strcspn(function, "@");
    bool placed = function[name] == '@';
    (void)fprintf(stderr, "    #%u 0x55d0c0de%04x in %.*s %s%s\n", *number, 0x1000 + *number * 16,
                  name, function, placed ? "/src/scripted/" : file,
                  placed ? function + name + 1 : "");
    ++*number;
}

static void say_stack(const struct bug *bug, unsigned number)
{
    for (size_t i = 0; i < 3; i++) {
        say_frame(&number, bug->frames[i], "/src/scripted/parse.c:12:9");
    }
    say_frame(&number, "LLVMFuzzerTestOneInput", "/src/scripted/target.c:8:5");
    say_frame(&number, "fuzzer::Fuzzer::ExecuteCallback(unsigned char const*, unsigned long)",
              "(/out/scripted+0x422f3)");
    say_frame(&number, "main", "(/out/scripted+0x5be72)");
}

static void say_access(const struct bug *bug, const char *kind, const char *access)
{
    (void)fprintf(stderr,
                  "=================================================================\n"
                  "==%d==ERROR: AddressSanitizer: %s on address 0x602000000010 at pc 0x55d0c0de1000"
                  " bp 0x7fff43bc97c0 sp 0x7fff43bc97b8\n%s 0x602000000010 thread T0\n",
                  (int)getpid(), kind, access);
    say_stack(bug, 0);
    (void)fprintf(
        stderr,
        "\n0x602000000010 is located 0 bytes to the right of 16-byte region\n\n"
        "SUMMARY: AddressSanitizer: %s /src/scripted/parse.c:12:9 in %s\n==%d==ABORTING\n",
        kind, bug->frames[0], (int)getpid());
}

static void say_abort(const struct bug *bug)
{
    unsigned number = 0;
    (void)fprintf(stderr,
                  "AddressSanitizer:DEADLYSIGNAL\n"
                  "==%d==ERROR: AddressSanitizer: ABRT on unknown address 0x000000004e0d (pc "
                  "0x7f41296a8eec bp 0x7f4129aee7c0 sp 0x7ffcb6e7e6e0 T0)\n",
                  (int)getpid());
    say_frame(&number, "raise", "signal/../sysdeps/posix/raise.c:26:13");
    say_frame(&number, "abort", "stdlib/./stdlib/abort.c:79:7");
    say_stack(bug, number);
    (void)fprintf(stderr, "SUMMARY: AddressSanitizer: ABRT in raise\n");
}

static void say_overflow(const struct bug *bug)
{
    (void)fprintf(stderr, "/src/scripted/parse.c:12:9: runtime error: signed integer overflow: "
                          "1048576 * 3600 cannot be represented in type 'int'\n");
    say_stack(bug, 0);
    (void)fprintf(stderr, "\nSUMMARY: UndefinedBehaviorSanitizer: undefined-behavior "
                          "/src/scripted/parse.c:12:9 in \n");
}

static void say_leak(const struct bug *bug)
{
    unsigned number = 0;
    (void)fprintf(stderr,
                  "\n=================================================================\n"
                  "==%d==ERROR: LeakSanitizer: detected memory leaks\n\n"
                  "Direct leak of 24 byte(s) in 1 object(s) allocated from:\n",
                  (int)getpid());
    say_frame(&number, "malloc", "(/out/scripted+0xdebfe)");
    say_stack(bug, number);
    (void)fprintf(stderr, "\nSUMMARY: AddressSanitizer: 24 byte(s) leaked in 1 allocation(s).\n");
}

static void say_exhausted(const struct bug *bug, bool slow)
{
    unsigned number = 0;
    if (slow) {
        (void)fprintf(stderr,
                      "ALARM: working on the last Unit for %u seconds\n"
                      "       and the timeout value is %ld (use -timeout=N to change)\n"
                      "==%d== ERROR: libFuzzer: timeout after %u seconds\n",
                      bug->every, timeout_seconds, (int)getpid(), bug->every);
    } else {
        (void)fprintf(stderr,
                      "==%d== ERROR: libFuzzer: out-of-memory (used: %uMb; limit: %ldMb)\n"
                      "   To change the out-of-memory limit use -rss_limit_mb=<N>\n\n",
                      (int)getpid(), bug->every, rss_limit_mb);
    }
    say_frame(&number, "__sanitizer_print_stack_trace", "(/out/scripted+0xe8ce1)");
    say_frame(&number, "fuzzer::Fuzzer::AlarmCallback()", "(/out/scripted+0x40e79)");
    say_stack(bug, number);
    (void)fprintf(stderr, "SUMMARY: libFuzzer: %s\n", slow ? "timeout" : "out-of-memory");
}

/* The name as libFuzzer makes it, but for the hash: FNV-1a does here. */
static void keep_artifact(const char *kind, const char *input, size_t size)
{
    char path[4200];
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)input[i]) * 0x100000001b3u;
    }
    (void)snprintf(path, sizeof path, "%s%s-%016llx", artifact_prefix, kind,
                   (unsigned long long)hash);
    FILE *file = fopen(path, "w");
    bool kept = file != NULL && fwrite(input, 1, size, file) == size;
    if (file == NULL || fclose(file) != 0 || !kept) {
        fail(path);
    }
    (void)fprintf(stderr, "artifact_prefix='%s'; Test unit written to %s\n", artifact_prefix, path);
}

static void die(const struct bug *bug, const char *input, size_t size, bool alone)
{
    const char *kind = bug->kind, *artifact = "crash";
    int status = 77;
    if (strcmp(kind, "read") == 0) {
        say_access(bug, "heap-buffer-overflow", "READ of size 1 at");
    } else if (strcmp(kind, "write") == 0) {
        say_access(bug, "heap-buffer-overflow", "WRITE of size 4 at");
    } else if (strcmp(kind, "freed") == 0) {
        say_access(bug, "heap-use-after-free", "READ of size 8 at");
    } else if (strcmp(kind, "abort") == 0) {
        say_abort(bug);
    } else if (strcmp(kind, "overflow") == 0) {
        say_overflow(bug);
    } else if (strcmp(kind, "leak") == 0) {
        say_leak(bug);
        artifact = "leak";
    } else if (strcmp(kind, "slow") == 0 || strcmp(kind, "hungry") == 0) {
        say_exhausted(bug, kind[0] == 's');
        artifact = kind[0] == 's' ? "timeout" : "oom";
        status = kind[0] == 's' ? 70 : 71;
    } else {
        fail(kind);
    }
    if (!alone) {
        keep_artifact(artifact, input, size);
    }
    exit(status);
}

static void run_file(const char *path, bool alone)
{
    static char input[INPUT_SIZE];
    size_t size = slurp(path, input, sizeof input);
    executed++;
    for (size_t i = 0; i < bug_count; i++) {
        if (memmem(input, size, bugs[i].word, strlen(bugs[i].word)) != NULL && strikes(&bugs[i])) {
            die(&bugs[i], input, size, alone);
        }
    }
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

struct input {
    char path[4096], head[64];
};

static void read_head(struct input *input)
{
    FILE *file = fopen(input->path, "rb");
    if (file != NULL) {
        (void)!fread(input->head, 1, sizeof input->head, file);
        (void)fclose(file);
    }
}

static int by_head(const void *left, const void *right)
{
    return memcmp(((const struct input *)left)->head, ((const struct input *)right)->head,
                  sizeof((const struct input *)left)->head);
}

/* In the order of what they hold: how they are named is vigil's to say. */
static void run_directory(const char *directory)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_shown, alphasort);
    struct input *inputs = count < 0 ? NULL : calloc((size_t)count + 1, sizeof *inputs);
    if (inputs == NULL) {
        fail(directory);
    }
    for (int i = 0; i < count; i++) {
        (void)snprintf(inputs[i].path, sizeof inputs[i].path, "%s/%s", directory,
                       entries[i]->d_name);
        read_head(&inputs[i]);
        free(entries[i]);
    }
    qsort(inputs, (size_t)count, sizeof *inputs, by_head);
    for (int i = 0; i < count; i++) {
        run_file(inputs[i].path, false);
    }
    free(inputs);
    free((void *)entries);
}

static void say_pulse(const char *what)
{
    (void)fprintf(stderr, "#%lu\t%s cov: 5 ft: 6 corp: 1/2b exec/s: 0 rss: 32Mb\n", executed, what);
}

/* Runs the corpus and makes no inputs of its own, so it finds nothing else. */
static void fuzz(char **directories, int count)
{
    executed = 1; /* the empty input */
    for (int i = 0; i < count; i++) {
        run_directory(directories[i]);
    }
    say_pulse("INITED");
    if (runs != 0 && total_time > 0) {
        (void)usleep(200000);
        executed += 1000;
    }
    say_pulse("DONE  ");
    (void)fprintf(stderr, "Done %lu runs in 0 second(s)\nstat::number_of_executed_units: %lu\n",
                  executed, executed);
}

static void replay(char **files, int count)
{
    for (int i = 0; i < count; i++) {
        (void)fprintf(stderr, "Running: %s\n", files[i]);
        run_file(files[i], true);
        (void)fprintf(stderr, "Executed %s in 0 ms\n", files[i]);
    }
}

static int help(void)
{
    const char *options = getenv("ASAN_OPTIONS");
    if (options != NULL && strstr(options, "help=1") != NULL) {
        (void)fprintf(stderr, "Available flags for AddressSanitizer:\n"
                              "Available flags for UndefinedBehaviorSanitizer:\n");
    }
    (void)fprintf(stderr, "Usage:\nFlags: (strictly in form -flag=value)\n");
    return checked_type.kind;
}

static bool take_number(const char *argument, const char *name, long *number)
{
    size_t size = strlen(name);
    bool is_it = strncmp(argument, name, size) == 0;
    if (is_it) {
        *number = strtol(argument + size, NULL, 10);
    }
    return is_it;
}

/* Any other flag is accepted and ignored. */
static void take_flag(const char *argument)
{
    if (strncmp(argument, "-artifact_prefix=", 17) == 0) {
        artifact_prefix = argument + 17;
    }
    (void)(take_number(argument, "-timeout=", &timeout_seconds) ||
           take_number(argument, "-rss_limit_mb=", &rss_limit_mb) ||
           take_number(argument, "-runs=", &runs) ||
           take_number(argument, "-max_total_time=", &total_time));
}

int main(int count, char **arguments)
{
    int paths = 0;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "-help=1") == 0) {
            return help();
        }
        if (arguments[i][0] == '-') {
            take_flag(arguments[i]);
        } else {
            arguments[paths++] = arguments[i];
        }
    }
    read_bugs();
    (void)fprintf(stderr, "INFO: Running with entropic power schedule (0xFF, 100).\n"
                          "INFO: Seed: 1\n");
    DIR *directory = paths > 0 ? opendir(arguments[0]) : NULL;
    if (directory == NULL) {
        replay(arguments, paths);
        return 0;
    }
    (void)closedir(directory);
    fuzz(arguments, paths);
    return 0;
}
