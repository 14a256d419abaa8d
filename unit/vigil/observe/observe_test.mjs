// SPDX-License-Identifier: MIT
// A night's figures, as their intended readers read them: promtool, a Pushgateway, a Prometheus, and
// receivers of OTLP on good days and bad ones. Figures of the bad days are printed at the end.
// usage: node observe_test.mjs OBSERVE_WRITE SOURCE
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { attributesOf, faultsOf } from './otlp_messages.mjs';
import { closedPort, days, openBabble, openSink } from './sink.mjs';

const [, , writer, source] = process.argv;
const tools = path.join(source, 'build/servers');
const observe = path.join(source, 'ci/observe');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'vigil-observe-'));
const textfile = path.join(scratch, 'vigil.prom');
const children = [];
const secret = 'Basic c2VjcmV0OnNlY3JldA==';

before(() => execFileSync(path.join(source, 'ci/servers'), { stdio: ['ignore', 2, 2] }));
after(() => {
  children.forEach((child) => child.kill('SIGKILL'));
  rmSync(scratch, { recursive: true, force: true });
});

// Runs a program to its end: { status, out, lines, seconds }, the lines those of standard error.
function run(program, list, { environment = {}, input = '' } = {}) {
  const began = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const child = spawn(program, list, { env: { ...process.env, ...environment }, timeout: 60_000 });
    children.push(child);
    const text = { stdout: '', stderr: '' };
    for (const name of Object.keys(text)) child[name].on('data', (piece) => { text[name] += piece; });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({
      status: status ?? signal, out: text.stdout, lines: text.stderr.split('\n').slice(0, -1),
      seconds: Number(process.hrtime.bigint() - began) / 1e9,
    }));
    child.stdin.on('error', () => {}); // it may end before it has read all; its status tells
    child.stdin.end(input);
  });
}

const write = (list = [], environment = {}) => run(writer, [textfile, ...list], { environment });

async function writeQuietly(list, environment) {
  const { status, lines, out } = await write(list, environment);
  assert.deepEqual({ status, lines }, { status: 0, lines: [] });
  return out;
}

const exposition = () => readFileSync(textfile, 'utf8');
const families = () => [...exposition().matchAll(/^# TYPE (\S+) \S+$/gm)].map((found) => found[1]);

// "name{a="b"}" => value, labels in the order of their names.
const seriesName = (name, labels) =>
  `${name}{${Object.keys(labels).sort().map((key) => `${key}="${labels[key]}"`).join(',')}}`;
const samples = () => Object.fromEntries(exposition().split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
  const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
  return [seriesName(name, Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map((found) => found.slice(1)))), Number(value)];
}));

const promtool = async (list, input) => {
  const { status, out, lines } = await run(path.join(tools, 'promtool'), list, { input });
  return { status, said: `${out}${lines.join('\n')}` };
};

test('promtool check metrics', async () => {
  await writeQuietly();
  assert.deepEqual(await promtool(['check', 'metrics'], exposition()), { status: 0, said: '' });
});

test('promtool check rules, test rules', async () => {
  const checked = await promtool(['check', 'rules', path.join(observe, 'alerts.yml')]);
  assert.equal(checked.status, 0, checked.said);
  const tested = await promtool(['test', 'rules', path.join(observe, 'alerts_test.yml')]);
  assert.equal(tested.status, 0, tested.said);
});

const dashboard = JSON.parse(readFileSync(path.join(observe, 'dashboard.json'), 'utf8'));
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const namesIn = (text) => [...text.matchAll(/\bci_[a-z_]+[a-z]\b/g)].map((found) => found[0]);

test('each metric of the dashboard and of the rules is one that vigil writes', () => {
  const written = families();
  const rules = readFileSync(path.join(observe, 'alerts.yml'), 'utf8');
  for (const name of namesIn(JSON.stringify(dashboard) + rules)) assert.ok(written.includes(name), name);
});

test('each metric that vigil writes stands in the dashboard', () => {
  const shown = expressions.flatMap(namesIn);
  for (const name of families()) assert.ok(shown.includes(name), name);
});

