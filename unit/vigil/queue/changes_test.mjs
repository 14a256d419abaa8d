#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Who may speak for vigil, and how much: verdicts of forks and of the repository's own branches are
// filed by `vigil file` and `vigil assign` as they are, against a server that knows whose each change
// is, and in a local tracker. Each row begins with a place of its own.
// usage: changes_test.mjs VIGIL VERDICTS [PATTERN]     only the rows whose name has the pattern
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Hub, fork } from './hub.mjs';
import { run } from './world.mjs';

const [vigil, verdicts, pattern = ''] = process.argv.slice(2);
const top = mkdtempSync(path.join(os.tmpdir(), 'vigil-changes-'));
process.on('exit', () => rmSync(top, { recursive: true, force: true }));

const head = (digit) => String(digit).repeat(40);
const base = head('0');
const rota = '[reviewer Ada]\nhandle = ada\nzone = UTC\nhours = 00:00-24:00\ndays = Mon-Sun\n';
let places = 0;

class Place {
  constructor(hub, tracker) {
    Object.assign(this, { hub, directory: path.join(top, String(places++)), made: 0, from: base });
    this.tracker = tracker ?? `local:${path.join(this.directory, 'issues')}`;
    mkdirSync(this.directory);
    writeFileSync(path.join(this.directory, 'rota.ini'), rota);
    this.config('');
  }

  config(words) {
    writeFileSync(path.join(this.directory, 'vigil.ini'), `${words}[night]\nrota = rota.ini\n`);
  }

  // What a gate wrote on the change `of`; a number of crashes, or none where it passed.
  verdict(of, crashes = 0, name = 'read_field', subject = 'a change') {
    const directory = path.join(this.directory, `verdict-${this.made++}`);
    execFileSync(verdicts, [directory, this.from, of, ...(crashes ? ['blocked', crashes, name, subject] : ['passed'])]);
    return directory;
  }

  vigil(command, ...list) {
    return run(vigil, [command, '--config', path.join(this.directory, 'vigil.ini'), '--tracker', this.tracker,
      '--state', path.join(this.directory, 'state'), ...list],
    { GITHUB_API_URL: this.hub?.url ?? '', GITHUB_TOKEN: 'ghp_vigil', GITHUB_ACTIONS: '' });
  }

  async file(directory, of, status = 0) {
    const ran = await this.vigil('file', '--verdict', directory, '--head', of);
    assert.equal(ran.status, status, ran.text);
    return ran.text;
  }

  async assign(status = 0) {
    const ran = await this.vigil('assign', '--at', '2026-11-25T07:00:00Z');
    assert.equal(ran.status, status, ran.text);
    return ran.text;
  }

  issues() {
    const directory = path.join(this.directory, 'issues');
    const names = existsSync(directory) ? readdirSync(directory).filter((name) => /^\d+\.md$/.test(name)) : [];
    return names.sort().map((name) => readFileSync(path.join(directory, name), 'utf8'));
  }
}

async function github() {
  return new Place(await new Hub().open(), 'github:octo/repo');
}

const markers = (hub) => hub.issues.map(({ body }) => /^<!-- vigil:(change|crash):[0-9a-f]{16}(:\w+)? -->/.exec(body)?.slice(1).join(''));
const states = (hub) => hub.issues.map(({ state }) => state);
const said = (hub, number) => (hub.comments[number] ?? []).map(({ body }) => body);
const silent = (hub) => {
  assert.deepEqual(hub.writes.filter((write) => !/check-runs/.test(write)), []);
  assert.equal(hub.issues.length, 0);
};
const [a, b, c] = ['a', 'b', 'c'].map(head);

