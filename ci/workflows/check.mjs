#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Looks at each of the files by rules.mjs, and first whether each rule finds the faults that are planted.
// usage: check.mjs NODE_MODULES FILE…      NODE_MODULES has yaml and @actions/expressions
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { conditions } from './condition.mjs';
import { faults, good, sound } from './faults.mjs';
import { rules } from './rules.mjs';

const [modules, ...files] = process.argv.slice(2);
const library = (file) => import(pathToFileURL(path.resolve(modules, file)));
const { parseDocument, visit } = (await library('yaml/dist/index.js')).default;
const holds = conditions(await library('@actions/expressions/dist/index.js'), await library('@actions/expressions/dist/result.js'));

// [rule, what is wrong] of a workflow or an action.
function look(text) {
  const document = parseDocument(text, { merge: true }), comments = new Map();
  if (document.errors.length > 0) return document.errors.map((error) => ['yaml', error.message]);
  visit(document, { Pair(_, { key, value }) {
    if (key?.value === 'uses') comments.set(value?.value, [...comments.get(value?.value) ?? [], value?.comment ?? '']);
  } });
  const workflow = document.toJS();
  return Object.entries(rules).flatMap(([rule, find]) => find(workflow, { comments, holds }).map((what) => [rule, what]));
}

const wrong = [];
function planted([rule, name, text, from, to]) {
  const changed = text.replace(from, () => to);
  const found = look(changed).map(([one]) => one);
  if (changed === text) wrong.push(`planted fault ${rule}, ${name}: there is nothing to replace`);
  if (!found.includes(rule)) wrong.push(`planted fault ${rule}, ${name}: not found (found: ${found.join(', ') || 'nothing'})`);
}

function accepted([name, text, from, to]) {
  const changed = from === undefined ? text : text.replace(from, () => to);
  if (from !== undefined && changed === text) wrong.push(`in order, ${name}: there is nothing to replace`);
  for (const [rule, what] of look(changed)) wrong.push(`in order, ${name}: ${rule}: ${what}`);
}

Object.entries(good).forEach(accepted);
sound.forEach(accepted);
faults.forEach(planted);
for (const rule of Object.keys(rules)) if (!faults.some(([one]) => one === rule)) wrong.push(`no fault is planted for ${rule}`);

for (const file of files) for (const [rule, what] of look(readFileSync(file, 'utf8'))) wrong.push(`${file}: ${rule}: ${what}`);
for (const words of wrong) console.error(words);
console.log(`${Object.keys(rules).length} rules, ${faults.length} planted faults, ${files.length} files: ${wrong.length} wrong`);
process.exit(wrong.length > 0 ? 1 : 0);
