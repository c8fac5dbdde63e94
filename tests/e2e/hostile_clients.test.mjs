// Clients that want to stop the host: bursts of hook calls, thousands of connections that say nothing.
import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { FakeApp } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const calls = 10_000;
const lanes = 100;
const connections = 2_000;

let host, app, api, database;

before(async () => {
  host = await Host.start({ settings: { 'log.level': 'warning', 'plugins.endpoints.index.hook_delay': '1s' } });
  app = await FakeApp.start([
    { action: 'PING', reply: { body: '{"ok":true}' } },
    { action: 'INDEX_ENDPOINT', reply: { body: JSON.stringify(sampleManifest()) } },
  ]);
  api = host.api((await host.createEnvironment()).apiKey);
  database = host.openDatabase();
});
after(async () => {
  await database?.close();
  await app?.stop();
  await host?.remove();
});

async function registered(id) {
  assert.equal((await api.post('/api/v1/endpoints', { id, url: `${app.url}/api/trigger` })).status, 200);
  return (await api.get(`/api/v1/endpoints/${id}`)).json;
}

function call(url, agent) {
  return new Promise((resolve, reject) => {
    const out = httpRequest(url, { method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    out.on('error', reject);
    out.end();
  });
}

test(
  'ten thousand hook calls at once make bounded work, and an index begins after the last one',
  { timeout: 300_000 },
  async () => {
    const { id, hookUrl } = await registered('busy');
    const agent = new Agent({ keepAlive: true, maxSockets: lanes });
    const statuses = new Map();
    let left = calls;
    let lastAccepted = new Date(0);
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (left-- > 0) {
          const sent = new Date();
          const status = await call(hookUrl, agent);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status === 200 && sent > lastAccepted) lastAccepted = sent;
        }
      }),
    );
    agent.destroy();
    assert.deepEqual(
      [...statuses.keys()].filter((status) => ![200, 503].includes(status)),
      [],
    );
    assert.ok(statuses.get(200) > 0);

    const ofEndpoint = (sql) => database.value(`select ${sql} and endpoint_id = $1`, [id]);
    await until(
      'all that was asked for is indexed',
      async () => (await ofEndpoint("count(*) from endpoint_index_runs where status <> 'SUCCESS'")) === 0,
      { timeoutMs: 120_000 },
    );
    const runs = await ofEndpoint("count(*) from endpoint_index_runs where source = 'HOOK'");
    assert.ok(runs < calls / 4, `${runs} runs for ${calls} calls`);
    assert.ok((await ofEndpoint('max(created_at) from endpoint_indexes where true')) >= lastAccepted);
  },
);

test('two thousand connections that stay silent or half-way hold up nobody', { timeout: 120_000 }, async () => {
  const { hostname, port } = new URL(host.url);
  const sockets = Array.from({ length: connections }, (_, number) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {}); // the host closes the longest idle ones when it runs out of descriptors
    if (number % 2 === 0) socket.write('POST /api/v1/endpoints HTTP/1.1\r\nHost: a\r\nContent-Le');
    return socket;
  });
  try {
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))));
    for (let number = 0; number < 20; number++) await registered(`quiet-${number}`);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  assert.equal((await api.get('/api/v1/endpoints')).status, 200);
});
