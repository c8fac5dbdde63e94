// A database that neither answers nor closes its connections, as behind a frozen pooler: the host says so, gives its
// tasks up before another host takes them over, stops in bounded time, and goes on by itself afterwards.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { CutProxy } from '../faults/cut_proxy.mjs';
import { Host } from '../support/host.mjs';
import { request } from '../support/http.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

/** An app that keeps its first request for an index until the client closes it; `indexes` has every request for one. */
async function startApp() {
  const app = { indexes: [], overlapped: false };
  const server = createServer((incoming, response) => {
    if (incoming.headers['x-trigger-action'] !== 'INDEX_ENDPOINT') return response.end('{"ok":true}');
    app.overlapped ||= app.indexes.some(({ open }) => open);
    const index = { open: true };
    response.on('close', () => (index.open = false));
    if (app.indexes.push(index) > 1) response.end(JSON.stringify(sampleManifest()));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  app.url = `http://127.0.0.1:${server.address().port}`;
  app.stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return app;
}

async function behindProxy(work) {
  const postgres = await PrivatePostgres.start();
  const proxy = await CutProxy.start(postgres.port);
  const app = await startApp();
  const database = await postgres.createDatabase('frozen');
  const first = new Host({
    database: `postgresql://kongflow@127.0.0.1:${proxy.port}/frozen`,
    settings: { shutdown_grace: '500ms', 'plugins.endpoints.index.timeout': '60s' },
  });
  const second = new Host({ database });
  try {
    await first.migrate();
    const environment = await first.createEnvironment();
    await first.start();
    await work({ first, second, proxy, app, environment });
  } finally {
    proxy.heal({ reset: false });
    await first.remove();
    await second.remove();
    await app.stop();
    await proxy.stop();
    await postgres.stop();
  }
}

const register = (host, environment, id, app) =>
  host.api(environment.apiKey).post('/api/v1/endpoints', { id, url: `${app.url}/api/trigger` });

const readiness = (host) => request(host.url, { path: '/readyz', timeoutMs: 10_000 });

test('a host whose database freezes gives up its tasks, says so, and recovers', { timeout: 240_000 }, async () => {
  await behindProxy(async ({ first, second, proxy, app, environment }) => {
    await register(first, environment, 'slow', app);
    await until('the task runs', () => app.indexes.length === 1);
    await second.start();
    proxy.cut();
    await until('the host lets its task go', () => !app.indexes[0].open, { describe: () => first.log() });
    assert.match(first.log(), /The database has not confirmed this host in time/);

    const answer = await until('it says that it is not heard of', async () => {
      const ready = await readiness(first);
      assert.ok(!ready.gaveUp);
      assert.equal(ready.status, 503);
      return /heartbeat was last written \d+ s ago/.test(ready.json.checks.heartbeat) && ready.json;
    });
    assert.match(answer.checks.database, /PostgreSQL did not respond|Cannot connect to PostgreSQL/);

    const database = second.openDatabase();
    try {
      const done = () => database.value("select count(*) from endpoint_index_runs where status = 'SUCCESS'");
      await until('the other host has done the task', async () => (await done()) === 1, { timeoutMs: 60_000 });
      assert.equal(app.indexes.length, 2);
      assert.equal(app.overlapped, false);

      await second.stop();
      proxy.heal({ reset: false });
      await until('the host is ready again', async () => (await readiness(first)).status === 200, {
        timeoutMs: 60_000,
        describe: () => first.log(),
      });
      await until('it says so', () => first.log().includes('The database confirms this host again'));
      await register(first, environment, 'quick', app);
      await until('it takes tasks again', async () => (await done()) === 2, { timeoutMs: 60_000 });
    } finally {
      await database.close();
    }
  });
});

test('a host whose database is frozen stops in bounded time', { timeout: 120_000 }, async () => {
  await behindProxy(async ({ first, proxy, app, environment }) => {
    await register(first, environment, 'slow', app);
    await until('the task runs', () => app.indexes.length === 1);
    proxy.cut();
    assert.equal(await first.stop(20_000), 1);
    assert.match(first.log(), /the database does not respond; the host exits without it/);
  });
});
