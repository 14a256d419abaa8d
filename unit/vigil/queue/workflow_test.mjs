#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// What files a verdict on GitHub: which jobs of file.yml run for which end of a gate, what each job's
// token may do, and what it does with what a stranger wrote.
// usage: workflow_test.mjs SOURCE BUILD      BUILD/emulate has the reader of YAML
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [source, build] = process.argv.slice(2).map((name) => path.resolve(name));
const here = path.dirname(fileURLToPath(import.meta.url));
execFileSync(path.join(here, '../tracker/github/install-emulate'), [build], { stdio: ['ignore', 2, 2] });
const yaml = createRequire(path.join(build, 'emulate/node_modules/'))('yaml');
const read = (name) => yaml.parse(readFileSync(path.join(source, '.github/workflows', name), 'utf8'));
const file = read('file.yml'), gate = read('gate.yml');
const steps = Object.values(file.jobs).flatMap((job) => job.steps);

// GitHub's operators are those of JavaScript as far as they are used here.
const goes = (condition, github) => new Function('github', `return ${condition};`)(github);
const running = (event, conclusion, from) => Object.keys(file.jobs).filter((name) => goes(file.jobs[name].if,
  { repository: 'octo/repo', event: { workflow_run: { event, conclusion, head_repository: { full_name: from } } } })).sort();

for (const conclusion of ['success', 'failure']) {
  assert.deepEqual(running('pull_request', conclusion, 'octo/repo'), ['file', 'sarif'], conclusion);
  assert.deepEqual(running('pull_request', conclusion, 'eve/repo'), ['file'], `a fork, ${conclusion}`);
  for (const event of ['push', 'workflow_dispatch', 'pull_request_target', 'schedule']) {
    assert.deepEqual(running(event, conclusion, 'octo/repo'), [], event);
  }
}
for (const conclusion of ['cancelled', 'skipped', 'timed_out', 'action_required', 'neutral', 'stale', null]) {
  assert.deepEqual(running('pull_request', conclusion, 'octo/repo'), [], String(conclusion));
}

assert.deepEqual(file.permissions, {});
assert.deepEqual(Object.entries(file.jobs).filter(([, job]) => 'security-events' in job.permissions).map(([name]) => name), ['sarif']);
assert.deepEqual(file.jobs.sarif.permissions, { actions: 'read', 'security-events': 'write' });
assert.deepEqual(file.jobs.sarif.steps.map(({ uses }) => uses.replace(/@.*/, '')), ['actions/download-artifact', 'github/codeql-action/upload-sarif']);
assert.deepEqual(file.jobs.file.permissions, { actions: 'read', checks: 'write', contents: 'read', issues: 'write', 'pull-requests': 'write' });
assert.deepEqual(gate.permissions, { contents: 'read' });

// One at a time for a branch of a repository, none cut short; a run that is skipped takes no place.
assert.equal(file.concurrency, undefined);
assert.equal(file.jobs.file.concurrency['cancel-in-progress'], false);
for (const of of ['head_repository.id', 'head_branch']) assert.ok(file.jobs.file.concurrency.group.includes(`workflow_run.${of} `), of);

// What a stranger wrote lies outside of where things are built, and is no part of a script.
const lands = steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact')).map((step) => step.with.path);
assert.ok(lands.length === 2 && lands.every((at) => /^(\/tmp|\$\{\{ runner\.temp \}\})\//.test(at)), String(lands));
for (const { run } of [...steps, ...gate.jobs.gate.steps]) assert.doesNotMatch(run ?? '', /\$\{\{/);
assert.match(steps.find(({ run }) => /ci\/file/.test(run ?? '')).run, /--head "\$HEAD"/);

// No credentials are left where code runs.
for (const step of [...steps, ...gate.jobs.gate.steps].filter(({ uses }) => uses?.startsWith('actions/checkout'))) {
  assert.equal(step.with?.['persist-credentials'], false);
}
console.log('ok');
