// SPDX-License-Identifier: MIT
// What no workflow of this repository may do. actionlint knows whether a workflow is one; these rules say
// whether an outsider gets anything out of it. Each is named as zizmor's audit of the same kind, where
// there is one:
//     artipacked, bot-conditions, cache-poisoning, dangerous-triggers, excessive-permissions, github-env,
//     hardcoded-container-credentials, insecure-commands, obfuscation, overprovisioned-secrets,
//     missing-timeout, secrets-inherit, self-hosted-runner, template-injection, unpinned-images,
//     unpinned-uses, unredacted-secrets, unsound-condition, unsound-contains
// and by a name of its own where there is none:
//     artifact-in-workspace, curl-to-shell, token-beside-code, untrusted-checkout, unguarded-run
// Of zizmor's others, those that ask GitHub cannot be had without a network (archived-uses,
// impostor-commit, known-vulnerable-actions, ref-confusion, ref-version-mismatch, stale-action-refs), and
// the rest are of things that this repository has not (publishing, Dependabot, GitHub Apps, agents).
//
// A workflow here is as YAML has it, anchors and all; a condition is evaluated as GitHub evaluates it.

const list = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);
const entries = (value) => Object.entries(value !== null && typeof value === 'object' ? value : {});

// Every text within, keys left out.
function* texts(value) {
  if (typeof value === 'string') yield value;
  else for (const [, inner] of entries(value)) yield* texts(inner);
}

// "on: push", "on: [push]" and "on: {push: …}" are the same.
function triggers(workflow) {
  const on = workflow.on ?? {};
  return typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on);
}

const jobs = (workflow) => entries(workflow.jobs).map(([name, job]) => ({ name, ...job }));
// Steps may stand below `parallel:`, and so in each other.
const flat = (steps) => list(steps).flatMap((step) => [step, ...flat(step?.parallel)]).filter((step) => step !== null && typeof step === 'object');
const steps = (job) => flat(job.steps);
// Of a workflow's jobs, or of an action that is made of steps.
const allSteps = (workflow) => jobs(workflow).flatMap(steps).concat(flat(workflow.runs?.steps));
const conditions = (workflow) => [...jobs(workflow), ...allSteps(workflow)].map((one) => String(one.if ?? ''));
const containers = (workflow) => jobs(workflow).flatMap((job) => [job.container, ...entries(job.services).map(([, service]) => service)])
  .filter((value) => value !== undefined && value !== null);
