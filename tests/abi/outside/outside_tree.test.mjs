// The SDK as authors of plugins have it: installed elsewhere, found by CMake or pkg-config, and what they build with it
// in a running host.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

import { Host } from '../../support/host.mjs';
import { request } from '../../support/http.mjs';
import { forgetAnswersOf } from '../../support/openapi.mjs';
import { run, start } from '../../support/processes.mjs';
import { tasksOf } from '../../support/queue.mjs';
import { removeFolder, temporaryFolder } from '../../support/temporary.mjs';
import { until } from '../../support/wait.mjs';

const { CMAKE = 'cmake', BUILD_TREE, INSTRUMENTATION = '' } = process.env;
const folder = temporaryFolder('kongflow-sdk-');
const prefix = join(folder, 'prefix');
const plugins = join(folder, 'host/lib/kongflow/plugins');
const findable = { env: { ...process.env, PKG_CONFIG_PATH: join(prefix, 'share/pkgconfig') } };
const examples = ['greeter', 'hello', 'minimal', 'registrar'];

const configure = (source, build) => [
  CMAKE,
  [
    ...['-S', source, '-B', build, '-G', 'Ninja'],
    `-DCMAKE_PREFIX_PATH=${prefix}`,
    `-DCMAKE_CXX_FLAGS=${INSTRUMENTATION}`,
    `-DKONGFLOW_SANITIZE=${INSTRUMENTATION}`,
  ],
];

async function build(name) {
  const out = join(folder, 'build', name);
  await run(...configure(join(prefix, 'share/doc/kongflow-host-sdk/examples', name), out));
  await run(CMAKE, ['--build', out]);
  await run('ctest', ['--test-dir', out, '--output-on-failure']);
  await run(CMAKE, ['--install', out, '--prefix', join(folder, 'host')]);
}

before(async () => {
  // What is installed can be moved: nothing in it names its place.
  await run(CMAKE, ['--install', BUILD_TREE, '--component', 'sdk', '--prefix', join(folder, 'first')]);
  renameSync(join(folder, 'first'), prefix);
  for (const name of examples) await build(name);
});
after(() => removeFolder(folder));

test('the examples run in a host', async () => {
  const host = await Host.start({
    plugins,
    settings: {
      'plugins.endpoints.enabled': false,
      ...Object.fromEntries(examples.map((name) => [`plugins.${name}.path`, `${name}.so`])),
    },
  });
  forgetAnswersOf(host.url); // the API's document tells of the endpoints plugin alone
  const database = host.openDatabase();
  try {
    const listed = await host.command('plugins');
    for (const name of examples) assert.match(listed, new RegExp(`^${name} .*1\\.0\\.0`, 'm'));

    assert.equal((await request(host.url, { path: '/greet/world' })).text, 'Hello, world');
    assert.equal((await request(host.url, { path: '/hello/world' })).text, 'Hello, world');
    assert.equal((await request(host.url, { path: '/minimal/world' })).text, 'world');

    await database.rows(
      `select graphile_worker.add_job('greet', '{"to":"world"}'), graphile_worker.add_job('greet', '{}'),
        graphile_worker.add_job('registerSource', json_build_object('source', json_build_object('key', 'k'),
          'endpointId', gen_random_uuid()))`,
    );
    const [left] = await until('the tasks ran', async () => {
      const tasks = await tasksOf(database);
      return tasks.length === 1 && tasks[0].lastError && tasks;
    });
    assert.equal(left.lastError, 'The task greet needs a payload.');
    assert.match(host.log(), /Greeted by a task\..*\{\\"to\\":\s*\\"world\\"\}/);
    assert.equal(await database.value('select kind || key from registrar_entries'), 'sourcek');
  } finally {
    await database.close();
    await host.remove();
  }
});

test('pkg-config is enough for a plugin in C', async () => {
  const source = join(prefix, 'share/doc/kongflow-host-sdk/examples/minimal/minimal.c');
  const { printed } = await run('pkg-config', ['--cflags', 'kongflow-host-sdk'], findable);
  const library = join(folder, 'pkg-config', 'minimal.so');
  mkdirSync(join(folder, 'pkg-config'));
  const flags = ['-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-shared', '-fPIC'];
  await run('cc', [...printed.trim().split(/\s+/), ...flags, source, '-o', library]);
  const host = new Host({
    plugins: join(folder, 'pkg-config'),
    settings: { 'plugins.endpoints.enabled': false, 'plugins.minimal.path': 'minimal.so' },
  });
  try {
    assert.match(await host.command('plugins'), /^minimal .*minimal\.echo/m);
  } finally {
    await host.remove();
  }
});

test('what pkg-config tells is there', async () => {
  const told = async (variable) =>
    (await run('pkg-config', [`--variable=${variable}`, 'kongflow-host-sdk'], findable)).printed.trim();
  assert.match(readFileSync(await told('exports'), 'utf8'), /kongflow_plugin_entry/);
  assert.equal(resolve(await told('plugindir')), join(prefix, 'lib/kongflow/plugins'));
});

test('another major version is not found', async () => {
  const source = join(folder, 'later');
  mkdirSync(source);
  writeFileSync(
    join(source, 'CMakeLists.txt'),
    'cmake_minimum_required(VERSION 3.25)\nproject(later C)\nfind_package(KongflowHostSdk 2.0 REQUIRED)\n',
  );
  const configuring = start(...configure(source, join(folder, 'build', 'later')));
  assert.equal(await configuring.exited, 1);
  assert.match(configuring.output(), /KongflowHostSdkConfig\.cmake, version: 1\.0\.0/);
});
