// changes_make.mjs -- changes to the project in make/, and what a gate must say of each
// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

// What a change is, changes_clockwork.mjs says. This project's library has a rule of make without
// prerequisites, and its tests are quick: what matters here is what stays between two commits.

// Every seed breaks the promise of the target; the empty input does not.
const planted = (f) => f.replace('lib/word.c', 'return end;', 'return end + (size > 0);');

// A function that reads a byte too many, and those that call it, each for a first letter of its own.
const far = (name) => `__attribute__((noinline)) static int ${name}(const char *text, size_t at)\n{\n    return text[at];\n}\n`;
const way = (letter, calls) => `__attribute__((noinline)) static int way_${letter}(const char *text, size_t size)\n{\n    return ${calls}(text, size) + 1;\n}\n`;
const reads = (f, text, letters) => {
    f.replace('lib/word.c', 'size_t word_size(', `${text}\nsize_t word_size(`);
    f.replace('lib/word.c', 'return end;', `volatile int sum = 0;\n${letters.map((letter) => `    sum = sum + (size > 0 && text[0] == '${letter}' ? way_${letter}(text, size) : 0);\n`).join('')}    return end + (sum == 12345678);`);
    for (const letter of letters) f.write(`seeds/word_fuzzer/${letter}`, `${letter}bc`);
};
const eight = [...'abcdefgh'];

// Conditions of the project's own helper of tests, in one function.
const asserts = (f, letters) => {
    f.replace('lib/word.c', '#include "word.h"', '#include <assert.h>\n\n#include "word.h"');
    f.replace('lib/word.c', 'return end;', `${letters.map((letter) => `assert(size == 0 || text[0] != '${letter}');\n    `).join('')}return end;`);
    for (const letter of letters) f.write(`seeds/word_fuzzer/${letter}`, `${letter}bc`);
};

// It ends the process after so many calls: no input shows it.
const leaves = (f) => {
    f.replace('lib/word.c', '#include "word.h"', '#include <unistd.h>\n\n#include "word.h"');
    f.replace('lib/word.c', 'size_t end = 0;', 'static unsigned calls;\n    if (++calls > 3000) {\n        _exit(0);\n    }\n    size_t end = 0;');
};

