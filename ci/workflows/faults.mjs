// SPDX-License-Identifier: MIT
// Workflows that are in order, and faults planted into them: each must be found by its rule, and no rule
// may find anything in what is in order.
const hash = '0123456789abcdef0123456789abcdef01234567', image = `debian:12@sha256:${'0123456789abcdef'.repeat(4)}`;

const gate = `
on: pull_request
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    container: ${image}
    steps:
      - uses: actions/checkout@${hash} # v4.2.0
        with:
          persist-credentials: false
          ref: \${{ github.event.pull_request.head.sha }}
      - run: ./ci/test
      - run: ./ci/gate --base "$BASE"
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
      - uses: actions/upload-artifact@${hash} # v4.2.0
        if: always()
        with:
          name: verdict
          path: .vigil/verdict
`;

const file = `
on:
  workflow_run:
    workflows: [gate]
    types: [completed]
permissions: {}
jobs:
  file:
    if: >-
      github.event.workflow_run.event == 'pull_request' &&
      (github.event.workflow_run.conclusion == 'success' || github.event.workflow_run.conclusion == 'failure')
    permissions:
      actions: read
      checks: write
      contents: read
      issues: write
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    container:
      image: ${image}
    steps:
      - uses: actions/checkout@${hash} # v4.2.0
        with: &kept
          persist-credentials: false
      - uses: actions/download-artifact@${hash} # v4.2.0
        with:
          path: \${{ runner.temp }}/verdict
      - run: ./ci/file --verdict "$RUNNER_TEMP/verdict" --head "$HEAD"
        env:
          GITHUB_TOKEN: \${{ github.token }}
          HEAD: \${{ github.event.workflow_run.head_sha }}
  sarif:
    needs: file
    if: github.event.workflow_run.head_repository.full_name == github.repository
    permissions:
      actions: read
      security-events: write
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - uses: actions/download-artifact@${hash} # v4.2.0
        with:
          path: \${{ runner.temp }}/verdict
      - uses: github/codeql-action/upload-sarif@${hash} # v4.2.0
        with:
          sarif_file: \${{ runner.temp }}/verdict/vigil.sarif
`;

const night = `
on:
  schedule:
    - cron: "17 1 * * *"
permissions: {}
jobs:
  fuzz:
    permissions:
      contents: read
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    container: ${image}
    steps:
      - uses: actions/checkout@${hash} # v4.2.0
        with:
          persist-credentials: false
      - uses: actions/cache/restore@${hash} # v4.2.0
        with:
          path: .vigil
          key: vigil-\${{ github.run_id }}-\${{ github.run_attempt }}
          restore-keys: vigil-
      - run: ./ci/nightly --unfiled
  file:
    needs: fuzz
    if: "!cancelled()"
    permissions:
      contents: read
      issues: write
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    container: ${image}
    steps:
      - uses: actions/cache/restore@${hash} # v4.2.0
        with:
          path: .vigil
          key: vigil-\${{ github.run_id }}-\${{ github.run_attempt }}
          restore-keys: vigil-\${{ github.run_id }}-
          fail-on-cache-miss: true
      - run: ./ci/file
        env:
          GITHUB_TOKEN: \${{ github.token }}
`;

const action = `
name: ours
runs:
  using: composite
  steps:
    - uses: actions/checkout@${hash} # v4.2.0
      with:
        persist-credentials: false
    - run: ./ci/bootstrap
      shell: bash
`;

export const good = { gate, file, night, action };