test('each alert has its cases, of firing and of silence', () => {
  const alerts = [...readFileSync(path.join(observe, 'alerts.yml'), 'utf8').matchAll(/- alert: (\w+)/g)].map((found) => found[1]);
  const cases = readFileSync(path.join(observe, 'alerts_test.yml'), 'utf8').split(/\n {6}- /).filter((text) => text.includes('alertname'));
  for (const alert of alerts) {
    const own = cases.filter((text) => new RegExp(`alertname: ${alert}\\b`).test(text));
    assert.ok(own.some((text) => text.includes('exp_labels')), `${alert} fires nowhere`);
    assert.ok(own.some((text) => !text.includes('exp_alerts')), `${alert} is silent nowhere`);
  }
});

test("the dashboard's expressions are PromQL", async () => {
  const rules = expressions.map((expr, i) => ({ record: `panel:${i}`, expr: expr.replaceAll('$job', '.*').replaceAll('$instance', '.*') }));
  const file = path.join(scratch, 'panels.yml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
  const { status, said } = await promtool(['check', 'rules', file]);
  assert.equal(status, 0, said);
});

test('the dashboard holds in any Grafana', () => {
  const named = (value) => (value === null || typeof value !== 'object' ? []
    : [...(value.datasource ? [value.datasource] : []), ...Object.values(value).flatMap(named)]);
  assert.ok(named(dashboard).length > panels.length);
  for (const datasource of named(dashboard)) assert.deepEqual(datasource, { type: 'prometheus', uid: '${datasource}' });
  assert.deepEqual(dashboard.templating.list.map(({ name, type }) => `${name} ${type}`), ['datasource datasource', 'job query', 'instance query']);
  assert.ok(dashboard.id === undefined && dashboard.uid === undefined);
  assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  for (const { title, description, fieldConfig: { defaults } } of panels) {
    assert.ok(title && description && defaults.unit && defaults.thresholds.steps[0].value === null, title);
  }
});

test('no two panels stand in one place', () => {
  const taken = new Set();
  for (const { gridPos: { x, y, w, h }, title } of dashboard.panels) {
    assert.ok(x + w <= 24, title);
    for (let i = x; i < x + w; i++) {
      for (let j = y; j < y + h; j++) {
        assert.ok(!taken.has(`${i},${j}`), title);
        taken.add(`${i},${j}`);
      }
    }
  }
});

// A server of Prometheus's, which says in its log where it listens. It dies with us.
function serve(program, list) {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', path.join(tools, program), ...list], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (piece) => {
      log += piece;
      const found = /Listening on"? address=127\.0\.0\.1:(\d+)/i.exec(log);
      if (found) resolve(`http://127.0.0.1:${found[1]}`);
    });
    child.on('error', reject);
    child.on('exit', (status) => reject(new Error(`${program} ended with ${status}: ${log}`)));
  });
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

// Asks until the answer is what it should be, or a minute is over.
async function until(what, ask) {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
    assert.ok(Date.now() < end, `${what}: waited in vain`);
    await pause();
  }
}

const ready = (server) => until(`${server} is ready`, async () => (await fetch(`${server}/-/ready`)).ok);

async function startPrometheus(pushgateway) {
  const config = path.join(scratch, 'prometheus.yml');
  writeFileSync(config, JSON.stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [path.join(observe, 'alerts.yml')],
    scrape_configs: [{ job_name: 'pushgateway', honor_labels: true, static_configs: [{ targets: [new URL(pushgateway).host] }] }],
  }));
  const server = await serve('prometheus', [`--config.file=${config}`, `--storage.tsdb.path=${path.join(scratch, 'tsdb')}`, '--web.listen-address=127.0.0.1:0']);
  await ready(server);
  return server;
}

const asked = async (prometheus, what) => (await (await fetch(`${prometheus}/api/v1/${what}`)).json()).data;

