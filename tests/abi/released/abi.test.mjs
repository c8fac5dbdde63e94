// abidiff between the types of each release and today's, and proof that it sees what would break a plugin.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run, start } from '../../support/processes.mjs';
import { removeFolder, temporaryFolder } from '../../support/temporary.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const today = join(here, '../../../host-sdk/include');
const releases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const folder = temporaryFolder('kongflow-abi-');
after(() => removeFolder(folder));

async function library(release, headers, name) {
  const file = join(folder, `${release}-${name}.so`);
  const flags = ['-std=gnu11', '-g', '-fvisibility=hidden', '-shared', '-fPIC', '-I', headers];
  await run('cc', [...flags, join(here, release, 'surface.c'), '-o', file]);
  return file;
}

/** What abidiff says of a release's types as `headers` have them: {code, output}, code 0 when nothing breaks. */
async function difference(release, headers, name) {
  const released = await library(release, join(here, release, 'include'), 'released');
  const changed = await library(release, headers, name);
  const abidiff = start('abidiff', ['--suppressions', join(here, 'accepted.suppr'), released, changed]);
  return { code: await abidiff.exited, output: abidiff.output() };
}

/** Headers of the release with one change. */
function changed(release, name, [file, from, to]) {
  const headers = join(folder, name);
  cpSync(join(here, release, 'include'), headers, { recursive: true });
  const path = join(headers, 'kongflow/abi', file);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
  return headers;
}

test('there is a release', () => assert.ok(releases.includes('1.0')));

for (const release of releases) {
  test(`today's types are those of ${release}`, async () => {
    const { code, output } = await difference(release, today, 'today');
    assert.equal(code, 0, output);
  });
}

const allowed = {
  'a function at the end of a service': [
    'tasks.h',
    '} kf_task_service;',
    'kf_status (*later)(const kf_host* host);\n} kf_task_service;',
  ],
  'a member at the end of a struct': ['http.h', '} kf_http_request;', 'kf_str later;\n} kf_http_request;'],
  'another status': ['types.h', 'KF_INTERNAL = 9', 'KF_INTERNAL = 9, KF_LATER = 10'],
};
for (const [name, change] of Object.entries(allowed)) {
  test(`${name} is accepted`, async () => {
    const { code, output } = await difference('1.0', changed('1.0', name.replaceAll(' ', '-'), change), 'changed');
    assert.equal(code, 0, output);
  });
}

const refused = {
  'a member in the middle of a struct': ['tasks.h', '  kf_str identifier;', '  kf_str early;\n  kf_str identifier;'],
  'a member of another type': ['call.h', 'int64_t (*remaining_ms)', 'int32_t (*remaining_ms)'],
  'a parameter more': [
    'tasks.h',
    '(const kf_host* host, kf_str identifier, ',
    '(const kf_host* host, kf_str identifier, int32_t more, ',
  ],
  'a longer kf_str': ['types.h', '} kf_str;', 'uint32_t later;\n} kf_str;'],
  'another return value of a hook': ['http.h', 'typedef void (*kf_http_fn)', 'typedef kf_status (*kf_http_fn)'],
};
for (const [name, change] of Object.entries(refused)) {
  test(`${name} is noticed`, async () => {
    const { code, output } = await difference('1.0', changed('1.0', name.replaceAll(' ', '-'), change), 'changed');
    assert.equal(code & 4, 4, output); // abidiff's bit for a change
    assert.match(output, /[1-9] Changed/);
  });
}

test('a function less does not compile', async () => {
  const less = ['console.h', '  void (*reply)(kf_console_reply* reply, kf_str text);', ''];
  await assert.rejects(difference('1.0', changed('1.0', 'less', less), 'changed'), /has no member named/);
});
