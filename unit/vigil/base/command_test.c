/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/command.h"

/* A command with an option of each kind; it says what it was given. */
struct given {
    bool loud;
    const char *name, *file, *directory, *date;
    unsigned jobs;
    double budget;
    int weight;
};

static bool read_weight(const char *text, void *values)
{
    struct given *given = values;
    given->weight = (int)strlen(text);
    return text[0] == 'w';
}

static const struct command_option options[] = {
    {"loud", NULL, COMMAND_FLAG, offsetof(struct given, loud), .help = "a flag"},
    {"name", "NAME", COMMAND_TEXT, offsetof(struct given, name), .required = true,
     .help = "a text"},
    {"file", "FILE", COMMAND_FILE, offsetof(struct given, file), .required = true,
     .help = "one thing after another that has to be said of a file, so many of them that no line "
             "of a hundred columns has room for all"},
    {"directory", "DIR", COMMAND_DIRECTORY, offsetof(struct given, directory),
     .help = "a directory"},
    {"date", "DATE", COMMAND_DATE, offsetof(struct given, date), .help = "a date"},
    {"jobs", "N", COMMAND_NUMBER, offsetof(struct given, jobs), .least = 2, .most = 256,
     .help = "a number"},
    {"budget", "TIME", COMMAND_SECONDS, offsetof(struct given, budget), .help = "a time"},
    {"weight", "WEIGHT", COMMAND_OTHER, .read = read_weight, .must = "begin with w",
     .help = "anything else"},
    {.name = NULL}};

static const char *text_or_none(const char *text)
{
    return text == NULL ? "none" : text;
}

static int run_sample(void *values, int count, char *const *operands)
{
    const struct given *given = values;
    struct buffer said = {0};
    buffer_format(&said, "%s %s %s %s %s %u %g %d", given->loud ? "loud" : "quiet",
                  text_or_none(given->name), text_or_none(given->file),
                  text_or_none(given->directory), text_or_none(given->date), given->jobs,
                  given->budget, given->weight);
    for (int i = 0; i < count; i++) {
        buffer_format(&said, " %s", operands[i]);
    }
    buffer_text(&said, "\n");
    int printed = command_print(&said);
    buffer_free(&said);
    return printed == 0 ? 1 : printed;
}

static const struct command sample_command = {
    .name = "sample",
    .summary = "be a sample of a command whose summary is so long that it does not fit on one line "
               "of a hundred",
    .about = "Is a sample. It says what it was given, and it says it in a paragraph that needs "
             "more than the hundred columns of a line.",
    .options = options,
    .operands = "LOG...",
    .operand = "a log",
    .exits = "Exit status: 1.",
    .defaults = &(const struct given){.directory = "usual", .jobs = 4, .budget = 600},
    .size = sizeof(struct given),
    .run = run_sample};

/* Pieces of so many letters: A49, a blank and B50 are just one line. */
#define A49 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B50 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

struct plain {
    bool check;
};

static const struct command_option plain_options[] = {
    {"check", NULL, COMMAND_FLAG, offsetof(struct plain, check), .help = "a flag"}, {.name = NULL}};

static int run_plain(void *values, int count, char *const *operands)
{
    (void)operands;
    return ((const struct plain *)values)->check && count == 0 ? 0 : 1;
}

static const struct command plain_command = {.name = "plain",
                                             .summary = "take no operand",
                                             .about = A49 " " B50 " " A49 " " B50 "b",
                                             .options = plain_options,
                                             .exits = "Exit status: 0 or 1.",
                                             .defaults = &(const struct plain){.check = false},
                                             .size = sizeof(struct plain),
                                             .run = run_plain};

static const struct command *const commands[] = {&sample_command, &plain_command, NULL};

static int turned(int descriptor, const char *path)
{
    int kept = dup(descriptor), file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(kept >= 0 && file >= 0 && dup2(file, descriptor) == descriptor);
    close(file);
    return kept;
}

/* The status; what was printed is in the files "out" and "err". */
static int run(struct scratch *scratch, const char *const *words)
{
    char *arguments[16] = {(char *)(uintptr_t) "vigil"};
    int count = 1;
    for (; words[count - 1] != NULL; count++) {
        arguments[count] = (char *)(uintptr_t)words[count - 1];
    }
    (void)fflush(stdout);
    (void)fflush(stderr);
    int out = turned(STDOUT_FILENO, scratch_path(scratch, "out"));
    int err = turned(STDERR_FILENO, scratch_path(scratch, "err"));
    int status = command_main(commands, count, arguments);
    (void)fflush(stdout);
    assert_true(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0);
    close(out);
    close(err);
    return status;
}

