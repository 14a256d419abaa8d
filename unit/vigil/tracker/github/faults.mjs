// SPDX-License-Identifier: MIT
// A server that answers as GitHub might on a bad day. The first part of a path names the day:
// http://127.0.0.1:PORT/DAY/repos/OWNER/REPO/… A request to /DAY/writes is answered with how many
// requests of that day would have changed something. Vigil is `vigil-bot` there, and others are not.
// usage: node faults.mjs [KEY CERTIFICATE]      prints its port; with the two it speaks TLS
import http from 'node:http';
import https from 'node:https';
import { readFileSync } from 'node:fs';

const now = () => Math.floor(Date.now() / 1000);
const marked = (marker) => `<!-- vigil:${marker} -->\n`;
const by = (login) => ({ user: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' } });

const issue = (number, more = {}) => ({
  number, state: 'open', state_reason: null, title: 'a', body: marked(`crash:000000000000000${number}`),
  labels: [{ name: 'vigil' }], assignees: [{ login: 'amy' }], ...by('vigil-bot'), ...more,
});

const advisory = (name, more = {}) => ({
  ghsa_id: name, state: 'draft', author: { login: 'vigil-bot' }, submission: null,
  description: `${marked('crash:0000000000000001')}\nAll of it.\n`, ...more,
});

function json(res, status, value, headers = {}) {
  const text = Buffer.from(JSON.stringify(value));
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length, ...headers });
  res.end(text);
}

const always = (status, value, headers = {}) => (req, res) =>
  json(res, status, value, typeof headers === 'function' ? headers() : headers);
const raw = (status, text, headers = {}) => (req, res) => {
  res.writeHead(status, headers);
  res.end(text);
};

// What an undisturbed repository answers: issue 5 with a comment, and all that is asked of it.
function calm(req, res, { path, body }) {
  if (path === '') return json(res, 200, { has_issues: true, private: true, visibility: 'private' });
  if (path === '/issues' && req.method === 'POST') {
    const labels = body.labels.map((name) => ({ name }));
    const assignees = (body.assignees ?? []).map((login) => ({ login }));
    return json(res, 201, issue(9, { labels, assignees }));
  }
  if (path === '/issues') return json(res, 200, [issue(5)]);
  if (path === '/issues/5/comments') return json(res, req.method === 'POST' ? 201 : 200, []);
  if (path === '/issues/5') return json(res, 200, issue(5));
  if (path === '/security-advisories') {
    return req.method === 'POST' ? json(res, 201, advisory('GHSA-made-made-made')) : json(res, 200, []);
  }
  return json(res, 404, { message: 'Not Found' });
}

// Calm, but where `when` says so.
const unless = (when, otherwise) => (req, res, asked) =>
  (when(req, asked) ? otherwise : calm)(req, res, asked);
const changes = (req) => req.method !== 'GET';
const creates = (req, { path }) => req.method === 'POST' && path === '/issues';
const ofIssue = (req, { path }) => path.startsWith('/issues/5');
const absent = always(404, { message: 'Not Found' });

// Writes the same piece again and again, as fast as it is taken.
function flood(req, res, piece, total) {
  let left = total;
  const more = () => {
    while (left > 0 && !res.destroyed) {
      left -= piece.length;
      if (!res.write(piece)) return res.once('drain', more);
    }
    return res.end();
  };
  more();
}

function paged(req, page) {
  const url = new URL(req.url, `http://${req.headers.host}`);
  url.searchParams.set('page', page);
  return url;
}

const commented = (...comments) => unless(
  (req, { path }) => path === '/issues/5/comments' && req.method === 'GET', always(200, comments));
const advised = (...advisories) => unless(
  (req, { path }) => path === '/security-advisories' && req.method === 'GET', always(200, advisories));
const advising = (answer) => unless(
  (req, { path }) => path === '/security-advisories' && req.method === 'POST', answer);