// What Prometheus knows of a project, as `samples` has it.
async function stored(prometheus, project) {
  const query = encodeURIComponent(`{__name__=~"ci_.+", job="vigil", instance="${project}"}`);
  const { result } = await asked(prometheus, `query?query=${query}`);
  return Object.fromEntries(result.map(({ metric: { __name__: name, job, instance, ...labels }, value }) => [seriesName(name, labels), Number(value[1])]));
}

test('a Prometheus has all of it from a Pushgateway', async () => {
  const pushgateway = await serve('prometheus-pushgateway', ['--web.listen-address=127.0.0.1:0']);
  await ready(pushgateway);
  const prometheus = await startPrometheus(pushgateway);
  for (const project of ['fuseau', 'group/project']) {
    await writeQuietly([`pushgateway=${pushgateway}/`, `project=${project}`]);
    const expected = samples();
    assert.ok(Object.keys(expected).length > 30);
    await until(project, async () => Object.keys(await stored(prometheus, project)).length > 0);
    assert.deepEqual(await stored(prometheus, project), expected);
  }
  const rules = await until('the rules', async () => {
    const all = (await asked(prometheus, 'rules')).groups.flatMap((group) => group.rules);
    return all.every(({ health }) => health === 'ok') && all.find(({ name }) => name === 'FuzzNightRed').state === 'firing' ? all : null;
  });
  assert.deepEqual(rules.filter(({ state }) => state === 'firing').map(({ name }) => name).sort(), ['FuzzNightRed', 'FuzzTargetsNotRun']);
  // PUT takes the place of all that was there: a target that is no more leaves no series behind.
  await writeQuietly([`pushgateway=${pushgateway}`, 'project=fuseau', 'fewer']);
  const left = samples();
  await until('a target is gone', async () => !('ci_fuzz_executions{target="tz+if"}' in await stored(prometheus, 'fuseau')));
  assert.deepEqual(await stored(prometheus, 'fuseau'), left);
});

const environmentOf = (port, more = {}) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/base/`, OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(secret)}, x-scope = a%2Cb `, ...more,
});

// The two messages of a night that is over.
async function sent(environment, list = []) {
  const sink = await openSink('good');
  await writeQuietly(list, environmentOf(sink.port, environment));
  sink.close();
  return sink.requests;
}

test('OTLP: each field of each message', async () => {
  const [metrics, traces, ...more] = await sent();
  assert.deepEqual(more, []);
  for (const [request, place, kind] of [[metrics, '/base/v1/metrics', 'MetricsRequest'], [traces, '/base/v1/traces', 'TraceRequest']]) {
    assert.deepEqual([request.method, request.path], ['POST', place]);
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.headers.authorization, secret);
    assert.equal(request.headers['x-scope'], 'a,b');
    assert.match(request.headers['user-agent'], /^vigil\//);
    assert.deepEqual(faultsOf(kind, JSON.parse(request.body)), []);
  }
});

test('OTLP: the same figures as the text file', async () => {
  const [{ body }] = await sent();
  const { resource, scopeMetrics: [{ scope, metrics }] } = JSON.parse(body).resourceMetrics[0];
  assert.deepEqual(attributesOf(resource), { 'service.name': 'vigil', 'service.instance.id': 'fuseau', 'service.version': '0.1.0' });
  assert.deepEqual(scope, { name: 'vigil', version: '0.1.0' });
  const began = String(BigInt(Date.UTC(2026, 10, 25, 4)) * 1_000_000n);
  const figures = {};
  for (const { name, unit, gauge, sum } of metrics) {
    // UCUM: seconds, an annotation, a rate of one, or none for a code.
    assert.match(unit, /^(s|\{[a-z]+\}(\/s)?|)$/, name);
    assert.equal(sum !== undefined, name.endsWith('_total'), name);
    if (sum) assert.deepEqual([sum.aggregationTemporality, sum.isMonotonic], [2, true]);
    for (const point of (gauge ?? sum).dataPoints) {
      figures[seriesName(name, attributesOf(point))] = Number(point.asInt ?? point.asDouble);
      assert.equal(point.startTimeUnixNano, began);
      assert.ok(BigInt(point.timeUnixNano) > 0n);
      assert.equal('asInt' in point, unit !== 's' && !unit.endsWith('/s'), name);
    }
  }
  assert.deepEqual(figures, samples());
});

