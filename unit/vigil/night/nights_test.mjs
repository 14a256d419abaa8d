#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Nights after a calendar (calendar.mjs), disturbed at random, against the local tracker and against
// a GitHub-compatible server behind a proxy that does harm; after each night that says it did its
// work, the tracker must show what a simple model (model.mjs) says.
// usage: nights_test.mjs VIGIL SCRIPTED BUILD BROKEN [KILLWALK.so]
// BUILD has the server's package (start-emulate), BROKEN the really broken targets and those mended in
// BROKEN/mended. NIGHTS (8) nights; REAL=1: the really broken ones too, on five of thirty. SEED is
// printed. Some nights, APART (0.4) of them, file nothing: `vigil file` does, at once or after the next.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { broken, scripted as scriptedCalendar } from './calendar.mjs';
import { Model } from './model.mjs';
import { ask, build, file, githubIssues, localIssues, night, nightFaults, nightsSeen, rota, scratch, serve, stateFaults } from './world.mjs';

const [vigil, scripted, buildDirectory, brokenDirectory, shim] = process.argv.slice(2).map((name) => path.resolve(name));
const here = path.dirname(fileURLToPath(import.meta.url));
const last = Number(process.env.NIGHTS ?? 8);
const seed = Number(process.env.SEED ?? Date.now() % 1000000);
const token = 'ghp_vigilTestToken0123456789';
const repository = 'octo/repo';
const top = scratch('nights');
const servers = [];
process.on('exit', () => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(top, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

// xorshift32, one for each world, so that neither disturbs the other.
function dice(salt) {
  let state = ((seed + salt) * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

class World {
  constructor(name, calendar, throwDice, days) {
    const directory = path.join(top, name);
    Object.assign(this, { name, calendar, throwDice, days, vigil, directory });
    for (const part of ['targets', 'corpus', 'dice']) {
      this[part] = path.join(directory, part);
      mkdirSync(this[part], { recursive: true });
    }
    this.state = path.join(directory, 'state');
    this.config = path.join(directory, 'vigil.ini');
    this.environment = {};
    this.model = new Model(calendar);
    this.took = 1000;
    this.figures = { nights: 0, disturbed: 0, killed: 0, told: 0, checked: 0, missing: 0, doubled: 0, wrong: 0 };
    writeFileSync(this.config, `[tracker]\nlabel = ${this.label()}\n[night]\nissues = ${calendar.issues}\nreplays = 5\n` +
      `minimise = ${days < 30 ? '0s' : '1s'}\npatience = 4s\nrota = rota.ini\n`);
    writeFileSync(path.join(directory, 'rota.ini'), rota);
    for (const bug of calendar.bugs) this.putSeeds(bug);
  }

  label() {
    return this.calendar === broken ? 'vigil-real' : 'vigil';
  }

  putSeeds(bug) {
    const directory = path.join(this.corpus, bug.target);
    mkdirSync(directory, { recursive: true });
    (bug.inputs ?? [bug.word]).forEach((input, i) => writeFileSync(path.join(directory, `${bug.cause}-${bug.word ?? ''}${i}`), input));
  }

  lay(day) {
    const { bugs, targets, options } = this.calendar;
    if (targets) {
      for (const target of targets) {
        build(scripted, path.join(this.targets, target), bugs.filter((bug) => bug.target === target && Model.there(bug, day)));
        if (options[target]) writeFileSync(path.join(this.targets, `${target}.options`), options[target]);
      }
      return;
    }
    for (const bug of bugs) {
      const from = path.join(brokenDirectory, Model.there(bug, day) ? '' : 'mended', bug.target);
      const to = path.join(this.targets, bug.target);
      copyFileSync(from, `${to}.new`);
      renameSync(`${to}.new`, to);
      const its = path.join(here, '../triage/broken', `${bug.target}.options`);
      if (existsSync(its)) copyFileSync(its, `${to}.options`);
    }
  }

  place(cause) {
    const [bug] = cause.bugs;
    return bug.place ?? (['slow', 'hungry'].includes(bug.kind) ? bug.frames[2] : bug.frames[0].split('@')[0]);
  }

  async act(day) {
    const issues = await this.issues([]);
    for (const deed of this.calendar.people[day] ?? []) {
      const [what, name] = deed;
      const issue = name === 'digest' ? issues.find(({ marker }) => marker === 'digest')
        : name && issues.find(({ title }) => title.endsWith(` in ${this.place(this.model.causes.get(name))}`));
      if (what === 'forget') {
        for (const file of readdirSync(this.state)) if (file.startsWith('vigil.sqlite')) rmSync(path.join(this.state, file));
      } else if (!issue || !await this.change(issue, deed)) {
        continue;
      }
      this.model.act(deed);
    }
  }

  isFair(issue, cause) {
    return issue.title.endsWith(` in ${this.place(cause)}`);
  }

  // What the tracker shows, beside what the model says.
  async check(day, outcome) {
    const { figures, model } = this;
    const faults = outcome.text.includes('sanitizer') ? ['a sanitizer spoke'] : [];
    const issues = await this.issues(faults);
    const of = (cause) => issues.filter((issue) => this.isFair(issue, cause));
    const { digest, unsure, few } = model.undisturbed(day, (cause) => of(cause).length > 0);
    if (few) faults.push('fewer were filed than there was room for');
    for (const cause of model.causes.values()) {
      const own = of(cause);
      const words = own[0]?.comments.map((marker) => marker.split(':')[0]) ?? [];
      const said = words.filter((word) => word !== 'half').join(' ');
      // Which of two inputs an issue shows is chance where a night was cut short.
      const halves = words.filter((word) => word === 'half').length;
      if (halves > (cause.name === 'HALF' ? 1 : 0)) faults.push(`${cause.name}: ${halves} times half a fix`);
      if (cause.filed && own.length === 0) figures.missing++, faults.push(`${cause.name} has no issue`);
      else if (own.length > (cause.filed ? 1 : 0)) figures.doubled++, faults.push(`${cause.name} has ${own.length} issues`);
      else if (cause.filed && own[0].open !== cause.open) faults.push(`${cause.name}: its issue should be ${cause.open ? 'open' : 'closed'}`);
      else if (cause.filed && said !== cause.comments.join(' ')) faults.push(`${cause.name}: its comments are "${said}", not "${cause.comments.join(' ')}"`);
    }
    for (const cause of model.causes.values()) {
      if (cause.low !== cause.high) cause.low = cause.high = nightsSeen(this.state, cause.bugs[0].frames?.[0].split('@')[0] ?? cause.bugs[0].place);
    }
    const markers = issues.flatMap(({ marker, comments }) => [marker, ...comments]);
    const twice = markers.filter((marker, i) => markers.indexOf(marker) !== i);
    if (twice.length > 0) figures.doubled++, faults.push(`twice: ${twice.join(' ')}`);
    const digests = issues.filter(({ marker }) => marker === 'digest');
    const listed = digests[0]?.open ? Number(digests[0].title.split(' ')[0]) : 0;
    if (listed !== digest && !unsure) faults.push(`the digest has ${listed} crashes, not ${digest}`);
    for (const issue of issues) {
      if (!['digest', 'nights'].includes(issue.marker) && ![...model.causes.values()].some((cause) => this.isFair(issue, cause))) {
        faults.push(`issue ${issue.number} is of no bug: ${issue.title}`);
      }
    }
    faults.push(...nightFaults(issues, this.date));
    if (outcome.status !== model.status(day)) faults.push(`exit status ${outcome.status}, not ${model.status(day)}`);
    faults.push(...stateFaults(this.state));
    figures.checked++;
    figures.issues = issues.length;
    figures.wrong += faults.length;
    if (faults.length > 0) console.log(`FAILED: ${this.name}, night ${day}:\n  ${faults.join('\n  ')}\n${outcome.text.replace(/^/gm, '    ')}`);
  }

  // One of the ways in which a night goes wrong.
  harm() {
    const which = this.throwDice();
    if (shim && which < 0.5) {
      const mode = ['before', 'half', 'full-once', 'full'][Math.floor(this.throwDice() * 4)];
      return { environment: { LD_PRELOAD: shim, KILLWALK_MODE: mode, KILLWALK_AT: String(1 + Math.floor(this.throwDice() * 400)) } };
    }
    return { killAfter: 1 + this.throwDice() * this.took };
  }

  // A night that files, or one that does not and then the filing; the harm is done to either.
  async nightOf(harm) {
    if (!this.apart) return night(this, harm ?? {});
    const late = harm && this.throwDice() < 0.4;
    const first = await night(this, { ...(late ? {} : harm), unfiled: true });
    if (first.status !== 0 && first.status !== 1) return first;
    let filed = await file(this, late ? harm : {});
    if (late && filed.status !== 0) {
      this.figures.killed += filed.signal === 'SIGKILL';
      filed = await file(this);
    }
    const text = `${first.text}---- filed:\n${filed.text}`;
    return filed.status === 0 ? { ...first, text } : { ...filed, text };
  }

  async spend(day, harm) {
    const { figures, model } = this;
    const began = Date.now();
    const outcome = await this.nightOf(harm);
    figures.nights++;
    figures.killed += outcome.signal === 'SIGKILL';
    figures.told += outcome.status === 2;
    const done = outcome.status === 0 || outcome.status === 1;
    if (process.env.NIGHTS_VERBOSE) console.log(`${this.name} ${day}: ${outcome.status ?? outcome.signal} ${harm ? JSON.stringify(harm.environment ?? harm) : ''}`);
    if (done) {
      if (!harm) this.took = Date.now() - began;
      await this.check(day, outcome);
      return true;
    }
    figures.disturbed++;
    model.disturbed(day);
    if (!harm) {
      figures.wrong++;
      console.log(`FAILED: ${this.name}, night ${day}, which nobody disturbed: ${outcome.status ?? outcome.signal}\n${outcome.text}`);
    }
    return false;
  }

  // A night of which nothing is said before the next, whichever kind that is.
  async leave(day) {
    const { status, signal, text } = await night(this, { unfiled: true });
    this.figures.nights++;
    this.figures.left = (this.figures.left ?? 0) + 1;
    this.model.left(day);
    if (status !== 0 && status !== 1) {
      this.figures.wrong++;
      console.log(`FAILED: ${this.name}, night ${day}, which nobody disturbed: ${status ?? signal}\n${text}`);
    }
    return true;
  }

  mayBlur(day) {
    const { calm, people } = this.calendar;
    return this.calendar !== broken && day < this.days && !calm.includes(day + 1) && !people[day + 1];
  }

  async run() {
    for (let day = 1, wasCut = false; day <= this.days; day++) {
      this.lay(day);
      await this.act(day);
      this.apart = this.throwDice() < Number(process.env.APART ?? 0.4);
      if (this.apart && !wasCut && !this.calendar.calm.includes(day) && this.mayBlur(day) && this.throwDice() < 0.4) {
        wasCut = await this.leave(day);
        continue;
      }
      const isHarmed = !wasCut && !this.calendar.calm.includes(day) && this.throwDice() < 0.6;
      if (isHarmed) await this.storm?.(true);
      const done = isHarmed && await this.spend(day, this.harm());
      if (isHarmed) await this.storm?.(false);
      wasCut = isHarmed && !done && this.mayBlur(day) && this.throwDice() < 0.5;
      if (!done && !wasCut) await this.spend(day, null);
    }
  }
}

class LocalWorld extends World {
  async issues(faults) {
    return localIssues(path.join(this.state, 'issues'), faults);
  }

  async change(issue, [what, , label]) {
    const file = path.join(this.state, 'issues', `${String(issue.number).padStart(4, '0')}.md`);
    const text = readFileSync(file, 'utf8');
    const edits = { label: () => text.replace(/^labels: \[/m, `labels: [${label}, `),
      unlabel: () => text.replace(new RegExp(`^(labels: \\[.*?)\\b${label}\\b,? ?`, 'm'), '$1'),
      close: () => text.replace(/^state: open/m, 'state: closed') };
    if (what === 'delete') rmSync(file);
    else writeFileSync(file, edits[what]());
    return true;
  }
}

class GithubWorld extends World {
  async start() {
    const { port } = GithubWorld.server ??= await serve(servers, path.join(here, '../tracker/github/start-emulate'), [buildDirectory, repository, token]);
    const log = path.join(this.directory, 'proxy.log');
    this.server = `http://127.0.0.1:${port}`;
    const proxy = await serve(servers, process.execPath, [path.join(here, '../tracker/github/proxy.mjs'), '--upstream', this.server,
      '--seed', String(seed), '--probability', '0.35', '--log', log, '--delay', '20']);
    Object.assign(this, { proxy: proxy.child, log, tracker: `github:${repository}` });
    this.environment = { GITHUB_API_URL: `http://127.0.0.1:${proxy.port}`, GITHUB_TOKEN: token };
    await this.storm(false);
  }

  async storm(on) {
    this.proxy.kill(on ? 'SIGUSR2' : 'SIGUSR1');
    await new Promise((resolve) => setImmediate(resolve));
  }

  // A storm alone is harm enough, every other time.
  harm() {
    return this.throwDice() < 0.6 ? { environment: {} } : super.harm();
  }

  async issues() {
    return (await githubIssues(this)).filter(({ title, labels }) =>
      labels.split(',').includes(this.label()) || this.calendar.bugs.some((bug) => title.endsWith(` in ${this.place({ bugs: [bug] })}`)));
  }

  async change(issue, [what, , label]) {
    const on = (method, where, body) => ask(this, method, `/repos/${repository}/issues/${issue.number}${where}`, body);
    if (what === 'label') await on('POST', '/labels', { labels: [label] });
    if (what === 'unlabel') await on('DELETE', `/labels/${label}`);
    if (what === 'close') await on('PATCH', '', { state: 'closed' });
    return what !== 'delete'; // nobody can, by this API
  }

  report() {
    const lines = existsSync(this.log) ? readFileSync(this.log, 'utf8').trim().split('\n') : [];
    this.figures.requests = lines.length;
    this.figures.faults = lines.filter((line) => line.split(' ')[3] !== 'none').length;
  }
}

const worlds = [];
const plans = [[scriptedCalendar, last, 'scripted']];
if (process.env.REAL === '1') plans.push([broken, broken.nights.length, 'broken']);
const trackers = (process.env.TRACKERS ?? 'local github').split(' ');
plans.forEach(([calendar, days, what], i) => {
  if (trackers.includes('local')) worlds.push(new LocalWorld(`local, ${what}`, calendar, dice(10 + i), days));
  if (trackers.includes('github')) worlds.push(new GithubWorld(`github, ${what}`, calendar, dice(20 + i), days));
});
console.log(`seed ${seed}`);
for (const world of worlds) {
  await world.start?.();
  await world.run();
  world.report?.();
  console.log(`${world.name}: ${world.days} nights: ${JSON.stringify(world.figures)}`);
}
const wrong = worlds.reduce((sum, world) => sum + world.figures.wrong, 0);
process.exit(wrong === 0 ? 0 : 1);