struct said_row {
    const char *name;
    const char *words[14];
    int status;
    const char *out, *err;
};

#define NEEDED "sample", "--name", "n", "--file", "f"
#define TRY    "\nTry 'vigil sample --help'.\n"

static const struct said_row said[] = {
    {"the defaults", {NEEDED, "a"}, 1, "quiet n f usual none 4 600 0 a\n", ""},
    {"all of it",
     {NEEDED, "--loud", "--directory=d", "--date=2026-11-25", "--jobs=2", "--budget=2m",
      "--weight=www", "a"},
     1,
     "loud n f d 2026-11-25 2 120 3 a\n",
     ""},
    {"an option behind what it works on",
     {NEEDED, "a", "--loud", "b"},
     1,
     "loud n f usual none 4 600 0 a b\n",
     ""},
    {"the last of two counts",
     {NEEDED, "--jobs=7", "--jobs=8", "a"},
     1,
     "quiet n f usual none 8 600 0 a\n",
     ""},
    {"a name that is cut short",
     {NEEDED, "--bud", "0s", "a"},
     1,
     "quiet n f usual none 4 0 0 a\n",
     ""},
    {"what follows two dashes",
     {NEEDED, "--", "--loud"},
     1,
     "quiet n f usual none 4 600 0 --loud\n",
     ""},
    {"an argument that is empty",
     {"sample", "--name=", "--file=f", "-"},
     1,
     "quiet  f usual none 4 600 0 -\n",
     ""},
    {"none of what it needs", {"sample", "a"}, 2, "", "vigil: sample needs --name and --file" TRY},
    {"not all that it needs",
     {"sample", "--name", "n", "a"},
     2,
     "",
     "vigil: sample needs --name and --file" TRY},
    {"no log", {NEEDED}, 2, "", "vigil: sample needs a log" TRY},
    {"a number below",
     {NEEDED, "--jobs", "1", "a"},
     2,
     "",
     "vigil: --jobs must be a number from 2 to 256, not \"1\"" TRY},
    {"a number above",
     {NEEDED, "--jobs", "257", "a"},
     2,
     "",
     "vigil: --jobs must be a number from 2 to 256, not \"257\"" TRY},
    {"a number that is none",
     {NEEDED, "--jobs", "x", "a"},
     2,
     "",
     "vigil: --jobs must be a number from 2 to 256, not \"x\"" TRY},
    {"a time that is none",
     {NEEDED, "--budget", "5", "a"},
     2,
     "",
     "vigil: --budget must read like 60s, 30m or 4h, not \"5\"" TRY},
    {"a date that is none",
     {NEEDED, "--date", "2026-02-29", "a"},
     2,
     "",
     "vigil: --date must read like 2026-11-25, not \"2026-02-29\"" TRY},
    {"what the command refuses",
     {NEEDED, "--weight", "x", "a"},
     2,
     "",
     "vigil: --weight must begin with w, not \"x\"" TRY},
    {"the first fault is told",
     {NEEDED, "--jobs", "x", "--budget", "x", "a"},
     2,
     "",
     "vigil: --jobs must be a number from 2 to 256, not \"x\"" TRY},
    {"what a terminal would act on",
     {NEEDED, "--jobs", "\x1b[2J", "a"},
     2,
     "",
     "vigil: --jobs must be a number from 2 to 256, not \"\"" TRY},
    {"an option that is none",
     {NEEDED, "--what", "a"},
     2,
     "",
     "sample: unrecognized option '--what'\nvigil: see above" TRY},
    {"an option without its argument",
     {"sample", "--name"},
     2,
     "",
     "sample: option '--name' requires an argument\nvigil: see above" TRY},
    {"a flag with an argument",
     {NEEDED, "--loud=x"},
     2,
     "",
     "sample: option '--loud' doesn't allow an argument\nvigil: see above" TRY},
    {"a name of two options",
     {NEEDED, "--d", "x"},
     2,
     "",
     "sample: option '--d' is ambiguous; possibilities: '--directory' '--date'\n"
     "vigil: see above" TRY},
    {"no operand", {"plain", "--check"}, 0, "", ""},
    {"an operand too many",
     {"plain", "--check", "x"},
     2,
     "",
     "vigil: plain takes no \"x\"\nTry 'vigil plain --help'.\n"},
    {"nothing", {NULL}, 2, "", "vigil: say what to do: sample or plain\nTry 'vigil --help'.\n"},
    {"no command",
     {"simple"},
     2,
     "",
     "vigil: \"simple\" is no command; sample and plain are\nTry 'vigil --help'.\n"},
    {"all commands",
     {"--help"},
     0,
     "usage: vigil COMMAND [OPTION]...\n"
     "       vigil --help | --version\n"
     "\n"
     "vigil keeps watch over libFuzzer targets.\n"
     "\n"
     "  sample   be a sample of a command whose summary is so long that it does not fit on one "
     "line "
     "of a\n"
     "           hundred\n"
     "  plain    take no operand\n"
     "\n"
     "'vigil COMMAND --help' says more.\n",
     ""},
    {"a command",
     {"plain", "--help"},
     0,
     "usage: vigil plain [--check]\n"
     "\n" A49 " " B50 "\n" A49 "\n" B50 "b\n"
     "\n"
     "  --check  a flag\n"
     "\n"
     "Exit status: 0 or 1.\n",
     ""},
    {"a command with more to say, whatever else is wrong",
     {"sample", "--help", "--jobs", "x"},
     0,
     "usage: vigil sample --name NAME --file FILE [--loud] [--directory DIR] [--date DATE] [--jobs "
     "N]\n"
     "                    [--budget TIME] [--weight WEIGHT] LOG...\n"
     "\n"
     "Is a sample. It says what it was given, and it says it in a paragraph that needs more than "
     "the\n"
     "hundred columns of a line.\n"
     "\n"
     "  --loud           a flag\n"
     "  --name NAME      a text\n"
     "  --file FILE      one thing after another that has to be said of a file, so many of them "
     "that no\n"
     "                   line of a hundred columns has room for all\n"
     "  --directory DIR  a directory\n"
     "  --date DATE      a date\n"
     "  --jobs N         a number\n"
     "  --budget TIME    a time\n"
     "  --weight WEIGHT  anything else\n"
     "\n"
     "Exit status: 1.\n",
     ""},
};

