// SPDX-License-Identifier: MIT
// A text that stands for a token lies everywhere that one may lie. A night's targets, and the build
// and test of a change, look for it, try to write where only vigil writes, to signal it, to kill it
// and to outlive it: as root, as a user, in a user namespace, as in a container of a CI job, and on a
// machine without the walls, where what is missing has to be said.
// usage: node canary_test.mjs VIGIL CANARY LAUNCH [--show]   --show: says what is found, and judges nothing
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [vigil, canary, launch, show] = process.argv.slice(2);
const isRoot = process.getuid() === 0;
const stranger = 65534;
const secret = `vigilCanary${randomBytes(12).toString('hex')}`;
const turned = [...secret].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 1)).join('');
const faults = [];
const made = [];

process.on('exit', () => made.forEach((name) => rmSync(name, { recursive: true, force: true })));

const put = (file, text, mode = 0o644) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
};

// Not in /tmp, in which every target may make files, unless what lies there is to be kept from it.
function makeWorld() {
  const top = mkdtempSync('/var/tmp/vigil-canary-');
  const at = (name) => path.join(top, name);
  const plant = (name, text = secret) => { put(at(name), `${text}\n`, 0o600); world.planted.push(name); };
  const world = { top, at, planted: [], stay: `/tmp/${path.basename(top)}-stays` };
  made.push(top, world.stay);
  chmodSync(top, 0o755);
  copyFileSync(vigil, at('vigil'));
  for (const name of ['.netrc', '.git-credentials', '.config/gh/hosts.yml', '.ssh/id_ed25519', '.local/share/keyrings/login.keyring']) plant(`home/${name}`);
  put(at('home/.config/readable'), 'nothing\n');
  plant('token');
  plant('elsewhere/key.json');
  for (const name of ['env', 'path', 'output', 'state', 'summary']) plant(`runner/_temp/_runner_file_commands/${name}`);
  plant('runner/_temp/git-credentials-1.config');
  put(at('runner/_temp/step.sh'), 'true\n');
  for (const name of ['core', 'crashes/kept/input', 'scratch/two/vigil-run-old/tmp/left', 'issues/0001.txt']) plant(`state/${name}`);
  chmodSync(at('state'), 0o755); // as an older vigil made it
  const git = (...words) => execFileSync('git', ['-C', at('source'), '-c', 'user.name=Pat', '-c', 'user.email=pat@example.org', ...words], { stdio: 'ignore' });
  put(at('source/parse.c'), 'int one;\n');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'parse: begin');
  put(at('source/parse.c'), 'int one, two;\n');
  git('commit', '--quiet', '--all', '--message', 'parse: go on');
  git('config', 'http.https://github.com/.extraheader', `AUTHORIZATION: basic ${secret}`);
  world.planted.push('source/.git/config');
  world.environment = {
    PATH: process.env.PATH, HOME: at('home'), LANG: 'C.UTF-8', GITHUB_ACTIONS: 'true', GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_TOKEN: secret, GH_TOKEN: secret, ACTIONS_RUNTIME_TOKEN: secret, NPM_TOKEN: secret, SERVICE_PASSWORD: secret,
    OTEL_EXPORTER_OTLP_HEADERS: `key=${secret}`, GOOGLE_APPLICATION_CREDENTIALS: at('elsewhere/key.json'),
    RUNNER_TEMP: at('runner/_temp'),
    ...Object.fromEntries(['env', 'path', 'output', 'state'].map((name) => [`GITHUB_${name.toUpperCase()}`, at(`runner/_temp/_runner_file_commands/${name}`)])),
    GITHUB_STEP_SUMMARY: at('runner/_temp/_runner_file_commands/summary'),
  };
  return world;
}

const places = (world, writes) => [`text ${turned}`, ...world.planted.map((name) => `read ${world.at(name)}`),
  ...['home', 'source', 'elsewhere', 'runner', 'state'].map((name) => `read ${world.at(name)}`),
  ...['/run/secrets', '/var/lib/systemd/coredump'].map((name) => `read ${name}`),
  ...writes.map((name) => `write ${world.at(name)}`), 'kill', `stay ${world.stay}`, ''].join('\n');

const stateFiles = ['state', 'state/vigil.sqlite', 'state/issues', 'state/crashes', 'state/corpus', 'state/lock'];

// The outer shell is what a step of a CI job runs: it stays, and has the token in its environment.
// The number of the inner one, which becomes vigil, is told to whom is to kill it.
function run(world, mode, list, slay) {
  const inner = 'if [ -n "$SLAY" ]; then for file in $SLAY; do echo "slay $$" >>"$file"; done; fi; unset SLAY; exec "$@"';
  const words = [...mode.launch, 'sh', '-c', 'sh -c "$0" sh "$@"; exit $?', inner, world.at('vigil'), ...list];
  if (mode.user && isRoot) execFileSync('chown', ['-R', `${stranger}:${stranger}`, world.top]);
  const ran = spawnSync(words[0], words.slice(1), { cwd: world.top, encoding: 'utf8', timeout: 120e3,
    env: { ...world.environment, SLAY: mode.slays ? slay.join(' ') : '' } });
  return { status: ran.status, signal: ran.signal, text: `${ran.stdout}${ran.stderr}` };
}

// A process that a target left behind holds a lock.
const isAlone = (world) => !existsSync(world.stay) || spawnSync('flock', ['-n', world.stay, 'true']).status === 0;

