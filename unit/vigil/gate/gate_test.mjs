// SPDX-License-Identifier: MIT
// A project of somebody else's, changed in every way that its list of changes knows, each gated end to
// end. usage: node gate_test.mjs VIGIL PROJECT [NAME]   NAME: only changes whose name has it
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [vigil, project, only = ''] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const { changes } = await import(`./changes_${project}.mjs`);
const top = mkdtempSync(path.join(os.tmpdir(), 'vigil-gate-'));
const repository = path.join(top, 'repository');
const person = ['-c', 'user.name=Pat Example', '-c', 'user.email=7+pat-x@users.noreply.github.com'];
const git = (directory, ...words) => execFileSync('git', ['-C', directory, ...person, ...words], { encoding: 'utf8' }).trim();

process.on('exit', () => rmSync(top, { recursive: true, force: true }));

// The files of one work tree; every edit must find what it is to change.
function filesOf(directory) {
  const at = (name) => path.join(directory, name);
  const files = {
    read: (name) => readFileSync(at(name), 'utf8'),
    write: (name, text) => { mkdirSync(path.dirname(at(name)), { recursive: true }); writeFileSync(at(name), text, name.endsWith('.sh') ? { mode: 0o755 } : {}); },
    remove: (name) => rmSync(at(name)),
    move: (from, to) => renameSync(at(from), at(to)),
    replace: (name, old, text) => {
      if (!files.read(name).includes(old)) throw new Error(`${name} has no ${JSON.stringify(old)}`);
      files.write(name, files.read(name).replace(old, () => text));
    },
    sub: (name, pattern, text) => {
      if (!pattern.test(files.read(name))) throw new Error(`${name} has no ${pattern}`);
      files.write(name, files.read(name).replace(pattern, text));
    },
    insert: (name, before, text) => files.replace(name, before, text + before),
  };
  return files;
}

function makeRepository() {
  cpSync(path.join(here, project), repository, { recursive: true });
  git(repository, 'init', '--quiet', '--initial-branch=main');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'clockwork: as it is');
  if (project !== 'clockwork') return;
  git(repository, 'checkout', '--quiet', '-b', 'broken');
  filesOf(repository).replace('src/clock.c', '(time->minutes - time->offset)', '(time->minute - time->offset)');
  git(repository, 'commit', '--quiet', '--all', '--message', 'clock: break it');
  git(repository, 'checkout', '--quiet', 'main');
}

function commitChange(change, number, from = change.from ?? 'main') {
  const tree = path.join(top, 'edit');
  git(repository, 'worktree', 'add', '--quiet', '--detach', tree, from);
  if (change.earlier) git(tree, 'commit', '--quiet', '--allow-empty', '--message', change.earlier);
  change.edit(filesOf(tree));
  git(tree, 'add', '--all');
  git(tree, 'commit', '--quiet', '--message', `change ${number}: ${change.name}\n\n${change.message ?? ''}`);
  const head = git(tree, 'rev-parse', 'HEAD');
  git(repository, 'worktree', 'remove', '--force', tree);
  git(repository, 'branch', '--force', `change-${number}`, head);
  return head;
}

const summaries = [];
let failures = 0;

class Checks {
  constructor(name) { this.name = name; this.faults = []; }
  ok(holds, what) { if (!holds) this.faults.push(what); }
  equal(got, wanted, what = '') { this.ok(JSON.stringify(got) === JSON.stringify(wanted), `${what} wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`); }
  read(ran, name) { return readFileSync(path.join(ran.out, name), 'utf8'); }
  match(got, pattern) { this.ok(pattern.test(got), `wanted ${pattern}, got ${JSON.stringify(got)}`); }
}

// `at`: vigil is interrupted once this file is there.
function run(list, environment = {}, cwd = top, at = null) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    delete env.GITHUB_TOKEN;
    const child = spawn(vigil, list, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces = [];
    const watch = at === null ? null : setInterval(() => {
      if (!existsSync(at)) return;
      rmSync(at);
      child.kill('SIGINT');
    }, 20);
    child.stdout.on('data', (piece) => pieces.push(piece));
    child.stderr.on('data', (piece) => pieces.push(piece));
    child.on('error', reject);
    child.on('exit', () => clearInterval(watch));
    child.on('close', (status) => resolve({ status, text: Buffer.concat(pieces).toString() }));
  });
}

// vigil.ini as the project has it, with what this change says besides, and its source where it is.
function settingsOf(change, number) {
  const file = path.join(top, `settings-${number}.ini`);
  let text = readFileSync(path.join(here, project, 'vigil.ini'), 'utf8').replace('source = .', `source = ${repository}`);
  for (const line of (change.settings ?? '').split('\n').filter(Boolean)) {
    const name = line.split(' ')[0], old = new RegExp(`^${name} = .*\n`, 'm');
    const said = /=\s*$/.test(line) ? '' : `${line.replaceAll('TOP', top)}\n`;
    text = old.test(text) ? text.replace(old, () => said) : text + said;
  }
  writeFileSync(file, text.replace('local:../issues', `local:${path.join(top, 'issues')}`));
  return file;
}

const exits = { passed: 0, blocked: 1, 'could not judge': 2 };

