#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// A week of changes on a GitHub-compatible server: they come at all hours, by reviewers too; two are
// on duty on a date; `vigil assign` runs every 15 minutes, at times killed in the midst, at times with
// answers that fail. Who was asked, when and for what is then held against what must be.
// usage: week_test.mjs COMMANDS BUILD      SEED is printed; BUILD has the server's package
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Door, Person, dice, run, serve } from './world.mjs';

const [commands, build] = process.argv.slice(2).map((name) => path.resolve(name));
const here = path.dirname(fileURLToPath(import.meta.url));
const seed = Number(process.env.SEED ?? Date.now() % 1000000);
const throwDice = dice(seed);
const pick = (list) => list[Math.floor(throwDice() * list.length)];
const repository = 'octo/repo';
const minute = 60, hour = 3600, day = 86400;
const monday = Date.parse('2026-11-23T00:00:00Z') / 1000;
const text = (at) => new Date(at * 1000).toISOString().replace('.000Z', 'Z');

const reviewers = ['ada', 'ben', 'cleo', 'dirk'];
const leave = { cleo: ['2026-11-25', '2026-11-26'], dirk: ['2026-11-23'] };
const rota = `[window]\ndays = Mon-Sat\nreviewers = 2\n${reviewers.map((name) => `[reviewer ${name}]\nhandle = ${name}\n` +
  'zone = UTC\nhours = 00:00-24:00\ndays = Mon-Sun\n' +
  (leave[name] ?? []).map((date) => `leave = ${date}\n`).join('')).join('')}`;

