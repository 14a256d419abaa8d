// SPDX-License-Identifier: MIT
// A receiver on a free port of this machine, on a good day and on bad ones: node:http's own server,
// and one that speaks no HTTP. Each keeps what it was sent in `requests`.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';

// As fast as it is taken, until the other side has had enough.
function flood(res, total) {
  const piece = Buffer.alloc(1 << 20, 'x');
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

const answer = (status, body = '', headers = {}) => (req, res) => {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(body);
};
const gigabyte = 1 << 30;

// What is answered on which day, given the request and what it said.
export const days = {
  good: answer(200, '{}'),
  warns: answer(200, '{"partialSuccess":{"errorMessage":"soon to be gone"}}'),
  refuses: answer(200, '{"partialSuccess":{"rejectedDataPoints":"3","rejectedSpans":"3","errorMessage":"too old"}}'),
  'answers with a page': answer(200, '<html>', { 'content-type': 'text/html' }),
  'answers 400': answer(400, '{"message":"what?"}'),
  'answers 401 and repeats what it was sent': (req, res) => answer(401, JSON.stringify(req.headers))(req, res),
  'answers 429, try again in an hour': answer(429, '', { 'retry-after': '3600' }),
  'answers 500': answer(500, 'no'),
  'answers 503, try again in an hour': answer(503, '', { 'retry-after': '3600' }),
  'sends it elsewhere': answer(307, '', { location: '/elsewhere' }),
  'never answers': () => {},
  'never ends': (req, res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => res.write(' '), 20);
    res.on('close', () => clearInterval(timer));
  },
  'answers with 1 GB': (req, res) => {
    res.writeHead(200, { 'content-length': gigabyte });
    flood(res, gigabyte);
  },
  'answers with 1 GB, of no said length': (req, res) => flood(res, gigabyte),
  'hangs up': (req) => req.socket.destroy(),
};

export async function openSink(day) {
  const requests = [];
  const server = http.createServer((req, res) => {
    const pieces = [];
    req.on('data', (piece) => pieces.push(piece));
    req.on('end', () => {
      requests.push({ method: req.method, path: req.url, headers: req.headers, body: Buffer.concat(pieces).toString() });
      days[day](req, res);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections?.();
    server.close();
  };
  return { port: server.address().port, requests, close };
}

// Sends the text as soon as somebody connects, and then the other, if there is one, for ever.
export async function openBabble(text, other) {
  const server = net.createServer((socket) => {
    const more = () => {
      while (other && !socket.destroyed && socket.write(other));
    };
    socket.on('error', () => {});
    socket.on('drain', more);
    socket.resume();
    socket.write(text);
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, requests: [], close: () => server.close() };
}

// A port that nobody listens at: it was free a moment ago.
export async function closedPort() {
  const { port, close } = await openSink('good');
  close();
  return port;
}
