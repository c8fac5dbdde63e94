// What packaging/OPERATIONS.md says of backing up, restoring and rolling back, done for real.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { embeddedConnection } from '../support/database.mjs';
import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { PrivatePostgres, postgresPrograms } from '../support/private_postgres.mjs';
import { run } from '../support/processes.mjs';
import { registerTasksOf } from '../support/queue.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { removeFolder, temporaryFolder } from '../support/temporary.mjs';
import { until } from '../support/wait.mjs';

const jobs = 3;

let app;
let postgres;
let folder;

before(async () => {
  app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest({ jobs: sampleJobs(jobs) })))]);
  postgres = await PrivatePostgres.start();
  folder = temporaryFolder('kongflow-backup-');
});

after(async () => {
  await app?.stop();
  await postgres?.stop();
  if (folder) removeFolder(folder);
});

const program = (name, ...args) => run(join(postgresPrograms(), name), args);

const ofEmbedded = (host) => {
  const { host: socket, port, user, database } = embeddedConnection(host.settings.data_dir);
  return ['-h', socket, '-p', String(port), '-U', user, '-d', database];
};

/** Registers the app; returns what a restored host must know: {apiKey, slug, shown, tasks}. */
async function fill(host, slug) {
  const { apiKey } = await host.createEnvironment({ project: slug });
  const api = host.api(apiKey);
  assert.equal((await api.post('/api/v1/endpoints', { id: slug, url: `${app.url}/api/trigger` })).status, 200);
  await until('the endpoint is indexed', async () => (await api.get(`/api/v1/endpoints/${slug}`)).json.latestIndex);
  return { apiKey, slug, ...(await known(host, apiKey, slug)) };
}

async function known(host, apiKey, slug) {
  const { json } = await host.api(apiKey).get(`/api/v1/endpoints/${slug}`);
  const { hookUrl, ...shown } = json;
  const database = host.openDatabase();
  try {
    const tasks = (await registerTasksOf(database, shown.id)).map(({ identifier, payload }) => [identifier, payload]);
    return { shown, hookPath: new URL(hookUrl).pathname, tasks };
  } finally {
    await database.close();
  }
}

async function assertRestored(host, { apiKey, slug, ...before }) {
  host.mustNotLog(apiKey);
  assert.equal(before.tasks.length, jobs);
  assert.deepEqual(await known(host, apiKey, slug), before);
  const api = host.api(apiKey);
  const again = await api.post(`/api/v1/endpoints/${slug}/index`, { reason: 'restored' });
  assert.equal(again.status, 200, again.text);
  assert.equal((await api.post(before.hookPath, { deployed: true })).status, 200);
}

test('a dump of a database is served by a host on another server', async () => {
  const first = await Host.start({
    database: await postgres.createDatabase('first'),
    settings: { 'database.migrate': true },
  });
  const dump = join(folder, 'first.dump');
  let before;
  try {
    before = await fill(first, 'dumped');
    await program('pg_dump', '--format=custom', `--file=${dump}`, `--dbname=${first.database}`);
  } finally {
    await first.remove();
  }
  const database = await postgres.createDatabase('second');
  await program('pg_restore', '--exit-on-error', '--no-owner', `--dbname=${database}`, dump);
  const second = await Host.start({ database });
  try {
    await assertRestored(second, before);
  } finally {
    await second.remove();
  }
});

test('a dump of an embedded PostgreSQL, taken while it works, is restored into another one', async () => {
  const first = await Host.start();
  const dump = join(folder, 'embedded.dump');
  let before;
  try {
    before = await fill(first, 'embedded');
    await program('pg_dump', '--format=custom', `--file=${dump}`, ...ofEmbedded(first));
  } finally {
    await first.remove();
  }
  const second = await Host.start();
  try {
    await program('pg_restore', '--clean', '--if-exists', '--single-transaction', ...ofEmbedded(second), dump);
    await until('the host is ready', async () => (await second.probe('/readyz')) === 200);
    await assertRestored(second, before);
  } finally {
    await second.remove();
  }
});

test('a copy of the data folder of a stopped host is a backup', async () => {
  const first = await Host.start();
  const copy = join(folder, 'data');
  let before;
  try {
    before = await fill(first, 'copied');
    assert.equal(await first.stop(), 0);
    chmodSync(folder, 0o755);
    await run('cp', ['-a', first.settings.data_dir, copy]);
  } finally {
    await first.remove();
  }
  const second = await Host.start({ settings: { data_dir: copy } });
  try {
    await assertRestored(second, before);
  } finally {
    await second.remove();
  }
});

test('the newest migration of the plugin is rolled back, and applied again, without a loss', async () => {
  const database = await postgres.createDatabase('rolled');
  const host = await Host.start({ database, settings: { 'database.migrate': true } });
  try {
    const before = await fill(host, 'rolled');
    assert.equal(await host.stop(), 0);
    await host.command('migrate', 'down', 'endpoints');
    const { printed } = await run(host.program, ['migrate', 'status', '--config', host.configFile], { expectCode: 1 });
    assert.equal(printed.match(/pending/g).length, 1, printed);
    await host.command('migrate', 'up');
    await host.start();
    await assertRestored(host, before);
  } finally {
    await host.remove();
  }
});
