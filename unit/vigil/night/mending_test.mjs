#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// What becomes of a crash that is mended in part: for one input and not for another, on one of
// several ways to one line, and for good. Each row is a story of a few nights; after each night the
// tracker must show what the row says.
// usage: mending_test.mjs VIGIL SCRIPTED [NAME…]
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, localIssues, night, scratch, seed, stateFaults } from './world.mjs';

const [vigil, scripted] = process.argv.slice(2, 4).map((name) => path.resolve(name));
const only = process.argv.slice(4);
const top = scratch('mending');
process.on('exit', () => rmSync(top, { recursive: true, force: true, maxRetries: 5 }));

// Bugs, each a word in an input, with the frames that its report shows.
const at = (word, frames, kind = 'read', every = 1) => ({ word, kind, frames, every });
const same = ['get@get.c:4', 'field@get.c:9', 'parse@parse.c:3'];
const [A, B, C] = ['AA', 'BB', 'CC'].map((word) => at(word, same));
// Two ways to one line that have nothing but it in common, and one to the line beneath.
const long = at('LONG', ['put@put.c:7', 'long_form@put.c:40', 'write_page@put.c:50']);
const short = at('SHORT', ['put@put.c:7', 'abbreviate@put.c:20', 'headline@put.c:30']);
const shortMoved = { ...short, frames: ['put@put.c:8', ...short.frames.slice(1)] };
const longMoved = { ...long, frames: ['put@put.c:8', ...long.frames.slice(1)] };
const beneath = at('BENEATH', ['put@put.c:9', 'interpolate@put.c:60', 'zigzag@put.c:70']);
// The same names in two files.
const here = at('FIRST', ['work@here.c:5', 'begin@here.c:9', 'run@here.c:12']);
const there = at('SECOND', ['work@there.c:5', 'begin@there.c:9', 'run@there.c:12']);
const renamed = { ...there, frames: ['work@elsewhere.c:5', 'begin@elsewhere.c:9', 'run@elsewhere.c:12'] };
const eight = 'abcdefghijkl'.split('').map((letter) => at(`WAY${letter}`,
  ['peek@lexer.c:3', `rule_${letter}@rules.c:1`, `deep_${letter}@rules.c:2`]));
// Another kind at the same place, as where the memory beside it is not mapped in the next build.
const wild = { ...A, kind: 'write' };

// Another crash of A's input.
const other = { ...A, frames: ['set@set.c:4', 'store@set.c:9', 'keep@keep.c:3'], kind: 'write' };
const many = Array.from({ length: 55 }, (_, i) => at(`M${String(i).padStart(2, '0')}`, [`f${i}@m${i}.c:1`, `g${i}@m${i}.c:2`, `h${i}@m${i}.c:3`]));

