#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The workflows that run vigil, walked job by job and step by step as a runner walks them, with stand-ins
// for the actions and a vigil that ends as it is told: what a night knew, the next one finds, however the
// night and its filing ended; what is to be said is said once; what a night or a gate wrote can be looked
// at; and where hostile code runs there is no token.
// The stand-ins do as the actions' own text says: actions/cache saves after the job and only where all
// of it went well (post-if: success()), restore takes its key, or else the newest that begins with one
// of its restore-keys, save never writes a key twice, and upload-artifact refuses a name that the run
// has, unless it may overwrite it. `always()` runs when a step failed, and when the job was cancelled.
// usage: workflow_test.mjs SOURCE BUILD      BUILD/emulate has the reader of YAML
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [source, build] = process.argv.slice(2).map((name) => path.resolve(name));
const here = path.dirname(fileURLToPath(import.meta.url));
execFileSync(path.join(here, '../tracker/github/install-emulate'), [build], { stdio: ['ignore', 2, 2] });
const yaml = createRequire(path.join(build, 'emulate/node_modules/'))('yaml');
const top = mkdtempSync(path.join(os.tmpdir(), 'vigil-workflow-'));
process.on('exit', () => rmSync(top, { recursive: true, force: true }));

const faults = [];
const wrong = (words) => faults.push(words);

// What GitHub keeps between runs.
class Repository {
  caches = new Map(); // key -> directory; the newest last
  artifacts = new Map(); // "RUN NAME" -> directory
  said = []; // in its issues
  constructor(name) { this.top = mkdtempSync(path.join(top, `${name}-`)); this.count = 0; }
  fresh() { const at = path.join(this.top, String(this.count++)); mkdirSync(at); return at; }
  keep(from) { const at = this.fresh(); cpSync(from, at, { recursive: true }); return at; }
}

function restore({ repository, work, inputs }) {
  const begins = String(inputs['restore-keys'] ?? '').split('\n').filter(Boolean);
  const keys = [...repository.caches.keys()].reverse();
  const found = [inputs.key, ...begins].map((words, i) => keys.find((key) => (i === 0 ? key === words : key.startsWith(words)))).find(Boolean);
  if (found) cpSync(repository.caches.get(found), path.join(work, inputs.path), { recursive: true });
  if (!found && inputs['fail-on-cache-miss'] === true) throw new Error(`no cache ${inputs.key}`);
  return found;
}

function save({ repository, work, inputs }) {
  const from = path.join(work, inputs.path);
  if (existsSync(from) && !repository.caches.has(inputs.key)) repository.caches.set(inputs.key, repository.keep(from));
}

const actions = {
  'actions/checkout': { main: ({ work }) => { rmSync(work, { recursive: true }); mkdirSync(work); } },
  'actions/cache': {
    main: (step) => { step.matched = restore(step); },
    post: (step, failed) => { if (!failed && step.matched !== step.inputs.key) save(step); },
  },
  'actions/cache/restore': { main: restore },
  'actions/cache/save': { main: save },
  'actions/upload-artifact': {
    main({ repository, run, work, inputs }) {
      const from = path.join(work, inputs.path), name = `${run.id} ${inputs.name}`;
      if (!existsSync(from)) return;
      if (repository.artifacts.has(name) && inputs.overwrite !== true) throw new Error(`${inputs.name} is there already`);
      // Without this input what lies behind a dot is left out.
      if (/(^|\/)\./.test(inputs.path) && inputs['include-hidden-files'] !== true) return;
      repository.artifacts.set(name, repository.keep(from));
    },
  },
};

// Whether a condition holds, of which each name has a value here.
function holds(condition, known) {
  let words = String(condition).replace(/^\$\{\{(.*)\}\}$/s, '$1');
  for (const [name, value] of Object.entries(known)) words = words.replaceAll(name, JSON.stringify(value));
  if (!/^([\s!()]|&&|\|\||==|!=|true|false|"\w*"|'\w*')*$/.test(words)) throw new Error(`if: ${condition}: this runner does not know it`);
  return Function(`return (${words});`)();
}

const ends = (failed, cancelled) => ({ 'success()': !failed && !cancelled, 'always()': true, 'failure()': failed && !cancelled, 'cancelled()': cancelled });

const fill = (value, run) => (typeof value !== 'string' ? value : value.replace(/\$\{\{\s*([^}]*?)\s*\}\}/g, (all, name) => {
  if (name === 'github.run_id') return run.id;
  if (name === 'github.run_attempt') return run.attempt;
  return name.startsWith('github.') ? name : wrong(`${all}: this runner does not know it`);
}));