export const changes = [
    {
        name: 'a function that ends the process after a while, which no input shows',
        edit: leaves,
        verdict: 'blocked', says: /A new crash: unexpected-exit in target word_fuzzer, .*base [0-9a-f]+ runs \d+ inputs in \d+ s and does not/, crashes: ['new'],
    },
    {
        name: 'the same, on base too',
        before: leaves, edit: (f) => f.replace('lib/word.c', 'return end;', 'return end + (size - size);'),
        verdict: 'passed', crashes: ['on base'],
    },
    {
        name: 'one read too many, reached by eight ways, is one crash',
        edit: (f) => reads(f, far('peek') + eight.map((letter) => way(letter, 'peek')).join(''), eight),
        verdict: 'blocked', says: /A new crash: .* in peek, in target word_fuzzer; .*; 7 more ways lead there: peek < way_. < word_size/, crashes: ['new'],
        check: (v, t) => { t.equal(v.crashes[0].path, 'lib/word.c'); t.equal(new Set(v.crashes[0].why.match(/way_./g)).size, 7); },
    },
    {
        name: 'two that read too far are two, though one calls both',
        edit: (f) => reads(f, far('peek') + far('look') + way('a', 'peek') + way('b', 'look'), ['a', 'b']),
        verdict: 'blocked', crashes: ['new', 'new'],
    },
    {
        name: 'a way to what is on base does not hide another that is new',
        before: (f) => reads(f, far('peek') + way('a', 'peek') + way('b', 'text == NULL ? 0 : (int)strlen'), ['a', 'b']) ?? f.replace('lib/word.c', '#include "word.h"', '#include "word.h"\n\n#include <string.h>') ?? f.replace('lib/word.c', '(int)strlen(text, size)', '(int)size'),
        edit: (f) => f.replace('lib/word.c', 'text == NULL ? 0 : (int)size', 'peek(text, size)'),
        verdict: 'blocked', crashes: ['new', 'on base'],
        check: (v, t) => t.match(v.crashes[0].key, /way_b/),
    },
    {
        name: 'two conditions of one function are two crashes, with what they say',
        edit: (f) => asserts(f, ['a', 'b']),
        verdict: 'blocked', crashes: ['new', 'new'],
        check: (v, t, ran) => {
            t.equal(new Set(v.crashes.map((crash) => crash.id)).size, 2, 'ids');
            for (const letter of ['a', 'b']) {
                t.ok(v.crashes.some((crash) => crash.title.includes(`'${letter}'`)), `the title says '${letter}': ${v.crashes.map((crash) => crash.title)}`);
                for (const form of ['verdict.md', 'vigil.sarif', 'junit.xml']) t.match(t.read(ran, form).replace(/\\|&apos;|&#39;/g, "'"), new RegExp(`text.{1,20}0.{1,20}${letter}`));
            }
        },
    },
    {
        name: 'a planted crash, behind a rule that does not make the library again',
        edit: planted,
        verdict: 'blocked', says: /A new crash: abort/, crashes: ['new'],
    },
    {
        name: 'the same, in a project that keeps a cache on purpose',
        edit: planted, settings: 'keep = cache\n',
        verdict: 'blocked', says: /A new crash: abort/, crashes: ['new'],
    },
    {
        name: 'what is kept is there for the next commit',
        edit: (f) => { planted(f); },
        settings: 'keep = cache\nbuild = mkdir -p cache && echo built >>cache/builds && make "OUT=$OUT" && cp cache/builds "$OUT"\n',
        state: 'kept',
        verdict: 'blocked', crashes: ['new'],
        check: (v, t, ran) => t.equal(readFileSync(path.join(ran.state, 'gate/0/results', v.head, 'out/builds'), 'utf8'), 'built\nbuilt\n'),
    },
    {
        name: 'what is not kept is not',
        edit: planted,
        settings: 'build = mkdir -p cache && echo built >>cache/builds && make "OUT=$OUT" && cp cache/builds "$OUT"\n',
        state: 'not-kept',
        verdict: 'blocked', crashes: ['new'],
        check: (v, t, ran) => t.equal(readFileSync(path.join(ran.state, 'gate/0/results', v.head, 'out/builds'), 'utf8'), 'built\n'),
    },
    {
        name: 'a planted crash, and the library is taken from elsewhere',
        edit: planted,
        settings: 'build = make "OUT=$OUT" LIBRARY=TOP/libword.a\n',
        verdict: 'could not judge', says: /No fuzz target differs from base's, although the change is to word_size \(lib\/word\.c:\d+\)/,
    },
    {
        name: 'a function of no target, and no target differs',
        edit: (f) => f.write('lib/unused.c', f.read('lib/word.c').replace('word_size', 'unused_size')),
        verdict: 'passed', check: (v, t) => t.equal(v.troubles, ''),
    },
    {
        name: 'names alone, in a build without lines, which leaves the targets as they are',
        edit: (f) => f.sub('lib/word.c', /\bend\b/g, 'fin'),
        settings: 'build = make "OUT=$OUT" CFLAGS="-O1 -fsanitize=fuzzer-no-link,address"\n',
        verdict: 'passed', check: (v, t) => t.match(v.troubles, /no fuzz target differs from base's/),
    },
    {
        name: 'a test hangs that ends on base',
        edit: (f) => f.write('tests/equal', 'while :; do sleep 0.1; done\n'),
        settings: 'time = 15s\n',
        verdict: 'blocked', says: /The tests do not end: they were stopped after \d+ s, and on base they take 0\.\d s\. equal had begun and did not end\./,
        check: (v, t) => t.match(v.doors.test.details, /\[ RUN      \] equal/),
    },
    {
        name: 'a test fails: there is nothing to fuzz yet',
        edit: (f) => { planted(f); f.write('tests/equal', '[ a = b ]\n'); },
        verdict: 'blocked', says: /1 of 2 tests fails: equal\./, crashes: ['new'],
        check: (v, t) => t.equal(v.targets[0].executions, 0),
    },
    {
        name: 'lines that no test runs do not keep the fuzzer from what is changed',
        edit: (f) => { f.replace('lib/word.c', 'return end;', 'return end + (end > 2 && text[0] == \'x\' ? size : 0);');
            f.replace('test.sh', 'exit "$failed"', `printf 'SF:lib/word.c\\nDA:9,0\\nend_of_record\\n' >"$1/lines.lcov"\nexit "$failed"`); },
        settings: 'coverage = 85\n',
        verdict: 'blocked', says: /Tests run 0 of the 1 lines of code that changed; 85 % are asked for\./, crashes: ['new'],
        check: (v, t) => t.match(v.doors.fuzz.sentence, /^A new crash: /),
    },
    {
        name: 'no coverage is asked for, and none is known',
        edit: (f) => f.replace('lib/word.c', 'size_t end = 0;', 'size_t end = 0u;'),
        verdict: 'passed',
    },
    {
        name: 'a tracefile of a container',
        edit: (f) => { f.replace('lib/word.c', 'size_t end = 0;', 'size_t end = size - size;');
            f.replace('test.sh', 'exit "$failed"', `printf 'SF:/src/lib/word.c\\nDA:5,1\\nend_of_record\\nSF:/src/lib/more.c\\nDA:5,1\\nend_of_record\\n' >"$1/lines.lcov"\nexit "$failed"`); },
        settings: 'coverage = 85\n',
        verdict: 'could not judge', says: /names no line of lib below .*; it names \/src\/lib\/word\.c and \/src\/lib\/more\.c\./,
        check: (v, t) => t.equal(v.doors.fuzz.state, 'passed'),
    },
    {
        name: 'a target that unlinks files by relative names, in several lanes',
        edit: (f) => { f.replace('targets/word_fuzzer.c', '#include <stdlib.h>', '#include <stdlib.h>\n#include <unistd.h>');
            f.replace('targets/word_fuzzer.c', '    if (word', '    (void)unlink("README.md");\n    (void)unlink("../README.md");\n    if (word'); f.write('README.md', 'words\n'); },
        cwd: 'work', verdict: 'passed', jobs: '3',
        check: (v, t, ran) => { t.ok(existsSync(path.join(ran.cwd, 'README.md')), 'the work tree keeps its README.md'); },
    },
];
