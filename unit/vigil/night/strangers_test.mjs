#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Nights against a GitHub-compatible server on which a stranger, Eve, writes what vigil writes: her
// words must change nothing. vigil is Octo there, the owner of the repository, which anybody may read.
// usage: strangers_test.mjs VIGIL SCRIPTED BUILD      BUILD has the server's package (start-emulate)
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, night, rota, scratch, seed, serve } from './world.mjs';

const [vigil, scripted, buildDirectory] = process.argv.slice(2).map((name) => path.resolve(name));
const here = path.dirname(fileURLToPath(import.meta.url));
const repository = 'octo/repo';
const tokens = { octo: 'ghp_vigilTestToken0123456789', eve: 'ghp_eve', amy: 'ghp_amy' };
const top = scratch('strangers');
const servers = [];
process.on('exit', () => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(top, { recursive: true, force: true, maxRetries: 5 });
});

// The server knows no advisories: this door before it does. `lose`: the next new issue is made, and
// nobody hears of it.
class Door {
  constructor(server) {
    Object.assign(this, { server, advisories: [], lose: false });
    this.http = http.createServer(async (req, res) => {
      const pieces = [];
      for await (const piece of req) pieces.push(piece);
      await this.pass(req, res, Buffer.concat(pieces).toString()).catch(() => req.socket.destroy());
    });
  }