// One job. `vigil` stands for what is run by ci/nightly, ci/gate or ci/file, in the work tree: it
// returns an exit status, or 'cancelled'. Returns the job's result.
function walk(job, repository, run, vigil) {
  const work = repository.fresh(), posts = [];
  let failed = false, cancelled = false;
  for (const step of job.steps) {
    const known = ends(failed, cancelled);
    if (!(step.if ? holds(step.if, known) : known['success()'])) continue;
    const inputs = Object.fromEntries(Object.entries(step.with ?? {}).map(([name, value]) => [name, fill(value, run)]));
    const context = { repository, run, work, inputs };
    try {
      if (step.uses) {
        const action = actions[step.uses.replace(/@.*/, '')];
        if (!action) throw new Error(`${step.uses}: this runner does not know it`);
        action.main(context);
        if (action.post) posts.unshift((bad) => action.post(context, bad));
      } else if (/^\.\/ci\/(nightly|gate|file) /.test(step.run)) {
        const status = vigil(work, step.run, repository);
        cancelled ||= status === 'cancelled';
        failed ||= status !== 0;
      }
    } catch (error) {
      run.faults?.push(`step ${step.uses ?? step.run}: ${error.message}`) ?? wrong(`step ${step.uses ?? step.run}: ${error.message}`);
      failed = true;
    }
  }
  for (const post of posts) post(failed || cancelled);
  return cancelled ? 'cancelled' : failed ? 'failure' : 'success';
}