test('OTLP: spans in a tree, the same ids when sent again', async () => {
  const spansOf = (request) => JSON.parse(request.body).resourceSpans[0].scopeSpans[0].spans;
  const [, first] = await sent();
  const [, second] = await sent();
  assert.equal(first.body, second.body);
  const spans = spansOf(first);
  const [night, ...parts] = spans;
  assert.deepEqual(night.status, { code: 2, message: 'One new crash, of high severity.' });
  assert.equal(new Set(spans.map(({ spanId }) => spanId)).size, spans.length);
  for (const span of parts) {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    assert.equal(span.traceId, night.traceId);
    assert.equal(parent.name, attributesOf(span)['vigil.target'] ? span.name : 'night');
    assert.ok(BigInt(span.startTimeUnixNano) >= BigInt(parent.startTimeUnixNano));
    assert.ok(BigInt(span.endTimeUnixNano) <= BigInt(parent.endTimeUnixNano));
  }
});

test('the checker of fields sees what is wrong', () => {
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'n', kind: 1, startTimeUnixNano: '1', endTimeUnixNano: '2' };
  const point = { timeUnixNano: '1', asInt: '1' };
  const wrong = [
    ['Span', { ...span, traceId: Buffer.alloc(16, 1).toString('base64') }], ['Span', { ...span, spanId: '0'.repeat(16) }],
    ['Span', { ...span, kind: 'SPAN_KIND_INTERNAL' }], ['Span', { ...span, startTimeUnixNano: 1 }], ['Span', { ...span, start_time_unix_nano: '1' }],
    ['NumberDataPoint', { ...point, asDouble: 1 }], ['NumberDataPoint', { timeUnixNano: '1' }], ['NumberDataPoint', { ...point, asInt: 1 }],
    ['KeyValue', { key: 'k', value: { stringValue: 1 } }], ['Resource', { attributes: [{ key: 'k', value: { stringValue: 'a' } }, { key: 'k', value: { stringValue: 'b' } }] }],
  ];
  assert.deepEqual(faultsOf('Span', span), []);
  assert.deepEqual(faultsOf('NumberDataPoint', point), []);
  for (const [kind, message] of wrong) assert.equal(faultsOf(kind, message).length, 1, JSON.stringify(message));
});