// Issue 5, which eve closed as not planned, and what is said of her rights.
const closedByEve = (right, more = {}) => (req, res, asked) => {
  const closed = issue(5, { state: 'closed', state_reason: 'not_planned', closed_by: { login: 'eve', type: 'User' }, ...more });
  if (asked.path === '/collaborators/eve/permission') return right(req, res, asked);
  if (asked.path === '/issues/5') return json(res, 200, closed);
  if (asked.path === '/issues') return json(res, 200, [closed, { ...closed, number: 6 }], asked.query.get('page') ? {} : { link: `<${paged(req, 2)}>; rel="next"` });
  return calm(req, res, asked);
};
const seenAs = (more) => unless((req, { path }) => path === '', always(200, { has_issues: true, ...more }));

const days = {
  calm,
  'bad-token': always(401, { message: 'Bad credentials' }),
  'limit-reset': always(403, { message: 'API rate limit exceeded for user ID 1.' },
    () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now() + 30) })),
  'limit-reset-past': always(403, { message: 'x' },
    () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now() - 30) })),
  'limit-reset-absurd': always(403, { message: 'x' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999999999999' }),
  'limit-reset-odd': always(403, { message: 'x' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }),
  'limit-retry-after': always(403, { message: 'x' }, { 'retry-after': '17' }),
  'limit-secondary': always(403, { message: 'You have exceeded a secondary rate limit.' }),
  forbidden: always(403, { message: 'Resource not accessible by integration' },
    { 'x-ratelimit-remaining': '4999' }),
  'no-repository': absent,
  'no-issue': unless(ofIssue, absent),
  'issue-deleted': unless(ofIssue, always(410, { message: 'This issue was deleted' })),
  'issue-moved': unless(ofIssue, always(301, { message: 'Moved Permanently' },
    { location: 'https://api.github.com/repositories/1/issues/5' })),
  'issue-read-only': unless(changes, absent),
  'no-issue-and-then-500': (req, res, asked) =>
    (asked.path === '' ? always(500, {}) : absent)(req, res, asked),
  'issues-disabled': (req, res, asked) => (asked.path === ''
    ? always(200, { has_issues: false }) : always(410, { message: 'Issues are disabled' }))(req, res, asked),
  invalid: always(422, { message: 'Validation Failed',
    errors: [{ resource: 'Issue', field: 'title', code: 'missing_field' }, 'and a sentence'] }),
  'invalid-many': always(422, { message: 'Validation Failed',
    errors: Array.from({ length: 500 }, (_, i) => ({ field: `f${i}`, code: 'x'.repeat(100) })) }),
  'too-many-7': always(429, { message: 'slow down' }, { 'retry-after': '7' }),
  'too-many-date': always(429, { message: 'slow down' },
    () => ({ 'retry-after': new Date(Date.now() + 40000).toUTCString() })),
  'too-many-now': always(429, { message: 'slow down' }, { 'retry-after': '0' }),
  'too-many': always(429, { message: 'slow down' }),
  'too-many-absurd': always(429, { message: 'slow down' }, { 'retry-after': '999999999' }),
  500: always(500, { message: 'Server Error' }),
  502: raw(502, '<html><title>Unicorn!</title></html>', { 'content-type': 'text/html' }),
  503: always(503, { message: 'down for a while' }, { 'retry-after': '9' }),
  teapot: always(418, { message: 'short and stout' }),
  reset: (req) => req.socket.destroy(),
  'reset-half-way': (req, res) => {
    res.writeHead(200, { 'content-length': '1000' });
    res.write('[{"number":', () => req.socket.destroy());
  },
  'reset-after-create': unless(creates, (req) => req.socket.destroy()),
  'create-half-answered': unless(creates, (req, res) => {
    res.writeHead(201, { 'content-length': '1000' });
    res.write('{"number":9,', () => req.socket.destroy());
  }),
  'slow-loris': (req, res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => res.write(' '), 100);
    res.on('close', () => clearInterval(drip));
  },
  silence: () => {},
  'one-gigabyte': (req, res) => flood(req, res, Buffer.alloc(65536, ' '), 2 ** 30),
  'one-gigabyte-of-500': (req, res) => {
    res.statusCode = 500;
    flood(req, res, Buffer.alloc(65536, '['), 2 ** 30);
  },
  'no-json': raw(200, '<html>'),
  'no-body': raw(200, ''),
  'cut-json': raw(200, '[{"number":5,"state":"op'),
  'deep-json': raw(200, '['.repeat(1000000)),
  'no-list': always(200, { message: 'hello' }),
  'no-number': always(200, [issue(5, { number: '5' })]),
  'no-issue-but-a-list': always(200, []),
  'no-content': raw(204, ''),
  'link-elsewhere': always(200, [issue(5)], { link: '<http://127.0.0.2:1/x>; rel="next"' }),
  'link-other-port': always(200, [issue(5)], { link: '<http://127.0.0.1:1/x>; rel="next"' }),
  'link-with-user': (req, res) =>
    json(res, 200, [issue(5)], { link: `<http://a@${req.headers.host}/x>; rel="next"` }),
  'link-to-itself': (req, res) =>
    json(res, 200, [issue(5)], { link: `<http://${req.headers.host}${req.url}>; rel="next"` }),
  'link-in-a-circle': (req, res, { query }) => json(res, 200, [issue(5)],
    { link: `<${paged(req, Number(query.get('page') ?? 1) % 3 + 1)}>; rel="next"` }),
  'link-behind-nothing': (req, res) => json(res, 200, [], { link: `<${paged(req, 2)}>; rel="next"` }),
  'link-without-end': (req, res, { query }) => json(res, 200, [issue(5)],
    { link: `<${paged(req, Number(query.get('page') ?? 1) + 1)}>; rel="next"` }),
  'too-many-issues': always(200, Array.from({ length: 100001 }, () => ({ number: 1, state: 'open', labels: [] }))),
  'three-pages': (req, res, { query }) => {
    const page = Number(query.get('page') ?? 1);
    json(res, 200, [issue(page)], page < 3 ? { link: `<${paged(req, page + 1)}>; rel="next"` } : {});
  },
  301: always(301, { message: 'Moved Permanently' }, { location: 'https://elsewhere.example/\u009b31m' }),
  302: always(302, {}, { location: 'https://elsewhere.example/a' }),
  307: always(307, {}, { location: 'https://elsewhere.example/a' }),
  308: always(308, {}, { location: 'https://elsewhere.example/a' }),
  mixed: always(200, [
    issue(1, { pull_request: { url: 'x' } }),
    issue(2, { body: 'a person wrote this' }),
    issue(3, { body: null }),
    issue(4, { body: `${marked('digest')}${marked('crash:1')}`, state: 'closed', state_reason: 'completed' }),
    issue(5, { labels: [{ name: 'vigil' }, { name: 'WontFix' }] }),
    issue(6, { state: 'closed', state_reason: 'not_planned' }),
  ]),
  'label-dropped': unless(creates, (req, res) => json(res, 201, issue(9, { labels: [] }))),
  'assignee-refused': unless((req, asked) => creates(req, asked) && asked.body.assignees,
    always(422, { message: 'Validation Failed', errors: [{ field: 'assignees', code: 'invalid' }] })),
  'assignee-dropped': unless(creates, (req, res) => json(res, 201, issue(9, { assignees: [] }))),
  'commented-on-page-two': unless(
    (req, { path }) => path === '/issues/5/comments' && req.method === 'GET',
    (req, res, { query }) => (query.get('page') === '2'
      ? json(res, 200, [{ body: `${marked('fixed:1')}done`, ...by('vigil-bot') }])
      : json(res, 200, [{ body: 'hm' }],
        { link: `<http://${req.headers.host}${req.url}&page=2>; rel="next"` }))),
  'whose-is-it': always(200, [
    issue(1, by('eve')),
    issue(2, { user: null }),
    issue(3, { body: `> ${marked('crash:3')}` }),
    issue(4, { body: `I saw this:\n${marked('crash:4')}` }),
    issue(5, by('Vigil-Bot')),
    issue(6, by('vigil-bot[bot]')),
    issue(7, { ...by('our-app[bot]'), title: 'edited' }),
    issue(8, by('github-actions[bot]')),
  ]),
  'of-another': unless(ofIssue, always(200, issue(5, { ...by('eve'), state: 'closed', state_reason: 'not_planned' }))),
  'filed-as-another': unless(creates, always(201, issue(9, by('our-app[bot]')))),
  'commented-by-a-stranger': commented({ body: `${marked('fixed:1')}done`, ...by('eve') }),
  'commented-by-nobody': commented({ body: `${marked('fixed:1')}done`, user: null }),
  'commented-by-a-bot': commented({ body: `${marked('fixed:1')}done`, ...by('other[bot]') }),
  'gated-by-a-stranger': commented({ body: marked(`gate:${'1'.repeat(40)}`), ...by('eve') },
    { body: `A maintainer:\n> ${marked(`gate:${'1'.repeat(40)}`)}`, ...by('vigil-bot') }),
  quoted: commented({ body: `> ${marked('fixed:1')}`, ...by('vigil-bot') }),
  'quoted-below': commented({ body: `As was said:\n${marked('fixed:1')}`, ...by('vigil-bot') }),
  'in-code': commented({ body: `\`\`\`\n${marked('fixed:1')}\`\`\``, ...by('vigil-bot') }),
  'five-years': commented(...Array.from({ length: 1825 }, (_, i) => ({
    body: marked(`night:${new Date(Date.UTC(2026, 10, 30 + i)).toISOString().slice(0, 10)}`), ...by('eve') }))),
  'advisory-there': advised(advisory('GHSA-else-else-else', { description: 'another' }), advisory('GHSA-aaaa-bbbb-cccc')),
  'advisory-of-an-app': advised(advisory('GHSA-aaaa-bbbb-cccc', { author: null })),
  'advisory-reported': advised(advisory('GHSA-evil-evil-evil', { author: { login: 'eve' }, state: 'triage', submission: { accepted: false } })),
  'advisory-reported-by-nobody': advised(advisory('GHSA-evil-evil-evil', { author: null, submission: { accepted: true } })),
  'advisory-quoted': advised(advisory('GHSA-aaaa-bbbb-cccc', { description: `> ${marked('crash:0000000000000001')}` })),
  'advisory-forbidden': advising(always(403, { message: 'Resource not accessible by integration' })),
  'advisory-absent': advising(absent),
  'advisory-500': advising(always(500, {})),
  'advisory-odd': advising(always(201, { ghsa_id: '`<b>`' })),
  public: seenAs({ private: false, visibility: 'public' }),
  internal: seenAs({ private: true, visibility: 'internal' }),
  'private-of-old': seenAs({ private: true }),
  'closed-by-a-reader': closedByEve(always(200, { permission: 'read', role_name: 'read' })),
  'closed-by-nobody-known': closedByEve(absent),
  'closed-by-a-triager': closedByEve(always(200, { permission: 'read', role_name: 'triage' })),
  'closed-by-one-of-a-role-of-ours': closedByEve(always(200,
    { permission: 'read', role_name: 'gardener', user: { login: 'eve', permissions: { pull: true, triage: true, push: false } } })),
  'closed-by-one-of-a-lesser-role': closedByEve(always(200,
    { permission: 'read', role_name: 'guest', user: { login: 'eve', permissions: { pull: true, triage: false } } })),
  'closed-by-a-writer': closedByEve(always(200, { permission: 'write' })),
  'closed-and-not-to-be-asked': closedByEve(always(403, { message: 'Resource not accessible by integration' })),
  'closed-and-500': closedByEve(always(500, {})),
  'closed-and-odd': closedByEve(always(200, {})),
  'closed-by-a-bot': closedByEve(always(500, {}), { closed_by: { login: 'stale[bot]', type: 'Bot' } }),
  'closed-by-a-reader-and-labelled': closedByEve(always(500, {}), { labels: [{ name: 'vigil' }, { name: 'wontfix' }] }),
  'says-nothing': seenAs({}),
  'says-two-things': seenAs({ private: false, visibility: 'private' }),
  'closed-by-a-person': unless(ofIssue, always(200, issue(5, { state: 'closed', state_reason: 'not_planned' }))),
  echo: (req, res) => json(res, 403, { message: `you sent ${req.headers.authorization}` }),
  'echo-in-location': (req, res) =>
    json(res, 301, {}, { location: `https://x.example/${encodeURI(req.headers.authorization)}` }),
  hostile: always(403, { message: `\u001b[31m@everyone\r\n${'\u{1f552}'.repeat(300)}` }),
  headers: (req, res) => {
    const wanted = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
    const good = Object.entries(wanted).every(([name, value]) => req.headers[name] === value) &&
      /^vigil\/\d+\.\d+\.\d+$/.test(req.headers['user-agent']) &&
      req.headers.authorization === 'Bearer ghp_vigilTestToken0123456789';
    json(res, good ? 200 : 400, good ? [] : { message: JSON.stringify(req.headers) });
  },
  query: (req, res, { query }) => {
    const wanted = { labels: 'vigil', state: 'all', per_page: '100', sort: 'created', direction: 'asc' };
    const good = Object.entries(wanted).every(([name, value]) => query.get(name) === value);
    json(res, good ? 200 : 400, []);
  },
  author: always(200, { sha: 'abc', author: { login: 'amy', type: 'User' } }),
  'author-unknown': always(200, { sha: 'abc', author: null }),
  'no-commit': always(422, { message: 'No commit found for SHA: abc' }),
  'empty-repository': always(409, { message: 'Git Repository is empty.' }),
};