// One run: its jobs, each after those that it needs. A job that ended well in an earlier attempt of the
// run, `run.before`, is not run again where only those that failed are. Returns all results.
function walkRun(workflow, repository, run, vigil) {
  const results = {};
  let cancelled = false;
  for (let left = Object.entries(workflow.jobs); left.length > 0; left = left.filter(([name]) => !(name in results))) {
    const ready = left.find(([, job]) => [job.needs ?? []].flat().every((name) => name in results));
    if (!ready) throw new Error('jobs that need each other');
    const [name, job] = ready, needs = [job.needs ?? []].flat();
    const known = { ...ends(needs.some((need) => results[need] !== 'success'), cancelled),
      ...Object.fromEntries(needs.map((need) => [`needs.${need}.result`, results[need]])),
      'github.event_name': run.event ?? 'schedule', 'github.ref_name': run.branch ?? 'main', 'github.event.repository.default_branch': 'main' };
    if (run.before?.[name]) results[name] = run.before[name];
    else if (!(job.if ? holds(job.if, known) : known['success()'])) results[name] = 'skipped';
    else results[name] = walk(job, repository, run, vigil);
    cancelled ||= results[name] === 'cancelled' && !run.before?.[name];
  }
  return results;
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

// What stands for vigil. A night adds itself to what is known, and has something to say of it: if it is
// not to file it, that waits.
class Stand {
  constructor(status, filing) { Object.assign(this, { status, filing }); }

  run = (work, command, repository) => {
    const state = path.join(work, '.vigil'), file = path.join(state, 'known');
    const known = read(file) ?? { nights: 0, waits: [] };
    if (command.startsWith('./ci/file ')) return this.file(known, file, repository);
    this.found = known.nights++;
    this.waited = known.waits.length;
    if (command.includes('--unfiled')) known.waits.push(known.nights);
    else repository.said.push(known.nights);
    mkdirSync(path.join(state, 'report'), { recursive: true });
    mkdirSync(path.join(state, 'verdict'), { recursive: true });
    writeFileSync(file, JSON.stringify(known));
    writeFileSync(path.join(state, 'report/index.html'), `${known.nights}`);
    writeFileSync(path.join(state, 'verdict/verdict.json'), `${known.nights}`);
    return this.status;
  };

  // "deaf": the server does not answer. "cut": the job ends before it can save anything.
  file(known, file, repository) {
    if (this.filing === 'deaf') return 2;
    for (const night of known.waits) if (!repository.said.includes(night)) repository.said.push(night);
    if (this.filing === 'cut') return 'cancelled';
    known.waits = [];
    writeFileSync(file, JSON.stringify(known));
    return 0;
  }
}

// name, then [run, attempt, how vigil ends, how its filing does] a night; each night finds all before it.
// A `null`: that job ended before, and is not run again.
const rows = [
  ['clean nights', [1, 1, 0], [2, 1, 0], [3, 1, 0]],
  ['a night with findings', [1, 1, 1], [2, 1, 1], [3, 1, 0], [4, 1, 1]],
  ['a night that could not do its job', [1, 1, 2], [2, 1, 2], [3, 1, 0]],
  ['a night that is run again', [1, 1, 1], [1, 2, 1], [1, 3, 0], [2, 1, 1]],
  ['a night that is cancelled', [1, 1, 1], [2, 1, 'cancelled'], [3, 1, 1]],
  ['the server does not answer', [1, 1, 1, 'deaf'], [2, 1, 1, 'deaf'], [3, 1, 1]],
  ['the server does not answer, and the filing is run again', [1, 1, 1, 'deaf'], [1, 2, null], [2, 1, 0]],
  ['it is run again twice', [1, 1, 0, 'deaf'], [1, 2, null, 'deaf'], [1, 3, null], [2, 1, 0]],
  ['a filing that is cut short', [1, 1, 1, 'cut'], [2, 1, 1]],
  ['a filing that is cut short, and run again', [1, 1, 1, 'cut'], [1, 2, null], [2, 1, 1]],
];

// How many nights were lost, or not said once in the end, in each of the rows; or found waiting what was
// said before. A fault of a `tolerant` walk counts as well.
function lost(workflow, artifact, tolerant = false) {
  let count = 0;
  for (const [name, ...nights] of rows) {
    const repository = new Repository('repository'), stand = new Stand();
    let results = {}, before = 0, owing = false;
    for (const [id, attempt, status, filing] of nights) {
      stand.status = status;
      stand.filing = filing;
      stand.found = undefined;
      const run = { id, attempt, before: status === null ? { fuzz: results.fuzz } : {}, faults: tolerant ? [] : undefined };
      results = walkRun(workflow, repository, run, stand.run);
      if (run.faults?.length > 0) count++;
      const red = Object.values(results).some((result) => result !== 'success' && result !== 'skipped');
      if (red !== (![0, null].includes(status) || filing !== undefined || results.fuzz === 'failure') && !tolerant) {
        wrong(`${name}: run ${id}.${attempt} ends with ${status}, ${filing ?? 'filed'}, and its jobs with ${Object.values(results)}`);
      }
      if (status === null) {
        owing = filing !== undefined;
        continue;
      }
      if (stand.found !== before++ || (stand.waited > 0 && !owing)) count++;
      owing = filing !== undefined || status === 'cancelled';
      const kept = repository.artifacts.get(`${id} ${artifact}`);
      const shown = kept && readFileSync(path.join(kept, readdirSync(kept)[0]), 'utf8');
      if (shown !== String(stand.found + 1) && !tolerant) wrong(`${name}: run ${id}.${attempt}: "${artifact}" holds what night ${shown} wrote`);
    }
    const all = Array.from({ length: before }, (_, i) => i + 1);
    if (repository.said.toSorted().join() !== all.join()) count++;
  }
  return count;
}

const workflows = path.join(source, '.github/workflows');
const all = readdirSync(workflows).filter((name) => name.endsWith('.yml')).map((name) => ({ name, workflow: yaml.parse(readFileSync(path.join(workflows, name), 'utf8')) }));
const runs = (job, ...doors) => job.steps.some(({ run }) => doors.some((door) => run?.includes(`./ci/${door}`)));
const having = (...doors) => all.filter(({ workflow }) => Object.values(workflow.jobs).some((job) => runs(job, ...doors)));

// What is wrong with a workflow in which targets run, or a stranger's change: a token where they do, or
// more rights than the other jobs need.
const hostile = ['nightly', 'gate', 'test', 'build-targets', 'coverage'];
const rights = { file: { contents: 'read', issues: 'write' } }; // of nightly.yml
function guardFaults({ name, workflow }) {
  const found = [];
  const token = /secrets\b|github\.token|GITHUB_TOKEN|GH_TOKEN|toJSON\(github\)/i;
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const granted = job.permissions ?? workflow.permissions;
    if (!granted || typeof granted !== 'object') {
      found.push(`${id}: its permissions are not said one by one`);
      continue;
    }
    if (!runs(job, ...hostile)) {
      if (name === 'nightly.yml' && JSON.stringify(granted) !== JSON.stringify(rights[id])) found.push(`${id}: other permissions than it needs`);
      continue;
    }
    if (Object.entries(granted).some(([what, right]) => right !== 'none' && `${what}: ${right}` !== 'contents: read')) found.push(`${id}: permissions beyond reading where hostile code runs`);
    if (token.test(JSON.stringify([workflow.env ?? {}, job]))) found.push(`${id}: a token where hostile code runs`);
    for (const step of job.steps) {
      if (/^actions\/checkout/.test(step.uses) && step.with?.['persist-credentials'] !== false) found.push(`${id}: checkout leaves its credentials`);
      if (/\.\/ci\/(nightly|gate) /.test(step.run) && !step.run.includes('--unfiled')) found.push(`${id}: it files where hostile code runs`);
      if (/^actions\/cache/.test(step.uses) && step.with?.path !== '.vigil') found.push(`${id}: it keeps ${step.with?.path}`);
    }
  }
  return found;
}

