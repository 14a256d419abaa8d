// SPDX-License-Identifier: MIT
// A repository, octo/repo, on a server that answers as GitHub does in what vigil asks of changes: pull
// requests of branches and of forks, the files of each, issues, comments, labels and check runs. All
// that is written is kept, and who wrote it is whoever the token belongs to.
import http from 'node:http';

export const tokens = { ghp_vigil: 'octo' };
const own = { full_name: 'octo/repo', private: true };
export const fork = { full_name: 'eve/repo', private: false };
const user = (login) => ({ login, type: 'User' });

export class Hub {
  constructor() {
    Object.assign(this, { pulls: [], issues: [], runs: [], commits: new Set(), files: {}, comments: {}, asked: [],
      writes: [], number: 0, pageSize: 100 });
    this.server = http.createServer((req, res) => {
      const pieces = [];
      req.on('data', (piece) => pieces.push(piece));
      req.on('end', () => this.serve(req, res, Buffer.concat(pieces).toString()));
    });
  }

  open() {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => { this.url = `http://127.0.0.1:${this.server.address().port}`; resolve(this); });
    });
  }

  // `repo` is null where the fork was deleted.
  pull(sha, repo = own, files = [{ filename: 'parsers/offset.c' }], more = {}) {
    const pull = { number: ++this.number, state: 'open', title: 'a change', merged_at: null, draft: false, labels: [],
      user: user(repo?.full_name === own.full_name ? 'amy' : 'eve'), requested_reviewers: [],
      updated_at: '2026-11-25T06:00:00Z', head: { sha, repo }, base: { repo: own }, ...more };
    this.commits.add(sha);
    this.pulls.push(pull);
    this.files[pull.number] = files;
    return pull;
  }

  issue(marker, more = {}) {
    const issue = { number: ++this.number, state: 'open', state_reason: null, title: 'an issue', user: user('octo'),
      author_association: 'OWNER', body: `<!-- vigil:${marker} -->\n`, labels: [{ name: 'vigil' }], assignees: [], ...more };
    this.issues.push(issue);
    return issue;
  }

  list(res, all, url) {
    const page = Number(url.searchParams.get('page') ?? 1), end = page * this.pageSize;
    const next = new URL(url);
    next.searchParams.set('page', page + 1);
    this.json(res, 200, all.slice(end - this.pageSize, end), end < all.length ? { link: `<${next}>; rel="next"` } : {});
  }

  json(res, status, value, headers = {}) {
    const text = Buffer.from(value === null ? '' : JSON.stringify(value));
    res.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length, ...headers });
    res.end(text);
  }

  serve(req, res, text) {
    const url = new URL(req.url, this.url);
    const login = tokens[(req.headers.authorization ?? '').replace('Bearer ', '')];
    const body = text ? JSON.parse(text) : {};
    if (!login) return this.json(res, 401, { message: 'Bad credentials' });
    if (url.pathname === '/user') return this.json(res, 200, user(login));
    const path = url.pathname.replace(/^\/repos\/octo\/repo/, '');
    const words = path.split('/').slice(1).map(decodeURIComponent);
    if (req.method !== 'GET') this.writes.push(`${req.method} ${path}`);
    const answer = this[`${req.method} ${words.map((word) => (/^\d+$|^[0-9a-f]{40}$/.test(word) ? 'N' : word)).join('/')}`] ??
      (words[2] === 'labels' && req.method === 'DELETE' ? this.unlabel : null);
    return answer ? answer.call(this, { res, url, words, body, login, number: Number(words[1]) }) : this.json(res, 404, { message: 'Not Found' });
  }

  'GET '({ res }) { this.json(res, 200, { ...own, has_issues: true }); }

  'GET pulls'({ res, url }) { this.list(res, this.pulls.filter(({ state }) => state === 'open'), url); }

  'GET pulls/N'({ res, number }) {
    const pull = this.pulls.find((one) => one.number === number);
    this.json(res, pull ? 200 : 404, pull ?? { message: 'Not Found' });
  }

  'GET pulls/N/files'({ res, url, number }) { this.list(res, this.files[number], url); }

  'GET pulls/N/reviews'({ res }) { this.json(res, 200, []); }

  'POST pulls/N/requested_reviewers'({ res, number, body }) {
    this.asked.push(...body.reviewers.map((handle) => `${number} ${handle}`));
    this.json(res, 201, {});
  }

  'GET issues'({ res, url }) {
    this.list(res, this.issues.filter(({ labels }) => labels.some(({ name }) => name === url.searchParams.get('labels'))), url);
  }

  'POST issues'({ res, body, login }) {
    const issue = this.issue('', { title: body.title, body: body.body, labels: body.labels.map((name) => ({ name })),
      assignees: (body.assignees ?? []).map(user), user: user(login) });
    this.json(res, 201, issue);
  }

  'GET issues/N'({ res, number }) {
    const issue = this.issues.find((one) => one.number === number);
    this.json(res, issue ? 200 : 404, issue ?? { message: 'Not Found' });
  }

  'PATCH issues/N'({ res, number, body }) {
    const issue = this.issues.find((one) => one.number === number);
    this.json(res, 200, Object.assign(issue, body));
  }

  'GET issues/N/comments'({ res, url, number }) { this.list(res, this.comments[number] ?? [], url); }

  'POST issues/N/comments'({ res, number, body, login }) {
    const comment = { id: 1000 + this.writes.length, user: user(login), author_association: 'OWNER', body: body.body };
    (this.comments[number] ??= []).push(comment);
    this.json(res, 201, comment);
  }

  'PATCH issues/comments/N'({ res, words, body }) {
    const comment = Object.values(this.comments).flat().find(({ id }) => id === Number(words[2]));
    this.json(res, 200, Object.assign(comment, body));
  }

  'POST issues/N/labels'({ res, number, body }) {
    this.pulls.find((one) => one.number === number).labels.push(...body.labels.map((name) => ({ name })));
    this.json(res, 200, []);
  }

  unlabel({ res, number, words }) {
    const pull = this.pulls.find((one) => one.number === number);
    pull.labels = pull.labels.filter(({ name }) => name !== words[3]);
    this.json(res, 200, []);
  }

  'GET commits/N/check-runs'({ res, words }) {
    this.json(res, 200, { check_runs: this.runs.filter(({ head_sha: sha }) => sha === words[1]) });
  }

  'POST check-runs'({ res, body }) {
    if (!this.commits.has(body.head_sha)) return this.json(res, 422, { message: `No commit found for SHA: ${body.head_sha}` });
    const run = { id: this.runs.length + 1, ...body };
    this.runs.push(run);
    return this.json(res, 201, run);
  }

  'PATCH check-runs/N'({ res, words, body }) { this.json(res, 200, Object.assign(this.runs[Number(words[1]) - 1], body)); }
}
