#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The kill walk: one night in which everything happens that can happen to an issue, disturbed at
// each of the calls by which it changes the world (killwalk.c), then run again undisturbed; after
// that all must be as if nothing had been.
// usage: killwalk_test.mjs VIGIL SCRIPTED KILLWALK.so BUILD
// KILLWALK_TRACKER=github: the issues are on a GitHub-compatible server (start-emulate has its package
// in BUILD), and the walk covers only the calls that the other walk lacks: each send, and what is
// written to the database. A kill after a call leaves the disk as a kill before the next call does, so
// the mode "after" is walked only where KILLWALK_MODES names it.
// KILLWALK_KINDS: of which kinds the walk is: "plain", a night that files; "file", an unfiled night, and
// the `vigil file` after it disturbed; "apart", that night disturbed, with `vigil file` after it. All
// three unless said, each for its share of the time.
// KILLWALK=all walks every point in every mode; else as many as fit into KILLWALK_SECONDS (30), the
// choice made by KILLWALK_SEED, which is printed. KILLWALK_ON: only those on a file like this, as in
// KILLWALK_ON='crashes/.*/more'.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, build, file, githubIssues, localIssues, night, nightFaults, nightsSeen, rota, scratch, seed, serve, stateFaults, struck } from './world.mjs';

const [vigil, scripted, shim, buildDirectory] = process.argv.slice(2).map((name) => path.resolve(name));
const all = process.env.KILLWALK === 'all';
const seconds = all ? Infinity : Number(process.env.KILLWALK_SECONDS ?? 30);
const firstDie = Number(process.env.KILLWALK_SEED ?? Date.now() % 1000000);
const onGithub = process.env.KILLWALK_TRACKER === 'github';
const token = 'ghp_vigilTestToken0123456789';
const top = scratch('killwalk');
const servers = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));
process.on('exit', () => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(top, { recursive: true, force: true, maxRetries: 5 });
});

const bug = (word, kind, every = 1) => {
  const name = word.toLowerCase();
  return { word, kind, every, frames: [`take_${name}`, `read_${name}`, `parse_${name}`] };
};
const known = bug('KNOWN', 'read');
const mended = bug('MENDED', 'freed');
const returned = bug('RETURNED', 'abort');
const fresh = [bug('FRESH', 'write'), bug('OTHER', 'leak')];
const flaky = bug('FLAKY', 'freed', 5);
// One crash that two inputs show, of which the first is mended tonight; and two ways to one line, of
// which the first is.
const half = ['HALFA', 'HALFB'].map((word) => ({ ...bug('HALF', 'read'), word }));
const ways = [{ ...bug('WAYA', 'read'), frames: ['take_way@way.c:7', 'shorten', 'headline'] },
  { ...bug('WAYB', 'read'), frames: ['take_way@way.c:7', 'lengthen', 'paragraph'] }];

let server = '', lastRepository = 0;
let snapshot = []; // what the server has on the evening before
let evening; // its date

function world(name) {
  const directory = path.join(top, name);
  const remote = onGithub ? { server, tracker: `github:octo/${name}`,
    environment: { GITHUB_API_URL: server, GITHUB_TOKEN: token } } : {};
  return { ...remote, vigil, directory, targets: path.join(top, 'targets'), corpus: path.join(directory, 'corpus'),
    config: path.join(top, 'vigil.ini'), state: path.join(directory, 'state'), dice: path.join(directory, 'dice') };
}

function put(alpha, beta) {
  build(scripted, path.join(top, 'targets/alpha'), alpha);
  build(scripted, path.join(top, 'targets/beta'), beta);
}