// A night: the bugs of each target; then the issues, oldest first, each "open" or "closed" with its
// comments. `lose`: the database is lost before it. `drop`: words whose seeds are gone. `triage`: its
// time to study crashes, else enough. `status`: of the night. `says`: what it prints; `body`: what the
// first issue holds in the end.
const open = (...comments) => ['open', ...comments].join(' ');
const closed = (...comments) => ['closed', ...comments].join(' ');
const rows = {
  'mended at once': [
    { bugs: [A], issues: [open()] },
    { bugs: [], issues: [closed('mended')], status: 0 },
  ],
  'half a fix, then whole': [
    { bugs: [A, B], issues: [open()] },
    { bugs: [B], drop: ['BB'], issues: [open('half')] },
    { bugs: [B], issues: [open('half')] },
    { bugs: [], issues: [closed('half mended')], status: 0 },
  ],
  'half a fix by half a fix': [
    { bugs: [A, B, C], issues: [open()] },
    { bugs: [B, C], drop: ['BB', 'CC'], issues: [open('half')] },
    { bugs: [B], issues: [open('half half')] },
    { bugs: [], issues: [closed('half half mended')], status: 0 },
    { bugs: [A], issues: [open('half half mended back')] },
  ],
  'half a fix, and the other way round': [
    { bugs: [A, B], issues: [open()] },
    { bugs: [B], issues: [open('half')] },
    { bugs: [A], drop: ['AA', 'BB'], issues: [open('half half')] },
    { bugs: [], issues: [closed('half half mended')], status: 0 },
  ],
  'the other input is new tonight': [
    { bugs: [A], issues: [open()] },
    { bugs: [C], seeds: ['CC'], issues: [open('half')] },
    { bugs: [C], drop: ['CC'], issues: [open('half')] },
    { bugs: [], issues: [closed('half mended')], status: 0 },
  ],
  'mended, then broken for another input': [
    { bugs: [A, B], issues: [open()] },
    { bugs: [], drop: ['AA', 'BB'], issues: [closed('mended')], status: 0 },
    { bugs: [B], issues: [open('mended back')] },
    { bugs: [A], issues: [open('mended back half')] },
    { bugs: [], issues: [closed('mended back half mended')], status: 0 },
  ],
  'half a fix, and the database is lost': [
    { bugs: [A, B], issues: [open()] },
    { bugs: [B], drop: ['BB'], issues: [open('half')] },
    { bugs: [B], lose: true, issues: [open('half')] },
    { bugs: [], issues: [closed('half mended')], status: 0 },
  ],
  // Which of the two is replayed first is chance, so whether it is called half a fix is, too.
  'another target still shows it (or half)': [
    { bugs: [A], beta: [B], issues: [open()] },
    { bugs: [], beta: [B], drop: ['BB'], issues: [open()] },
    { bugs: [], beta: [], issues: [closed('mended')], status: 0 },
  ],
  'one line reached in two ways is one': [
    { bugs: [short, long], issues: [open()] },
    { bugs: [shortMoved, longMoved], issues: [open()] },
    { bugs: [], issues: [closed('mended')], status: 0 },
  ],
  'and is told apart when the first is mended': [
    { bugs: [short, long], issues: [open()] },
    { bugs: [short], drop: ['SHORT'], issues: [closed('mended'), open()] },
    { bugs: [short], issues: [closed('mended'), open()] },
    { bugs: [], issues: [closed('mended'), closed('mended')], status: 0 },
    { bugs: [long], issues: [open('mended back'), closed('mended')] },
  ],
  'and stays one when the second is mended': [
    { bugs: [short, long], issues: [open()] },
    { bugs: [long], issues: [open()] },
    { bugs: [], issues: [closed('mended')], status: 0 },
  ],
  'and is one after the database is lost': [
    { bugs: [short, long], issues: [open()] },
    { bugs: [short, long], lose: true, issues: [open()] },
    { bugs: [short], drop: ['SHORT'], issues: [closed('mended'), open()] },
    { bugs: [short], lose: true, issues: [closed('mended'), open()] },
    { bugs: [], issues: [closed('mended'), closed('mended')], status: 0 },
  ],
  'in two targets at once': [
    { bugs: [short], beta: [long], issues: [open()] },
    { bugs: [short], beta: [long], issues: [open()] },
    { bugs: [], beta: [], issues: [closed('mended')], status: 0 },
  ],
  'the line beneath is another': [
    { bugs: [short, beneath], issues: [open(), open()] },
    { bugs: [beneath], issues: [open(), closed('mended')] },
  ],
  'one lexer beneath many rules': [
    { bugs: eight, issues: [open()] },
    { bugs: eight, issues: [open()] },
    { bugs: [], issues: [closed('mended')], status: 0 },
  ],
  'names alone do not make one of two files': [
    { bugs: [here, there], issues: [open(), open()] },
    { bugs: [here, there], lose: true, issues: [open(), open()] },
    { bugs: [here, renamed], issues: [open(), open()] },
    { bugs: [renamed], issues: [closed('mended'), open()] },
    { bugs: [], issues: [closed('mended'), closed('mended')], status: 0 },
  ],
  'another kind at the same place is the same crash': [
    { bugs: [A], issues: [open()] },
    { bugs: [wild], drop: ['AA'], issues: [open()] },
    { bugs: [], issues: [closed('mended')], status: 0 },
  ],
  'filed before it is studied, then studied': [
    { bugs: [A], triage: '0s', issues: [open()], says: /^1 crash is not studied to the end/m, body: /not replayed yet .*\n.*not yet minimised/ },
    { bugs: [A], triage: '0s', issues: [open()], says: /\(not studied yet\)/ },
    { bugs: [A], issues: [open('studied')], body: /: 3 of 3 replays crashed so/ },
    { bugs: [A], issues: [open('studied')] },
    { bugs: [], issues: [closed('studied mended')], status: 0 },
  ],
  'filed before it is studied, and gone by then': [
    { bugs: [A], triage: '0s', issues: [open()] },
    { bugs: [], triage: '0s', issues: [open()], status: 0 },
    { bugs: [], issues: [open('studied')], status: 0, body: /: 0 of 3 replays crashed so/ },
    { bugs: [], issues: [closed('studied mended')], status: 0 },
  ],
  'filed before it is studied, and another then': [
    { bugs: [A], triage: '0s', issues: [open()] },
    { bugs: [other], issues: [open('studied'), open()], body: /: 0 of 3 replays crashed so/ },
    { bugs: [other], issues: [open('studied'), open()] },
  ],
  'filed before it is studied, and the database is lost': [
    { bugs: [A], triage: '0s', issues: [open()] },
    { bugs: [A], lose: true, triage: '0s', issues: [open()] },
    { bugs: [A], lose: true, issues: [open('studied')] },
    { bugs: [A], lose: true, issues: [open('studied')] },
  ],
  'a flaky one that nobody replayed is not said to be reproducible': [
    { bugs: [{ ...A, every: 9 }], triage: '0s', issues: [open()], body: /not replayed yet/ },
    { bugs: [{ ...A, every: 9 }], issues: [open('studied')], body: /: [01] of 3 replays crashed so.*flaky/, status: [0, 1] },
  ],
  'a timeout that nobody tried again waits': [
    { bugs: [at('SLOW', same, 'slow', 9)], triage: '0s', issues: [], status: 0, options: 'timeout = 8', says: /not all timeouts/ },
    { bugs: [at('SLOW', same, 'slow', 99)], issues: [open()], options: 'timeout = 8' },
  ],
  'no time to look whether it is mended': [
    { bugs: [A, beneath], issues: [open(), open()] },
    { bugs: [], triage: '0s', issues: [open(), open()], status: 0, says: /2 of 2 crashes of former nights were not looked at/ },
    { bugs: [], issues: [closed('mended'), closed('mended')], status: 0 },
    { bugs: [A], triage: '0s', issues: [open('mended back'), closed('mended')] },
  ],
  'more are mended than are looked at one by one': [
    { bugs: many, issues: many.map(() => open()) },
    { bugs: [], issues: many.map(() => closed('mended')), status: 0, drop: many.map(({ word }) => word) },
    { bugs: [], issues: many.map(() => closed('mended')), status: 0 },
    { bugs: [many[54]], issues: many.map((bug, i) => (i === 54 ? open('mended back') : closed('mended'))) },
    { bugs: [many[54], many[2]], issues: many.map((bug, i) => ([2, 54].includes(i) ? open('mended back') : closed('mended'))) },
  ],
};