// rule, name, workflow, what is replaced, and by what. Of what is found only the rule counts.
const keep = `          persist-credentials: false\n`, test = '      - run: ./ci/test\n', event = "github.event.workflow_run.event == 'pull_request' &&";
const both = "(github.event.workflow_run.conclusion == 'success' || github.event.workflow_run.conclusion == 'failure')";
const step = (text) => [test, `${test}      - run: ${text}\n`];
const temp = '          path: \${{ runner.temp }}/verdict\n      - run';
const none = '    permissions:\n      contents: read\n    runs-on', left = '          restore-keys: vigil-\${{ github.run_id }}-\n';
export const faults = [
  ['unpinned-uses', 'a version', gate, `checkout@${hash} # v4.2.0`, 'checkout@v4'],
  ['unpinned-uses', 'a branch', gate, `checkout@${hash} # v4.2.0`, 'checkout@main # v4.2.0'],
  ['unpinned-uses', 'a short hash', gate, `checkout@${hash}`, 'checkout@0123456789ab'],
  ['unpinned-uses', 'a hash of other letters', gate, `checkout@${hash}`, `checkout@${hash.replace('a', 'g')}`],
  ['unpinned-uses', 'no reference', gate, `checkout@${hash} # v4.2.0`, 'checkout'],
  ['unpinned-uses', 'no version behind it', gate, `checkout@${hash} # v4.2.0`, `checkout@${hash}`],
  ['unpinned-uses', 'a version that moves', gate, `checkout@${hash} # v4.2.0`, `checkout@${hash} # v4`],
  ['unpinned-uses', 'an image', gate, `actions/checkout@${hash} # v4.2.0`, 'docker://alpine:3'],
  ['unpinned-uses', 'a workflow', gate, 'jobs:\n', 'jobs:\n  other:\n    uses: some/where/.github/workflows/a.yml@v1\n'],
  ['unpinned-uses', 'the second of two alike', gate, test, `${test}      - uses: actions/checkout@${hash}\n        with: {persist-credentials: false}\n`],
  ['unpinned-uses', 'below parallel', gate, test, `${test}      - parallel:\n          - uses: some/action@v1\n`],
  ['unpinned-uses', 'of an action', action, `checkout@${hash} # v4.2.0`, 'checkout@v4'],
  ['unpinned-images', 'of an action', action, '  using: composite', '  image: docker://debian:12\n  using: docker'],
  ['artipacked', 'of an action', action, 'persist-credentials: false', 'fetch-depth: 0'],
  ['template-injection', 'of an action', action, 'ci/bootstrap', 'ci/bootstrap ${{ inputs.title }}'],
  ['curl-to-shell', 'of an action', action, './ci/bootstrap', 'curl https://e.example | sh'],
  ['unpinned-images', 'a tag', gate, `container: ${image}`, 'container: debian:12'],
  ['unpinned-images', 'a tag, written long', file, `image: ${image}`, 'image: debian:12'],
  ['unpinned-images', 'a short digest', gate, `container: ${image}`, `container: ${image.slice(0, -1)}`],
  ['unpinned-images', 'an expression', gate, `container: ${image}`, 'container: ${{ matrix.image }}'],
  ['unpinned-images', 'a service', gate, '    steps:\n', '    services:\n      db:\n        image: postgres:16\n    steps:\n'],
  ['hardcoded-container-credentials', 'a password', file, `image: ${image}\n`, `image: ${image}\n      credentials:\n        username: me\n        password: secret\n`],
  ['dangerous-triggers', 'pull_request_target', gate, 'on: pull_request\n', 'on: pull_request_target\n'],
  ['dangerous-triggers', 'in a list', gate, 'on: pull_request\n', 'on: [pull_request, pull_request_target]\n'],
  ['dangerous-triggers', 'in a table', gate, 'on: pull_request\n', 'on:\n  pull_request:\n  pull_request_target:\n    types: [opened]\n'],
  ['dangerous-triggers', 'a comment', gate, 'on: pull_request\n', 'on:\n  pull_request:\n  issue_comment:\n'],
  ['dangerous-triggers', 'an issue', file, '  workflow_run:\n', '  issues:\n  workflow_run:\n'],
  ['unguarded-run', 'no condition', file, /    if: >-\n.*\n.*\n/, ''],
  ['unguarded-run', 'no event', file, event, ''],
  ['unguarded-run', 'any event but one', file, event, "github.event.workflow_run.event != 'push' &&"],
  ['unguarded-run', 'no conclusion', file, both, 'true'],
  ['unguarded-run', 'a conclusion or anything else', file, both, `${both} || github.event.workflow_run.head_branch == 'main'`],
  ['unguarded-run', 'a cancelled run', file, "== 'failure')", "== 'cancelled')"],
  ['unguarded-run', 'a text that is always true', file, `${event}\n      ${both}`, "\${{ github.event.workflow_run.event }} == 'pull_request'"],
  ['unguarded-run', 'a job that waits for none', file, '    needs: file\n', ''],
  ['unguarded-run', 'a job that goes always', file, '    if: github.event.workflow_run.head_repository', '    if: always() && github.event.workflow_run.head_repository'],
  ['untrusted-checkout', 'the head', file, keep, `${keep}          ref: \${{ github.event.workflow_run.head_sha }}\n`],
  ['untrusted-checkout', 'the fork', file, keep, `${keep}          repository: \${{ github.event.workflow_run.head_repository.full_name }}\n`],
  ['untrusted-checkout', 'by hand', file, '      - run: ./ci/file', '      - run: git fetch origin "$HEAD"\n      - run: ./ci/file'],
  ['artipacked', 'credentials kept', gate, keep, ''],
  ['artipacked', 'credentials kept on purpose', gate, 'persist-credentials: false', 'persist-credentials: true'],
  ['artipacked', 'no inputs', night, /        with:\n          persist-credentials: false\n/, ''],
  ['artipacked', 'an action written in capitals', gate, `actions/checkout@${hash} # v4.2.0\n        with:\n${keep}`, `Actions/Checkout@${hash} # v4.2.0\n        with:\n`],
  ['template-injection', 'a title', gate, ...step('echo "${{ github.event.pull_request.title }}"')],
  ['template-injection', 'a branch', file, '      - run: ./ci/file', '      - run: echo ${{ github.event.workflow_run.head_branch }}\n      - run: ./ci/file'],
  ['template-injection', 'something harmless', gate, ...step('echo "${{ github.run_id }}"')],
  ['template-injection', 'over lines', gate, ...step('|\n          echo a\n          echo "${{\n            github.head_ref }}"')],
  ['template-injection', 'by the environment', gate, ...step('echo "${{ env.TITLE }}"')],
  ['template-injection', 'a script of JavaScript', gate, test, `${test}      - uses: actions/github-script@${hash} # v7.0.0\n        with:\n          script: console.log("\${{ github.event.issue.title }}")\n`],
  ['template-injection', 'a shell', gate, test, '      - run: ./ci/test\n        shell: ${{ github.head_ref }}\n'],
  ['github-env', 'a variable', gate, ...step('echo "A=$BASE" >>"$GITHUB_ENV"')],
  ['github-env', 'the path', file, '      - run: ./ci/file', '      - run: echo verdict >>"$GITHUB_PATH"\n      - run: ./ci/file'],
  ['excessive-permissions', 'none are set', gate, 'permissions:\n  contents: read\n', ''],
  ['excessive-permissions', 'none, for all that stands there', file, 'permissions: {}', 'permissions:'],
  ['excessive-permissions', 'write-all', file, 'permissions: {}', 'permissions: write-all'],
  ['excessive-permissions', 'read-all', file, 'permissions: {}', 'permissions: read-all'],
  ['excessive-permissions', 'for all jobs', file, 'permissions: {}', 'permissions:\n  issues: write'],
  ['excessive-permissions', 'of a job, all', night, '    permissions:\n      contents: read\n      issues: write\n', '    permissions: write-all\n'],
  ['excessive-permissions', 'that nothing needs', file, '      security-events: write\n', '      security-events: write\n      contents: write\n'],
  ['excessive-permissions', 'SARIF, and none is sent', file, '      issues: write\n', '      issues: write\n      security-events: write\n'],
  ['excessive-permissions', 'issues, and no token is handed out', file, '      security-events: write\n', '      security-events: write\n      issues: write\n'],
  ['excessive-permissions', 'an identity', file, '      issues: write\n', '      issues: write\n      id-token: write\n'],
  ['secrets-inherit', 'all secrets', night, 'jobs:\n', `jobs:\n  other:\n    uses: some/where/.github/workflows/a.yml@${hash} # v1.0.0\n    secrets: inherit\n`],
  ['overprovisioned-secrets', 'as JSON', file, 'HEAD: ${{ github.event.workflow_run.head_sha }}', 'HEAD: ${{ toJSON(secrets) }}'],
  ['overprovisioned-secrets', 'by a name that is made', file, 'HEAD: ${{ github.event.workflow_run.head_sha }}', "HEAD: \${{ secrets[format('{0}', github.ref)] }}"],
  ['token-beside-code', 'beside a gate', gate, 'BASE: ', 'GITHUB_TOKEN: ${{ github.token }}\n          BASE: '],
  ['token-beside-code', 'in a review', night, '  schedule:\n    - cron: "17 1 * * *"\n', '  pull_request_review:\n'],
  ['token-beside-code', 'a secret, beside a gate', gate, 'BASE: ', 'TOKEN: ${{ secrets.TOKEN }}\n          BASE: '],
  ['token-beside-code', 'of the whole workflow', night, 'jobs:\n', 'env:\n  GITHUB_TOKEN: ${{ github.token }}\njobs:\n'],
  ['token-beside-code', 'of the job', night, none, `    env:\n      T: \${{ github['token'] }}\n${none}`],
  ['token-beside-code', 'as an input', night, '          restore-keys: vigil-\n', '          restore-keys: vigil-\n          token: ${{ github.token }}\n'],
  ['token-beside-code', 'may write', night, none, '    permissions:\n      contents: read\n      issues: write\n    runs-on'],
  ['token-beside-code', 'tests where something is filed', night, '      - run: ./ci/file\n', '      - run: ./ci/test\n      - run: ./ci/file\n'],
  ['token-beside-code', 'a night where something is filed', night, '      - run: ./ci/file\n', '      - run: |\n          cd .\n          sh ./ci/nightly\n      - run: ./ci/file\n'],
  ['token-beside-code', 'another script where something is filed', night, '      - run: ./ci/file\n', '      - run: cd ci && ./nightly\n      - run: ./ci/file\n'],
  ['token-beside-code', 'a build where something is filed', night, '      - run: ./ci/file\n', '      - run: cmake --build build\n      - run: ./ci/file\n'],
  ['token-beside-code', 'all that GitHub says', gate, 'BASE: ', "ALL: \${{ join(github.*, ' ') }}\n          BASE: "],
  ['artifact-in-workspace', 'into the workspace', file, temp, '          path: verdict\n      - run'],
  ['artifact-in-workspace', 'no place', file, temp, '          name: verdict\n      - run'],
  ['artifact-in-workspace', 'and out of the place again', file, temp, '          path: ${{ runner.temp }}/../verdict\n      - run'],
  ['artifact-in-workspace', 'and out of /tmp', file, temp, '          path: /tmp/../__w/verdict\n      - run'],
  ['artifact-in-workspace', 'by hand', file, '      - run: ./ci/file', '      - run: gh run download\n      - run: ./ci/file'],
  ['cache-poisoning', 'what an earlier run left', night, left, '          restore-keys: vigil-\n'],
  ['cache-poisoning', 'a key of no run', night, /vigil-\$\{\{ github.run_id \}\}-\$\{\{ github.run_attempt \}\}\n          restore-keys: vigil-\$\{\{ github.run_id \}\}-\n/, 'vigil\n'],
  ['cache-poisoning', 'what may be missing', night, '          fail-on-cache-miss: true\n', ''],
  ['cache-poisoning', 'something that is run', night, `          path: .vigil\n          key: vigil-\${{ github.run_id }}-\${{ github.run_attempt }}\n${left}`, `          path: build\n          key: vigil-\${{ github.run_id }}-\${{ github.run_attempt }}\n${left}`],
  ['cache-poisoning', 'where outsiders set it off', file, '      - run: ./ci/file', `      - uses: actions/cache/save@${hash} # v4.2.0\n        with: {path: .vigil, key: vigil}\n      - run: ./ci/file`],
  ['self-hosted-runner', 'a label', gate, 'runs-on: ubuntu-24.04', 'runs-on: self-hosted'],
  ['self-hosted-runner', 'labels', gate, 'runs-on: ubuntu-24.04', 'runs-on: [self-hosted, linux]'],
  ['self-hosted-runner', 'a group', gate, 'runs-on: ubuntu-24.04', 'runs-on:\n      group: ours'],
  ['self-hosted-runner', 'an expression', gate, 'runs-on: ubuntu-24.04', 'runs-on: ${{ vars.RUNNER }}'],
  ['curl-to-shell', 'curl | sh', gate, ...step('curl -fsSL https://e.example/i.sh | sh')],
  ['curl-to-shell', 'wget | sudo bash', gate, ...step('wget -qO- https://e.example/i.sh | sudo -E bash -s')],
  ['curl-to-shell', 'over lines', gate, ...step('|\n          curl https://e.example/i.sh \\\n            | /bin/bash')],
  ['curl-to-shell', 'bash <(curl)', gate, ...step('bash <(curl -s https://e.example/i.sh)')],
  ['curl-to-shell', 'sh -c "$(curl)"', gate, ...step('sh -c "$(curl -fsSL https://e.example/i.sh)"')],
  ['curl-to-shell', 'eval', gate, ...step('eval "$(wget -qO- https://e.example/i.sh)"')],
  ['insecure-commands', 'of a step', file, 'HEAD: ', 'ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n          HEAD: '],
  ['bot-conditions', 'the actor', gate, '        if: always()', "        if: github.actor == 'dependabot[bot]'"],
  ['unsound-condition', 'an expression beside words', gate, '        if: always()', "        if: \${{ github.ref }} == 'a'"],
  ['unsound-condition', 'two expressions', gate, '        if: always()', '        if: ${{ always() }} && ${{ false }}'],
  ['unsound-contains', 'in a text', gate, '        if: always()', "        if: contains('refs/heads/main', github.ref)"],
  ['unredacted-secrets', 'a part of one', file, 'HEAD: ${{ github.event.workflow_run.head_sha }}', 'HEAD: ${{ fromJSON(secrets.ALL).head }}'],
  ['missing-timeout', 'of a job', gate, '    timeout-minutes: 20\n', ''],
  ['template-injection', 'the shell of a job', gate, '    steps:\n', '    defaults:\n      run:\n        shell: ${{ github.head_ref }}\n    steps:\n'],
  ['obfuscation', 'a place within', gate, `actions/checkout@${hash}`, `actions/checkout/./a@${hash}`],
];

// Changes that are in order as well.
export const sound = [
  ['a digest of an action', gate, `actions/checkout@${hash} # v4.2.0`, `docker://alpine@sha256:${'0'.repeat(64)}`],
  ['an action of our own', gate, `actions/checkout@${hash} # v4.2.0`, './.github/actions/checkout'],
  ['an artifact below /tmp', file, temp, '          path: /tmp/verdict\n      - run'],
  ['conclusions in a list', file, both, "contains(fromJSON('[\"success\",\"failure\"]'), github.event.workflow_run.conclusion)"],
  ['success alone', file, both, "github.event.workflow_run.conclusion == 'success'"],
  ['a condition in an expression', gate, '        if: always()', '        if: ${{ always() && !cancelled() }}'],
  ['triggers in a list', gate, 'on: pull_request\n', 'on: [pull_request]\n'],
  ['something fetched to a file', gate, ...step('curl -fsSLo a https://e.example/a')],
];
