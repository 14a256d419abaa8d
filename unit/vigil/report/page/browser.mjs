// SPDX-License-Identifier: MIT
// Debian's Chromium, steered; and what it says of a page: every message, request, dialog, journey.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const names = ['chromium-headless-shell', 'chromium'];
const directories = (process.env.PATH ?? '').split(':');

function findChromium() {
  for (const name of names) {
    for (const directory of directories) {
      if (existsSync(path.join(directory, name))) return path.join(directory, name);
    }
  }
  throw new Error(`neither ${names.join(' nor ')} is there (ci/bootstrap --page)`);
}

export async function launch(modules) {
  const require = createRequire(path.join(modules, 'node_modules', 'x'));
  const { chromium } = require('playwright-core');
  const args = ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync'];
  if (process.getuid() === 0) args.push('--no-sandbox');
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  return { browser: await chromium.launch({ executablePath: findChromium(), args }), axe };
}

// A page that is open, and `heard`, all that it did besides.
export async function open(browser, file, options = {}) {
  const { width = 1280, scheme = 'light', script = true, height = 900 } = options;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script, reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const heard = [];
  page.on('console', (message) => heard.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { heard.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== url && !request.url().startsWith('data:')) heard.push(`request: ${request.url()}`); });
  context.on('page', () => heard.push('another page'));
  page.on('framenavigated', (frame) => { if (frame.url() !== url) heard.push(`journey: ${frame.url()}`); });
  page.on('frameattached', () => heard.push('frame'));
  await page.goto(url, { waitUntil: 'load' });
  return { page, context, heard };
}

export const unfold = (page) => page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });

// What axe finds, in words, but for the rules left out.
export async function violations(page, axe, without = []) {
  await page.evaluate(axe);
  return page.evaluate(async (left) => {
    const { violations: all } = await window.axe.run(document, { resultTypes: ['violations'], rules: Object.fromEntries(left.map((rule) => [rule, { enabled: false }])) });
    return all.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.length} of: ${nodes[0].html.slice(0, 200)}: ${nodes[0].failureSummary}`);
  }, without);
}