const rows = {
  async 'a fork with 200 crashes files no issue'() {
    const at = await github();
    at.hub.pull(a, fork);
    await at.file(at.verdict(a, 200), a);
    silent(at.hub);
    const [{ conclusion, output }] = at.hub.runs;
    assert.equal(conclusion, 'failure');
    assert.match(output.summary, /comes from a fork/);
    assert.match(output.summary, /in read_field/);
  },
  async 'a fork whose repository was deleted is a fork'() {
    const at = await github();
    at.hub.pull(a, null);
    await at.file(at.verdict(a, 2), a);
    silent(at.hub);
  },
  async 'a head that a fork has too is a fork\'s'() {
    const at = await github();
    at.hub.pull(a);
    at.hub.pull(a, fork);
    await at.file(at.verdict(a, 2), a);
    silent(at.hub);
  },
  async 'a repository of another case is the same one'() {
    const at = await github();
    at.hub.pull(a, { full_name: 'Octo/Repo' });
    await at.file(at.verdict(a, 1), a);
    assert.equal(at.hub.issues.length, 1);
  },
  async 'a fork that says it passed is not queued'() {
    const at = await github();
    at.hub.pull(a, fork);
    await at.file(at.verdict(a), a);
    silent(at.hub);
    assert.equal(at.hub.runs[0].conclusion, 'success');
    assert.match(at.hub.runs[0].output.title, /^By a fork's own account\. /);
    assert.match(at.hub.runs[0].output.summary, /with the label `vigil`/);
    assert.match(await at.assign(), /^nothing waits\n$/);
    silent(at.hub);
  },
  async 'a fork that failed keeps the label that a maintainer gave it'() {
    const at = await github();
    const pull = at.hub.pull(a, fork, undefined, { labels: [{ name: 'vigil' }] });
    await at.file(at.verdict(a, 1), a);
    silent(at.hub);
    assert.equal(pull.labels.length, 1);
  },
  async 'a maintainer\'s label queues a fork\'s change, and one is asked for each head'() {
    const at = await github();
    const pull = at.hub.pull(a, fork, undefined, { labels: [{ name: 'vigil' }] });
    assert.match(await at.assign(), /^asked ada for aaaaaaaaaaaa/);
    assert.match(await at.assign(), /ada was asked less than a day ago/);
    assert.deepEqual(at.hub.asked, [`${pull.number} ada`]);
    assert.equal(said(at.hub, pull.number).length, 1);
    assert.match(said(at.hub, pull.number)[0], /^<!-- vigil:queue:a{40}:\d+:0 -->\n<!-- vigil:asked:ada:\d+ -->\nA maintainer/);
    assert.equal(pull.labels.length, 1);
    pull.head.sha = b;
    assert.match(await at.assign(), /^asked ada for bbbbbbbbbbbb/);
    assert.equal(said(at.hub, pull.number).length, 1);
  },
  async 'a verdict that names another pull request\'s head says nothing'() {
    const at = await github();
    at.hub.pull(a, fork);
    at.hub.pull(b);
    const text = await at.file(at.verdict(b, 3), a, 2);
    assert.match(text, /is a verdict on b{40}, not on a{40}/);
    silent(at.hub);
    assert.equal(at.hub.runs.length, 0);
  },
  async 'without --head nothing is filed'() {
    const at = await github();
    at.hub.pull(b);
    const ran = await at.vigil('file', '--verdict', at.verdict(b, 3));
    assert.equal(ran.status, 2, ran.text);
    silent(at.hub);
  },
  async 'a head that was never pushed'() {
    const at = await github();
    at.hub.pull(b);
    assert.match(await at.file(at.verdict(a, 3), a, 2), /the check run is not told: .*422/);
    silent(at.hub);
  },
  async 'a head that no open pull request has'() {
    const at = await github();
    at.hub.pull(a, undefined, undefined, { state: 'closed' });
    await at.file(at.verdict(a), a);
    silent(at.hub);
    assert.equal(at.hub.runs[0].conclusion, 'neutral');
  },
  async 'a branch of the repository with 200 crashes files ten, the gravest first, once'() {
    const at = await github();
    const pull = at.hub.pull(a);
    const verdict = at.verdict(a, 200);
    for (let i = 0; i < 2; i++) assert.match(await at.file(verdict, a), /not filed: 190 of 200 new crashes/);
    assert.deepEqual(markers(at.hub), Array(10).fill(`change:${pull.number}`));
    assert.match(at.hub.issues[0].title, new RegExp(`^In pull request ${pull.number}, not merged: heap-buffer-overflow WRITE`));
    assert.match(at.hub.runs[0].output.summary, /^190 of the new crashes have no issue: 10 are filed/);
    assert.match(at.hub.runs[0].output.summary, /^- … and 170 more$/m);
    assert.equal(at.hub.runs.length, 1);
    for (const { number } of at.hub.issues) assert.equal(said(at.hub, number).length, 1);
  },
  async 'nothing in a verdict mentions, labels, assigns or closes'() {
    const at = await github();
    at.hub.pull(a);
    const hostile = '@octo/team closes #1 <!-- vigil:crash:0000000000000000 --> [x](http://x.example) ';
    await at.file(at.verdict(a, 1, '@octo::read_', hostile), a);
    const [issue] = at.hub.issues;
    assert.deepEqual(issue.labels.map(({ name }) => name), ['vigil', 'severity-high', 'memory', 'security']);
    assert.deepEqual(issue.assignees.map(({ login }) => login), ['ada']);
    const plain = (text) => text.replace(/(`+)[^`]*?\1/g, '').replace(/^```[^]*?^```/gm, '');
    for (const text of [issue.title, issue.body, ...said(at.hub, issue.number)]) {
      assert.doesNotMatch(plain(text).replace('@ada', ''), /@\w|#1\b|\]\(http:\/\/x/);
      assert.ok((text.match(/<!--/g) ?? []).length <= 1, text);
    }
  },
  async 'where main has an issue nothing is filed, and it stays closed'() {
    const at = await github();
    at.hub.pull(a);
    const verdict = at.verdict(a, 1);
    const [{ id }] = JSON.parse(readFileSync(path.join(verdict, 'verdict.json'), 'utf8')).crashes;
    const main = at.hub.issue(`crash:${id}`, { state: 'closed' });
    for (let i = 0; i < 2; i++) await at.file(verdict, a);
    assert.equal(at.hub.issues.length, 1);
    assert.equal(main.state, 'closed');
    assert.equal(said(at.hub, main.number).length, 1);
  },
  async 'two and five at once file each crash once'() {
    for (const many of [2, 5]) {
      const at = await github();
      at.hub.pull(a);
      const verdict = at.verdict(a, 3);
      await Promise.all(Array.from({ length: many }, () => at.file(verdict, a)));
      assert.equal(at.hub.issues.length, 3);
      assert.equal(at.hub.runs.length, 1);
    }
  },
  async 'five at once in a local tracker'() {
    const at = new Place();
    const verdict = at.verdict(a, 3);
    await Promise.all(Array.from({ length: 5 }, () => at.file(verdict, a)));
    assert.equal(at.issues().length, 3);
  },
  async 'who comes second says that it waits, and goes on'() {
    const at = new Place();
    const verdict = at.verdict(a, 1);
    mkdirSync(path.join(at.directory, 'state'));
    const holder = spawn('flock', [path.join(at.directory, 'state/file.lock'), 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => { holder.stdout.once('data', resolve); });
    let ended = false;
    const filed = run(vigil, ['file', '--verdict', verdict, '--head', a, '--tracker', at.tracker, '--state', path.join(at.directory, 'state')], {}, (child) => {
      child.stderr.on('data', (text) => {
        if (!/another process files now, and is waited for/.test(text)) return;
        assert.equal(ended, false);
        assert.equal(at.issues().length, 0);
        holder.stdin.end();
      });
      child.on('close', () => { ended = true; });
    });
    const ran = await filed;
    assert.equal(ran.status, 0, ran.text);
    assert.equal(at.issues().length, 1);
    assert.match(ran.text, /is waited for/);
  },
  async 'an issue ends when a later head lacks the crash, and comes back with it'() {
    const at = await github();
    const pull = at.hub.pull(a);
    await at.file(at.verdict(a, 2), a);
    pull.head.sha = b;
    at.hub.commits.add(b);
    await at.file(at.verdict(b, 1, 'other'), b);
    assert.deepEqual(states(at.hub), ['closed', 'closed', 'open']);
    assert.match(said(at.hub, at.hub.issues[0].number)[1], /^<!-- vigil:lacks:b{40} -->\n/);
    pull.head.sha = c;
    at.hub.commits.add(c);
    at.hub.issues[1].state_reason = 'not_planned';
    await at.file(at.verdict(c, 2), c);
    assert.deepEqual(states(at.hub), ['open', 'closed', 'closed']);
    assert.equal(at.hub.issues.length, 3);
  },
  async 'another change ends no issue'() {
    const at = await github();
    at.hub.pull(a);
    at.hub.pull(b);
    await at.file(at.verdict(a, 1), a);
    await at.file(at.verdict(b), b);
    await at.assign();
    assert.deepEqual(states(at.hub), ['open']);
  },
  async 'a pull request that is closed or gone ends its issue, unless a person declined that'() {
    const at = await github();
    const [one, two, three] = [a, b, c].map((sha) => at.hub.pull(sha));
    for (const [i, sha] of [a, b, c].entries()) await at.file(at.verdict(sha, 1, `f${i}_`), sha);
    at.hub.issues[2].labels.push({ name: 'wontfix' });
    one.state = three.state = 'closed';
    at.hub.pulls.splice(at.hub.pulls.indexOf(two), 1);
    for (let i = 0; i < 2; i++) await at.assign();
    assert.deepEqual(states(at.hub), ['closed', 'closed', 'open']);
    assert.equal(said(at.hub, at.hub.issues[0].number).length, 2);
    assert.equal(said(at.hub, at.hub.issues[2].number).length, 1);
  },
  async 'merged with the crash it stays open until main has an issue of it'() {
    const at = await github();
    const pull = at.hub.pull(a);
    await at.file(at.verdict(a, 1), a);
    Object.assign(pull, { state: 'closed', merged_at: '2026-11-25T06:30:00Z' });
    for (let i = 0; i < 2; i++) await at.assign();
    const [issue] = at.hub.issues;
    assert.equal(issue.state, 'open');
    assert.equal(said(at.hub, issue.number).length, 2);
    const main = at.hub.issue(/crash:|change:([0-9a-f]{16})/.exec(issue.body)[0].replace('change', 'crash'));
    for (let i = 0; i < 2; i++) await at.assign();
    assert.equal(issue.state, 'closed');
    assert.equal(main.state, 'open');
    assert.match(said(at.hub, main.number)[0], new RegExp(`issue #${issue.number} `));
    assert.match(said(at.hub, issue.number)[2], new RegExp(`issue #${main.number}\\.`));
  },
  async 'what judges a change is not judged by it'() {
    const at = await github();
    at.config('[project]\nsource = .\nbuild = sh -c "tools/build && make"\ntoolchain = ./tools/versions --all\n' +
      'lock = tool.lock\n[gate]\ntest = env X=1 ./tools/test "$OUT"\n');
    mkdirSync(path.join(at.directory, '.git'));
    mkdirSync(path.join(at.directory, 'tools'));
    for (const name of ['tools/build', 'tools/versions', 'tools/test', 'tools/other', 'tool.lock']) writeFileSync(path.join(at.directory, name), '');
    const touched = ['ci/gate', '.ci/run', '.github/workflows/gate.yml', 'vigil.ini', 'deep/vigil.ini', 'rota.ini', 'tools/build', 'tools/versions',
      'tools/test', 'tool.lock', 'CODEOWNERS'];
    const wanted = [];
    const heads = [];
    const add = (files, conclusion, repo) => {
      const sha = `${heads.length}`.padStart(40, 'd');
      at.hub.pull(sha, repo, files);
      heads.push(sha);
      wanted.push(conclusion);
    };
    for (const filename of touched) add([{ filename: 'a.c' }, { filename }], 'neutral');
    add([{ filename: 'b.c', previous_filename: 'ci/gate' }], 'neutral', fork);
    add([{ filename: 'tools/other' }, { filename: 'src/ci/gate' }, { filename: 'rota.ini.c' }], 'success');
    add(Array.from({ length: 250 }, (_, i) => ({ filename: i === 249 ? 'ci/test' : `f${i}` })), 'neutral');
    add(Array.from({ length: 3000 }, (_, i) => ({ filename: `f${i}` })), 'neutral');
    for (const sha of heads) await at.file(at.verdict(sha), sha);
    assert.deepEqual(at.hub.runs.map(({ conclusion }) => conclusion), wanted);
    assert.match(at.hub.runs[0].output.title, /^By its own account, and it may judge itself\. /);
    assert.match(at.hub.runs[0].output.summary, /^\*\*This change may judge itself\*\*: it touches ci\/gate\./);
  },
  async 'a change that touches what judges it and is blocked stays blocked'() {
    const at = await github();
    at.hub.pull(a, fork, [{ filename: 'ci/@octo' }]);
    await at.file(at.verdict(a, 1), a);
    assert.equal(at.hub.runs[0].conclusion, 'failure');
    assert.match(at.hub.runs[0].output.summary, /it touches ci\/\\x40octo\./);
  },
  // A local change is known by its commit: the repository tells what became of it.
  async 'a local change ends with its branch'() {
    const at = new Place();
    const git = (...list) => execFileSync('git', ['-C', at.directory, '-c', 'user.name=a', '-c', 'user.email=a@b', ...list], { encoding: 'utf8' }).trim();
    const commit = (words) => { git('commit', '-q', '--allow-empty', '-m', words); return git('rev-parse', 'HEAD'); };
    at.config('[project]\nsource = .\n');
    git('init', '-q', '-b', 'main');
    at.from = commit('base');
    git('checkout', '-q', '-b', 'fixed');
    const broken = commit('broken');
    await at.file(at.verdict(broken, 1, 'fixed_'), broken);
    const mended = commit('mended');
    git('checkout', '-q', '-b', 'amended', 'main');
    const first = commit('first');
    await at.file(at.verdict(first, 1, 'amended_'), first);
    git('commit', '-q', '--allow-empty', '--amend', '-m', 'second');
    git('checkout', '-q', '-b', 'merged', 'main');
    const taken = commit('taken');
    await at.file(at.verdict(taken, 1, 'merged_'), taken);
    git('checkout', '-q', '-b', 'other', 'main');
    const other = commit('other');
    await at.file(at.verdict(other, 1, 'other_'), other);
    const state = () => at.issues().map((text) => /^state: (\w+)$/m.exec(text)[1]);
    assert.deepEqual(state(), ['open', 'closed', 'open', 'open']);
    await at.file(at.verdict(mended), mended);
    assert.deepEqual(state(), ['closed', 'closed', 'open', 'open']);
    at.from = taken;
    git('checkout', '-q', 'merged');
    const later = commit('later');
    await at.file(at.verdict(later), later);
    assert.deepEqual(state(), ['closed', 'closed', 'open', 'open']);
    assert.match(at.issues()[2], /The change was merged/);
  },
};

let failed = 0;
for (const [name, row] of Object.entries(rows)) {
  if (!name.includes(pattern)) continue;
  try {
    await row();
    console.log(`ok    ${name}`);
  } catch (fault) {
    failed++;
    console.log(`WRONG ${name}\n      ${fault.message.replaceAll('\n', '\n      ')}`);
  }
}
process.exit(failed > 0 ? 1 : 0);
