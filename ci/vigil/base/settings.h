/* settings.h -- vigil.ini: what a project says about itself, once */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_SETTINGS_H
#define VIGIL_BASE_SETTINGS_H

#include <stdbool.h>

#include "fault.h"
#include "files.h"

/*
 *     [project]
 *     name = Fuseau
 *     source = .
 *     build = ./build-targets "$OUT"
 *     toolchain = ./toolchain
 *     lock = toolchain.lock
 *     [tracker]
 *     tracker = github:OWNER/REPO
 *     label = vigil
 *     token_file = /run/secrets/vigil
 *     account = our-bot
 *     withhold = yes
 *     security = advisory
 *     [night]
 *     start = 01:00
 *     rota = rota.ini
 *     issues = 10
 *     replays = 10
 *     minimise = 30s
 *     triage = 20m
 *     bisect = 15m
 *     patience = 2m
 *     keep = 400d
 *     [triage]
 *     ignore = ^my_assert_failed$
 *     ignore = ^onion::detail::
 *     [gate]
 *     test = ./run-tests "$OUT"
 *     sources = src
 *     corpus = corpus
 *     examples = tests
 *     retired = old_target
 *     keep = build/ccache
 *     coverage = 85
 *     time = 20m
 *     [observe]
 *     textfile = /var/lib/node_exporter/vigil.prom
 *     pushgateway = http://127.0.0.1:9091
 *
 * `source` is a directory of the project's git repository, `build` is first_bad.h's; without both
 * no first bad commit is looked for. `name` is the project's, in reports. `toolchain` is a line for
 * sh, run in `source`, that prints what the night was built with, and `lock` a file that says what
 * it should be (toolchain.h). `label` is what all issues of vigil's carry. Without `token_file`
 * GITHUB_TOKEN is the token. `account`: under which names vigil writes there, with blanks between;
 * where it is not said, GitHub is asked whose the token is. `withhold` keeps the reproducer out of
 * the issue of a security crash; where it is not said, that is so in a repository that anybody may
 * read. `security = advisory`: the whole report of such a crash becomes a draft advisory, which
 * only the repository's maintainers see, and the issue says no more than that there is one; the
 * other word is "issue". `start`: when the night is to begin, in UTC; `rota`: whom it is for
 * (rota.h), and when it has to report; with one, a comment on the issue of all nights tells the
 * reviewer on duty of each. `issues`: how many new ones a night files at most; `replays`: how often
 * each crash is replayed; `minimise`: how long at most for each crash; `triage` to study crashes
 * once the fuzzing is over, `bisect`, and `patience` to wait for the tracker: how long at most in
 * the whole night. `keep`: how many days the reports of nights are kept, from 1d on.
 *
 * `ignore`: frames that are nobody's fault, as a project's own helpers are that report a failed
 * check: a POSIX extended regular expression, for which a match is looked for in the name of the
 * frame's function and in its file (ignore.h). It may be said again and again: all of them hold.
 *
 * `test` is a line for sh as `build` is: it runs the unit tests and leaves in OUT what they did, as
 * JUnit XML (*.xml), and which lines ran, as lcov tracefiles (*.lcov, *.info), in any directory of
 * it. `sources`: the directories, with blanks between, whose lines are to be covered and whose
 * definitions want examples; `corpus`: seeds, as --corpus of a night; `examples`: the directories
 * of the tables that have them, none where it is not said: all three from the top of the
 * repository. `retired`: targets that are gone on purpose. Each commit is built and tested in a
 * tree of its own; `keep` names directories of it, with blanks between, that the next commit finds
 * as the last one left them: caches. `coverage`: percent of the lines, and of those that changed; 0
 * or "off": lines are counted, and none is asked for. `time`: for each build and each run of the
 * tests, at most.
 *
 * `textfile` and `pushgateway` are observe.h's; the first is STATE/vigil.prom where it is not said.
 *
 * Paths are relative to the file's own directory. What is not said is as above, but no source, no
 * build, no toolchain, no token file, no account, the local tracker, security = issue, no start, no
 * rota, and no Pushgateway; "examples =", with nothing behind it, says the same as no such line, in
 * all of these. A line ends at " ;", where inih begins a comment, so the commands of a build are
 * joined by
 * "&&".
 */
enum settings_withhold { WITHHOLD_PUBLIC, WITHHOLD_NO, WITHHOLD_YES }; /* the first: not said */

struct settings {
    char name[64], source[PATH_SIZE], build[1024]; /* "" where not said, as all texts here */
    char toolchain[1024], lock[PATH_SIZE];
    char tracker[PATH_SIZE], label[64], token_file[PATH_SIZE], account[256];
    enum settings_withhold withhold;
    bool advisory; /* security = advisory */
    int start;     /* minutes of the UTC day; -1 where not said */
    char rota[PATH_SIZE], textfile[PATH_SIZE], pushgateway[512];
    unsigned issues, replays;
    double minimise, triage, bisect, patience; /* seconds */
    unsigned keep;                             /* days */
    char ignore[4096];                         /* a line each */
    struct settings_gate {
        char test[1024], sources[512], corpus[256], examples[512], retired[1024];
        char keep[512];
        unsigned coverage; /* percent; 0: none is asked for */
        double time;       /* seconds */
    } gate;
};

void settings_defaults(struct settings *settings);

/* Reads the file over the defaults. A fault names file and line. */
bool settings_read(const char *path, struct settings *settings, struct fault *fault);

/* The defaults, over them what the file says, and over that the tracker of the command line; path
 * and tracker may each be NULL. */
bool settings_make(const char *path, const char *tracker, struct settings *settings,
                   struct fault *fault);

#endif
