// SPDX-License-Identifier: MIT
// The sample gates, as readers of others have them: SARIF's own schema and the rules of GitHub's
// ingestion, two readers of JUnit, one of Cobertura. What they say is compared with verdict.json.
// usage: node readers_test.mjs WRITE_SAMPLE BUILD
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';

const [writer, build] = process.argv.slice(2).map((name) => path.resolve(name));
const require = createRequire(path.join(build, 'node_modules/'));
const { parse: junit2json } = await import(
  path.join(build, 'node_modules/junit2json/dist/esm/index.js'));
const { parseV2: testResults } = require('test-results-parser');
const { parseContent: cobertura } = require('cobertura-parse');
const Ajv = require('ajv-draft-04').default;
const addFormats = require('ajv-formats').default;

const samples = path.join(build, 'samples');
rmSync(samples, { recursive: true, force: true });
mkdirSync(samples);
const written = spawnSync(writer, [samples], { encoding: 'utf8' });
assert.equal(written.status, 0, written.stderr);
const names = readdirSync(samples);
const plain = ['passed', 'blocked', 'could_not'];
const file = (name, what) => path.join(samples, name, what);
const read = (name, what) => readFileSync(file(name, what), 'utf8');
const verdict = (name) => JSON.parse(read(name, 'verdict.json'));

test('there are samples', () => {
  assert.ok(names.length > 100 && plain.every((name) => names.includes(name)), names.join(' '));
});