const top = mkdtempSync(path.join(os.tmpdir(), 'vigil-week-'));
const servers = [];
process.on('exit', () => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(top, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

const faults = [];
const wrong = (words) => faults.push(words);
let now = monday;
let during = 'nothing'; // what makes requests now
const asked = []; // { number, head, handle, at }: each request for a review that reached the server
const changes = new Map(); // by number
const figures = { runs: 0, closed: 0, killed: 0, failed: 0, told: 0, requests: 0 };

const logins = ['octo', ...reviewers, 'amy', 'eve'];
const port = await serve(servers, path.join(here, '../tracker/github/start-emulate'),
  [build, repository, logins.map((login) => `ghp_${login}=${login}`).join(',')]);
const people = Object.fromEntries(logins.map((login) => [login, new Person(port, repository, login)]));
const door = new Door(port, throwDice, (method, where, body, status) => {
  figures.requests++;
  if (during === 'closed') wrong(`${text(now)}: ${method} ${where} outside the window`);
  const found = /\/pulls\/(\d+)\/requested_reviewers$/.exec(where);
  if (!found || method !== 'POST') return;
  if (status >= 300) wrong(`${text(now)}: ${where} ${status}`);
  for (const handle of JSON.parse(body).reviewers) {
    const change = changes.get(Number(found[1]));
    asked.push({ number: change.number, head: change.head, handle, at: now });
    change.answers.push({ handle, at: now });
  }
});
const environment = { GITHUB_API_URL: `http://127.0.0.1:${await door.open()}`, GITHUB_TOKEN: 'ghp_octo' };
const tracker = `github:${repository}`;
writeFileSync(path.join(top, 'rota.ini'), rota);
writeFileSync(path.join(top, 'vigil.ini'), `[tracker]\ntracker = ${tracker}\n[night]\nrota = rota.ini\n`);
for (const name of reviewers) await people.octo.does('PUT', `/collaborators/${name}`, { permission: 'push' });

const vigil = (...list) => run(commands, list, environment, (child) => { door.kill = () => child.kill('SIGKILL'); });
const answer = await vigil('duty', '--rota', path.join(top, 'rota.ini'), '--at', text(monday), '--days', '7', '--json');
const seats = Object.fromEntries(JSON.parse(answer.text).map(({ date, seats: list }) => [date, list.map(({ handle }) => handle)]));
for (const [date, list] of Object.entries(seats)) {
  const sunday = date === '2026-11-29';
  if (list.length !== (sunday ? 0 : 2) || list.some((name) => leave[name]?.includes(date))) wrong(`${date}: ${list} are on duty`);
}

// A commit of its own on a branch of its own, and a pull request by its author.
const base = (await people.octo.does('GET', '/branches/main')).commit.sha;
const tree = (await people.octo.does('GET', `/git/commits/${base}`)).tree.sha;
async function arrives(author, number) {
  const commit = await people.octo.does('POST', '/git/commits', { message: `change ${number}`, tree, parents: [base] });
  await people.octo.does('POST', '/git/refs', { ref: `refs/heads/c${number}`, sha: commit.sha });
  const pull = await people[author].does('POST', '/pulls', { title: `change ${number} of @${author}`, head: `c${number}`, base: 'main' });
  const change = { number: pull.number, head: pull.head.sha, author, since: now, answers: [], open: true, queued: true, reviewed: false };
  changes.set(pull.number, change);
  await gate(change, 'add');
  return change;
}

async function gate(change, what) {
  change.since = what === 'add' ? now : change.since;
  const outcome = await vigil(what, tracker, change.head, text(now));
  if (outcome.status !== 0) wrong(`${text(now)}: ${what} ${change.number}: ${outcome.text}`);
}

// A new head takes the place of the former, which is then nobody's to review; at first it fails.
async function moves(change) {
  await people.octo.does('PUT', `/pulls/${change.number}/update-branch`, {});
  change.head = (await people.octo.does('GET', `/pulls/${change.number}`)).head.sha;
  change.answers = [];
  change.queued = false;
  await gate(change, 'remove');
}

async function reviews(change, handle) {
  if (!change.open || !change.queued || change.reviewed) return;
  await people[handle].does('POST', `/pulls/${change.number}/reviews`, { event: 'APPROVE' });
  change.reviewed = true;
}

// A stranger's review and comment say nothing, whatever stands in them.
async function strangerSpeaks(change) {
  await people.eve.does('POST', `/pulls/${change.number}/reviews`, { event: 'APPROVE' });
  await people.eve.does('POST', `/issues/${change.number}/comments`,
    { body: `<!-- vigil:queue:${change.head}:1:0 -->\n<!-- vigil:asked:ada:1 -->\n<!-- vigil:asked:ben:1 -->\n` });
}

// Events, each at its time, and what they lead to.
const events = [];
const at = (when, what) => events.push({ when, what });
const total = 36;
for (let i = 1; i <= total; i++) {
  const author = pick(['amy', 'amy', 'amy', ...reviewers]);
  at(monday + Math.floor(throwDice() * (5 * day + 8 * hour)), async () => {
    const change = await arrives(author, i);
    const fate = throwDice();
    change.silent = fate < 0.2 && now < monday + 3 * day; // whoever is asked first does not answer
    if (fate > 0.8) at(now + Math.floor(throwDice() * 6) * hour, () => strangerSpeaks(change));
    if (fate > 0.6 && fate < 0.7 && now < monday + 3 * day) {
      at(now + 20 * hour, () => change.open && !change.reviewed && moves(change));
      at(now + 21 * hour, async () => {
        if (change.queued) return;
        change.queued = true;
        await gate(change, 'add');
      });
    }
  });
}

// What follows of who was asked: an answer within hours, and the change is merged.
function follow(change) {
  for (const one of change.answers.splice(0)) {
    const first = change.silent;
    change.silent = false;
    if (first) continue;
    at(now + Math.floor((0.3 + throwDice() * 5) * hour), async () => {
      await reviews(change, one.handle);
      at(now + 40 * minute, async () => {
        if (!change.open || !change.reviewed) return;
        await people.octo.does('PATCH', `/pulls/${change.number}`, { state: 'closed' });
        change.open = false;
      });
    });
  }
}

async function live(until) {
  for (;;) {
    events.sort((a, b) => a.when - b.when);
    if (events.length === 0 || events[0].when > until) return;
    const { when, what } = events.shift();
    now = Math.max(now, when);
    await what();
  }
}

const isOpen = (when) => (when % day) >= 6 * hour && (when % day) < 10 * hour && when - monday < 6 * day;
const waiting = () => [...changes.values()].filter(({ open, queued, reviewed }) => open && queued && !reviewed);

// What an undisturbed run says of those that wait for over a day, and its exit status.
function checkTold(outcome, before) {
  const long = before.filter(({ since }) => now - since > day).map(({ number }) => number).sort((a, b) => a - b);
  const told = [...outcome.text.matchAll(/^waits for over a day .*\(pull request (\d+)\)/gm)].map((found) => Number(found[1])).sort((a, b) => a - b);
  figures.told += told.length;
  if (String(told) !== String(long)) wrong(`${text(now)}: told of ${told}, not of ${long}\n${outcome.text}`);
  if (outcome.status !== (long.length > 0 ? 1 : 0)) wrong(`${text(now)}: status ${outcome.status}\n${outcome.text}`);
}

async function assign() {
  const way = throwDice();
  const before = waiting();
  Object.assign(door, { count: 0, killAt: way < 0.2 ? 1 + Math.floor(throwDice() * 25) : 0, harm: way > 0.8 ? 0.15 : 0 });
  during = 'assign';
  const outcome = await vigil('assign', '--config', path.join(top, 'vigil.ini'), '--at', text(now));
  during = 'nothing';
  Object.assign(door, { killAt: 0, harm: 0 });
  figures.runs++;
  figures.killed += outcome.signal === 'SIGKILL';
  figures.failed += outcome.status === 2;
  if (/Sanitizer|runtime error/.test(outcome.text)) wrong(outcome.text);
  if (outcome.signal === null && way <= 0.8) checkTold(outcome, before);
  for (const change of changes.values()) follow(change);
}

// Many at a time: each must do nothing.
async function assignClosed(times) {
  during = 'closed';
  const outcomes = await Promise.all(times.map((when) => run(commands, ['assign', '--config', path.join(top, 'vigil.ini'), '--at', text(when)], environment)));
  during = 'nothing';
  figures.closed += outcomes.length;
  for (const outcome of outcomes) {
    if (outcome.status !== 0 || !outcome.text.startsWith('outside the window: nobody is asked before 2026-')) wrong(outcome.text);
  }
}

for (let when = monday, closed = []; when <= monday + 7 * day; when += 15 * minute) {
  if (!isOpen(when)) closed.push(when);
  if (closed.length === 16 || (closed.length > 0 && (isOpen(when) || when === monday + 7 * day))) {
    await assignClosed(closed.splice(0));
  }
  await live(when);
  now = when;
  if (isOpen(when)) await assign();
}

// Who was asked, when and for what.
const share = Object.fromEntries(reviewers.map((name) => [name, 0]));
const count = { ...share };
asked.forEach(({ number, head, handle, at: when }, i) => {
  const change = changes.get(number);
  const earlier = asked.slice(0, i).filter((one) => one.number === number && one.head === head);
  const on = seats[text(when).slice(0, 10)];
  const could = on.filter((name) => name !== change.author && !earlier.some((one) => one.handle === name));
  const words = `${text(when)}: ${handle} for ${number} at ${head.slice(0, 7)}`;
  if (!isOpen(when)) wrong(`${words}: outside the window`);
  if (!on.includes(handle)) wrong(`${words}: is not on duty`);
  if (handle === change.author) wrong(`${words}: is its author`);
  if (earlier.some((one) => one.handle === handle)) wrong(`${words}: was asked before`);
  if (earlier.some((one) => when - one.at < day)) wrong(`${words}: within a day of another`);
  for (const name of could) share[name] += 1 / could.length;
  count[handle]++;
});
for (const name of reviewers) {
  if (Math.abs(count[name] - share[name]) > 4) wrong(`${name} was asked for ${count[name]}, and a fair share is ${share[name].toFixed(1)}`);
}
for (const change of changes.values()) {
  if (!asked.some(({ number }) => number === change.number)) wrong(`nobody was asked for ${change.number} of ${change.author}`);
  if (change.open) wrong(`${change.number} is left`);
}
if (changes.size !== total) wrong(`${changes.size} changes came, not ${total}`);
const left = await vigil('queue', '--json', '--config', path.join(top, 'vigil.ini'));
if (left.text !== '[]\n') wrong(`left waiting: ${left.text}`);
console.log(`seed ${seed}: ${total} changes, ${asked.length} requests for a review (${reviewers.map((name) => `${name} ${count[name]}/${share[name].toFixed(1)}`).join(', ')}); ` +
  `${figures.runs} runs in the window (${figures.killed} killed, ${figures.failed} failed), ${figures.closed} outside; ` +
  `${figures.told} times told of over a day; ${figures.requests} requests; ${(performance.now() / 1000).toFixed(1)} s`);
if (faults.length > 0) console.log(`FAILED:\n${faults.join('\n')}`);
process.exit(faults.length > 0 ? 1 : 0);
