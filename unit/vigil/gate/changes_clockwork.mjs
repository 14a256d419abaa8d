// changes_clockwork.mjs -- changes to the project in clockwork/, and what a gate must say of each
// SPDX-License-Identifier: MIT

// A change is what `edit` does to the files, committed on a branch of its own from `from` ("main").
// Verdict: "passed", "blocked" or "could not judge"; says: what its first sentence must match;
// crashes: the fates of what was found, in the report's order; check(verdict, gate, ran): anything else.
// interruptAt: a file that a target makes, and then the gate is interrupted; message: more lines of the commit's message; earlier: the message of a commit before it; before: an
// edit of the base; settings: lines of vigil.ini instead of its own; cwd: where the gate is started.

const waits = `/dev/shm/vigil-gate-${process.pid}`;
const example = (row) => `${row} /* example */\n`;

/* A new row of each of these is two examples from two offsets. */
const twoExamples = (files) =>
    files.insert('tests/clock_test.c', '    {"UTC", ',
        example('    {"Nepal", "05:45+05:45", 0, 0},') +
            example('    {"Newfoundland", "20:30-03:30", 0, 0},'));

/* Only a name changes; that its users know it by another is for a person to see. */
const rename = (files) => files.sub('src/clock.c', /\bhours\b/g, 'hour_digits');
const renamed = /clock_read|read_offset/;

/* Every form of the verdict that a reviewer may read says it, as a text and no more. */
const saysEverywhere = (t, ran, words) => {
    for (const form of ['verdict.json', 'verdict.md', 'vigil.sarif'])
        t.match(t.read(ran, form).replace(/\\u001b|\\/g, ''), words);
    t.match(ran.text.replace(/\s+/g, ' '), words);
};

/* A line of src/clock.c and one of src/span.c that every test runs. */
const inClock = (files, line) => files.insert('src/clock.c', '    time->offset = offset;', line);
const inSpan = (files, line) => files.insert('src/span.c', '    *minutes = total + number;', line);

/* No seed comes here, nor a test; a second of fuzzing does, on a slow machine too. */
const crash = '    (void)((volatile char *)time)[time->minutes % 8 == 5 ? sizeof *time * 100000 : 0];\n';

