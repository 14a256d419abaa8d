// SPDX-License-Identifier: MIT
// A proxy that does harm: it stands in front of a server that speaks GitHub's API and, by a seeded
// throw of dice, lets a request through, or not, or loses its answer after it was done.
// usage: node proxy.mjs --upstream http://127.0.0.1:PORT [--seed N] [--probability 0.2] [--log FILE]
//                       [--delay MS] [--only FAULT,…]
// Prints its port. Each request is a line of the log: number, method, path, what was done to it, and
// the upstream's status or "-" where it was not asked. SIGUSR1 makes it harmless, SIGUSR2 harmful.
import http from 'node:http';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: {
  upstream: { type: 'string' },
  seed: { type: 'string', default: '1' },
  probability: { type: 'string', default: '0.2' },
  delay: { type: 'string', default: '200' },
  log: { type: 'string' },
  only: { type: 'string', default: '' },
} });
if (!options.upstream) {
  console.error('usage: node proxy.mjs --upstream URL [--seed N] [--probability P] [--log FILE]');
  process.exit(2);
}
const upstream = new URL(options.upstream);
const log = options.log ? createWriteStream(options.log, { flags: 'a' }) : null;
let harmful = true;
process.on('SIGUSR1', () => { harmful = false; });
process.on('SIGUSR2', () => { harmful = true; });

// xorshift32: the same seed, the same dice.
let state = (Number(options.seed) * 2654435761) >>> 0 || 1;
function dice() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state / 2 ** 32;
}

function answer(res, status, body, headers = {}) {
  const text = Buffer.from(body);
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length, ...headers });
  res.end(text);
}

// Hands over { status, headers, body } once the upstream has answered whole.
function forward(req, body, done, failed) {
  const headers = { ...req.headers, connection: 'close' };
  const asked = http.request({ host: upstream.hostname, port: upstream.port, method: req.method,
    path: req.url, headers }, (got) => {
    const pieces = [];
    got.on('data', (piece) => pieces.push(piece));
    got.on('end', () => done({ status: got.statusCode, headers: got.headers, body: Buffer.concat(pieces) }));
    got.on('error', failed);
  });
  asked.on('error', failed);
  asked.end(body);
}

function pass(res, got, size = got.body.length) {
  const headers = { ...got.headers, 'content-length': size };
  delete headers['transfer-encoding'];
  delete headers.connection;
  res.writeHead(got.status, headers);
}

const whole = (req, res, got) => {
  pass(res, got);
  res.end(got.body);
};

// Each fault either keeps the request from the upstream (before), or spoils what came back (after).
const message = (text) => JSON.stringify({ message: text });
const faults = {
  500: { before: (req, res) => answer(res, 500, message('Server Error')) },
  502: { before: (req, res) => answer(res, 502, '<html>Bad Gateway</html>') },
  429: { before: (req, res) => answer(res, 429, message('slow down'),
    { 'retry-after': dice() < 0.5 ? '0' : '1' }) },
  'rate-limit': { before: (req, res) => answer(res, 403, message('API rate limit exceeded'),
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 1) }) },
  reset: { before: (req) => req.socket.destroy() },
  'done-and-reset': { after: (req) => req.socket.destroy() },
  'done-and-half': { after: (req, res, got) => {
    pass(res, got, got.body.length + 1); // one byte more than comes, should half of it be all
    res.write(got.body.subarray(0, got.body.length >> 1), () => req.socket.destroy());
  } },
  'done-and-500': { after: (req, res) => answer(res, 500, message('Server Error')) },
  delay: { after: (req, res, got) => setTimeout(whole, Number(options.delay), req, res, got) },
  'cut-json': { after: (req, res, got) => {
    const size = got.body.length >> 1;
    pass(res, got, size);
    res.end(got.body.subarray(0, size));
  } },
};
const only = options.only === '' ? Object.keys(faults) : options.only.split(',');
const names = Object.keys(faults).filter((name) => only.includes(name));

function choose() {
  const harm = dice() < Number(options.probability);
  const which = dice();
  return harm && harmful && names.length > 0 ? names[Math.floor(which * names.length)] : 'none';
}

let count = 0;
function serve(req, res, body) {
  const name = choose();
  const fault = faults[name] ?? {};
  const number = ++count;
  const note = (status) => log?.write(`${number} ${req.method} ${req.url} ${name} ${status}\n`);
  if (fault.before) {
    note('-');
    fault.before(req, res);
    return;
  }
  forward(req, body, (got) => {
    note(got.status);
    (fault.after ?? whole)(req, res, got);
  }, () => {
    note('unreachable');
    req.socket.destroy();
  });
}

const server = http.createServer((req, res) => {
  const pieces = [];
  req.on('data', (piece) => pieces.push(piece));
  req.on('end', () => serve(req, res, Buffer.concat(pieces)));
  req.on('error', () => {});
  res.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