// Who somebody is: the owner of the token, unless the day says otherwise.
const forbidden = always(403, { message: 'Resource not accessible by integration' }, { 'x-ratelimit-remaining': '4999' });
const whoami = {
  'user-500': always(500, {}),
  'user-limited': always(403, { message: 'x' }, { 'retry-after': '17' }),
  'user-bad-token': always(401, { message: 'Bad credentials' }),
  'user-odd': always(200, { login: 'a b' }),
  'user-of-an-app': forbidden,
  'user-of-an-app-500': forbidden,
  'user-of-an-app-limited': forbidden,
  'user-of-an-app-unsaid': forbidden,
  'user-of-an-app-refused': forbidden,
};
const viewers = {
  'user-of-an-app': always(200, { data: { viewer: { login: 'our-app[bot]' } } }),
  'user-of-an-app-500': always(500, {}),
  'user-of-an-app-limited': always(200, { data: null, errors: [{ type: 'RATE_LIMITED', message: 'x' }] }),
  'user-of-an-app-unsaid': always(200, { data: null, errors: [{ type: 'FORBIDDEN', message: 'x' }] }),
  'user-of-an-app-refused': forbidden,
};
for (const name of Object.keys(whoami)) days[name] = days['whose-is-it'];

const writes = new Map();

async function serve(req, res) {
  const pieces = [];
  for await (const piece of req) pieces.push(piece);
  const url = new URL(req.url, 'http://localhost');
  const [, day, ...rest] = url.pathname.split('/');
  if (rest[0] === 'writes') return json(res, 200, writes.get(day) ?? 0);
  if (rest[0] === 'user') return (whoami[day] ?? always(200, { login: 'vigil-bot' }))(req, res);
  if (rest[0] === 'graphql') return (viewers[day] ?? always(404, {}))(req, res);
  if (req.method !== 'GET') writes.set(day, (writes.get(day) ?? 0) + 1);
  const text = Buffer.concat(pieces).toString();
  const asked = { path: rest.slice(3).map((part) => `/${part}`).join(''), query: url.searchParams,
    body: text ? JSON.parse(text) : {} };
  return (days[day] ?? always(400, { message: `no day ${day}` }))(req, res, asked);
}

const [key, certificate] = process.argv.slice(2);
const ignore = () => {}; // a client that goes away is what some of this is about
const listener = (req, res) => {
  res.on('error', ignore);
  serve(req, res).catch(() => req.socket.destroy());
};
const server = key
  ? https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, listener)
  : http.createServer(listener);
server.on('tlsClientError', ignore);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