const action = (step) => String(step.uses ?? '').replace(/@.*/s, '').toLowerCase();
const script = (step) => [step.run, action(step) === 'actions/github-script' ? step.with?.script : undefined].filter((text) => text !== undefined).map(String);
const expressions = (text) => [...String(text).matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map(([, inner]) => inner.trim());

// The permissions that are more than reading, each as [scope, access].
function writes(permissions) {
  if (typeof permissions === 'string') return permissions === 'read-all' ? [] : [['all', permissions]];
  return entries(permissions).filter(([, access]) => access !== 'read' && access !== 'none');
}

// Whether a job's own text hands a token to anything; what an action takes by default is not that.
const TOKEN = /\bgithub\s*(\.\s*(token\b|\*)|\[\s*'token'\s*\])|\bsecrets\s*[.[]|toJSON\(\s*(github|secrets)\s*\)/i;
const hasToken = (value) => [...texts(value)].some((text) => expressions(text).some((inner) => TOKEN.test(inner)));
const isTrusted = (workflow, job) => writes(job.permissions ?? workflow.permissions).length > 0 || hasToken(job) || hasToken(workflow.env);

// What a job runs that nobody has read: all of a pull request, and wherever a night, a gate or the tests
// start targets.
const RUNS_TARGETS = /(^|[\s/;&|(])(ci\/(nightly|gate|test|coverage|build-targets)|vigil\s+(nightly|gate|bisect))\b/m;
const OF_A_CHANGE = /^(pull_request|pull_request_review|pull_request_review_comment|merge_group)$/;
const runsCode = (workflow, job) => triggers(workflow).some((name) => OF_A_CHANGE.test(name)) || steps(job).some((step) => RUNS_TARGETS.test(String(step.run ?? '')));

// What stands in a script as a program of this repository, or as one that builds what it is told.
const WITH_A_TOKEN = new Set(['ci/file', 'ci/assign', 'ci/bootstrap', 'ci/build-vigil']);
const programs = (text) => [...text.matchAll(/(?<![\w./-])(?:\.\/|(?=ci\/|build\/))([\w.-]+(?:\/[\w.-]+)*)|(?<![\w./-])(make|cmake|ninja|ctest|meson|npm|npx|docker)(?![\w./-])/g)].map(([, own, builder]) => own ?? builder);

// Whether the text may come from somebody who has no rights here.
const OUTSIDERS = /\bgithub\s*\.\s*(event\b|head_ref\b|ref_name\b|actor\b|triggering_actor\b)|\bgithub\s*\[|\bsteps\s*\.|\bneeds\s*\./i;

const PINNED_IMAGE = /^[^\s$]+@sha256:[0-9a-f]{64}$/;
const PINNED_ACTION = /^[\w.-]+\/[\w.-]+(\/[\w./-]+)?@[0-9a-f]{40}$/;
const VERSION = /^\s*v\d+(\.\d+){2}\s*$/;
const HOSTED = /^(ubuntu|windows|macos)-(latest|[\d.]+)(-arm|-large|-xlarge)?$/;

// In a job with a container, runner.temp is a directory of the machine around it.
const OUTSIDE = /^(\$\{\{\s*runner\.temp\s*\}\}|\/tmp)(\/[\w-]+)+$/;

// A scope, and what in a job needs it to be written.
const NEEDS = {
  issues: (job) => steps(job).some((step) => hasToken(step.env)),
  checks: (job) => steps(job).some((step) => hasToken(step.env)),
  'pull-requests': (job) => steps(job).some((step) => hasToken(step.env)),
  'security-events': (job) => steps(job).some((step) => action(step) === 'github/codeql-action/upload-sarif'),
};

const pinnedUse = (uses, comment) => (uses.startsWith('docker://') ? PINNED_IMAGE.test(uses)
  : PINNED_ACTION.test(uses) && VERSION.test(comment ?? ''));

// `comments`: what stands behind a `uses:` in its line, by that value; `holds`: evaluates a condition.
// Each rule is given (workflow, {comments, holds}) and says, for each fault, where it is.
export const rules = {
  'unpinned-uses'(workflow, { comments }) {
    const all = [...jobs(workflow), ...allSteps(workflow)].filter(({ uses }) => uses !== undefined);
    return all.filter(({ uses }) => !String(uses).startsWith('./') && !list(comments.get(uses) ?? '').every((comment) => pinnedUse(String(uses), comment)))
      .map(({ uses }) => `${uses}: neither a full commit hash with its version, "# v1.2.3", behind it, nor a digest`);
  },
  'unpinned-images'(workflow) {
    return containers(workflow).map((value) => value.image ?? value).concat(workflow.runs?.image ?? []).filter((image) => !PINNED_IMAGE.test(String(image))).map((image) => `${JSON.stringify(image)}: no digest`);
  },
  'hardcoded-container-credentials'(workflow) {
    return containers(workflow).filter((value) => value.credentials?.password !== undefined && expressions(value.credentials.password).length === 0)
      .map((value) => `${value.image}: a password in the workflow`);
  },
  'dangerous-triggers'(workflow) {
    return triggers(workflow).filter((name) => ['pull_request_target', 'issues', 'issue_comment', 'discussion', 'discussion_comment', 'fork', 'gollum', 'watch'].includes(name))
      .map((name) => `${name}: it has the repository's rights at an outsider's word`);
  },
  // A run is of a push too, of any event that the other workflow has, and of one that was cancelled.
  'unguarded-run'(workflow, { holds }) {
    if (!triggers(workflow).includes('workflow_run')) return [];
    const run = (event, conclusion) => ({ event_name: 'workflow_run', event: { workflow_run: { event, conclusion } } });
    const refused = ['push', 'schedule', 'workflow_dispatch', 'pull_request_target'].flatMap((event) => ['success', 'failure'].map((conclusion) => [event, conclusion]))
      .concat(['cancelled', 'skipped', 'action_required', 'timed_out', 'neutral', 'stale', 'startup_failure'].map((conclusion) => ['pull_request', conclusion]));
    const goes = (job, event, conclusion, below = []) => {
      const before = list(job.needs).map((name) => jobs(workflow).find((other) => other.name === name)).filter((other) => other && !below.includes(other.name));
      const went = before.every((other) => goes(other, event, conclusion, [...below, job.name]));
      return holds(job.if, run(event, conclusion), went);
    };
    return jobs(workflow).flatMap((job) => {
      const slip = refused.find(([event, conclusion]) => goes(job, event, conclusion));
      return slip ? [`job ${job.name} goes for a run of ${slip[0]} that ended in ${slip[1]}`] : [];
    });
  },
  'untrusted-checkout'(workflow) {
    if (!triggers(workflow).includes('workflow_run')) return [];
    return allSteps(workflow).filter((step) => action(step) === 'actions/checkout' && (step.with?.ref !== undefined || step.with?.repository !== undefined || step.with?.['allow-unsafe-pr-checkout'] !== undefined))
      .map(() => 'a workflow_run checks out something else than its own commit')
      .concat(allSteps(workflow).filter((step) => /\bgit\s+(fetch|pull|checkout|clone|switch)\b|\bgh\s+(pr|repo)\s+(checkout|clone)\b/.test(String(step.run ?? '')))
        .map(() => 'a workflow_run fetches other commits'));
  },
  artipacked(workflow) {
    return allSteps(workflow).filter((step) => action(step) === 'actions/checkout' && String(step.with?.['persist-credentials']) !== 'false')
      .map(() => 'actions/checkout without "persist-credentials: false"');
  },
  'template-injection'(workflow) {
    return allSteps(workflow).flatMap(script).filter((text) => text.includes('${{'))
      .map((text) => `${text.split('\n').find((line) => line.includes('${{')).trim()}: an expression is put into a script; hand it over in env`)
      .concat([workflow, ...jobs(workflow)].map((one) => one.defaults).concat(jobs(workflow).flatMap((job) => [job['runs-on'], job.container?.options, ...steps(job).map((step) => step.shell)]))
        .filter((value) => [...texts(value)].some((text) => expressions(text).some((inner) => OUTSIDERS.test(inner)))).map((value) => `${JSON.stringify(value)}: it is what an outsider writes`));
  },
  'github-env'(workflow) {
    const outside = triggers(workflow).some((name) => ['pull_request', 'pull_request_target', 'workflow_run'].includes(name));
    return allSteps(workflow).filter((step) => outside && /\bGITHUB_(ENV|PATH)\b/.test(String(step.run ?? '')))
      .map(() => 'a step sets what later steps run with, after an outsider had a say');
  },
  'excessive-permissions'(workflow) {
    if (workflow.jobs === undefined) return []; // an action has those of its job
    const top = workflow.permissions === undefined || workflow.permissions === null ? ['the workflow sets no permissions, and so has the repository\'s default ones'] : [];
    const wide = typeof workflow.permissions === 'string' || writes(workflow.permissions).length > 0 ? ['the workflow\'s permissions are more than reading, scope by scope: a job that needs more sets its own'] : [];
    return [...top, ...wide, ...jobs(workflow).flatMap((job) => [
      ...(typeof job.permissions === 'string' ? [`job ${job.name}: ${job.permissions}`] : []),
      ...(typeof job.permissions === 'string' ? [] : writes(job.permissions)).filter(([scope]) => !NEEDS[scope]?.(job)).map(([scope, access]) => `job ${job.name}: ${scope}: ${access}, and nothing in it that needs that`),
    ])];
  },
  'secrets-inherit'(workflow) {
    return jobs(workflow).filter((job) => job.secrets === 'inherit').map((job) => `job ${job.name}: secrets: inherit`);
  },
  'overprovisioned-secrets'(workflow) {
    return [...texts(workflow)].flatMap(expressions).filter((inner) => /toJSON\(\s*(secrets|github)\s*\)|\bsecrets\s*\[/i.test(inner)).map((inner) => `${inner}: all secrets at once`);
  },
  // And a job that has one runs the few scripts that are written for it, and no others.
  'token-beside-code'(workflow) {
    const trusted = jobs(workflow).filter((job) => isTrusted(workflow, job));
    return trusted.filter((job) => runsCode(workflow, job)).map((job) => `job ${job.name} has a token, or may write, and runs targets or a change's code`)
      .concat(trusted.flatMap((job) => steps(job).flatMap((step) => programs(String(step.run ?? ''))).filter((name) => !WITH_A_TOKEN.has(name))
        .map((name) => `job ${job.name} has a token, or may write, and runs ${name}, which is not among those that may`)));
  },
  // A download's own unpacking is tidy, but what lies in the workspace is run by the next step.
  'artifact-in-workspace'(workflow) {
    if (!triggers(workflow).includes('workflow_run')) return [];
    return allSteps(workflow).filter((step) => (action(step) === 'actions/download-artifact' && !OUTSIDE.test(String(step.with?.path ?? '')))
      || /\bgh\s+run\s+download\b|\bunzip\b|\/artifacts\//.test(String(step.run ?? '')))
      .map((step) => `${step.uses ?? step.run}: an outsider's artifact is to be unpacked below \${{ runner.temp }} or /tmp`);
  },
  // actions/cache unpacks with tar's -P, wherever the archive says. Who may write on GitHub takes nothing
  // but what its own run left, and fails where there is none; and what outsiders set off leaves nothing
  // that a run on the main branch would take.
  'cache-poisoning'(workflow) {
    const outside = triggers(workflow).some((name) => ['workflow_run', 'pull_request_target'].includes(name));
    const ofThisRun = (key) => /^[\w-]+-\$\{\{\s*github\.run_id\s*\}\}-/.test(key);
    return jobs(workflow).flatMap((job) => steps(job).filter((step) => /^actions\/cache($|\/)/.test(action(step))).flatMap((step) => {
      const inputs = step.with ?? {};
      const own = [inputs.key, ...String(inputs['restore-keys'] ?? '').split('\n').filter(Boolean)].every((key) => ofThisRun(String(key)));
      const restores = action(step) !== 'actions/cache/save';
      if (outside) return [`job ${job.name}: a cache, in a workflow that outsiders set off`];
      if (!restores || !isTrusted(workflow, job)) return [];
      return action(step) === 'actions/cache/restore' && own && String(inputs['fail-on-cache-miss']) === 'true' && inputs.path === '.vigil' ? []
        : [`job ${job.name} may write, and restores a cache that is not its own run's state`];
    }));
  },
  'self-hosted-runner'(workflow) {
    return jobs(workflow).filter((job) => job.uses === undefined && !(typeof job['runs-on'] === 'string' && HOSTED.test(job['runs-on'])))
      .map((job) => `job ${job.name}: runs-on ${JSON.stringify(job['runs-on'])} is no runner of GitHub's`);
  },
  'curl-to-shell'(workflow) {
    const fetch = '(curl|wget|fetch)\\b[^\\n;]*', shell = '(sudo\\s+(-\\S+\\s+)*)?(env\\s+)?(/(usr/)?bin/)?(ba|da|k|z)?sh\\b|python3?\\b|perl\\b|node\\b';
    const patterns = [new RegExp(`\\b${fetch}\\|\\s*(${shell})`), new RegExp(`(${shell}|\\beval|\\bsource|(^|\\s)\\.)\\s[^\\n]*(<\\(|\\$\\(|\`)\\s*${fetch}`)];
    return allSteps(workflow).map((step) => String(step.run ?? '').replace(/\\\n/g, ' '))
      .filter((text) => patterns.some((pattern) => pattern.test(text))).map((text) => `${text.trim()}: what was fetched is run unseen`);
  },
  'insecure-commands'(workflow) {
    return [workflow, ...jobs(workflow), ...allSteps(workflow)].filter(({ env }) => env !== null && typeof env === 'object' && 'ACTIONS_ALLOW_UNSECURE_COMMANDS' in env)
      .map(() => 'ACTIONS_ALLOW_UNSECURE_COMMANDS');
  },
  'bot-conditions'(workflow) {
    return conditions(workflow).filter((condition) => /github\s*\.\s*(actor|triggering_actor)\b/.test(condition)).map((condition) => `${condition}: the actor is whoever came last`);
  },
  // "${{ a }} && b" is a text, and a text is true.
  'unsound-condition'(workflow) {
    return conditions(workflow)
      .filter((condition) => condition.includes('${{') && !/^\s*\$\{\{(?:(?!\}\})[\s\S])*\}\}$/.test(condition)).map((condition) => `${condition.trim()}: it is always true`);
  },
  // Of a text, contains() finds a part: "refs/heads/mai" is in 'refs/heads/main'.
  'unsound-contains'(workflow) {
    return conditions(workflow).filter((condition) => /\bcontains\(\s*'[^']*'\s*,/.test(condition)).map((condition) => `${condition}: a part of the text will do`);
  },
  'unredacted-secrets'(workflow) {
    return [...texts(workflow)].flatMap(expressions).filter((inner) => /fromJSON\(\s*secrets\b/i.test(inner)).map((inner) => `${inner}: its parts are not hidden in logs`);
  },
  'missing-timeout'(workflow) {
    return jobs(workflow).filter((job) => job.uses === undefined && job['timeout-minutes'] === undefined).map((job) => `job ${job.name}: no timeout-minutes`);
  },
  obfuscation(workflow) {
    return [...jobs(workflow), ...allSteps(workflow)].map(({ uses }) => String(uses ?? ''))
      .filter((uses) => !uses.startsWith('./') && !uses.startsWith('docker://') && /\/\.{0,2}(\/|@)|\/\.{1,2}$/.test(uses)).map((uses) => `${uses}: not as its owner writes it`);
  },
};