const nightly = having('nightly '), gates = having('gate ');
if (nightly.length === 0 || gates.length === 0) wrong('no workflow runs ./ci/nightly, or none ./ci/gate');
for (const each of [...nightly, ...gates]) for (const fault of guardFaults(each)) wrong(`${each.name}: ${fault}`);
for (const { name, workflow } of nightly) {
  const nights = lost(workflow, 'night');
  if (nights > 0) wrong(`${name}: ${nights} nights did not find what those before them knew, or were not told of once`);
  // A branch that is not merged says nothing of the main one.
  const repository = new Repository('repository');
  const results = walkRun(workflow, repository, { id: 1, attempt: 1, event: 'workflow_dispatch', branch: 'other' }, new Stand(1).run);
  if (repository.said.length > 0) wrong(`${name}: a night of a branch is filed: ${Object.values(results)}`);
  walkRun(workflow, repository, { id: 2, attempt: 1, event: 'workflow_dispatch' }, new Stand(1).run);
  if (repository.said.length === 0) wrong(`${name}: a night that a person starts is not filed`);
}
// A gate keeps nothing, and its verdict is read by another workflow, whatever it says.
for (const { name, workflow } of gates) {
  for (const status of [0, 1, 2]) {
    const repository = new Repository('repository'), stand = new Stand(status);
    for (const attempt of [1, 2]) for (const job of Object.values(workflow.jobs)) walk(job, repository, { id: 1, attempt }, stand.run);
    if (!repository.artifacts.has('1 verdict')) wrong(`${name}: no verdict where the gate ends with ${status}`);
  }
}

// The runner and the guard themselves: each planted fault is found out.
const planted = {
  'nothing is saved on failure': (text) => {
    const workflow = JSON.parse(text);
    for (const job of Object.values(workflow.jobs)) {
      job.steps = job.steps.filter((step) => !/cache\/save/.test(step.uses)).map((step) => (/cache\/restore/.test(step.uses) ? { ...step, uses: 'actions/cache@v4' } : step));
    }
    return JSON.stringify(workflow);
  },
  'only the first attempt is saved': (text) => text.replaceAll('-${{ github.run_attempt }}', ''),
  'what was filed is not saved': (text) => text.replaceAll('run_attempt }}-filed', 'run_attempt }}-fuzzed'),
  'the filing finds another run\'s state': (text) => text.replaceAll('"restore-keys":"vigil-${{ github.run_id }}-"', '"restore-keys":"vigil-none-"'),
  'nothing is filed after findings': (text) => text.replace(" || needs.fuzz.result == 'failure'", ''),
};
const guarded = {
  'a token in the environment': (text) => text.replace('"run":"./ci/nightly', '"env":{"TOKEN":"${{ github.token }}"},"run":"./ci/nightly'),
  'a secret': (text) => text.replace('"run":"./ci/nightly', '"env":{"X":"${{ secrets.X }}"},"run":"./ci/nightly'),
  'credentials that stay': (text) => text.replaceAll('"persist-credentials":false', '"clean":true'),
  'rights of another': (text) => text.replace('"permissions":{"contents":"read"}', '"permissions":{"contents":"read","issues":"write"}'),
  'all rights': (text) => text.replace('"permissions":{"contents":"read"}', '"permissions":"write-all"'),
  'no permissions said': (text) => text.replaceAll(/"permissions":\{[^}]*\},?/g, ''),
  'a night that files': (text) => text.replace('--unfiled ', ''),
  'more than the state is kept': (text) => text.replaceAll('"path":".vigil"', '"path":"~"'),
  'the filing may do more': (text) => text.replace('"issues":"write"', '"issues":"write","actions":"write"'),
};
for (const { name, workflow } of nightly) {
  for (const [what, plant] of Object.entries(planted)) {
    const text = plant(JSON.stringify(workflow));
    if (text === JSON.stringify(workflow)) wrong(`${what}: cannot be planted`);
    else if (lost(JSON.parse(text), 'night', true) === 0) wrong(`${what}: not found out`);
  }
  for (const [what, plant] of Object.entries(guarded)) {
    const text = plant(JSON.stringify(workflow));
    if (text === JSON.stringify(workflow)) wrong(`${what}: cannot be planted`);
    else if (guardFaults({ name, workflow: JSON.parse(text) }).length === 0) wrong(`${what}: not found out`);
  }
}

for (const fault of faults) console.error(fault);
console.log(`${all.length} workflows, ${rows.length} histories, ${Object.keys(planted).length + Object.keys(guarded).length} planted faults: ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