// Up to the evening before: four issues open, one closed.
async function prepare() {
  if (onGithub) await startServer();
  const base = world('base');
  writeFileSync(path.join(top, 'rota.ini'), rota);
  mkdirSync(base.dice, { recursive: true });
  writeFileSync(base.config, '[night]\nissues = 9\nreplays = 3\nminimise = 0s\npatience = 1s\nrota = rota.ini\n');
  for (const each of [known, mended, flaky, ...half, ...ways]) seed(base.corpus, 'alpha', each.word);
  for (const each of [returned, ...fresh]) seed(base.corpus, 'beta', each.word);
  put([known, mended, ...half, ...ways], [returned]);
  await night(base);
  await night(base);
  put([known, mended, ...half, ...ways], []);
  await night(base);
  writeFileSync(base.config, '[night]\nissues = 1\nreplays = 3\nminimise = 0s\npatience = 1s\nrota = rota.ini\n');
  put([known, flaky, half[1], ways[1]], [returned, ...fresh]);
  for (const { word } of [half[1], ways[1]]) rmSync(path.join(base.corpus, 'alpha', word));
  if (onGithub) snapshot = await githubIssues(base);
  evening = base.date;
  rmSync(base.dice, { recursive: true });
  mkdirSync(base.dice);
}

async function startServer() {
  const start = path.join(path.dirname(fileURLToPath(import.meta.url)), '../tracker/github/start-emulate');
  server = `http://127.0.0.1:${(await serve(servers, start, [buildDirectory, 'octo/base', token])).port}`;
}

// A repository of its own, with the same issues under the same numbers.
async function populate(here) {
  const repository = `walk${++lastRepository}`;
  if (lastRepository % 100 === 0) await startServer(); // it answers 5000 requests an hour, as GitHub does
  Object.assign(here, { server, environment: { ...here.environment, GITHUB_API_URL: server } });
  here.tracker = `github:octo/${repository}`;
  const on = (method, where, body) => ask(here, method, `/repos/octo/${repository}/issues${where}`, body);
  await ask(here, 'POST', '/user/repos', { name: repository, auto_init: true });
  for (const { number, title, body, labels, texts, open } of snapshot) {
    await on('POST', '', { title, body, labels: labels.split(',') });
    for (const text of texts) await on('POST', `/${number}/comments`, { body: text });
    if (!open) await on('PATCH', `/${number}`, { state: 'closed' });
  }
}

async function begin(name) {
  const here = { ...world(name), date: evening };
  rmSync(here.directory, { recursive: true, force: true });
  cpSync(path.join(top, 'base'), here.directory, { recursive: true });
  if (onGithub) await populate(here);
  return here;
}

// A crash that no replay has shown again yet is an input of the grown corpus.
function keptInput(here) {
  const grown = path.join(here.state, 'corpus/alpha');
  return existsSync(grown) && readdirSync(grown).some((name) => readFileSync(path.join(grown, name), 'utf8') === flaky.word);
}

// From now on vigil itself must remember what it once saw: nobody finds it again.
function forget(here) {
  for (const each of [flaky, ...fresh]) {
    if (struck(here, each)) rmSync(path.join(here.corpus, each === flaky ? 'alpha' : 'beta', each.word), { force: true });
  }
}

