// SPDX-License-Identifier: MIT
// Check runs as GitHub keeps them: at most 50 annotations a request, each request's added to those
// before; of a commit's runs of one name the last is listed. The first part of a path names the day,
// and each day has runs of its own; GET /DAY/runs tells of them. On the day `of-another` another app
// makes what it is told, as vigil would have said it.
// usage: node checks.mjs      prints its port
import http from 'node:http';

const days = new Map();
const dayOf = (name) => {
  if (!days.has(name)) days.set(name, { name, runs: [], writes: 0 });
  return days.get(name);
};

function json(res, status, value) {
  const text = Buffer.from(JSON.stringify(value));
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  res.end(text);
}

const shown = ({ annotations, ...run }) => ({ ...run,
  output: { ...run.output, annotations_count: annotations.length } });

function change(day, run, body) {
  const { output: { annotations = [], ...output }, ...rest } = body;
  Object.assign(run, rest, { output });
  run.annotations.push(...annotations);
  if (!day.runs.includes(run)) day.runs.push(run);
  return run;
}

function write(day, req, res, id, body) {
  const run = id ? day.runs.find((one) => one.id === id) : { id: day.runs.length + 1, annotations: [],
    app: { slug: day.name === 'of-another' ? 'other-app' : 'our-app' } };
  const { title, summary, annotations = [] } = body.output;
  if (!run || !title || !summary || annotations.length > 50) return json(res, 422, { message: 'Validation Failed' });
  day.writes++;
  if (day.name === 'second-refused' && day.writes === 2) return json(res, 500, { message: 'Server Error' });
  change(day, run, body);
  if (day.name === 'first-lost' && day.writes === 1) return req.socket.destroy();
  return json(res, id ? 200 : 201, shown(run));
}

function serve(req, res, body) {
  const { pathname, searchParams } = new URL(req.url, 'http://localhost');
  const [, name, ...rest] = pathname.split('/');
  const day = dayOf(name);
  const path = rest.join('/');
  if (path === 'user') return json(res, 403, { message: 'Resource not accessible by integration' });
  if (path === 'graphql') return json(res, 200, { data: { viewer: { login: 'our-app[bot]' } } });
  if (path === 'runs') return json(res, 200, { writes: day.writes, runs: day.runs.map((run) =>
    `${run.name} ${run.conclusion} ${run.annotations.length} ${new Set(run.annotations.map(({ start_line: line }) => line)).size}`) });
  const listed = /^repos\/octo\/repo\/commits\/([0-9a-f]{40})\/check-runs$/.exec(path);
  if (listed) {
    const runs = day.runs.filter((run) => run.head_sha === listed[1] && run.name === searchParams.get('check_name')).slice(-1);
    return json(res, 200, { total_count: runs.length, check_runs: runs.map(shown) });
  }
  const written = /^repos\/octo\/repo\/check-runs(?:\/(\d+))?$/.exec(path);
  return written ? write(day, req, res, Number(written[1] ?? 0), JSON.parse(body)) : json(res, 404, { message: 'Not Found' });
}

const server = http.createServer((req, res) => {
  const pieces = [];
  req.on('data', (piece) => pieces.push(piece));
  req.on('end', () => serve(req, res, Buffer.concat(pieces).toString()));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