// What the environment asks for, what is sent then, and what is said of it.
const wishes = [
  ['nothing', () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }), [], []],
  ['disabled', () => ({ OTEL_SDK_DISABLED: 'True' }), [], []],
  ['not disabled', () => ({ OTEL_SDK_DISABLED: 'yes' }), ['/base/v1/metrics', '/base/v1/traces'], []],
  ['no metrics', () => ({ OTEL_METRICS_EXPORTER: 'none' }), ['/base/v1/traces'], []],
  ['no traces', () => ({ OTEL_TRACES_EXPORTER: 'none' }), ['/base/v1/metrics'], []],
  ['an endpoint of its own, as it is', (base) => ({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${base}/t/` }), ['/base/v1/metrics', '/t/'], []],
  ['an endpoint of its own, without a path', (base) => ({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: base }), ['/base/v1/metrics', '/'], []],
  ['only an endpoint of its own', (base) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${base}/m` }), ['/m'], []],
  ['a query', (base) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: `${base}?key=${'k'.repeat(9)}` }), [`/v1/metrics?key=${'k'.repeat(9)}`, `/v1/traces?key=${'k'.repeat(9)}`], []],
  ['no address', () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }), [], ['OTEL_EXPORTER_OTLP_ENDPOINT: no address that begins with http:// or https://, so nothing is sent']],
  ['JSON', () => ({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }), ['/base/v1/metrics', '/base/v1/traces'], []],
  ['protobuf', () => ({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }), ['/base/v1/metrics', '/base/v1/traces'], ['OTEL_EXPORTER_OTLP_PROTOCOL: http/json is sent instead']],
  ['gRPC', () => ({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), [], ['OTEL_EXPORTER_OTLP_PROTOCOL: only http/json is spoken, so nothing is sent']],
  ['gRPC for one', () => ({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' }), ['/base/v1/metrics'], ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: only http/json is spoken, so nothing is sent']],
  ['a timeout that is no number', () => ({ OTEL_EXPORTER_OTLP_TIMEOUT: '10s' }), ['/base/v1/metrics', '/base/v1/traces'], ['OTEL_EXPORTER_OTLP_TIMEOUT: no number of milliseconds; 10000 it is']],
  ['headers that are none', () => ({ OTEL_EXPORTER_OTLP_HEADERS: `${secret}, a=b%0d%0ac:d, content-type=text/html, e=f` }), ['/base/v1/metrics', '/base/v1/traces'], ['OTEL_EXPORTER_OTLP_HEADERS: what in it is no header that can be sent is left out']],
  ['attributes that are none', () => ({ OTEL_RESOURCE_ATTRIBUTES: 'a=b,c' }), ['/base/v1/metrics', '/base/v1/traces'], ['OTEL_RESOURCE_ATTRIBUTES: cannot be read, and is left out']],
];

for (const [name, wish, paths, said] of wishes) {
  test(`OpenTelemetry's variables: ${name}`, async () => {
    const sink = await openSink('good');
    const { status, lines } = await write([], environmentOf(sink.port, wish(`http://127.0.0.1:${sink.port}`)));
    sink.close();
    assert.deepEqual({ status, lines }, { status: 0, lines: said.map((line) => `vigil: ${line}`) });
    assert.deepEqual(sink.requests.map((request) => request.path), paths);
  });
}

test("OpenTelemetry's variables: headers of one signal take the place of the general ones", async () => {
  const [metrics, traces] = await sent({ OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-own=1,x-empty=' });
  assert.deepEqual([metrics.headers.authorization, metrics.headers['x-own']], [secret, undefined]);
  assert.deepEqual([traces.headers.authorization, traces.headers['x-own'], traces.headers['x-empty']], [undefined, '1', '']);
});

test("OpenTelemetry's variables: who says it", async () => {
  const [{ body }] = await sent({ OTEL_SERVICE_NAME: 'nights', OTEL_RESOURCE_ATTRIBUTES: 'service.name=x,team=time%20zones' });
  assert.deepEqual(attributesOf(JSON.parse(body).resourceMetrics[0].resource),
    { 'service.name': 'nights', team: 'time zones', 'service.instance.id': 'fuseau', 'service.version': '0.1.0' });
});

test('at a stage nothing is sent by OTLP', async () => {
  const requests = await sent({}, ['way']);
  assert.deepEqual(requests.map((request) => request.path), ['/base/v1/metrics', '/base/v1/traces']);
});

test('a child sees nothing of what is secret', async () => {
  const sink = await openSink('good');
  const out = await writeQuietly(['spawn'], { ...environmentOf(sink.port, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://u:hidden@h/' }), OTEL_TRACES_EXPORTER: 'none', SHOWN: 'yes' });
  sink.close();
  assert.match(out, /^SHOWN=yes$/m);
  assert.match(out, /^OTEL_\w+=$/m, 'it looks at /proc, where the names are left, and no value');
  for (const hidden of [/^OTEL_\w+=./m, /c2VjcmV0/, /hidden/]) assert.ok(!hidden.test(out), hidden);
  assert.equal(sink.requests[0].headers.authorization, secret);
});

test('a target sees nothing of it, also where nothing is sent', async () => {
  const out = await writeQuietly(['target'], { ...environmentOf(1), OTEL_SDK_DISABLED: 'true', SHOWN: 'yes' });
  assert.match(out, /^SHOWN=yes$/m);
  assert.ok(!out.includes('OTEL_'), out);
});

test("a Pushgateway's address must be one", async () => {
  const { status, lines } = await write(['pushgateway=localhost:9091']);
  assert.deepEqual({ status, lines }, { status: 2, lines: ["fault: the Pushgateway's address must begin with http:// or https://"] });
});

test('a text file that cannot be written is a fault', async () => {
  const { status, lines } = await run(writer, [path.join(scratch, 'absent/vigil.prom')]);
  assert.equal(status, 2);
  assert.match(lines.join(), /^fault: .*absent\/vigil.prom: cannot write: No such file/);
});

// Each bad day costs a line, and no more time than the receiver is given.
const table = [];
after(() => console.log(['what the receiver does | cost in seconds | line', ...table].join('\n')));

const bad = Object.keys(days).filter((day) => !['good', 'warns', 'answers with a page'].includes(day)).map((day) => [day, () => openSink(day)]);
bad.push(['is down', async () => ({ port: await closedPort(), requests: [], close() {} })]);
bad.push(['speaks no HTTP', () => openBabble('SSH-2.0-x\r\n')]);
bad.push(['sends headers for ever', () => openBabble('HTTP/1.1 200 OK\r\n', `x: ${'y'.repeat(60_000)}\r\n`)]);

async function badDay(name, open, list, more) {
  const sink = await open();
  const environment = environmentOf(sink.port, { OTEL_EXPORTER_OTLP_TIMEOUT: '1000', ...more });
  const { status, lines, seconds } = await write(list.map((word) => word.replace('PORT', sink.port)), environment);
  sink.close();
  table.push(`${name} | ${seconds.toFixed(2)} | ${lines.join(' / ')}`);
  assert.equal(status, 0);
  assert.ok(!/c2VjcmV0|Basic/.test(lines.join('\n')), 'the secret is shown');
  assert.ok(exposition().includes('ci_fuzz_night_status 1'));
  return { lines, requests: sink.requests, port: sink.port };
}

for (const [day, open] of bad) {
  test(`a receiver that ${day} costs a line`, async () => {
    const { lines, port } = await badDay(day, open, [], { OTEL_TRACES_EXPORTER: 'none' });
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.ok(lines[0].startsWith(`vigil: OTLP metrics, 127.0.0.1:${port}: `), lines[0]);
    // Its own timeout ended it, not the one that holds for every request.
    if (day.startsWith('never')) assert.match(lines[0], /timed out after \d+ milliseconds/);
  });
}

for (const day of ['warns', 'answers with a page']) {
  test(`a receiver that ${day} costs nothing`, async () => {
    const { lines } = await badDay(day, () => openSink(day), [], {});
    assert.deepEqual(lines, []);
  });
}

for (const [day, open] of bad.filter(([name]) => ['is down', 'never answers', 'answers 500'].includes(name))) {
  test(`three receivers, each of which ${day}, and five writes of one night`, async () => {
    const { lines, requests } = await badDay(`${day}: three receivers, five writes`, open, ['pushgateway=http://u:c2VjcmV0@127.0.0.1:PORT', 'way', 'way', 'way', 'way'], { VIGIL_HTTP_SECONDS: '1' });
    assert.deepEqual(lines.map((line) => /^vigil: (.*), 127\.0\.0\.1:\d+: /.exec(line)?.[1]).sort(), ['OTLP metrics', 'OTLP traces', 'Pushgateway']);
    // Each once when the night is over, and the Pushgateway once on the way.
    if (requests.length > 0) assert.equal(requests.length, 4);
  });
}

test('a Pushgateway that is back at the end has the night', async () => {
  let count = 0;
  days.recovers = (req, res) => days[count++ === 0 ? 'answers 500' : 'good'](req, res);
  const { lines, requests } = await badDay('recovers', () => openSink('recovers'), ['pushgateway=http://127.0.0.1:PORT', 'way', 'way'],
    { OTEL_METRICS_EXPORTER: 'none', OTEL_TRACES_EXPORTER: 'none' });
  assert.deepEqual([lines.length, requests.length], [1, 2]);
});