// What is wrong with what the tracker shows, after all was done.
async function issueFaults(here) {
  const faults = [];
  const issues = onGithub ? await githubIssues(here) : localIssues(path.join(here.state, 'issues'), faults);
  const of = (each) => issues.filter((issue) => issue.title.endsWith(` in ${each.frames[0]}`));
  const one = (each, open, comments) => {
    const [issue, ...more] = of(each);
    const said = issue?.comments.map((marker) => marker.split(':')[0]).join(' ');
    if (!issue) faults.push(`${each.word} has no issue`);
    else if (more.length > 0) faults.push(`${each.word} has ${1 + more.length} issues`);
    else if (issue.open !== open) faults.push(`${each.word}: its issue is ${open ? 'closed' : 'open'}`);
    else if (said !== comments) faults.push(`${each.word}: its comments are "${said}", not "${comments}"`);
  };
  one(known, true, '');
  one(mended, false, 'mended');
  one(returned, true, 'mended back');
  one(half[0], true, 'half');
  const [first, ...second] = issues.filter(({ title }) => title.endsWith(' in take_way'));
  if (first?.open !== false || first.comments.map((marker) => marker.split(':')[0]).join(' ') !== 'mended') faults.push('the first way is not mended');
  if (second.length > 1) faults.push(`the second way has ${second.length} issues`);
  if (second.length === 1 && (!second[0].open || second[0].comments.length > 0)) faults.push('the second way is not as new');
  const waiting = [...fresh.filter((each) => of(each).length === 0), ...(second.length === 0 ? [ways[1]] : [])];
  for (const each of fresh) if (!waiting.includes(each)) one(each, true, '');
  const digests = issues.filter((issue) => issue.marker === 'digest');
  if (digests.length > 1) faults.push('two digests');
  const listed = digests[0]?.open ? Number(digests[0].title.split(' ')[0]) : 0;
  if (listed !== waiting.length) faults.push(`the digest has ${listed} crashes, not ${waiting.length}`);
  if (fresh.length + 1 - waiting.length < 1) faults.push('nothing new was filed');
  const seen = nightsSeen(here.state, flaky.frames[0]);
  if (seen === 0 && !existsSync(path.join(here.corpus, 'alpha', flaky.word)) && !keptInput(here)) faults.push('the flaky one is lost');
  if (seen < 3 && of(flaky).length > 0) faults.push(`the flaky one was filed after ${seen} nights`);
  if (seen >= 3) one(flaky, true, '');
  return [...faults, ...nightFaults(issues, here.date)];
}

async function faultsOf(here, { status, signal }) {
  const faults = status === 1 ? [] : [`exit status ${status ?? signal}, not 1`];
  return [...faults, ...stateFaults(here.state), ...await issueFaults(here)];
}

const figures = { disturbed: 0, killed: 0, refused: 0, again: 0, inconsistent: 0 };

function complain(where, faults, text) {
  figures.inconsistent++;
  console.log(`FAILED: ${where}:\n  ${faults.join('\n  ')}\n${text.replace(/^/gm, '    ')}`);
}

// What a disturbed night may say of itself: it was killed; or it could not do all; or, the harm
// having met nothing that matters, all is well at once.
async function faultsOfDisturbed(here, mode, disturbed) {
  if (mode !== 'full' && mode !== 'full-once') {
    figures.killed += disturbed.signal === 'SIGKILL';
    return disturbed.signal === 'SIGKILL' || disturbed.status === 1 ? [] : [`ended with ${disturbed.status}`];
  }
  figures.refused += disturbed.status === 2;
  return disturbed.status === 2 ? [] : await faultsOf(here, disturbed);
}

// What there is of a kind, first and again: a night that files; or one that does not, and the filing.
// What is disturbed is the night, or of the kind "file" the filing. Returns how both ended.
async function spend(here, kind, { environment, again = false } = {}) {
  if (kind === 'plain') return night(here, { environment, again });
  const unfiled = again && kind === 'file' ? here.unfiled : await night(here, { environment: kind === 'apart' ? environment : {}, again, unfiled: true });
  here.unfiled = unfiled;
  if (unfiled.signal || (unfiled.status !== 1 && kind === 'apart')) return unfiled;
  const filed = await file(here, { environment: kind === 'file' ? environment : {} });
  return { status: filed.status === 0 ? unfiled.status : filed.status, signal: filed.signal, text: `${unfiled.text}---- filed:\n${filed.text}` };
}

async function walk(kind, name, mode, at) {
  const here = await begin(name);
  const environment = { LD_PRELOAD: shim, KILLWALK_MODE: mode, KILLWALK_AT: String(at) };
  const disturbed = await spend(here, kind, { environment });
  figures.disturbed++;
  const early = await faultsOfDisturbed(here, mode, disturbed);
  if (early.length > 0) complain(`${kind}, ${mode} ${at}, the disturbed night`, early, disturbed.text);
  forget(here);
  let after = await spend(here, kind, { again: true });
  const texts = [disturbed.text, after.text];
  let faults = await faultsOf(here, after);
  if (faults.length > 0) {
    figures.again++;
    if (process.env.KILLWALK_VERBOSE) console.log(`${kind}, ${mode} ${at}: once more, for ${faults.join('; ')}`);
    after = await spend(here, kind, { again: true });
    texts.push(after.text);
    faults = await faultsOf(here, after);
  }
  if (faults.length > 0) complain(`${kind}, ${mode} ${at}`, faults, texts.join('\n---- again:\n'));
}