const words = (bugs) => bugs.map(({ word }) => word);

async function tell(name, story) {
  const directory = path.join(top, name.replaceAll(/[^a-z]+/g, '-'));
  const world = { vigil, targets: path.join(directory, 'targets'), corpus: path.join(directory, 'corpus'),
    state: path.join(directory, 'state'), dice: path.join(directory, 'dice'), config: path.join(directory, 'vigil.ini') };
  mkdirSync(world.dice, { recursive: true });
  mkdirSync(world.corpus, { recursive: true });
  for (const word of words(story[0].bugs)) seed(world.corpus, 'alpha', word);
  for (const word of words(story[0].beta ?? [])) seed(world.corpus, 'beta', word);
  for (const [i, step] of story.entries()) {
    build(scripted, path.join(world.targets, 'alpha'), step.bugs);
    if (step.beta) build(scripted, path.join(world.targets, 'beta'), step.beta);
    for (const word of step.seeds ?? []) seed(world.corpus, 'alpha', word);
    for (const word of step.drop ?? []) {
      for (const target of ['alpha', 'beta']) rmSync(path.join(world.corpus, target, word), { force: true });
    }
    if (step.lose) {
      for (const file of readdirSync(world.state)) if (file.startsWith('vigil.sqlite')) rmSync(path.join(world.state, file));
    }
    if (step.options) writeFileSync(path.join(world.targets, 'alpha.options'), `[libfuzzer]\n${step.options}\n`);
    writeFileSync(world.config, `[night]\nissues = 60\nreplays = 3\nminimise = 0s\ntriage = ${step.triage ?? '20m'}\n`);
    const outcome = await night(world);
    const faults = stateFaults(world.state);
    const found = localIssues(path.join(world.state, 'issues'), faults);
    if (step.says && !step.says.test(outcome.text)) faults.push(`it does not say ${step.says}`);
    if (step.body && !step.body.test(found[0]?.body ?? '')) faults.push(`the first issue does not say ${step.body}:\n${found[0]?.body}`);
    const issues = found.map(({ open: isOpen, comments }) =>
      [isOpen ? 'open' : 'closed', ...comments.map((marker) => marker.split(':')[0])]
        .filter((word) => word !== 'half' || !name.includes('(or half)')).join(' '));
    if (![step.status ?? 1].flat().includes(outcome.status)) faults.push(`exit status ${outcome.status ?? outcome.signal}`);
    // Which of many crashes is found first, and so has the lower number, is no promise.
    const sorted = (list) => (list.length > 9 ? [...list].sort() : list).join(', ');
    if (sorted(issues) !== sorted(step.issues)) faults.push(`issues: ${issues.join(', ')}; not ${step.issues.join(', ')}`);
    if (faults.length > 0) {
      console.log(`FAILED: ${name}, night ${i + 1}:\n  ${faults.join('\n  ')}\n${outcome.text.replace(/^/gm, '    ')}`);
      return false;
    }
  }
  return true;
}

if (!existsSync(scripted)) throw new Error(`${scripted} is not there`);
let failed = 0;
const stories = Object.entries(rows).filter(([name]) => only.length === 0 || only.includes(name));
const count = stories.length;
// Several at a time: a night waits more than it works.
await Promise.all(Array.from({ length: 6 }, async () => {
  while (stories.length > 0) {
    const told = await tell(...stories.shift());
    failed += told ? 0 : 1; // after the wait: others have counted meanwhile
  }
}));
console.log(`${count} stories, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