async function gate(change, number, state = change.state ?? 'state') {
  const base = change.before ? commitChange({ name: 'what is there before', edit: change.before }, number) : change.from ?? 'main';
  const head = commitChange(change, number, base);
  const out = path.join(top, `out-${number}`);
  const list = ['gate', '--config', settingsOf(change, number), '--state', path.join(top, state), '--out', out,
    '--base', base, '--head', head, '--fuzz-seconds', String(change.seconds ?? 1), '--jobs', change.jobs ?? '1'];
  if (change.tracker) list.push('--tracker', change.tracker);
  const began = Date.now(), cwd = change.cwd ? path.join(top, change.cwd) : top;
  if (change.cwd) git(repository, 'worktree', 'add', '--quiet', '--detach', cwd, head);
  const ran = await run(list, {}, cwd, change.interruptAt);
  return { ...ran, head, out, cwd, state: path.join(top, state), seconds: (Date.now() - began) / 1000 };
}

function judge(change, ran, checks) {
  checks.equal(ran.status, exits[change.verdict], 'exit status');
  const file = path.join(ran.out, 'verdict.json');
  if (!existsSync(file)) return checks.ok(false, 'there is no verdict.json');
  const verdict = JSON.parse(readFileSync(file, 'utf8'));
  checks.equal(verdict.verdict, change.verdict, 'verdict');
  if (change.says) checks.match(verdict.sentence, change.says);
  if (change.prints) checks.match(ran.text, change.prints);
  const fates = verdict.crashes.map((crash) => crash.fate);
  if (typeof change.crashes === 'function') checks.ok(change.crashes(fates), `crashes: ${fates}`);
  else checks.equal(fates, change.crashes ?? [], 'crashes');
  if (change.units !== undefined) checks.equal(verdict.units.length, change.units, 'definitions that changed');
  try {
    change.check?.(verdict, checks, ran);
  } catch (error) {
    checks.ok(false, String(error));
  }
  return verdict;
}

function report(change, ran, checks, verdict) {
  failures += checks.faults.length > 0;
  const sentence = verdict?.sentence?.slice(0, 90) ?? '';
  const line = `${checks.faults.length > 0 ? 'WRONG' : 'ok   '} ${ran.seconds.toFixed(1).padStart(5)} s  exit ${ran.status}  ` +
    `${(verdict?.verdict ?? 'none').padEnd(16)} ${change.name}`;
  summaries.push(line);
  console.log(`${line}\n        ${sentence}`);
  for (const fault of checks.faults) console.log(`        - ${fault}`);
  if (checks.faults.length > 0) console.log(ran.text.replace(/^/gm, '        | '));
}

async function one(change, number) {
  const checks = new Checks(change.name);
  const ran = await gate(change, number);
  const verdict = judge(change, ran, checks);
  report(change, ran, checks, verdict);
  return { ran, verdict };
}

// Two at a time, as on a busy morning: they share one state, and each base is built once a place.
async function all(list) {
  const waiting = list.map((change, number) => [change, number]);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await one(...next);
  };
  await Promise.all([worker(), worker()]);
}

// A night on the main branch finds the library's old bug; a gate that knows it replays it, and lets pass.
async function knownToANight() {
  const change = { name: 'a crash that a night knows', edit: (f) => f.write('targets/span_fuzzer.dict', '"h"\n'), verdict: 'passed', crashes: ['known'] };
  const checks = new Checks(change.name);
  const base = git(repository, 'rev-parse', 'main');
  const targets = ['0', '1'].map((place) => path.join(top, 'state/gate', place, 'results', base, 'out')).find(existsSync);
  const corpus = path.join(top, 'night-corpus');
  mkdirSync(path.join(corpus, 'span_fuzzer'), { recursive: true });
  writeFileSync(path.join(corpus, 'span_fuzzer/cursed'), 'cursed-span');
  const night = await run(['nightly', '--targets', targets, '--corpus', corpus, '--state', path.join(top, 'known'), '--budget', '0s', '--config', settingsOf({ settings: 'coverage = 85\n[night]\nbisect = 0s\n' }, 'night')]);
  checks.equal(night.status, 1, 'the night');
  const ran = await gate(change, changes.length, 'known');
  report(change, ran, checks, judge(change, ran, checks));
}

// Every new crash has one issue in each change that brings it; what is on base has none.
function judgeIssues() {
  const checks = new Checks('issues');
  const directory = path.join(top, 'issues');
  const issues = existsSync(directory) ? readdirSync(directory).filter((name) => /^\d+\.md$/.test(name)).map((name) => readFileSync(path.join(directory, name), 'utf8')) : [];
  const markers = issues.map((text) => /vigil:((?:crash|change):[0-9a-f:]+)/.exec(text)?.[1]);
  const wanted = new Set();
  for (let number = 0; number < changes.length; number++) {
    const file = path.join(top, `out-${number}`, 'verdict.json');
    if (!existsSync(file) || changes[number].tracker) continue;
    const { head, crashes } = JSON.parse(readFileSync(file, 'utf8'));
    for (const crash of crashes) if (crash.fate === 'new') wanted.add(`change:${crash.id}:${head.slice(0, 12)}`);
  }
  checks.equal(markers.sort(), [...wanted].sort(), 'issues');
  checks.equal(readdirSync(path.join(top, 'state/gate')).sort(), ['0', '1'], 'two gates at once, a place each');
  failures += checks.faults.length > 0;
  console.log(`${checks.faults.length > 0 ? 'WRONG' : 'ok   '} ${issues.length} issues, one for each new crash of a change`);
  for (const fault of checks.faults) console.log(`        - ${fault}`);
}

makeRepository();
const chosen = changes.filter((change) => change.name.includes(only));
await all(only === '' ? changes : chosen);
if (only === '') judgeIssues();
if (only === '' && project === 'clockwork') await knownToANight();
console.log(`${summaries.length} changes, ${failures} judged wrong`);
process.exit(failures === 0 && summaries.length > 0 ? 0 : 1);
