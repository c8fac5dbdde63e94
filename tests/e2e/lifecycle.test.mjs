// Starting, draining, reloading and restarting the host; and that it keeps secrets.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const empty = sampleManifest();

async function withHost(options, work) {
  const host = await Host.start(options);
  const app = await FakeApp.start([pong, indexReplies(manifestReply(empty))]);
  try {
    const environment = await host.createEnvironment();
    await work({ host, app, environment, api: host.api(environment.apiKey) });
  } finally {
    await app.stop();
    await host.remove();
  }
}

const succeeded = (api) =>
  until(
    'the index is done',
    async () => {
      const { latestRun } = (await api.get('/api/v1/endpoints/my-app')).json;
      return latestRun.status === 'SUCCESS' ? latestRun : undefined;
    },
    { timeoutMs: 60_000 },
  );

const register = (api, app, id = 'my-app') => api.post('/api/v1/endpoints', { id, url: `${app.url}/api/trigger` });

test(
  'SIGTERM lets a running index finish, refuses new work meanwhile, and a restart finds everything',
  { timeout: 120_000 },
  async () => {
    await withHost({}, async ({ host, app, environment, api }) => {
      app.rules = [pong, indexReplies(manifestReply(empty, { delayMs: 2_000 }))];
      assert.equal((await register(api, app)).status, 200);
      await until('the app is asked for its index', () => app.indexRequests.length > 0);
      host.signal('SIGTERM');
      await until('the host says that it drains', async () => (await host.probe('/readyz')) === 503, { everyMs: 5 });
      assert.equal(await host.probe('/healthz'), 200);
      const refused = await api.get('/api/v1/endpoints');
      assert.equal(refused.status, 503);
      assert.ok(Number(refused.headers['retry-after']) > 0);
      assert.equal(await host.ended(), 0, host.log());

      await host.start();
      const restarted = host.api(environment.apiKey);
      const { json } = await restarted.get('/api/v1/endpoints/my-app');
      assert.equal(json.latestRun.status, 'SUCCESS');
      assert.equal(json.latestRun.attempt, 1);
      assert.equal((await restarted.get('/api/v1/endpoints/my-app/indexes')).json.indexes.length, 1);
      assert.equal(app.requests.length, 2, 'nothing was asked twice');
    });
  },
);

test('SIGTERM lets a running request answer', { timeout: 120_000 }, async () => {
  await withHost({}, async ({ host, app, api }) => {
    app.rules = [{ ...pong, reply: { ...pong.reply, delayMs: 1_500 } }, indexReplies(manifestReply(empty))];
    const answer = register(api, app);
    await until('the app is pinged', () => app.requests.length > 0);
    host.signal('SIGTERM');
    assert.equal((await answer).status, 200);
    assert.equal(await host.ended(), 0, host.log());
  });
});

test(
  'an index that outlives the grace time is cancelled and done after the restart',
  { timeout: 120_000 },
  async () => {
    await withHost({ settings: { shutdown_grace: '500ms' } }, async ({ host, app, environment, api }) => {
      app.rules = [pong, indexReplies({ behaviour: 'hang' }, manifestReply(empty))];
      const created = await register(api, app);
      assert.equal(created.status, 200);
      await until('the app is asked for its index', () => app.indexRequests.length > 0);
      host.signal('SIGTERM');
      await host.ended(10_000);

      await host.start();
      const restarted = host.api(environment.apiKey);
      const run = await succeeded(restarted);
      assert.equal(run.id, created.json.endpointIndex.id);
      assert.equal((await restarted.get('/api/v1/endpoints/my-app/indexes')).json.indexes.length, 1);
    });
  },
);

test(
  'SIGHUP takes a changed configuration, and keeps the old one when the new one is wrong',
  { timeout: 120_000 },
  async () => {
    await withHost({}, async ({ host, app, api }) => {
      assert.equal((await register(api, app)).status, 200);
      const reload = async (changes, what, condition) => {
        host.writeConfig(changes);
        host.signal('SIGHUP');
        await until(what, condition, { describe: () => host.log().split('\n').slice(-5).join('\n') });
      };
      await reload(
        { 'plugins.endpoints.egress.allow': [] },
        'loopback is closed',
        async () => (await register(api, app)).status === 400,
      );
      const { json } = await register(api, app);
      assert.match(json.error, /^Could not connect to endpoint/);
      assert.match(json.reason, /loopback/);

      await reload({ 'plugins.endpoints.ping.timeout': 'soon' }, 'the log names what is wrong', () =>
        host.log().includes('ping.timeout'),
      );
      assert.ok(host.running());
      assert.equal((await register(api, app)).status, 400, 'the last good configuration is in force');

      const good = { 'plugins.endpoints.ping.timeout': '5s', 'plugins.endpoints.egress.allow': ['127.0.0.0/8'] };
      await reload(good, 'loopback is open again', async () => (await register(api, app)).status === 200);
    });
  },
);

test('secrets are in no log and in no answer of a failure', { timeout: 120_000 }, async () => {
  const postgres = await PrivatePostgres.start();
  try {
    const url = new URL(await postgres.createDatabase('secrets'));
    url.password = 'swordfish';
    const migrator = new Host({ database: url.href });
    await migrator.migrate();
    await migrator.remove();
    await withHost(
      { database: url.href, settings: { 'log.level': 'debug' } },
      async ({ host, app, environment, api }) => {
        const created = await register(api, app);
        assert.equal(created.status, 200, created.text);
        await until('it is indexed', async () => (await api.get('/api/v1/endpoints/my-app')).json.latestIndex);
        await api.post(`/api/v1/endpoints/${environment.id}/my-app/index/${created.json.indexingHookIdentifier}`, {});
        app.rules = [{ reply: { status: 500, body: `{"echo":"${environment.apiKey}"}` } }];
        const failures = [await register(api, app), await api.post('/api/v1/endpoints/my-app/index', {})];
        app.rules = [{ reply: { body: `{"ok":false,"error":"the key ${environment.apiKey} is wrong"}` } }];
        failures.push(await register(api, app));
        const token = readFileSync(join(host.settings.data_dir, 'console-token'), 'utf8').trim();
        assert.equal(statSync(join(host.settings.data_dir, 'console-token')).mode & 0o777, 0o600);
        await host.console().get('/console/api/panels');
        await host.stop();
        const places = { log: host.log(), answers: failures.map(({ text }) => text).join('\n') };
        for (const [place, text] of Object.entries(places)) {
          for (const [name, secret] of Object.entries({
            'API key': environment.apiKey,
            'console token': token,
            'database password': 'swordfish',
          })) {
            assert.ok(
              !text.includes(secret),
              `the ${name} is in the ${place}:\n${text.split('\n').find((line) => line.includes(secret))}`,
            );
          }
        }
        assert.ok(!host.log().includes(created.json.indexingHookIdentifier), 'the hook identifier is as good as a key');
      },
    );
  } finally {
    await postgres.stop();
  }
});
