// SPDX-License-Identifier: MIT
// A world for vigil to spend its nights in: targets that are built in a moment (scripted.c), a
// corpus that holds every bug's input, a state directory, and a look at what came of it.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// In memory where that can be: a night waits for the disk some hundred times.
export function scratch(name) {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
  return mkdtempSync(path.join(parent, `vigil-${name}-`));
}

// Starts a server that prints its port; `servers` gets its process, to be killed in the end.
export function serve(servers, program, list) {
  const child = spawn(program, list, { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve({ child, port: Number(text.toString()) }));
    child.once('exit', (status) => reject(new Error(`${program} ended with ${status}`)));
  });
}

// A bug is { word, kind, frames: [3], every }; a target without any is clean.
export function build(scripted, file, bugs) {
  const lines = bugs.map((bug) => [bug.word, bug.kind, ...bug.frames, bug.every ?? 1].join(' '));
  mkdirSync(path.dirname(file), { recursive: true });
  const program = Buffer.concat([readFileSync(scripted), Buffer.from(`\nBUGS\n${lines.join('\n')}\n`)]);
  writeFileSync(`${file}.new`, program, { mode: 0o755 });
  renameSync(`${file}.new`, file);
}

export function seed(corpus, target, word) {
  mkdirSync(path.join(corpus, target), { recursive: true });
  writeFileSync(path.join(corpus, target, word), word);
}

const nextDate = (date) => new Date(Date.parse(date) + 86400e3).toISOString().slice(0, 10);

// Resolves to { status, signal, text }.
function run(world, list, environment, killAfter) {
  return new Promise((resolve, reject) => {
    const child = spawn(world.vigil, list, {
      env: { ...process.env, SCRIPTED_DICE: world.dice, ...world.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const pieces = [];
    const timer = killAfter > 0 ? setTimeout(() => child.kill('SIGKILL'), killAfter) : null;
    child.stdout.on('data', (piece) => pieces.push(piece));
    child.stderr.on('data', (piece) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, text: Buffer.concat(pieces).toString() });
    });
  });
}

const placeOf = (world) => ['--state', world.state, '--config', world.config, ...world.tracker ? ['--tracker', world.tracker] : []];

// world: { vigil, targets, corpus, state, config, dice, tracker, date }; a night is of the date after
// the last one's, or `again` of the same. `unfiled`: it says nothing to the tracker, and has no token.
export function night(world, { environment = {}, budget = '0s', killAfter = 0, again = false, unfiled = false } = {}) {
  world.date = again ? world.date : nextDate(world.date ?? '2025-12-31');
  const list = ['nightly', '--date', world.date, '--targets', world.targets, '--corpus', world.corpus, '--budget', budget, ...placeOf(world)];
  if (unfiled) list.push('--unfiled');
  return run(world, list, unfiled ? { ...environment, GITHUB_TOKEN: undefined } : environment, killAfter);
}

// What unfiled nights left is said.
export function file(world, { environment = {}, killAfter = 0 } = {}) {
  return run(world, ['file', ...placeOf(world)], environment, killAfter);
}

const markers = (text) => [...text.matchAll(/<!-- vigil:(\S+) -->/g)].map((found) => found[1]);
const isComment = (marker) => /^(mended|back|half|studied|night):/.test(marker);

// Somebody is always on duty: what is filed is for them, and each date has a comment.
export const rota = '[reviewer Ada]\nhandle = octo\nzone = Asia/Kolkata\nhours = 00:00-24:00\ndays = Mon-Sun\n';

// What is wrong with the issue of all nights, after one that did its work.
export function nightFaults(issues, date) {
  const all = issues.filter(({ marker }) => marker === 'nights');
  const told = all.flatMap(({ comments }) => comments).filter((marker) => marker === `night:${date}`);
  return all.length === 1 && told.length === 1 ? [] : [`${all.length} issues of all nights, ${told.length} comments on ${date}`];
}

