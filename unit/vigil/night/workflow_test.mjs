#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The workflows that run vigil, walked step by step as a runner walks them, with stand-ins for the
// actions and a vigil that ends as it is told: what a night knew, the next one finds, however the night
// ended; and what a night or a gate wrote can be looked at.
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
  constructor(name) { this.top = mkdtempSync(path.join(top, `${name}-`)); this.count = 0; }
  fresh() { const at = path.join(this.top, String(this.count++)); mkdirSync(at); return at; }
  keep(from) { const at = this.fresh(); cpSync(from, at, { recursive: true }); return at; }
}

function restore({ repository, work, inputs }) {
  const begins = String(inputs['restore-keys'] ?? '').split('\n').filter(Boolean);
  const keys = [...repository.caches.keys()].reverse();
  const found = [inputs.key, ...begins].map((words, i) => keys.find((key) => (i === 0 ? key === words : key.startsWith(words)))).find(Boolean);
  if (found) cpSync(repository.caches.get(found), path.join(work, inputs.path), { recursive: true });
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

// Whether a step runs, where one before it failed, or the job was cancelled.
function goes(condition, failed, cancelled) {
  const words = String(condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/, '$1').trim();
  const known = { 'success()': !failed && !cancelled, 'always()': true, 'failure()': failed && !cancelled,
    '!cancelled()': !cancelled, 'cancelled()': cancelled };
  if (!(words in known)) throw new Error(`if: ${words}: this runner does not know it`);
  return known[words];
}

const fill = (value, run) => (typeof value !== 'string' ? value : value.replace(/\$\{\{\s*([^}]*?)\s*\}\}/g, (all, name) => {
  if (name === 'github.run_id') return run.id;
  if (name === 'github.run_attempt') return run.attempt;
  return name.startsWith('github.') ? name : wrong(`${all}: this runner does not know it`);
}));

// One job. `vigil` stands for what is run by ci/nightly or ci/gate, in the work tree: it returns an exit
// status, or 'cancelled'. Returns whether the job failed.
function walk(job, repository, run, vigil) {
  const work = repository.fresh(), posts = [];
  let failed = false, cancelled = false;
  for (const step of job.steps) {
    if (!goes(step.if, failed, cancelled)) continue;
    const inputs = Object.fromEntries(Object.entries(step.with ?? {}).map(([name, value]) => [name, fill(value, run)]));
    const context = { repository, run, work, inputs };
    try {
      if (step.uses) {
        const action = actions[step.uses.replace(/@.*/, '')];
        if (!action) throw new Error(`${step.uses}: this runner does not know it`);
        action.main(context);
        if (action.post) posts.unshift((bad) => action.post(context, bad));
      } else if (/^\.\/ci\/(nightly|gate) /.test(step.run)) {
        const status = vigil(work);
        cancelled ||= status === 'cancelled';
        failed ||= status !== 0;
      }
    } catch (error) {
      wrong(`step ${step.uses ?? step.run}: ${error.message}`);
      failed = true;
    }
  }
  for (const post of posts) post(failed || cancelled);
  return failed || cancelled;
}

// A night adds a line to what is known, and says of what it found there.
const night = (status) => (work) => {
  const state = path.join(work, '.vigil'), known = path.join(state, 'known');
  const nights = existsSync(known) ? Number(readFileSync(known, 'utf8')) : 0;
  mkdirSync(path.join(state, 'report'), { recursive: true });
  mkdirSync(path.join(state, 'verdict'), { recursive: true });
  writeFileSync(known, String(nights + 1));
  writeFileSync(path.join(state, 'report/index.html'), `${nights + 1}`);
  writeFileSync(path.join(state, 'verdict/verdict.json'), `${nights + 1}`);
  night.found = nights;
  return status;
};

// name, then [run, attempt, how vigil ends] a night; each night finds all before it.
const rows = [
  ['clean nights', [1, 1, 0], [2, 1, 0], [3, 1, 0]],
  ['a night with findings', [1, 1, 1], [2, 1, 1], [3, 1, 0], [4, 1, 1]],
  ['a night that could not do its job', [1, 1, 2], [2, 1, 2], [3, 1, 0]],
  ['a night that is run again', [1, 1, 1], [1, 2, 1], [1, 3, 0], [2, 1, 1]],
  ['a night that is cancelled', [1, 1, 1], [2, 1, 'cancelled'], [3, 1, 1]],
];

// How many nights were lost, in each of the rows.
function lost(job, artifact) {
  let count = 0;
  for (const [name, ...nights] of rows) {
    const repository = new Repository('repository');
    nights.forEach(([id, attempt, status], before) => {
      night.found = undefined;
      const failed = walk(job, repository, { id, attempt }, night(status));
      if (failed !== (status !== 0)) wrong(`${name}: run ${id}.${attempt} ends with ${status}, and the job ${failed ? 'fails' : 'passes'}`);
      if (night.found !== before) count++;
      const kept = repository.artifacts.get(`${id} ${artifact}`);
      const shown = kept && readFileSync(path.join(kept, readdirSync(kept)[0]), 'utf8');
      if (shown !== String(night.found + 1)) wrong(`${name}: run ${id}.${attempt}: "${artifact}" holds what night ${shown} wrote`);
    });
  }
  return count;
}

const workflows = path.join(source, '.github/workflows');
const jobs = readdirSync(workflows).filter((name) => name.endsWith('.yml')).flatMap((name) => {
  const workflow = yaml.parse(readFileSync(path.join(workflows, name), 'utf8'));
  return Object.values(workflow.jobs).map((job) => ({ name, job, text: JSON.stringify(job) }));
});
const nightly = jobs.filter(({ text }) => text.includes('./ci/nightly '));
const gates = jobs.filter(({ text }) => text.includes('./ci/gate '));
if (nightly.length === 0 || gates.length === 0) wrong('no workflow runs ./ci/nightly, or none ./ci/gate');
for (const { name, job } of nightly) {
  const nights = lost(job, 'night');
  if (nights > 0) wrong(`${name}: ${nights} nights did not find what those before them knew`);
}
// A gate keeps nothing, and its verdict is read by another workflow, whatever it says.
for (const { name, job } of gates) {
  for (const status of [0, 1, 2]) {
    const repository = new Repository('repository');
    for (const attempt of [1, 2]) walk(job, repository, { id: 1, attempt }, night(status));
    if (!repository.artifacts.has('1 verdict')) wrong(`${name}: no verdict where the gate ends with ${status}`);
  }
}

// The runner itself: with actions/cache, whose saving is left to the end of the job, nights are lost.
for (const { job } of nightly) {
  const steps = job.steps.filter((step) => !/cache\/save/.test(step.uses)).map((step) => (/cache\/restore/.test(step.uses) ? { ...step, uses: 'actions/cache@v4' } : step));
  if (lost({ steps }, 'night') === 0) wrong('a workflow that saves nothing on failure is not found out');
  const once = JSON.parse(JSON.stringify(job.steps).replaceAll('-${{ github.run_attempt }}', ''));
  if (lost({ steps: once }, 'night') === 0) wrong('a workflow that saves a run\'s first attempt alone is not found out');
}

for (const fault of faults) console.error(fault);
console.log(`${jobs.length} jobs, ${rows.length} histories: ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