function judge(world, mode, ran, what, reports) {
  const fail = (words) => faults.push(`${mode.name}: ${what}: ${words}`);
  const figures = [];
  for (const file of reports) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const said = /canary: looked at (\d+) places, opened (\d+), found (\d+), did (\d+)/.exec(text);
    if (!said) {
      figures.push('nothing');
      fail(`${path.relative(world.top, file)} does not say what was looked at: ${text.slice(-400)}\n${ran.text.slice(-1500)}`);
      continue;
    }
    const [, looked, , found, did] = said.map(Number);
    figures.push(`looked at ${looked} places, found ${found}, did ${did}`);
    const lines = text.split('\n').filter((line) => /^canary: (found|could)/.test(line)).map((line) => line.replaceAll(world.top, 'TOP').replaceAll(/\/proc\/\d+/g, '/proc/N'));
    if (show) figures.push(...new Set(lines.map((line) => `\n    ${line}`)));
    if (looked < 60) fail(`it looked at ${looked} places only`);
    if (mode.files && (found > 0 || did > 0)) fail(`it found ${found} and did ${did}:\n${[...new Set(lines)].join('\n')}`);
  }
  const dead = ran.signal !== null || ran.status > 2;
  if (dead) fail(`vigil ended with ${ran.signal ?? ran.status}: ${ran.text.slice(-800)}`);
  if (!isAlone(world)) fail('a process was left behind');
  if ((statSync(world.at('state')).mode & 0o777) !== 0o700) fail(`others may look into the state: ${(statSync(world.at('state')).mode & 0o777).toString(8)}`);
  if (mode.files && existsSync(world.at('state/canary-was-here'))) fail('a file was made in the state');
  if (ran.text.includes(secret)) fail('the secret was printed');
  for (const words of mode.says) if (!ran.text.includes(words)) fail(`does not say "${words}": ${ran.text.slice(0, 600)}`);
  console.log(`${mode.name}: ${what}: ${figures.join('; ')}${dead ? '; vigil was killed' : ''}${isAlone(world) ? '' : '; outlived it'}`);
}

function night(mode) {
  const world = makeWorld();
  const writes = [...stateFiles, 'home', 'source', 'token', 'out', 'vigil', 'runner/_temp/step.sh', 'runner/_temp/_runner_file_commands/env'];
  for (const name of ['one', 'two']) {
    mkdirSync(world.at('out'), { recursive: true });
    copyFileSync(canary, world.at(`out/${name}`));
    put(world.at(`out/${name}.places`), places(world, writes));
    put(world.at(`corpus/${name}/seed`), 'seed');
  }
  put(world.at('vigil.ini'), `[project]\nsource = ${world.at('source')}\n[tracker]\ntoken_file = ${world.at('token')}\n[night]\npatience = 0s\n`);
  const ran = run(world, mode, ['nightly', '--targets', world.at('out'), '--corpus', world.at('corpus'), '--state', world.at('state'),
    '--config', world.at('vigil.ini'), '--tracker', 'github:example/example', '--budget', '0s', '--jobs', '2'],
  [world.at('out/one.places')]);
  judge(world, mode, ran, 'a night', ['one', 'two'].map((name) => world.at(`state/work/${name}/last.log`)));
}

// What is built looks and is the target; what is tested looks again.
function gate(mode) {
  const world = makeWorld();
  copyFileSync(canary, world.at('canary'));
  put(world.at('places'), places(world, [...stateFiles, 'source', 'source/parse.c', 'token', 'state/gate/0', 'state/gate/0/results',
    'verdict', 'runner/_temp/step.sh', 'runner/_temp/_runner_file_commands/env']));
  mkdirSync(world.at('verdict'));
  const look = `${world.at('canary')} --places ${world.at('places')}`;
  put(world.at('vigil.ini'), `[project]\nsource = source\nbuild = ${look} >seen; cp ${world.at('canary')} "$OUT/one"\n`
    + `[tracker]\ntoken_file = ${world.at('token')}\n[gate]\ntest = ${look} >"$OUT/seen"\n`);
  const ran = run(world, mode, ['gate', '--config', world.at('vigil.ini'), '--state', world.at('state'), '--out', world.at('verdict'),
    '--fuzz-seconds', '1', '--tracker', 'github:example/example'], [world.at('places')]);
  const head = execFileSync('git', ['-c', 'safe.directory=*', '-C', world.at('source'), 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  judge(world, mode, ran, 'a gate', ['tree/seen', `results/${head}/test/seen`].map((name) => world.at(`state/gate/0/${name}`)));
}

const answers = (words) => spawnSync(words[0], [...words.slice(1), 'true']).status === 0;
const asUser = isRoot ? ['setpriv', `--reuid=${stranger}`, `--regid=${stranger}`, '--clear-groups', '--'] : [];
const modes = [
  { name: 'as root', launch: [], root: true, slays: !show, files: true, says: [] },
  { name: 'as a user', launch: asUser, user: true, slays: !show, files: true, says: [] },
  { name: 'in a user namespace', launch: [...asUser, 'unshare', '-Ur', '--'], user: true, slays: !show, files: true, says: [] },
  { name: 'as in a container of a CI job', launch: [launch, 'no-privileges', 'no-namespaces'], root: true, slays: !show, files: true, says: [] },
  { name: 'without Landlock', launch: [launch, 'no-landlock', 'no-privileges', 'no-namespaces'], says: ['targets are not wholly walled in on this machine', 'read the memory and environment of its processes',
    "one of the files is that with the tracker's token"] },
];

for (const mode of modes) {
  if ((mode.root && !isRoot) || (mode.launch.length > 0 && !answers(mode.launch))) {
    console.log(`${mode.name}: not run here, ${mode.root && !isRoot ? 'this user is not root' : 'the machine refuses it'}`);
    continue;
  }
  night(mode);
  gate(mode);
  if (show) night({ ...mode, name: `${mode.name}, which is to be killed`, slays: true });
}
if (!show && faults.length > 0) {
  console.log(faults.map((fault) => `FAILED: ${fault}`).join('\n'));
  process.exitCode = 1;
}