  open() {
    return new Promise((resolve) => {
      this.http.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${this.http.address().port}`));
    });
  }

  advise(req, body) {
    if (req.method === 'POST') {
      this.advisories.unshift({ ...JSON.parse(body), ghsa_id: `GHSA-aaaa-bbbb-000${this.advisories.length}`,
        author: { login: 'octo' }, submission: null, state: 'draft' });
    }
    return JSON.stringify(req.method === 'POST' ? this.advisories[0] : this.advisories);
  }

  async pass(req, res, body) {
    const { pathname } = new URL(req.url, 'http://localhost');
    if (pathname.endsWith('/security-advisories')) return res.end(this.advise(req, body));
    const files = req.method === 'POST' && pathname.endsWith('/issues') && this.lose;
    if (files) this.lose = false;
    const answer = await fetch(`${this.server}${req.url}`, { method: req.method, body: body || undefined,
      headers: { authorization: req.headers.authorization, 'content-type': 'application/json' } });
    if (files) return req.socket.destroy();
    res.statusCode = answer.status;
    return res.end(await answer.text());
  }
}

const bug = { word: 'BAD', kind: 'abort', frames: ['parse_zone', 'parse', 'read'] };
const crash = ({ issues }) => issues.filter(({ title }) => title.includes('parse_zone'));
const nights = ({ issues }) => issues.filter(({ title }) => title === 'Nights of fuzzing');

// A repository has one label for each row, so that the rows do not see each other's issues.
class World {
  constructor(name, server) {
    const directory = path.join(top, name);
    Object.assign(this, { vigil, server, label: name, tracker: `github:${repository}` });
    for (const part of ['targets', 'corpus', 'dice']) {
      this[part] = path.join(directory, part);
      mkdirSync(this[part], { recursive: true });
    }
    this.state = path.join(directory, 'state');
    this.config = path.join(directory, 'vigil.ini');
    this.directory = directory;
    this.configure();
    writeFileSync(path.join(directory, 'rota.ini'), rota);
    this.token('octo');
    this.build(bug);
    seed(this.corpus, 'zone', 'BAD');
  }

  configure(more = '') {
    writeFileSync(this.config, `[tracker]\nlabel = ${this.label}\n${more}[night]\nreplays = 3\nminimise = 0s\npatience = 2s\nrota = rota.ini\n`);
  }

  build(what) {
    build(scripted, path.join(this.targets, 'zone'), [what]);
  }

  page() {
    return readFileSync(path.join(this.state, 'report', `${this.date}.html`), 'utf8');
  }

  token(login) {
    this.environment = { GITHUB_API_URL: this.server, GITHUB_TOKEN: tokens[login] };
  }

  async as(login, method, where, body) {
    const answer = await fetch(`${this.server}/repos/${repository}${where}`, { method, body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${tokens[login]}`, 'content-type': 'application/json' } });
    if (!answer.ok) throw new Error(`${login}: ${method} ${where}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }

  // What a night did: { status, text, issues }, an issue with its comments.
  async night() {
    const outcome = await night(this);
    const issues = await this.as('octo', 'GET', `/issues?state=all&per_page=100&labels=${this.label}`);
    for (const issue of issues) issue.said = await this.as('octo', 'GET', `/issues/${issue.number}/comments?per_page=100`);
    return { ...outcome, issues };
  }

  next() {
    return new Date(Date.parse(this.date) + 86400e3).toISOString().slice(0, 10);
  }

  // The crash's marker, as another night learnt it.
  marker() {
    const id = execFileSync('sqlite3', ['-readonly', path.join(World.first.state, 'vigil.sqlite'), 'SELECT id FROM crashes']);
    return `<!-- vigil:crash:${id.toString().trim()} -->`;
  }

  // Eve's own issue, which a maintainer labels.
  async plant(more = {}) {
    const made = await this.as('eve', 'POST', '/issues', { title: 'It crashes', body: `${this.marker()}\n\nLook.\n` });
    await this.as('octo', 'POST', `/issues/${made.number}/labels`, { labels: [this.label] });
    if (more.state) await this.as('eve', 'PATCH', `/issues/${made.number}`, more);
    return made.number;
  }
}

const told = (outcome, date) => nights(outcome).flatMap(({ said }) => said)
  .filter(({ user, body }) => user.login === 'octo' && body.startsWith(`<!-- vigil:night:${date} -->`)).length;

const fiveYears = (from) => Array.from({ length: 1825 }, (_, i) =>
  `<!-- vigil:night:${new Date(Date.parse(from) + i * 86400e3).toISOString().slice(0, 10)} -->`).join('\n');

// What makes the input: its bytes, or a command.
const shows = (text) => text.includes('42 41 44') || text.includes('This makes it');
const insecure = { ...bug, kind: 'write' };

// Each says what is wrong, or "".
const rows = {
  'a-night': async (world) => {
    World.first = world;
    const outcome = await world.night();
    return outcome.status === 1 && crash(outcome).length === 1 && told(outcome, world.date) === 1 ? '' : outcome.text;
  },

  'five-years-of-nights-in-a-comment': async (world) => {
    const [{ number }] = nights(await world.night());
    await world.as('eve', 'POST', `/issues/${number}/comments`, { body: fiveYears(world.next()) });
    const outcome = await world.night();
    return told(outcome, world.date) === 1 ? '' : 'the night is not told of';
  },

  'a-quoted-night': async (world) => {
    const [{ number }] = nights(await world.night());
    await world.as('eve', 'POST', `/issues/${number}/comments`, { body: `> <!-- vigil:night:${world.next()} -->\n\nWhy?` });
    await world.as('octo', 'POST', `/issues/${number}/comments`, { body: `> <!-- vigil:night:${world.next()} -->\n\nWhy?` });
    const outcome = await world.night();
    return told(outcome, world.date) === 1 ? '' : 'the night is not told of';
  },

  'her-issue-closed-as-not-planned': async (world) => {
    await world.plant({ state: 'closed', state_reason: 'not_planned' });
    const outcome = await world.night();
    const ours = crash(outcome).filter(({ user, state }) => user.login === 'octo' && state === 'open');
    return ours.length === 1 && outcome.status === 1 ? '' : `status ${outcome.status}, ${ours.length} issues: ${outcome.text.trim().split('\n').slice(-2)[0]}`;
  },

  'her-open-issue': async (world) => {
    await world.plant();
    const outcome = await world.night();
    return crash(outcome).filter(({ user }) => user.login === 'octo').length === 1 ? '' : 'her issue is taken for the crash\'s';
  },

  'her-issue-is-all-nights': async (world) => {
    const made = await world.as('eve', 'POST', '/issues', { title: 'Nights of fuzzing', body: '<!-- vigil:nights -->\n' });
    await world.as('octo', 'POST', `/issues/${made.number}/labels`, { labels: [world.label] });
    await world.as('eve', 'PATCH', `/issues/${made.number}`, { state: 'closed', state_reason: 'not_planned' });
    const outcome = await world.night();
    return told(outcome, world.date) === 1 ? '' : 'the night is not told of';
  },

  // An older vigil took hers, and noted its number.
  'her-number-in-the-store': async (world) => {
    await world.night();
    const [{ number: ours }] = crash(await world.night());
    const hers = await world.plant({ state: 'closed', state_reason: 'not_planned' });
    await world.as('octo', 'DELETE', `/issues/${ours}/labels/${world.label}`);
    execFileSync('sqlite3', [path.join(world.state, 'vigil.sqlite'), `UPDATE crashes SET issue = ${hers}, open = 0, declined = 1`]);
    const outcome = await world.night();
    const filed = crash(outcome).filter(({ user, state }) => user.login === 'octo' && state === 'open');
    return filed.length === 1 && outcome.text.includes('another account wrote it') ? '' : `${filed.length} issues: ${outcome.text}`;
  },

  'an-edited-title': async (world) => {
    const [{ number }] = crash(await world.night());
    await world.as('octo', 'PATCH', `/issues/${number}`, { title: 'parse_zone, but otherwise' });
    return crash(await world.night()).length === 1 ? '' : 'it is filed again';
  },

  'a-marker-that-a-person-moved': async (world) => {
    const [{ number, body }] = crash(await world.night());
    await world.as('octo', 'PATCH', `/issues/${number}`, { body: `I look into it.\n\n${body}` });
    return crash(await world.night()).length === 1 ? '' : 'it is filed again';
  },

  // GitHub would not let her.
  'she-closes-ours': async (world) => {
    const [{ number }] = crash(await world.night());
    await world.as('eve', 'PATCH', `/issues/${number}`, { state: 'closed', state_reason: 'not_planned' });
    const outcome = await world.night();
    const [issue, ...more] = crash(outcome);
    return issue.state === 'open' && more.length === 0 && outcome.status === 1 ? '' : `${issue.state}, status ${outcome.status}`;
  },

  'a-collaborator-closes-ours': async (world) => {
    const [{ number }] = crash(await world.night());
    await world.as('amy', 'PATCH', `/issues/${number}`, { state: 'closed', state_reason: 'not_planned' });
    const outcome = await world.night();
    return crash(outcome)[0].state === 'closed' && outcome.status === 0 ? '' : `${crash(outcome)[0].state}, status ${outcome.status}: ${outcome.text}`;
  },

  'a-declined-crash-is-named': async (world) => {
    const [{ number }] = crash(await world.night());
    await world.as('octo', 'POST', `/issues/${number}/labels`, { labels: ['wontfix'] });
    const outcome = await world.night();
    const said = nights(outcome)[0].said.find(({ body }) => body.startsWith(`<!-- vigil:night:${world.date} -->`)).body;
    const words = `1 declined crash still comes (abort in parse_zone, issue ${number}), and nothing else crashed`;
    const shown = [outcome.text, said.replaceAll('\\x5f', '_').replaceAll('`', '')].map((text) => text.includes(words));
    return outcome.status === 0 && shown.every(Boolean) ? '' : `status ${outcome.status}, ${shown}: ${outcome.text}\n${said}`;
  },