export const changes = [
    {
        name: 'a change with two examples from two offsets',
        edit: (f) => { f.replace('src/clock.c', 'return minutes < 0 ? minutes + 24 * 60 : minutes;',
            'return minutes + (minutes < 0 ? 24 * 60 : 0);'); twoExamples(f); },
        verdict: 'passed', says: /^Passed: \d+ tests, /,
        check: (v, t) => t.equal(v.examples.map((row) => row.name), ['+05:45', '-03:30']),
    },
    {
        name: 'a clean refactoring: a parameter and a local have other names',
        edit: rename,
        verdict: 'blocked', says: /changed, and no example of it is new/, units: 2,
        check: (v, t) => { t.match(v.units[0].name, renamed); t.match(v.doors.examples.details, /Time-examples: not needed, because/); },
    },
    {
        name: 'a rename, and the commit says why it needs no example',
        edit: rename,
        message: 'Time-examples: not needed, because only two locals have other names.',
        verdict: 'passed', units: 2,
        check: (v, t, ran) => { t.equal(v.doors.examples.state, 'passed');
            t.match(v.doors.examples.sentence, /changed without examples, which commit [0-9a-f]{12} says are not needed, because only two locals have other names\.$/);
            saysEverywhere(t, ran, /because only two locals have other names/); },
    },
    {
        name: 'a waiver in an earlier commit of the change, in another case',
        edit: rename,
        earlier: 'Begin\n\ntime-Examples: Not needed, BECAUSE nothing but names changes',
        verdict: 'passed', units: 2,
        check: (v, t) => t.match(v.doors.examples.sentence, /because nothing but names changes\./),
    },
    {
        name: 'a waiver without a reason is none',
        edit: rename,
        message: 'Time-examples: not needed',
        verdict: 'blocked', says: /changed, and no example of it is new/, units: 2,
        check: (v, t) => t.match(v.doors.examples.details, /^Commit [0-9a-f]{12} has a line "Time-examples:" that gives no reason, and so it waives none\.\n/),
    },
    {
        name: 'a waiver whose reason is hostile',
        edit: rename,
        message: 'Time-examples: not needed, because <script>x</script> ![y](http://z) | @everyone \x1b[2J done',
        verdict: 'passed', units: 2,
        check: (v, t, ran) => { saysEverywhere(t, ran, /done/);
            t.ok(!ran.text.includes('\x1b[2J'), 'no escape on the terminal');
            const markdown = t.read(ran, 'verdict.md');
            t.ok(!/<script>|[^\\]!\[y\]|(^|[^\\`\u200b\u2060])@everyone/.test(markdown.replace(/```[^]*?```/g, '')), 'nothing of it is Markdown or HTML'); },
    },
    {
        name: 'a method of C++ changes, without an example',
        edit: (f) => f.replace('src/zone.cc', '"east "', '"East "'),
        verdict: 'blocked', says: /clockwork::Zone::text \(src\/zone\.cc:\d+\) changed, and no example of it is new/, units: 1,
    },
    {
        name: 'a comment of C++ only',
        edit: (f) => f.replace('src/zone.cc', '// Minutes east', '// As many minutes east'),
        verdict: 'passed', units: 0,
    },
    {
        name: 'a comment only',
        edit: (f) => f.replace('src/clock.c', '/* "+05:30" or "-08:00" */', '/* As in "+05:30". */'),
        verdict: 'passed', units: 0,
    },
    {
        name: 'a broken test',
        edit: (f) => f.replace('tests/span_test.c', '{"hours", "2h", 0, 120}', '{"hours", "2h", 0, 121}'),
        verdict: 'blocked', says: /1 of 18 tests fails: span\.hours\./,
    },
    {
        name: 'the tests run less: coverage drops',
        edit: (f) => f.replace('tests/span_test.c', '    {"both", "1h30m", 0, 90},\n    {"minutes", "45m", 0, 45},\n    {"hours", "2h", 0, 120},\n', ''),
        verdict: 'blocked', says: /% of the lines of src/,
    },
    {
        name: 'new lines that no test runs',
        edit: (f) => { f.insert('src/clock.c', '    time->offset = offset;',
            '    if (offset == 345) {\n        time->offset = 345;\n        return 0;\n    }\n');
            f.insert('tests/clock_test.c', '    {"UTC", ',
                example('    {"Cape Verde", "05:45-01:00", 0, 405},') +
                    example('    {"Newfoundland", "20:30-03:30", 0, 0},')); },
        verdict: 'blocked', says: /Tests run 1 of the \d lines of code that changed/,
        check: (v, t) => t.ok(v.uncovered.some((line) => line.path === 'src/clock.c' && line.text.includes('time->offset = 345')), 'the line is named'),
    },
    {
        name: 'a new file that no test has',
        edit: (f) => { f.write('src/extra.c', 'int extra(int n);\nint extra(int n)\n{\n    return n + 1;\n}\n');
            f.replace('test.sh', 'src/*.c', 'src/clock.c src/span.c'); twoExamples(f); },
        verdict: 'blocked', says: /Tests run 0 of the \d lines of code that changed/,
    },
    {
        name: 'how time is read changes, without an example',
        edit: (f) => f.replace('src/clock.c', 'return minutes < 0 ?', 'return minutes <= -1 ?'),
        verdict: 'blocked', says: /clock_utc \(src\/clock\.c:\d+\) changed, and no example of it is new/,
    },
    {
        name: 'both examples are from one zone',
        edit: (f) => { f.replace('src/clock.c', 'return minutes < 0 ?', 'return minutes <= -1 ?');
            f.insert('tests/clock_test.c', '    {"UTC", ',
                example('    {"Nepal", "05:45+05:45", 0, 0},') + example('    {"Nepal, later", "06:45+05:45", 0, 60},')); },
        verdict: 'blocked', says: /the 2 new examples of it show only \+05:45/,
    },
    {
        name: 'a new crash that the fuzzer finds, in one of two targets',
        edit: (f) => { inClock(f, crash); twoExamples(f); },
        verdict: 'blocked', says: /A new crash: .* in clock_read, in target clock_fuzzer; base [0-9a-f]{12} runs this input/,
        crashes: ['new'],
        check: (v, t) => { t.equal(v.crashes[0].path, 'src/clock.c'); t.ok(v.crashes[0].line > 20, 'the line');
            t.equal(v.targets.find((x) => x.name === 'span_fuzzer').affected, false); },
    },
    {
        name: 'a seed that crashes, as it does on base',
        edit: (f) => f.write('seeds/span_fuzzer/cursed', 'cursed-span'),
        verdict: 'passed', crashes: ['on base'],
    },
    {
        name: 'a different crash on an input that crashes base',
        edit: (f) => { f.write('seeds/span_fuzzer/cursed', 'cursed-span');
            f.replace('src/span.c', '== 0xe9483cfau;', '== 0xe9483cfau && *(volatile int *)size == 0;'); twoExamples(f); },
        verdict: 'blocked', says: /crashes on this input in another way: abort in old_bug/, crashes: ['new'],
    },
    {
        name: 'an input that hangs',
        edit: (f) => { inSpan(f, '    for (volatile int wait = number == 44; wait == 1;) continue;\n'); twoExamples(f); f.write('seeds/span_fuzzer/long', '44m'); },
        verdict: 'blocked', says: /A new crash: timeout in span_read/, crashes: ['new'],
    },
    {
        name: 'an input that takes all memory',
        edit: (f) => { inSpan(f, '    memset(hoard(number), 1, 1);\n');
            f.insert('src/span.c', '/* One or two digits. */', 'static void *hoard(int number)\n{\n    static void *kept;\n    free(kept);\n    return kept = malloc(number == 44 ? 800u << 20 : 1);\n}\n\n');
            // The alarm must not ring while a report is written: with one second, on a busy machine,
            // libFuzzer then waits for itself.
            f.replace('targets/span_fuzzer.options', 'timeout = 1\n', 'timeout = 25\n');
            twoExamples(f); f.write('seeds/span_fuzzer/large', '44m'); },
        verdict: 'blocked', says: /new crash: out-of-memory/i,
        // The allocation itself, and perhaps what fuzzing adds to it: both are new.
        crashes: (fates) => fates.length >= 1 && fates.every((fate) => fate === 'new'),
    },
    {
        name: 'a leak',
        edit: (f) => { inSpan(f, '    *(volatile char *)malloc(number == 44 ? 7 : 8) = 1;\n'); twoExamples(f); f.replace('test.sh', 'LLVM_PROFILE_FILE', 'ASAN_OPTIONS=detect_leaks=0 LLVM_PROFILE_FILE'); },
        verdict: 'blocked', says: /A new crash: memory-leak in span_read/, crashes: ['new'],
    },
    {
        name: 'a target is gone',
        edit: (f) => { f.remove('targets/span_fuzzer.c'); },
        verdict: 'blocked', says: /The fuzz target span_fuzzer is gone/,
    },
    {
        name: 'a target is gone on purpose, and the settings say so',
        edit: (f) => { f.remove('targets/span_fuzzer.c'); },
        settings: 'retired = old span_fuzzer\n',
        verdict: 'passed',
    },
    {
        name: 'a target does not start',
        edit: (f) => f.insert('targets/span_fuzzer.c', 'int LLVMFuzzerTestOneInput', '__attribute__((constructor)) static void start(void)\n{\n    _Exit(3);\n}\n\n'),
        verdict: 'blocked', says: /The fuzz target span_fuzzer does not run its seeds, as it does on base/,
    },
    {
        name: 'a target sees less than half of what it saw',
        edit: (f) => f.replace('targets/clock_fuzzer.c', 'if (clock_read(', 'if (size > 99 && clock_read('),
        verdict: 'blocked', says: /The fuzz target clock_fuzzer sees \d+ edges on its seeds; on base it sees \d+/,
    },
    {
        name: 'it does not build',
        edit: (f) => { f.replace('src/clock.c', 'int minutes = (time->minutes', 'int minutes = (time->minute'); twoExamples(f); },
        verdict: 'blocked', says: /^Blocked: The change does not build\./,
        check: (v, t) => t.match(v.doors.test.details, /no member named 'minute'/),
    },
    {
        name: 'no test is executed',
        edit: (f) => { f.replace('tests/main.c', '    clock_tests();\n    span_tests();\n', ''); },
        verdict: 'blocked', says: /No test was executed\./,
    },
    {
        name: 'every test is skipped',
        edit: (f) => { f.replace('tests/main.c', 'result == 1   ? ""', 'result == 9   ? ""'); f.replace('tests/main.c', 'result == 2 ?', 'result != 0 ?'); },
        verdict: 'blocked', says: /No test was executed: all of them were skipped\./,
    },
    {
        name: 'the tests leave nothing that can be read',
        edit: (f) => f.replace('tests/main.c', '</testsuite></testsuites>', '</testsuite>'),
        verdict: 'could not judge', says: /junit\.xml: line \d+/,
    },
    {
        name: 'the tests hang, and nobody knows how long base takes',
        from: 'broken',
        edit: (f) => f.replace('src/clock.c', 'int minutes = (time->minute ', 'int minutes = (time->minutes ') ?? f.insert('tests/main.c', '    clock_tests();', '    for (volatile int wait = 1; wait == 1;) {\n    }\n'),
        settings: 'time = 6s\nexamples =\n',
        verdict: 'could not judge', says: /The tests did not end within 6 s and were stopped\./,
    },
    {
        name: 'an interrupt while the first of two targets runs its seeds',
        interruptAt: waits,
        edit: (f) => f.replace('targets/clock_fuzzer.c', '#include <stdint.h>', '#include <stdint.h>\n#include <stdio.h>\n#include <unistd.h>') ?? f.insert('targets/clock_fuzzer.c', '    if (clock_read(', `    FILE *here = fopen("${waits}", "w");\n    if (here) fclose(here);\n    sleep(9);\n`),
        verdict: 'could not judge', says: /^Could not judge: Interrupted while the targets ran their seeds\.$/,
        check: (v, t, ran) => t.ok(!ran.text.includes('(null)') && !t.read(ran, 'verdict.md').includes('(null)'), 'no (null)'),
    },
    {
        name: 'an archive of seeds that is no archive',
        edit: (f) => f.write('targets/clock_fuzzer.zip', 'PK\u0003\u0004 and nothing behind it'),
        verdict: 'blocked', says: /The fuzz target clock_fuzzer does not run its seeds, as it does on base/,
    },
    {
        name: 'a dictionary that is none',
        edit: (f) => f.write('targets/span_fuzzer.dict', 'no quotes here\n'),
        verdict: 'blocked', says: /The fuzz target span_fuzzer does not run its seeds, as it does on base/,
    },
    {
        name: 'a rename: a file and a function',
        edit: (f) => { f.move('src/digits.h', 'src/number.h'); f.sub('src/number.h', /DIGITS_H/g, 'NUMBER_H');
            f.sub('src/number.h', /read_two/g, 'two_digits'); f.sub('src/clock.c', /read_two/g, 'two_digits');
            f.replace('src/clock.c', '"digits.h"', '"number.h"'); },
        verdict: 'blocked', says: /clock_read|read_offset|two_digits/, units: 3,
    },
    {
        name: 'a rename of a file alone',
        edit: (f) => { f.move('src/digits.h', 'src/number.h'); f.sub('src/number.h', /DIGITS_H/g, 'NUMBER_H');
            f.replace('src/clock.c', '"digits.h"', '"number.h"'); },
        verdict: 'passed', units: 0,
    },
    {
        name: 'a text for people: nothing is built for base',
        edit: (f) => f.write('README.md', f.read('README.md') + '\nMore words.\n'),
        verdict: 'passed', units: 0,
        check: (v, t) => { t.equal(v.stages.filter((stage) => stage.name === 'base').length, 0); t.equal(v.targets.map((x) => x.base_edges > 0), [true, true]); },
    },
    {
        name: 'a change outside of the sources',
        edit: (f) => f.write('Makefile', 'all:\n\t./build.sh out\n'),
        verdict: 'passed', units: 0,
        check: (v, t) => t.equal(v.targets.filter((x) => x.affected).length, 2),
    },
    {
        name: 'a header only, with a function and without an example',
        edit: (f) => f.replace('src/digits.h', 'return *number <= most ? 0 : -1;', 'return *number > most ? -1 : 0;'),
        verdict: 'blocked', says: /read_two \(src\/digits\.h:\d+\) changed/,
    },
    {
        name: 'a header only: a number that two examples show',
        edit: (f) => { f.replace('src/digits.h', '#define MOST_HOURS 23', '#define MOST_HOURS 22');
            f.sub('tests/clock_test.c', /23:/g, '22:');
            f.replace('tests/clock_test.c', '"22:59-08:00", 0, 479', '"22:59-08:00", 0, 419'); twoExamples(f); },
        verdict: 'passed', units: 1,
        check: (v, t) => t.equal(v.targets.find((x) => x.name === 'clock_fuzzer').affected, true),
    },
    {
        name: 'a seed that crashes only under UBSan',
        edit: (f) => { inSpan(f, '    *minutes = number == 44 ? 2147483640 : 0;\n    *minutes = *minutes + number > 0 ? 1 : 0;\n'); twoExamples(f); f.write('seeds/span_fuzzer/sum', '44m'); },
        verdict: 'blocked', says: /A new crash: signed-integer-overflow/, crashes: ['new'],
    },
    {
        name: 'a crash that comes by chance',
        edit: (f) => { f.replace('src/span.c', '#include <string.h>', '#include <string.h>\n#include <time.h>');
            inSpan(f, '    struct timespec now = {0, 0};\n    (void)(number == 44 && clock_gettime(CLOCK_REALTIME, &now) == 0 && now.tv_nsec / 64 % 2 == 1 && (abort(), 1));\n');
            f.replace('src/span.c', '#include "span.h"', '#define _POSIX_C_SOURCE 200809L\n#include "span.h"');
            twoExamples(f); f.write('seeds/span_fuzzer/chance', '44m'); },
        verdict: 'blocked', says: /A new crash: abort in span_read/, crashes: ['new'],
        settings: '[night]\nreplays = 20\n',
        check: (v, t) => t.ok(v.crashes[0].reproduced < v.crashes[0].replays, 'not every time'),
    },
    {
        name: 'lines that read time in a way that breaks quietly',
        edit: (f) => f.write('tools/show.c', '#include <time.h>\n\nint day(time_t now)\n{\n    struct tm *local = localtime(&now);\n    return local->tm_mday + (int)now / 86400;\n}\n'),
        verdict: 'passed',
        check: (v, t) => { t.ok(v.notes.some((note) => note.rule === 'localtime' && note.line === 5), 'localtime'); t.ok(v.notes.every((note) => note.path === 'tools/show.c' && note.better !== ''), 'and nothing else'); },
    },
    {
        name: 'a change from a fork, without a token',
        edit: (f) => { inClock(f, crash); twoExamples(f); },
        tracker: 'github:clockwork/clockwork',
        verdict: 'blocked', crashes: ['new'], prints: /Nothing is filed: there is no token here/,
    },
    {
        name: 'what mends a base that does not build',
        from: 'broken',
        edit: (f) => f.replace('src/clock.c', 'int minutes = (time->minute ', 'int minutes = (time->minutes '),
        settings: 'examples =\n', verdict: 'passed',
    },
];
