#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Nights that file nothing, and `vigil file`, which says what they left: each thing once, as the tracker
// is by then. Each row is a story of steps; after each the tracker must show what the step says.
// usage: file_test.mjs VIGIL SCRIPTED [NAME…]
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { build, file, localIssues, night, rota, scratch, seed, stateFaults, waiting } from './world.mjs';

const [vigil, scripted] = process.argv.slice(2, 4).map((name) => path.resolve(name));
const only = process.argv.slice(4);
const top = scratch('file');
process.on('exit', () => rmSync(top, { recursive: true, force: true, maxRetries: 5 }));

const bug = (word, kind = 'read') => ({ word, kind, frames: [`take_${word}`, `read_${word}`, `parse_${word}`] });
const [A, B] = ['AA', 'BB'].map((word) => bug(word));
const many = (from, to) => 'abcdefghijkl'.slice(from, to).split('').map((letter) => bug(`MANY${letter}`));

// Issues, oldest first: "open" or "closed", then its comments; the digest says how many it lists.
const open = (...comments) => ['open', ...comments].join(' ');
const closed = (...comments) => ['closed', ...comments].join(' ');
const digest = (count) => `digest ${count}`;

// A step: `unfiled` or `night`, with the bugs of that night; or `file`. `act`: what people, or an
// attacker, do before it. `issues`: what the tracker shows then, if that changed; `waits`: how many things
// wait (0); `status`: 1 of a night that sees something, else 0; `says`: what is printed, among the rest.
const act = {
  close: (world, number) => edit(world, number, (text) => text.replace(/^state: open/m, 'state: closed')),
  open: (world, number) => edit(world, number, (text) => text.replace(/^state: closed/m, 'state: open')),
  decline: (world, number) => edit(world, number, (text) => text.replace(/^labels: \[/m, 'labels: [wontfix, ')),
  delete: (world, number) => rmSync(issueFile(world, number)),
  damage: (world, text) => writeFileSync(path.join(world.state, 'vigil.sqlite'), text),
  lose: (world) => {
    for (const name of readdirSync(world.state)) if (name.startsWith('vigil.sqlite')) rmSync(path.join(world.state, name));
  },
  // Issues that no night decided on, as a target could leave them that writes into the state.
  forge: (world, count) => {
    const rows = Array.from({ length: count }, (_, i) => `(1, 0, '', 'crash:${String(i).padStart(16, '0')}', 0, 'forged', 't', '', '', '', '', '<!-- vigil:crash:${String(i).padStart(16, '0')} -->\n')`);
    execFileSync('sqlite3', [path.join(world.state, 'vigil.sqlite'),
      `INSERT INTO outbox(night, verb, crash, marker, number, title, target, signature, seen, labels, assignee, body) VALUES ${rows.join(', ')}`]);
  },
};
const issueFile = (world, number) => path.join(world.state, 'issues', `${String(number).padStart(4, '0')}.md`);
function edit(world, number, change) {
  writeFileSync(issueFile(world, number), change(readFileSync(issueFile(world, number), 'utf8')));
}

const rows = {
  'nothing is said before it is filed, and then once': [
    { unfiled: [A, B], issues: [], waits: 2, says: '2 new issues wait for `vigil file`' },
    { file: true, issues: [open(), open()], says: /issue 2: filed: heap-buffer-overflow.*\nNothing waits to be said any more\./ },
    { file: true },
    { unfiled: [A, B], waits: 0 },
    { file: true },
    { unfiled: [A], waits: 1, says: '1 to be closed waits for `vigil file`' },
    { file: true, issues: [open(), closed('mended')] },
    { unfiled: [A, B], waits: 1, says: '1 to be opened again waits' },
    { file: true, issues: [open(), open('mended back')] },
    { unfiled: [B], waits: 1 },
    { file: true, issues: [closed('mended'), open('mended back')] },
  ],
  'several nights wait': [
    { unfiled: [A], waits: 1, issues: [] },
    { unfiled: [A, B], waits: 2 },
    { unfiled: [A, B], waits: 2 },
    { file: true, issues: [open(), open()] },
    { unfiled: [B], waits: 1 },
    { unfiled: [B], waits: 1 },
    { file: true, issues: [closed('mended'), open()] },
  ],
  'mended before it was filed: the next night sees to it': [
    { unfiled: [A], waits: 1, issues: [] },
    { unfiled: [], waits: 1, status: 0 },
    { file: true, issues: [open()] },
    { unfiled: [], waits: 1, status: 0 },
    { file: true, issues: [closed('mended')] },
  ],
  'back before it was said that it is mended': [
    { unfiled: [A], waits: 1, issues: [] },
    { file: true, issues: [open()] },
    { unfiled: [], waits: 1, status: 0 },
    { unfiled: [A], waits: 1 },
    { file: true, issues: [open('mended back')] },
  ],
  'a person closed it, and the night saw it': [
    { unfiled: [A], waits: 1, issues: [] },
    { file: true, issues: [open()] },
    { unfiled: [A] },
    { act: ['close', 1], file: true, issues: [open('back')] },
    { file: true },
  ],
  'a person closed it after it was filed: that is for the next night': [
    { unfiled: [A], waits: 1, issues: [] },
    { file: true, issues: [open()] },
    { act: ['close', 1], file: true, issues: [closed()] },
    { unfiled: [A], waits: 1 },
    { file: true, issues: [open('back')] },
  ],
  'a person closed it, and nothing saw it': [
    { unfiled: [A], waits: 1, issues: [] },
    { file: true, issues: [open()] },
    { unfiled: [], waits: 1, status: 0 },
    { act: ['close', 1], file: true, issues: [closed('mended')] },
  ],
  'a person declined it': [
    { unfiled: [A], waits: 1, issues: [] },
    { file: true, issues: [open()] },
    { unfiled: [], waits: 1, status: 0 },
    { file: true, issues: [closed('mended')] },
    { unfiled: [A], waits: 1 },
    { act: ['decline', 1], file: true, issues: [closed('mended')] },
    { unfiled: [A], status: 0 },
    { file: true },
  ],
  'a person deleted it': [
    { unfiled: [A, B], waits: 2, issues: [] },
    { file: true, issues: [open(), open()] },
    { unfiled: [A, B] },
    { act: ['delete', 1], file: true, issues: [open(), open()] },
    { file: true },
  ],
  'a week is no flood': [
    { unfiled: many(0, 3), waits: 3, issues: [], says: '2 new issues and 1 comment or digest wait' },
    { unfiled: many(0, 6), waits: 3 },
    { unfiled: many(0, 9), waits: 3 },
    { file: true, issues: [open(), open(), digest(7)] },
    { file: true },
    { unfiled: many(0, 9), waits: 3 },
    { file: true, issues: [open(), open(), digest(5), open(), open()] },
    { night: many(0, 9), issues: [open(), open(), digest(3), open(), open(), open(), open()] },
  ],
  'a store that holds more than a night may file': [
    { unfiled: [A], waits: 1, issues: [] },
    { act: ['forge', 5], file: true, waits: 4, status: 2, issues: [open(), open()], says: '4 new issues are not filed: no more than 2 are in one night' },
  ],
  'a night that files says what others left': [
    { unfiled: [A], waits: 1, issues: [] },
    { night: [A, B], issues: [open(), open()] },
    { file: true },
    { act: ['close', 1], file: true, issues: [closed(), open()] },
  ],
  'the database is lost': [
    { unfiled: [A, B], waits: 2, issues: [] },
    { file: true, issues: [open(), open()] },
    { act: ['lose'], unfiled: [A, B], waits: 2 },
    { file: true },
    { unfiled: [B], waits: 1 },
    { file: true, issues: [closed('mended'), open()] },
  ],
  'the database is lost, with more known than a night may file': [
    { unfiled: many(0, 2), waits: 2, issues: [] },
    { file: true, issues: [open(), open()] },
    { unfiled: many(0, 4), waits: 2 },
    { file: true, issues: [open(), open(), open(), open()] },
    { act: ['lose'], unfiled: many(0, 4), waits: 3 },
    { file: true, issues: [open(), open(), open(), open()] },
    { file: true },
  ],
  'the database is lost, and with what has its issue comes what has none': [
    { unfiled: many(0, 2), waits: 2, issues: [] },
    { file: true, issues: [open(), open()] },
    { act: ['lose'], unfiled: many(0, 5), waits: 3 },
    { file: true, issues: [open(), open(), digest(1), open(), open()] },
    { file: true },
  ],
  'the database is damaged: it is told of, and the next night begins with what was kept': [
    { unfiled: [A], waits: 1, issues: [] },
    { act: ['damage', ''], file: true, status: 2, issues: [], says: 'moved aside, to ' },
    { file: true, status: 2, issues: [], says: 'no night was here' },
  ],
  'the database is another file': [
    { unfiled: [A], waits: 1, issues: [] },
    { act: ['damage', 'no database'], file: true, status: 2, issues: [], says: 'moved aside, to ' },
  ],
  'nobody was here': [
    { file: true, status: 2, issues: [], says: 'no night was here' },
  ],
  'a comment tells each night, with the issues that are filed by then': [
    { rota: true, unfiled: [A], waits: 2, issues: [], says: '1 new issue and 1 comment or digest wait' },
    { file: true, issues: [open(), 'nights issue 1'] },
    { unfiled: [A], waits: 1 },
    { unfiled: [A, B], waits: 3 },
    { file: true, issues: [open(), 'nights issue 1, , issue 3', open()] },
    { file: true },
  ],
};

function shown(issue) {
  const words = issue.comments.map((marker) => marker.split(':')[0]);
  if (issue.marker === 'digest') return `digest ${issue.title.split(' ')[0]}${issue.open ? '' : ' closed'}`;
  if (issue.marker === 'nights') {
    const parts = issue.body.split('<!-- vigil:night:').slice(1);
    return `nights ${parts.map((part) => [...part.matchAll(/: (issue \d+|no issue yet[^\n]*)/g)].map((found) => found[1]).join(' ')).join(', ')}`;
  }
  return [issue.open ? 'open' : 'closed', ...words].join(' ');
}

// The night says how much it leaves, wherever it is read.
function reportFaults(world, waits) {
  const page = (kind) => readFileSync(path.join(world.state, 'report', `${world.date}.${kind}`), 'utf8');
  const json = JSON.parse(page('json')), wait = / waits? for `vigil file`/;
  const faults = json.filings.waiting === waits ? [] : [`the JSON says that ${json.filings.waiting} things wait, not ${waits}`];
  if (json.notes.some((note) => wait.test(note)) !== waits > 0) faults.push(`the JSON notes ${json.notes}`);
  for (const kind of ['md', 'html']) if (wait.test(page(kind)) !== waits > 0) faults.push(`the ${kind} does not say what waits`);
  return faults;
}

function lay(name, withRota) {
  const directory = path.join(top, name);
  const world = { vigil, targets: path.join(directory, 'targets'), corpus: path.join(directory, 'corpus'),
    state: path.join(directory, 'state'), dice: path.join(directory, 'dice'), config: path.join(directory, 'vigil.ini') };
  for (const part of [world.dice, world.corpus, world.state]) mkdirSync(part, { recursive: true });
  writeFileSync(world.config, `[night]\nissues = 2\nreplays = 2\nminimise = 0s\n${withRota ? 'rota = rota.ini\n' : ''}`);
  writeFileSync(path.join(directory, 'rota.ini'), rota);
  return world;
}

async function tell(name, story) {
  const world = lay(name.replaceAll(/[^a-z]+/g, '-'), story[0].rota);
  let issues = [];
  for (const [i, step] of story.entries()) {
    if (step.act) act[step.act[0]](world, ...step.act.slice(1));
    const bugs = step.unfiled ?? step.night;
    if (bugs) {
      build(scripted, path.join(world.targets, 'alpha'), bugs);
      for (const { word } of bugs) seed(world.corpus, 'alpha', word);
    }
    const outcome = step.file ? await file(world) : await night(world, { unfiled: step.unfiled !== undefined });
    const faults = [];
    issues = step.issues ?? issues;
    const is = localIssues(path.join(world.state, 'issues'), faults).map(shown);
    if (is.join('; ') !== issues.join('; ')) faults.push(`issues: ${is.join('; ')}; not ${issues.join('; ')}`);
    const status = step.status ?? (bugs?.length > 0 ? 1 : 0);
    if (outcome.status !== status) faults.push(`exit status ${outcome.status ?? outcome.signal}, not ${status}`);
    const state = existsSync(path.join(world.state, 'vigil.sqlite'));
    const waits = state ? waiting(world.state) : 0;
    if (waits !== (step.waits ?? 0)) faults.push(`${waits} things wait, not ${step.waits ?? 0}`);
    if (step.unfiled) faults.push(...reportFaults(world, waits));
    if (state) faults.push(...stateFaults(world.state).filter((fault) => !/actions wait/.test(fault)));
    if (step.says && (step.says.test ? !step.says.test(outcome.text) : !outcome.text.includes(step.says))) faults.push(`it does not say ${step.says}`);
    if (faults.length > 0) {
      console.log(`FAILED: ${name}, step ${i + 1}:\n  ${faults.join('\n  ')}\n${outcome.text.replace(/^/gm, '    ')}`);
      return false;
    }
  }
  return true;
}

// Command lines, and what is said of them.
const lines = [
  [['--verdict', top], '--verdict needs --head, the commit that it must be a verdict on'],
  [['--head', '0123456789abcdef0123456789abcdef01234567'], '--head goes with --verdict'],
  [['--verdict', top, '--head', '0123456789abcdef0123456789abcdef01234567', '--state', path.join(top, 'none')], 'verdict.json'],
  [['--state', path.join(top, 'none')], 'No such file or directory'],
  [['--state', top], 'no night was here'],
];
function refuse([list, words]) {
  try {
    execFileSync(vigil, ['file', ...list], { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch ({ status, stderr }) {
    if (status === 2 && stderr.toString().includes(words)) return true;
    console.log(`FAILED: vigil file ${list.join(' ')}: ${status}: ${stderr}`);
    return false;
  }
  console.log(`FAILED: vigil file ${list.join(' ')}: ends well`);
  return false;
}

// With a token in its environment, and for a tracker on GitHub: it asks nobody, keeps no token there once it
// has begun, and writes what is to be said as GitHub wants it.
async function asksNobody() {
  const world = lay('asks-nobody', true), faults = [], secret = 'ghp_vigilTestToken0123456789';
  let asked = 0, looked = 0;
  const server = createServer((socket) => { asked++; socket.destroy(); });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  build(scripted, path.join(world.targets, 'alpha'), [A]);
  seed(world.corpus, 'alpha', A.word);
  const list = ['nightly', '--targets', world.targets, '--corpus', world.corpus, '--state', world.state, '--config', world.config,
    '--budget', '0s', '--unfiled', '--tracker', 'github:octo/repo'];
  for (let i = 0; i < 20 && looked === 0; i++) {
    rmSync(world.state, { recursive: true });
    const child = spawn(vigil, list, { stdio: 'ignore', env: { ...process.env, SCRIPTED_DICE: world.dice, GITHUB_TOKEN: secret, GITHUB_API_URL: `http://127.0.0.1:${server.address().port}` } });
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (child.exitCode === null && child.signalCode === null) {
      if (existsSync(path.join(world.state, 'vigil.sqlite'))) {
        try {
          if (readFileSync(`/proc/${child.pid}/environ`, 'latin1').includes(secret)) faults.push('the token is in its environment');
          looked++;
        } catch { /* it has ended */ }
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const status = await ended;
    if (status !== 1) faults.push(`exit status ${status}`);
  }
  server.close();
  if (looked === 0) faults.push('nobody could look at its environment');
  if (asked > 0) faults.push(`it asked ${asked} times`);
  const bodies = execFileSync('sqlite3', ['-readonly', path.join(world.state, 'vigil.sqlite'), 'SELECT body FROM outbox']).toString();
  if (!bodies.includes('@octo')) faults.push(`nobody is told of it: ${bodies}`);
  if (faults.length > 0) console.log(`FAILED: it asks nobody: ${[...new Set(faults)].join('; ')}`);
  return faults.length === 0;
}

let failed = only.length > 0 ? 0 : lines.filter((line) => !refuse(line)).length;
const stories = Object.entries(rows).filter(([name]) => only.length === 0 || only.includes(name));
const count = stories.length;
if (only.length === 0 && !await asksNobody()) failed++;
// Several at a time: a night waits more than it works.
await Promise.all(Array.from({ length: 6 }, async () => {
  while (stories.length > 0) if (!await tell(...stories.shift())) failed++;
}));
console.log(`${count} stories, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