  'a-security-crash-where-anybody-reads': async (world) => {
    world.build(insecure);
    const [issue] = crash(await world.night());
    return !shows(issue.body) && issue.body.includes('## Withheld') && !shows(world.page()) ? '' : issue.body;
  },

  'a-security-crash-that-is-studied-a-night-later': async (world) => {
    world.build(insecure);
    world.configure('\n[night]\ntriage = 0s\n');
    await world.night();
    world.configure();
    const [{ body, said }] = crash(await world.night());
    const study = said.find((comment) => comment.body.startsWith('<!-- vigil:studied:'))?.body ?? 'not studied';
    return study !== 'not studied' && ![body, study].some(shows) ? '' : `${body}\n${study}`;
  },

  'a-security-crash-where-it-is-said-to-be-shown': async (world) => {
    world.build(insecure);
    world.configure('withhold = no\n');
    const [issue] = crash(await world.night());
    return shows(issue.body) && shows(world.page()) ? '' : issue.body;
  },

  'another-crash-is-shown': async (world) => {
    const [issue] = crash(await world.night());
    return shows(issue.body) && shows(world.page()) ? '' : issue.body;
  },

  'an-advisory-and-an-issue-that-names-it': async (world) => {
    const door = new Door(world.server);
    world.build(insecure);
    world.configure('security = advisory\nwithhold = no\n');
    world.environment.GITHUB_API_URL = await door.open();
    door.lose = true;
    let outcome = await world.night();
    for (let i = 0; i < 2; i++) outcome = await world.night();
    door.http.close();
    const [issue, ...more] = crash(outcome);
    const [advisory, ...others] = door.advisories;
    const good = more.length === 0 && others.length === 0 && shows(advisory.description) && !shows(issue.body) && !shows(world.page()) &&
      advisory.description.split('\n')[0] === issue.body.split('\n')[0] && issue.body.includes(`draft advisory \`${advisory.ghsa_id}\``) &&
      advisory.severity === 'high' && advisory.summary === issue.title;
    return good ? '' : JSON.stringify([door.advisories, issue, more], null, 1);
  },

  'no-advisory-where-there-can-be-none': async (world) => {
    world.build(insecure);
    world.configure('security = advisory\nwithhold = no\n');
    const outcome = await world.night();
    const [issue] = crash(outcome);
    const good = outcome.status === 1 && !shows(issue.body) && outcome.text.includes('no draft advisory can be made');
    return good ? '' : `status ${outcome.status}: ${outcome.text}`;
  },

  'the-account-changes-and-both-are-named': async (world) => {
    await world.night();
    world.configure('account = octo amy\n');
    world.token('amy');
    const outcome = await world.night();
    return crash(outcome).length === 1 && nights(outcome).length === 1 && outcome.status === 1 ? '' : outcome.text;
  },

  'the-account-changes-and-one-is-named': async (world) => {
    await world.night();
    world.configure('account = amy\n');
    world.token('amy');
    const outcome = await world.night();
    return outcome.status === 2 && outcome.text.includes('[tracker] account must say so): octo') ? '' : outcome.text;
  },
};

const { port } = await serve(servers, path.join(here, '../tracker/github/start-emulate'),
  [buildDirectory, repository, Object.entries(tokens).map(([login, token]) => `${token}=${login}`).join(',')]);
await new World('nobody', `http://127.0.0.1:${port}`).as('octo', 'PUT', '/collaborators/amy', { permission: 'push' });
let failed = 0;
for (const [name, row] of Object.entries(rows)) {
  const wrong = await row(new World(name, `http://127.0.0.1:${port}`)).catch((error) => error.stack);
  console.log(`${wrong ? 'FAILED' : 'ok'}: ${name}${wrong ? `\n  ${wrong.replaceAll('\n', '\n  ')}` : ''}`);
  failed += wrong ? 1 : 0;
}
process.exit(failed > 0 ? 1 : 0);
