// SPDX-License-Identifier: MIT
// A repository on a GitHub-compatible server for a week of changes, and a door before it that sees
// what reaches the server, and that may do harm.
import http from 'node:http';
import { spawn } from 'node:child_process';

// xorshift32: the same seed, the same dice.
export function dice(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

// Starts a server that prints its port; `servers` gets its process, to be killed in the end.
export function serve(servers, program, list) {
  const child = spawn(program, list, { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(Number(text.toString())));
    child.once('exit', (status) => reject(new Error(`${program} ended with ${status}`)));
  });
}

export class Person {
  constructor(port, repository, login) {
    Object.assign(this, { login, token: `ghp_${login}`, url: `http://127.0.0.1:${port}/repos/${repository}` });
  }

  async does(method, where, body) {
    const answer = await fetch(`${this.url}${where}`, { method, body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' } });
    if (!answer.ok) throw new Error(`${this.login}: ${method} ${where}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }
}

// What a harmful door does to a request: keeps it from the server, or loses the answer of what was
// done.
const harms = {
  refused: { before: (res) => reply(res, 500, Buffer.from('{"message":"Server Error"}')) },
  slowed: { before: (res) => reply(res, 429, Buffer.from('{"message":"slow down"}')) },
  reset: { before: (res) => res.socket.destroy() },
  lost: { after: (res) => res.socket.destroy() },
  spoiled: { after: (res) => reply(res, 502, Buffer.from('<html>Bad Gateway</html>')) },
};

function reply(res, status, body, headers = {}) {
  res.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': body.length });
  res.end(body);
}

function forward(port, req, body, done) {
  const asked = http.request({ host: '127.0.0.1', port, method: req.method, path: req.url,
    headers: { ...req.headers, connection: 'close' } }, (got) => {
    const pieces = [];
    got.on('data', (piece) => pieces.push(piece));
    got.on('end', () => done(got.statusCode, Buffer.concat(pieces)));
  });
  asked.end(body);
}

// `seen(method, path, body, status)` is told of each request that reached the server. harm: how
// likely each is spoiled; killAt: with the request of this number, kill() is called, by chance before
// it reaches the server or after.
export class Door {
  constructor(port, throwDice, seen) {
    Object.assign(this, { throwDice, seen, harm: 0, killAt: 0, count: 0, kill: () => {} });
    this.server = http.createServer((req, res) => {
      const pieces = [];
      res.on('error', () => {});
      req.on('error', () => {});
      req.on('data', (piece) => pieces.push(piece));
      req.on('end', () => this.pass(port, req, res, Buffer.concat(pieces)));
    });
  }

  open() {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve(this.server.address().port));
    });
  }

  choose() {
    const harmed = this.throwDice() < this.harm;
    const names = Object.keys(harms);
    const name = names[Math.floor(this.throwDice() * names.length)];
    return harmed ? harms[name] : {};
  }

  pass(port, req, res, body) {
    const fault = this.choose();
    const last = ++this.count === this.killAt;
    if (last && this.throwDice() < 0.5) return this.kill();
    if (fault.before) return fault.before(res);
    return forward(port, req, body, (status, answer) => {
      this.seen(req.method, req.url, body.toString(), status);
      if (last) return this.kill();
      return (fault.after ?? ((to) => reply(to, status, answer)))(res);
    });
  }
}

// Runs a program to its end: { status, signal, text }. `started` gets the process.
export function run(program, list, environment, started = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, list, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces = [];
    child.stdout.on('data', (piece) => pieces.push(piece));
    child.stderr.on('data', (piece) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, text: Buffer.concat(pieces).toString() }));
    started(child);
  });
}
