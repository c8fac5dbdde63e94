// Every relative link of the project's pages leads somewhere, headings included.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const skipped = new Set(['node_modules', 'build', 'out', '.git']);

function pagesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : pagesBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const withoutCode = (text) => text.replaceAll(/^ *```[^]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchor that a heading has where Markdown is shown as pages. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page) =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));

const pages = pagesBelow(root);
const links = pages.flatMap((page) =>
  [...withoutCode(readFileSync(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

test('every relative link leads to a file, and to a heading of it', () => {
  assert.ok(links.length > 20, `${links.length} links in ${pages.length} pages`);
  const broken = links.filter(({ page, target }) => {
    const [path, heading] = target.split('#');
    const file = path === '' ? page : resolve(dirname(page), path);
    return !existsSync(file) || (heading !== undefined && !anchorsOf(file).includes(heading));
  });
  assert.deepEqual(
    broken.map(({ page, target }) => `${relative(root, page)}: ${target}`),
    [],
  );
});

test('every folder of the top level has a page that says what it holds', () => {
  for (const folder of ['plugin', 'host-sdk', 'sql', 'tests', 'packaging'])
    assert.ok(existsSync(join(root, folder, 'README.md')), folder);
});
