#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The pages of a sample night, as a reader's browser has them.
// usage: page_test.mjs PAGE_WRITE BUILD
// Screenshots are left in BUILD/shots. PICTURE=FILE: also writes the picture of the README.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { launch, open, unfold, violations } from './browser.mjs';

const [pageWrite, build] = process.argv.slice(2).map((name) => path.resolve(name));
const shots = path.join(build, 'shots');
const views = [375, 1280].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));
const { browser, axe } = await launch(build);
let failed = 0;
let count = 0;

function write(kind, name, more = []) {
  const directory = path.join(build, 'sample', name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const { status, stdout, stderr } = spawnSync(pageWrite, [kind, directory, ...more], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const night = path.join(directory, readdirSync(directory).find((file) => /^\d.*\.html$/.test(file)));
  return { directory, night, index: path.join(directory, 'index.html'), said: stdout.trim() };
}

// Each test has its own pages, closed whatever became of it.
async function test(name, run) {
  const contexts = [];
  const opened = async (...what) => {
    const made = await open(browser, ...what);
    contexts.push(made.context);
    return made;
  };
  const began = performance.now();
  count++;
  try {
    const said = await run(opened);
    console.log(`ok ${count} - ${name}${said ? `: ${said}` : ''} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`not ok ${count} - ${name}\n${String(error.message).replace(/^/gm, '    ')}`);
  }
  await Promise.all(contexts.map((context) => context.close()));
}

const samples = {
  night: write('night', 'night'), clean: write('clean', 'clean'), hostile: write('hostile', 'hostile'), many: write('night', 'many', ['200']),
};
const pages = Object.entries(samples).flatMap(([name, { night, index }]) => [[name, night], [`${name}, index`, index]]);
mkdirSync(shots, { recursive: true });

for (const [name, file] of pages) {
  await test(`${name}: says nothing, asks for nothing, goes nowhere, and has its parts`, async (opened) => {
    const { page, heard } = await opened(file);
    await unfold(page);
    const parts = await page.evaluate(() => ({
      hacked: typeof window.hacked,
      scripts: document.querySelectorAll('script').length,
      styles: document.querySelectorAll('style, [style]').length,
      forbidden: document.querySelectorAll('iframe, object, embed, form, base, link[rel=stylesheet], meta[http-equiv=refresh], audio, video').length,
      handlers: [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames().filter((attribute) => attribute.startsWith('on'))),
      pictures: [...document.images].filter((image) => !image.src.startsWith('data:image/svg+xml;base64,') || !image.naturalWidth || !image.alt).length,
      ways: [...new Set([...document.links].map((link) => link.protocol))].filter((way) => !['https:', 'http:', 'file:'].includes(way)),
      lost: [...document.querySelectorAll('a[href^="#"]')].filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.hash),
      twice: [...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at),
      headings: document.querySelectorAll('h1').length,
      landmarks: ['header', 'main', 'footer'].filter((landmark) => document.querySelectorAll(`body > ${landmark}`).length !== 1),
      language: document.documentElement.lang,
      mode: document.compatMode,
    }));
    assert.deepEqual(parts, {
      hacked: 'undefined', scripts: 1, styles: 1, forbidden: 0, handlers: [], pictures: 0, ways: [], lost: [], twice: [], headings: 1,
      landmarks: [], language: 'en', mode: 'CSS1Compat',
    });
    assert.deepEqual(heard, []);
    return `${statSync(file).size} bytes`;
  });
}

await test('the pages that are linked to are there', async (opened) => {
  for (const { night, index } of Object.values(samples).slice(0, 2)) {
    for (const file of [night, index]) {
      const { page } = await opened(file);
      const files = await page.evaluate(() => [...document.links].filter((link) => link.protocol === 'file:').map((link) => decodeURI(link.pathname)));
      assert.ok(files.length > 0);
      files.forEach((linked) => statSync(linked));
    }
  }
});

await test('every attack is text, exactly', async (opened) => {
  const attacks = JSON.parse(readFileSync(path.join(samples.hostile.directory, 'attacks.json'), 'utf8'));
  const { page, heard } = await opened(samples.hostile.night);
  await unfold(page);
  const seen = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('article.crash')].map((crash) => [crash.id, {
    escaped: crash.querySelector('.escaped code')?.textContent,
    function: crash.querySelector('.stack code').textContent,
    lines: crash.querySelector('.log code').textContent,
    source: crash.querySelector('.source code').textContent,
    note: [...crash.querySelectorAll('dt')].find(({ textContent }) => textContent === 'Note')?.nextSibling.textContent,
    links: [...crash.querySelectorAll('.facts a')].map(({ href }) => href),
  }])));
  const wrong = [];
  for (const attack of attacks) {
    const shown = seen[`crash-${attack.id}`];
    const says = (what, right) => { if (!right) wrong.push(`${attack.name}: as ${what} it is ${JSON.stringify(shown)?.slice(0, 400)}, not ${JSON.stringify(attack).slice(0, 400)}`); };
    says('input', attack.escaped.length >= 1024 ? shown.escaped.startsWith(`"${attack.escaped.slice(0, 1000)}`) : shown.escaped === `"${attack.escaped}"`);
    says('function', shown.function === (attack.function || '?'));
    says('log', shown.lines.startsWith(`==88==ERROR: ${attack.lines}`));
    says('note', shown.note === attack.note || attack.note === '');
    says('link', shown.links.every((link) => /^https?:/.test(link)));
    console.log(`    ${attack.name.padEnd(48)} | ${shown.function.slice(0, 70)}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(heard, []);
  return `${attacks.length} attacks`;
});

await test('the policy is enforced', async (opened) => {
  const { page } = await opened(samples.night.night);
  const refused = await page.evaluate(async () => {
    const heard = new Set();
    const wanted = ['script-src-elem', 'script-src-attr', 'style-src-attr', 'style-src-elem', 'img-src', 'base-uri', 'form-action', 'connect-src'];
    const all = new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        heard.add(event.effectiveDirective);
        if (wanted.every((directive) => heard.has(directive))) resolve();
      });
      setTimeout(resolve, 20000);
    });
    const add = (name, attributes, text = '') => {
      const element = document.createElement(name);
      element.textContent = text;
      document.body.append(element);
      Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
      return element;
    };
    add('script', {}, 'window.injected = 1');
    add('button', { onclick: 'window.injected = 1' }).click();
    add('p', { style: 'color: red' });
    add('style', {}, 'p { color: red }');
    add('img', { src: 'https://e.example/x.png', alt: '' });
    add('base', { href: 'https://e.example/' });
    add('form', { action: 'https://e.example/' }).submit();
    fetch('https://e.example/').catch(() => {});
    await all;
    return { missing: wanted.filter((directive) => !heard.has(directive)), injected: typeof window.injected };
  });
  assert.deepEqual(refused, { missing: [], injected: 'undefined' });
});

// The others differ from the night in what they have, not in how it looks.
for (const [name, file] of pages.filter(([kind]) => !kind.startsWith('many'))) {
  for (const { width, scheme } of views) {
    const hostile = name.startsWith('hostile');
    if (!name.startsWith('night') && (width === 375) !== (scheme === 'dark') || hostile && width !== 375) continue;
    await test(`${name}, ${width} px, ${scheme}: axe finds nothing, and only what may scrolls sideways`, async (opened) => {
      const { page, heard } = await opened(file, { width, scheme });
      await page.screenshot({ path: path.join(shots, `${name.replace(', ', '-')}-${width}-${scheme}.png`), fullPage: !hostile });
      await unfold(page);
      const sideways = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth - window.innerWidth,
        other: [...document.querySelectorAll('body *')].filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1 && element.tabIndex !== 0 &&
          getComputedStyle(element).overflowX !== 'visible').map((element) => element.outerHTML.slice(0, 100)),
      }));
      assert.deepEqual(sideways, { page: 0, other: [] });
      assert.deepEqual(await violations(page, axe, hostile ? ['color-contrast'] : []), []);
      assert.deepEqual(heard, []);
    });
  }
}

await test('all of it is reached by keyboard, in the order of the page', async (opened) => {
  const { page } = await opened(samples.night.night);
  await unfold(page);
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')];
    all.forEach((element, at) => { element.dataset.at = at; });
    return all.length;
  });
  const reached = [];
  for (let i = 0; i < wanted; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.dataset.at));
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', `no focus to be seen at ${reached.at(-1)}`);
  }
  assert.deepEqual(reached, [...Array(wanted).keys()].map(String));
  return `${wanted} stops`;
});

await test('the first stop skips to what was found', async (opened) => {
  const { page } = await opened(samples.night.night);
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Skip to/);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

await test('a command is copied by Enter, and that is said', async (opened) => {
  const { page, context } = await opened(samples.night.night);
  const button = page.locator('button[data-copies]').first();
  const command = await page.locator('.command code').first().textContent();
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('said').textContent === 'The command is copied.');
  assert.match(await button.textContent(), /^Copied the command of crash 1$/);
  const other = await context.newPage();
  await other.setContent('<textarea autofocus></textarea>');
  await other.locator('textarea').focus();
  await other.keyboard.press('Control+V');
  assert.equal(await other.locator('textarea').inputValue(), command);
  await page.waitForFunction(() => document.getElementById('said').textContent === '');
});

await test('where there is no clipboard the selection is copied', async (opened) => {
  const { page } = await opened(samples.night.night);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.locator('button[data-copies]').nth(1).click();
  await page.waitForFunction(() => document.getElementById('said').textContent === 'The command is copied.');
  assert.equal(await page.evaluate(() => String(getSelection())), await page.locator('.command code').nth(1).textContent());
});

await test('without script all is there but the buttons', async (opened) => {
  const words = async (options) => {
    const { page, heard } = await opened(samples.night.night, options);
    const text = await page.locator('body').innerText();
    assert.deepEqual(heard, []);
    return { lines: text.split('\n').map((line) => line.trim()).filter((line) => line !== ''), buttons: await page.locator('button:visible').count() };
  };
  const [without, plain] = [await words({ script: false }), await words({})];
  assert.equal(without.buttons, 0);
  assert.ok(plain.buttons > 0);
  assert.deepEqual(without.lines, plain.lines.filter((line) => !/^Copy( the command of crash \d+)?$|^the command of crash \d+$/.test(line)));
});

await test('page, JSON and Markdown agree', async (opened) => {
  for (const { night } of [samples.night, samples.many, samples.clean]) {
    const { page } = await opened(night);
    const json = JSON.parse(readFileSync(night.replace(/html$/, 'json'), 'utf8'));
    const markdown = readFileSync(night.replace(/html$/, 'md'), 'utf8');
    const shown = await page.evaluate(() => ({
      verdict: document.querySelector('h1 .chip').textContent,
      sentence: document.querySelector('h1').lastChild.textContent.trim(),
      figures: Object.fromEntries([...document.querySelectorAll('header .figures div')].map((figure) => [...figure.children].map(({ textContent }) => textContent))),
      targets: [...document.querySelectorAll('#targets tbody th')].map(({ textContent }) => textContent),
      titles: [...document.querySelectorAll('article .title')].map(({ textContent }) => textContent).sort(),
      troubles: [...document.querySelectorAll('#troubles li')].map(({ textContent }) => textContent),
      notes: [...document.querySelectorAll('#notes li')].map(({ textContent }) => textContent),
    }));
    const { open: waiting } = json.nights.at(-1);
    assert.equal(shown.sentence, json.sentence);
    assert.deepEqual(shown.figures, Object.fromEntries([...Object.entries(json.counts), ...Object.entries(waiting).map(([severity, number]) => [`open ${severity}`, number])]
      .map(([name, number]) => [name, String(number)])));
    assert.deepEqual(shown.targets, json.targets.map(({ name }) => name));
    assert.deepEqual(shown.titles, json.crashes.map(({ title }) => title).sort());
    assert.deepEqual(shown.troubles, json.troubles);
    assert.deepEqual(shown.notes, json.notes);
    assert.ok(markdown.startsWith(`# ${json.sentence}\n`), markdown.slice(0, 200));
    const { counts } = json;
    assert.ok(markdown.includes(`${shown.verdict}: ${counts.new} new, ${counts.back} back, ${counts.flaky} flaky, ${counts.known} known, ${counts.fixed} fixed, ${counts.declined} declined.`), markdown.slice(0, 400));
    json.crashes.forEach(({ title }) => assert.ok(markdown.includes(title), title));
  }
});

await test('what is withheld is nowhere', async () => {
  for (const extension of ['html', 'json', 'md']) {
    const text = readFileSync(samples.night.night.replace(/html$/, extension), 'utf8');
    for (const form of ['secret-input', 'ret-inp', '54 5a 69 66 32', Buffer.from('TZif2-secret-input').toString('base64')]) assert.ok(!text.includes(form), `${form} in ${extension}`);
  }
});

await test('two hundred crashes more', async (opened) => {
  const began = performance.now();
  const { page, heard } = await opened(samples.many.night);
  const loaded = performance.now() - began;
  assert.equal(await page.locator('article.crash').count(), 207);
  assert.deepEqual(heard, []);
  return `${samples.many.said}, ${statSync(samples.many.night).size} bytes, open after ${loaded.toFixed(0)} ms`;
});

if (process.env.PICTURE) {
  const { page, context } = await open(browser, samples.night.night, { height: 880 });
  await page.screenshot({ path: process.env.PICTURE });
  await context.close();
}
await browser.close();
console.log(`${count - failed} of ${count} passed; screenshots in ${shots}`);
process.exitCode = failed > 0 ? 1 : 0;
