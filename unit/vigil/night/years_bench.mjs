#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// What a night costs after years of them: a state is made of so many nights, with one crash in ten of
// them that was filed, mended and closed, and a night without fuzzing is timed on it. Its figures are
// printed; nothing is judged by them.
// usage: years_bench.mjs SCRIPTED VIGIL… [-- NIGHTS…]
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, night, rota, scratch, seed } from './world.mjs';

const given = process.argv.slice(2), dash = given.indexOf('--');
const [scripted, ...vigils] = (dash < 0 ? given : given.slice(0, dash)).map((name) => path.resolve(name));
const counts = dash < 0 ? [1, 365, 1000, 3000] : given.slice(dash + 1).map(Number);
const ROUNDS = 3, LAST = '2026-11-29';
const top = scratch('years');
process.on('exit', () => rmSync(top, { recursive: true, force: true, maxRetries: 5 }));

const dateOf = (before) => new Date(Date.parse(LAST) - before * 86400e3).toISOString().slice(0, 10);

function world(vigil, name) {
  const directory = path.join(top, name);
  const it = { vigil, directory, date: dateOf(1) };
  for (const part of ['targets', 'corpus', 'dice', 'state']) it[part] = path.join(directory, part);
  mkdirSync(it.dice, { recursive: true });
  it.config = path.join(directory, 'vigil.ini');
  writeFileSync(it.config, '[night]\nrota = rota.ini\nminimise = 1s\n');
  writeFileSync(path.join(directory, 'rota.ini'), rota);
  for (const target of ['alpha', 'beta']) {
    build(scripted, path.join(it.targets, target), [{ word: `W${target}`, kind: 'asan', frames: [`${target}_a`, `${target}_b`, `${target}_c`] }]);
    seed(it.corpus, target, `W${target}`);
    seed(it.corpus, target, 'harmless');
  }
  return it;
}

// All nights before the last one, as that one was; the database is given in one transaction.
function age(it, nights) {
  const database = path.join(it.state, 'vigil.sqlite'), lines = ['BEGIN;'];
  const ask = (question) => execFileSync('sqlite3', [database, question]).toString().trim();
  const [first] = ask('SELECT id FROM nights').split('\n'), crash = ask('SELECT id FROM crashes LIMIT 1').split('\n')[0];
  const columns = (table, but) => ask(`SELECT group_concat(name) FROM pragma_table_info('${table}')`).split(',').filter((name) => !but.includes(name));
  const nightColumns = columns('nights', ['id', 'date', 'started', 'ended']).join(), runColumns = columns('runs', ['night']).join();
  const crashColumns = columns('crashes', ['id', 'issue', 'open', 'mended', 'good_seen']).join();
  const variantColumns = columns('variants', ['id', 'crash', 'signature']).join();
  const boxColumns = columns('outbox', ['id', 'night', 'crash', 'marker', 'settled']).join();
  const kept = path.join(it.state, 'crashes', crash), issues = path.join(it.state, 'issues');
  const report = path.join(it.state, 'report');
  for (let i = 1; i < nights; i++) {
    const date = dateOf(1 + i), id = -i;
    lines.push(`INSERT INTO nights(id, date, started, ended, ${nightColumns}) SELECT ${id}, '${date}', '${date}T01:00:00Z', '${date}T02:00:00Z', ${nightColumns} FROM nights WHERE id = ${first};`,
      `INSERT INTO runs(night, ${runColumns}) SELECT ${id}, ${runColumns} FROM runs WHERE night = ${first};`,
      `INSERT INTO sightings SELECT ${id}, crash, target, '${date}T01:30:00Z' FROM sightings WHERE night = ${first};`,
      `INSERT INTO outbox(night, crash, marker, settled, ${boxColumns}) SELECT ${id}, '', 'night:${date}', 1, ${boxColumns} FROM outbox WHERE verb = 5 LIMIT 1;`);
    for (const kind of ['html', 'json', 'md']) cpSync(path.join(report, `${dateOf(0)}.${kind}`), path.join(report, `${date}.${kind}`));
    if (i % 10 === 0) {
      const one = i.toString(16).padStart(16, '0');
      lines.push(`INSERT INTO crashes(id, issue, open, mended, good_seen, ${crashColumns}) SELECT '${one}', ${1000 + i}, 0, 1, '${date}T01:30:00Z', ${crashColumns} FROM crashes WHERE id = '${crash}';`,
        `INSERT INTO variants(id, crash, signature, ${variantColumns}) SELECT '${one}', '${one}', 'kind${i}|f${i}', ${variantColumns} FROM variants WHERE id = '${crash}';`,
        `INSERT INTO sightings SELECT ${id}, '${one}', target, '${date}T01:30:00Z' FROM sightings WHERE night = ${first} LIMIT 1;`,
        `INSERT INTO outbox(night, crash, marker, settled, ${boxColumns}) SELECT ${id}, '${one}', 'crash:${one}', 1, ${boxColumns} FROM outbox WHERE verb = 0 LIMIT 1;`);
      const to = path.join(it.state, 'crashes', one);
      cpSync(kept, to, { recursive: true });
      for (const file of ['input', 'minimized']) writeFileSync(path.join(to, file), `mended ${i}`);
      const number = String(1000 + i);
      writeFileSync(path.join(issues, `${number}.md`), readFileSync(path.join(issues, readdirSync(issues).find((name) => readFileSync(path.join(issues, name), 'utf8').includes(`crash:${crash}`))), 'utf8')
        .replaceAll(crash, one).replace(/^number: .*$/m, `number: ${number}`).replace(/^state: open$/m, 'state: closed'));
    }
  }
  lines.push('COMMIT;');
  execFileSync('sqlite3', [database], { input: lines.join('\n') });
}