static void is_said(void **state)
{
    const struct said_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    int status = run(made, row->words);
    scratch_holds(made, "err", row->err);
    scratch_holds(made, "out", row->out);
    assert_int_equal(status, row->status);
    assert_int_equal(scratch_remove(&made), 0);
}

/* One run leaves nothing behind that the next would start with. */
static void runs_are_apart(void **state)
{
    const char *const first[] = {NEEDED, "--loud", "--jobs=9", "--directory=d", "a", NULL};
    const char *const second[] = {NEEDED, "a", NULL};
    assert_int_equal(run(*state, first), 1);
    assert_int_equal(run(*state, second), 1);
    scratch_holds(*state, "out", "quiet n f usual none 4 600 0 a\n");
}

static void the_version_is_told(void **state)
{
    struct scratch *scratch = *state;
    const char *const program[] = {"--version", NULL}, *const plain[] = {"plain", "--version",
                                                                         NULL};
    struct buffer out = {0};
    struct fault fault;
    assert_int_equal(run(scratch, program), 0);
    assert_true(files_read(scratch_path(scratch, "out"), 100, &out, &fault));
    assert_int_equal(strncmp(out.data, "vigil ", 6), 0);
    assert_in_range(out.data[6], '0', '9');
    assert_int_equal(out.data[out.size - 1], '\n');
    assert_int_equal(run(scratch, plain), 0);
    scratch_holds(scratch, "out", out.data);
    buffer_free(&out);
}

static void what_cannot_be_printed_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    const char *const words[] = {"--version", NULL};
    assert_int_equal(symlink("/dev/full", scratch_path(scratch, "out")), 0);
    assert_int_equal(run(scratch, words), 2);
    scratch_holds(scratch, "err", "vigil: cannot write\n");
}

int main(void)
{
    struct CMUnitTest tests[COUNT(said) + 3] = {SCRATCH_TEST(runs_are_apart),
                                                SCRATCH_TEST(the_version_is_told),
                                                SCRATCH_TEST(what_cannot_be_printed_is_a_fault)};
    size_t count = 3;
    ADD_ROWS(tests, count, said, is_said);
    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
