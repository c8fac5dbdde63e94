// What the platform's database does wrong is not the user's fault: 503, a warning with the cause, and a counter.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Database } from '../support/database.mjs';
import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { Panels } from '../support/panels.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

let server;
let admin;
let host;
let app;
let environment;
let api;
let hook;

before(async () => {
  server = await PrivatePostgres.start();
  const root = new Database(`postgres://kongflow@127.0.0.1:${server.port}/postgres`);
  await root.rows('create role app login');
  await root.rows('create database platform owner app');
  await root.close();
  admin = new Database(`postgres://kongflow@127.0.0.1:${server.port}/platform`);
  host = new Host({
    database: `postgres://app@127.0.0.1:${server.port}/platform`,
    settings: { 'plugins.endpoints.database.statement_timeout': '1s' },
  });
  await host.migrate();
  await host.start();
  app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest()))]);
  environment = await host.createEnvironment();
  api = host.api(environment.apiKey);
  const created = await register('known');
  assert.equal(created.status, 200, created.text);
  hook = new URL((await api.get('/api/v1/endpoints/known')).json.hookUrl).pathname;
});

after(async () => {
  await app?.stop();
  await host?.remove();
  await admin?.close();
  await server?.stop();
});

const register = (id) => api.post('/api/v1/endpoints', { id, url: `${app.url}/api/trigger` });

const requests = {
  'a registration': () => register('new'),
  'an index': () => api.post('/api/v1/endpoints/known/index', {}),
  'a deploy hook': () => host.api().post(hook),
};

const readOnly = async (value) => {
  await admin.rows(`alter system set default_transaction_read_only = ${value}`);
  await admin.rows('select pg_reload_conf()');
};

// [cause, what is wrong, how it begins, how it ends]. ALTER SYSTEM is allowed in a read-only database.
const faults = [
  [
    'read_only',
    'a read-only database',
    () => readOnly('on'),
    () => readOnly('off'),
  ],
  [
    'permissions',
    'missing rights',
    () => admin.rows('revoke insert on endpoint_index_runs from app'),
    () => admin.rows('grant insert on endpoint_index_runs to app'),
  ],
  [
    'schema',
    'a missing table',
    () => admin.rows('alter table endpoint_index_runs rename to elsewhere'),
    () => admin.rows('alter table elsewhere rename to endpoint_index_runs'),
  ],
  [
    'schema',
    'a trigger that refuses',
    async () => {
      await admin.rows(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`);
      await admin.rows('create trigger refuse before insert on endpoint_index_runs execute function refuse()');
    },
    () => admin.rows('drop function refuse() cascade'),
  ],
  ['timeout', 'a locked table', lock, unlock],
];

let holder;
async function lock() {
  holder = await admin.pool.connect();
  await holder.query('begin');
  await holder.query('lock table endpoint_index_runs');
}
async function unlock() {
  await holder.query('rollback');
  holder.release();
}

const failures = async (cause) => {
  const line = `kongflow_endpoints_database_failures_total{cause="${cause}"`;
  const { text } = await host.api().get('/metrics');
  return Number(text.split('\n').find((one) => one.startsWith(line))?.split(' ').at(-1));
};

const reported = (call) =>
  until(`the log has a warning of ${call}`, () =>
    host
      .log()
      .split('\n')
      .filter((line) => line.includes(call) && line.includes('The database failed.'))
      .map((line) => JSON.parse(line))
      .at(0),
  );

for (const [cause, what, begin, end] of faults) {
  for (const [request, send] of Object.entries(requests)) {
    test(`${request} on ${what} is 503, and is logged and counted as ${cause}`, async () => {
      const before = await failures(cause);
      await begin();
      try {
        const answer = await send();
        assert.equal(answer.status, 503, answer.text);
        assert.deepEqual(answer.json, {
          error: 'The database is not available. Try again in a moment.',
          code: 'DATABASE',
        });
        assert.equal(answer.headers['retry-after'], '1');
        const line = await reported(answer.headers['x-request-id']);
        assert.equal(line.level, 'warning');
        assert.equal(line.cause, cause);
        assert.match(line.sqlstate, /^[0-9A-Z]{5}$/);
        assert.ok(line.error.length > 0);
        assert.ok((await failures(cause)) > before);
      } finally {
        await end();
      }
      await until('it is well again', async () => (await api.get('/api/v1/endpoints/known')).status === 200);
      assert.equal((await api.get('/api/v1/endpoints/new')).status, 404);
    });
  }
}

test('the console says what PostgreSQL said', async () => {
  const [, , begin, end] = faults.find(([cause]) => cause === 'permissions');
  const input = { environment: environment.id, id: 'new', url: `${app.url}/api/trigger` };
  await begin();
  try {
    const answer = await new Panels(host.console()).act('register', input);
    assert.equal(answer.status, 503, answer.text);
    assert.equal(answer.json.code, 'DATABASE');
    assert.match(answer.json.reason, /permission denied/);
    assert.equal((await reported(answer.headers['x-request-id'])).cause, 'permissions');
  } finally {
    await end();
  }
});

test('values that PostgreSQL refuses are 400 FAILED_UPSERT, and are logged and counted too', async () => {
  await admin.rows(`alter table endpoints add constraint no_refused check (slug <> 'refused')`);
  const before = await failures('statement');
  const answer = await register('refused');
  assert.equal(answer.status, 400, answer.text);
  assert.equal(answer.json.code, 'FAILED_UPSERT');
  const line = await reported(answer.headers['x-request-id']);
  assert.deepEqual([line.level, line.cause, line.sqlstate], ['warning', 'statement', '23514']);
  assert.equal(await failures('statement'), before + 1);
});