const megabytes = (directory) => {
  const files = readdirSync(directory, { recursive: true }).map((name) => path.join(directory, name)).filter((name) => statSync(name).isFile());
  return [files.length, files.reduce((sum, name) => sum + statSync(name).size, 0) / 1e6];
};

console.log('nights  crashes   seconds (each of three nights)   user+system    reports          index     database  vigil');
for (const nights of counts) {
  for (const vigil of vigils) {
    const it = world(vigil, `w${nights}-${vigils.indexOf(vigil)}`), took = [];
    const begun = await night(it);
    if (begun.status !== 1) throw new Error(`the first night: ${begun.status ?? begun.signal}\n${begun.text}`);
    age(it, nights);
    let used = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const began = process.hrtime.bigint();
      it.date = new Date(Date.parse(it.date) + 86400e3).toISOString().slice(0, 10);
      const ended = spawnSync(vigil, ['nightly', '--date', it.date, '--targets', it.targets, '--corpus', it.corpus, '--state', it.state, '--config', it.config, '--budget', '0s'],
        { env: { ...process.env, SCRIPTED_DICE: it.dice } });
      took.push(Number(process.hrtime.bigint() - began) / 1e9);
      if (ended.status !== 1) console.log(`night ${round}: ${ended.status ?? ended.signal}\n${ended.stdout}${ended.stderr}`);
    }
    const timed = spawnSync('/usr/bin/env', ['bash', '-c', `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`, 'time', vigil, 'nightly', '--date', '2026-12-20', '--targets', it.targets, '--corpus', it.corpus, '--state', it.state, '--config', it.config, '--budget', '0s'],
      { env: { ...process.env, SCRIPTED_DICE: it.dice } });
    used = timed.stderr.toString().trim().split(/\s+/).map(Number).reduce((a, b) => a + b, 0);
    const [files, size] = megabytes(path.join(it.state, 'report'));
    const index = statSync(path.join(it.state, 'report/index.html')).size, base = path.join(it.state, 'vigil.sqlite');
    console.log(`${String(nights).padStart(6)} ${String(Math.floor((nights - 1) / 10)).padStart(8)}   ${took.map((one) => one.toFixed(2).padStart(8)).join(' ')}` +
      `${used.toFixed(2).padStart(22)}   ${String(files).padStart(5)} files ${size.toFixed(1).padStart(6)} MB ${(index / 1000).toFixed(0).padStart(5)} kB ${(existsSync(base) ? statSync(base).size / 1e6 : 0).toFixed(1).padStart(6)} MB  ${vigil}`);
    rmSync(it.directory, { recursive: true, force: true });
  }
}
