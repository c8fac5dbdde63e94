// Case files: lists of cases, a file a group.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Cases of the folder's *.json files in order; `groups`: how the wanted files begin; `only`: part of the wanted ids. */
export function loadCases(folder, { groups, only } = {}) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .filter((name) => !groups || groups.some((group) => name.startsWith(group)))
    .sort();
  if (files.length === 0)
    throw new Error(`no case files in ${folder}${groups ? ` that begin with ${groups.join(' or ')}` : ''}`);
  const pattern =
    only === undefined ? undefined : new RegExp(only.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*'));
  return files.flatMap((name) => readFile(join(folder, name))).filter(({ id }) => !pattern || pattern.test(id));
}

function readFile(path) {
  const cases = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(cases) || cases.some((one) => !one.id || !Array.isArray(one.steps) || !Array.isArray(one.adopt))) {
    throw new Error(`${path} is no list of cases`);
  }
  return cases.map((one) => ({ ...one, file: basename(path) }));
}