// An issue as both trackers give it: { number, open, declined, marker, title, signature, comments },
// comments being the markers of those that vigil wrote.
function localIssue(file, faults) {
  const text = readFileSync(file, 'utf8');
  const parts = /^---\n([\s\S]*?\n)---\n\n?([\s\S]+)$/.exec(text);
  if (!parts) {
    faults.push(`${file} is not whole`);
    return null;
  }
  const head = Object.fromEntries(parts[1].trim().split('\n').map((line) => {
    const at = line.indexOf(': ');
    return [line.slice(0, at), line.slice(at + 2).replace(/^'(.*)'$/, '$1').replaceAll("''", "'")];
  }));
  if (String(Number(path.basename(file, '.md'))) !== head.number) faults.push(`${file} says it is ${head.number}`);
  return { number: Number(head.number), open: head.state === 'open', title: head.title,
    marker: head.marker, signature: head.signature ?? '', labels: head.labels, body: parts[2],
    comments: markers(parts[2]).filter(isComment) };
}

export function localIssues(directory, faults) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).filter((name) => /^\d{4,}\.md$/.test(name)).sort()
    .map((name) => localIssue(path.join(directory, name), faults)).filter(Boolean);
}

// Asks the server itself, not the proxy before it.
export async function ask(world, method, where, body) {
  const answer = await fetch(`${world.server}${where}`, { method, body: body && JSON.stringify(body),
    headers: { authorization: `Bearer ${world.environment.GITHUB_TOKEN}`, 'content-type': 'application/json' } });
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

export async function githubIssues(world) {
  const [, repository] = world.tracker.split(':');
  const get = async (where) => {
    const all = [];
    for (let page = 1; ; page++) {
      const part = await ask(world, 'GET', `/repos/${repository}${where}per_page=100&page=${page}`);
      all.push(...part);
      if (part.length < 100) return all;
    }
  };
  const issues = [];
  for (const issue of await get('/issues?state=all&')) {
    const own = markers(issue.body ?? '');
    const comments = issue.comments === 0 ? [] : await get(`/issues/${issue.number}/comments?`);
    issues.push({ number: issue.number, open: issue.state === 'open', title: issue.title,
      marker: own.find((marker) => marker.startsWith('crash:') || marker === 'digest' || marker === 'nights'), body: issue.body ?? '',
      labels: issue.labels.map((label) => label.name ?? label).join(','),
      texts: comments.map((comment) => comment.body),
      comments: comments.flatMap((comment) => markers(comment.body).filter(isComment)) });
  }
  return issues.filter((issue) => issue.marker).sort((a, b) => a.number - b.number);
}

function sql(state, question) {
  return execFileSync('sqlite3', ['-readonly', path.join(state, 'vigil.sqlite'), question]).toString().trim();
}

// How many actions wait in the outbox.
export const waiting = (state) => Number(sql(state, 'SELECT count(*) FROM outbox WHERE settled = 0'));

// What the database itself, and the files beside it, say is wrong.
export function stateFaults(state) {
  const faults = [];
  const whole = sql(state, 'PRAGMA integrity_check; PRAGMA foreign_key_check;');
  if (whole !== 'ok') faults.push(`the database: ${whole}`);
  if (waiting(state) !== 0) faults.push(`${waiting(state)} actions wait in the outbox`);
  for (const name of readdirSync(state, { recursive: true })) {
    if (/\.vigil-\d+\.|(^|\/)(new\.|candidate$)|artifacts\/./.test(name)) faults.push(`left over: ${name}`);
  }
  return faults;
}

// Whether a target ever died of it.
export const struck = (world, bug) => existsSync(path.join(world.dice, bug.word));

// How many nights saw the crash whose innermost frame this is; 0 when it is not known.
export function nightsSeen(state, frame) {
  return Number(sql(state, `SELECT count(DISTINCT date) FROM sightings JOIN variants USING (crash) JOIN nights ON night = nights.id
    WHERE '|' || variants.stack || '|' LIKE '%|${frame}|%'`));
}