// SARIF: the standard's schema.
const schema = JSON.parse(readFileSync(
  path.join(build, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const isSarif = ajv.compile(schema);

test('SARIF: valid by the schema of 2.1.0', () => {
  for (const name of names) {
    assert.ok(isSarif(JSON.parse(read(name, 'vigil.sarif'))), `${name}: ${ajv.errorsText(isSarif.errors)}`);
  }
});

test('SARIF: the schema would say so', () => {
  const broken = JSON.parse(read('blocked', 'vigil.sarif'));
  broken.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  assert.ok(!isSarif(broken));
  assert.match(ajv.errorsText(isSarif.errors), /startLine must be >= 1/);
});

// SARIF: what GitHub takes in. The validator's results are { rule, level, uri }.
function validate(files) {
  const log = path.join(build, 'validated.sarif');
  rmSync(log, { force: true });
  const { status, stdout, stderr } = spawnSync(
    path.join(build, 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool'),
    ['validate', ...files, '--rule-kind', 'Sarif;Gh', '--level', 'Error;Warning', '--quiet', 'true',
      '--output', log, '--log', 'ForceOverwrite'],
    { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } });
  assert.ok(status === 0 || status === 1, `${status}: ${stdout}${stderr}`);
  const [run] = JSON.parse(readFileSync(log, 'utf8').replace(/^\ufeff/, '')).runs;
  return (run.results ?? []).map(({ ruleId, level, locations }) => ({
    rule: ruleId, level: level ?? 'warning', uri: locations[0].physicalLocation.artifactLocation.uri,
  }));
}

// It takes its time, and the schema was asked about them all.
const some = names.filter((name) => plain.includes(name) || /-(?:0|40|80)$/.test(name));

// It misses the address of a page about vigil, of which there is none; so it has looked at every file.
test('SARIF: the validator with the rules of GitHub has nothing else to say', () => {
  assert.deepEqual(validate(some.map((name) => file(name, 'vigil.sarif'))), some.map((name) => ({
    rule: 'SARIF2005', level: 'warning', uri: `file://${file(name, 'vigil.sarif')}`,
  })));
});

test('SARIF: that validator would say so', () => {
  const broken = JSON.parse(read('blocked', 'vigil.sarif'));
  delete broken.runs[0].results[1].locations[0].physicalLocation.artifactLocation.uri;
  const where = path.join(build, 'broken.sarif');
  writeFileSync(where, JSON.stringify(broken));
  assert.ok(validate([where]).some(({ rule, level }) => rule === 'GH1017' && level === 'error'));
});

test('SARIF: as many results as the verdict has', () => {
  for (const name of names) {
    const { crashes, uncovered, notes } = verdict(name);
    const { results, tool } = JSON.parse(read(name, 'vigil.sarif')).runs[0];
    assert.equal(results.length, crashes.length + uncovered.length + notes.length, name);
    const levels = results.map(({ level }) => level);
    assert.equal(levels.filter((level) => level === 'error').length,
      crashes.filter(({ fate }) => fate === 'new').length, name);
    const rules = new Set(tool.driver.rules.map(({ id }) => id));
    assert.ok(results.every(({ ruleId }) => rules.has(ruleId)), name);
    // GitHub refuses the whole file for one result without these, which the validator lets pass.
    assert.ok(results.every(({ locations, partialFingerprints }) =>
      locations[0].physicalLocation.artifactLocation.uri && partialFingerprints.primaryLocationLineHash), name);
  }
});

// JUnit: [suite, class, name, state, message, seconds] a case, as each reader has it.
const states = { passed: 'passed', failed: 'failure', skipped: 'skipped', blocked: 'failure', 'could not judge': 'error', 'nothing to do': 'passed', 'not reached': 'skipped' };

function expected({ doors, crashes, tests }) {
  const keys = { test: 'build and test', examples: 'examples', fuzz: 'fuzz', review: 'review' };
  const list = Object.entries(keys).map(([key, name]) => ({
    suite: 'vigil gate: doors', name, state: states[doors[key].state],
    message: states[doors[key].state] === 'passed' ? '' : doors[key].sentence, seconds: doors[key].seconds,
  }));
  list.push(...crashes.map(({ title, fate, why }) => ({
    suite: 'vigil gate: crashes', name: title, state: fate === 'new' ? 'failure' : 'skipped', message: why, seconds: 0,
  })));
  const bySuite = [...tests].sort((one, other) => (one.suite < other.suite ? -1 : one.suite > other.suite ? 1 : 0));
  list.push(...bySuite.map(({ suite, name, state, message, seconds }) => ({
    suite, name, state: states[state], message: state === 'failed' ? message.split('\n')[0] : '', seconds,
  })));
  return list;
}

function one({ failure, error, skipped }) {
  const found = { failure, error, skipped };
  const state = Object.keys(found).find((key) => found[key] !== undefined) ?? 'passed';
  return { state, message: found[state]?.[0]?.message ?? '' };
}

async function byJunit2json(name) {
  const { testsuite, tests, failures, errors, skipped } = await junit2json(read(name, 'junit.xml'));
  const cases = testsuite.flatMap((suite) => suite.testcase.map((item) => ({
    suite: suite.name, name: item.name, ...one(item), seconds: item.time,
  })));
  return { cases, counts: { tests, failures, errors, skipped } };
}

function countsOf(cases) {
  const count = (wanted) => cases.filter(({ state }) => state === wanted).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

for (const name of plain) {
  test(`JUnit: ${name}, as junit2json reads it`, async () => {
    const { cases, counts } = await byJunit2json(name);
    assert.deepEqual(cases, expected(verdict(name)));
    assert.deepEqual(counts, countsOf(cases));
  });

  test(`JUnit: ${name}, as test-results-parser reads it`, () => {
    const { result, errors } = testResults({ type: 'junit', files: [file(name, 'junit.xml')] });
    assert.deepEqual(errors, []);
    const words = { PASS: ['passed'], FAIL: ['failure', 'error'], SKIP: ['skipped'] };
    const cases = result.suites.flatMap((suite) => suite.cases.map((item) => ({
      suite: suite.name, name: item.name, status: item.status, message: item.failure, milliseconds: Math.round(item.duration),
    })));
    assert.deepEqual(cases, expected(verdict(name)).map(({ suite, name: called, state, message, seconds }) => ({
      suite, name: called, status: Object.keys(words).find((key) => words[key].includes(state)),
      message: words.FAIL.includes(state) ? message : '', milliseconds: Math.round(seconds * 1000),
    })));
    assert.equal(result.status, name === 'passed' ? 'PASS' : 'FAIL');
  });
}

// Whatever stands in them, the counts are right and the verdict is red. What is long is cut in
// verdict.json and not there, so texts are compared where they are short.
test('JUnit: hostile, as junit2json reads it', async () => {
  for (const name of names.filter((item) => item.startsWith('hostile'))) {
    const { cases, counts } = await byJunit2json(name);
    const told = expected(verdict(name));
    assert.deepEqual(counts, countsOf(cases), name);
    assert.deepEqual(cases.map(({ state }) => state), told.map(({ state }) => state), name);
    cases.forEach((item, at) => {
      if (told[at].name.length < 300 && told[at].name.trim() === told[at].name) assert.equal(item.name, told[at].name, name);
    });
  }
});

for (const name of ['passed', 'blocked']) {
  test(`Cobertura: ${name}, as cobertura-parse reads it`, async () => {
    const files = await new Promise((resolve, reject) => {
      cobertura(read(name, 'cobertura.xml'), (error, list) => (error ? reject(new Error(error)) : resolve(list)));
    });
    const { coverage } = verdict(name);
    const sum = (what) => files.reduce((total, { lines }) => total + lines[what], 0);
    assert.deepEqual({ lines: sum('found'), covered: sum('hit') }, coverage.head);
    assert.deepEqual(files.map((item) => item.file), ['parsers/offset.c', 'parsers/rfc3339.c', 'parsers/zone/cycle.c']);
    assert.deepEqual(files[0].lines.details, [{ line: 12, hit: 90 }, { line: 13, hit: 90 }, { line: 14, hit: 0 }, { line: 20, hit: 5000000000 }]);
  });
}