// Every point of what is undisturbed, as { number, call, on }.
async function trace(kind) {
  const here = await begin('trace');
  const file = path.join(top, `points-${kind}`);
  const calm = await spend(here, kind, { environment: { LD_PRELOAD: shim, KILLWALK_TRACE: file } });
  const faults = await faultsOf(here, calm);
  if (faults.length > 0) complain(`${kind}, undisturbed`, faults, calm.text);
  return readFileSync(file, 'utf8').trim().split('\n').map((line) => {
    const [number, call, ...on] = line.split(' ');
    return { number: Number(number), call, on: on.join(' ') };
  });
}

const writes = new Set(['write', 'pwrite', 'writev', 'copy_file_range', 'send', 'sendto']);
const makesNothing = new Set(['unlink', 'rmdir', 'fchmod', 'send', 'sendto', 'sendmsg']);
const place = new RegExp(process.env.KILLWALK_ON ?? '');
function hasPoint(mode, { call, on }) {
  if (!place.test(on)) return false;
  if (onGithub) return call.startsWith('send') ? !mode.startsWith('full') : mode === 'before' && on.includes('sqlite');
  if (mode === 'half') return writes.has(call);
  return !mode.startsWith('full') || !makesNothing.has(call);
}

// xorshift32, Fisher and Yates.
function shuffle(list) {
  let state = (firstDie * 2654435761) >>> 0 || 1;
  for (let i = list.length - 1; i > 0; i--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const j = (state >>> 0) % (i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
}

const modes = (process.env.KILLWALK_MODES ?? (onGithub ? 'before after half' : 'before half full-once full')).split(' ');
const shares = { plain: 0.6, file: 0.25, apart: 0.15 };
const kinds = (process.env.KILLWALK_KINDS ?? 'plain file apart').split(' ');
const workers = Number(process.env.KILLWALK_JOBS ?? (all ? os.availableParallelism() : 1));

async function walkAll(kind) {
  Object.assign(figures, { disturbed: 0, killed: 0, refused: 0, again: 0, inconsistent: 0 });
  const started = Date.now(), time = seconds * 1000 * (kinds.length > 1 ? shares[kind] : 1);
  const points = await trace(kind);
  // A night takes a few calls more or fewer as its flaky crash comes sooner or later.
  const steps = modes.flatMap((mode) => points.filter((point) => hasPoint(mode, point)).map(({ number }) => [mode, number]));
  if (process.env.KILLWALK_ONLY) steps.splice(0, steps.length, process.env.KILLWALK_ONLY.split(' '));
  else shuffle(steps);
  const total = steps.length;
  await Promise.all(Array.from({ length: workers }, async (_, i) => {
    // On a slow machine, too, until something was killed: a walk without that says nothing.
    while (steps.length > 0 && (Date.now() - started < time || figures.killed === 0) && figures.inconsistent < 20) {
      const [mode, at] = steps.shift();
      await walk(kind, `walk${i}`, mode, at);
      if (process.env.KILLWALK_VERBOSE && figures.disturbed % 50 === 0) console.log(JSON.stringify(figures));
    }
  }));
  console.log(`kill walk, ${onGithub ? 'github' : 'local'}, ${kind}: ${points.length} write points, ${modes.length} modes: ${total} disturbances, ` +
    `${figures.disturbed} walked (seed ${firstDie}), ${figures.killed} killed, ` +
    `${figures.refused} told of a full disk, ${figures.again} needed a second night, ` +
    `${figures.inconsistent} inconsistencies, ${Math.round((Date.now() - started) / 1000)} s`);
  return figures.inconsistent === 0 && figures.killed > 0;
}

await prepare();
let well = true;
for (const kind of kinds) well = await walkAll(kind) && well;
process.exit(well ? 0 : 1);
