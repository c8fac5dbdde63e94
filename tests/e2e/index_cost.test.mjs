// What an index costs whatever its size: statements that the database gets, and memory of the host.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { FakeApp, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const MiB = 2 ** 20;
const largest = 8 * MiB; // manifest.max_size
const allowedMiB = 64;

let postgres;
let app;
let host;
let api;
const manifest = JSON.stringify(sampleManifest());

before(async () => {
  postgres = await PrivatePostgres.start({ settings: { log_line_prefix: '%a|', log_statement: 'all' } });
  app = await FakeApp.start([pong, { action: 'INDEX_ENDPOINT', reply: { body: manifest } }]);
  host = new Host({ database: await postgres.createDatabase('costs'), settings: { 'log.level': 'info' } });
  await host.migrate();
  await host.start();
  api = host.api((await host.createEnvironment()).apiKey);
  await api.post('/api/v1/endpoints', { id: 'costs', url: app.url });
  await until('it is indexed', async () => (await api.get('/api/v1/endpoints/costs')).json.latestIndex);
});

after(async () => {
  await host?.remove();
  await app?.stop();
  await postgres?.stop();
});

/** Indexes the app once, which then answers with this text. */
function index(text) {
  app.rules[1].reply = { body: text };
  return api.post('/api/v1/endpoints/costs/index', {});
}

/** The statements that the plugin sent since the server started, without those that it sends from time to time. */
const statements = () =>
  postgres
    .log()
    .split(/^(?=[\w-]*\|)/m)
    .filter((entry) => /^kongflow-endpoints\|LOG: {2}(execute|statement)/.test(entry))
    .filter((entry) => !/row_security_active|with abandoned|removed_endpoints/.test(entry)).length;

test('an index is a constant number of statements', async () => {
  const counts = [];
  for (const jobs of [0, 1, 10, 1_000, 5_000]) {
    const sent = statements();
    const { status, text } = await index(JSON.stringify(sampleManifest({ jobs: sampleJobs(jobs) })));
    assert.equal(status, 200, text);
    // The next one that somebody else sends comes after the log's line of the last of these.
    counts.push(await settled(sent));
  }
  assert.equal(new Set(counts).size, 1, `statements: ${counts}`);
  assert.ok(counts[0] >= 2 && counts[0] <= 4, `${counts[0]} statements`);
});

/** How many were sent since, once the log has all of them. */
async function settled(before) {
  const mark = `mark ${Math.random()}`;
  const database = host.openDatabase();
  await database.rows(`select '${mark}'`);
  await database.close();
  await until('the log is written', () => postgres.log().includes(mark));
  return statements() - before;
}

const filled = (begin, part, end) =>
  begin + Array(Math.floor((largest - begin.length - end.length) / (part.length + 1))).fill(part).join(',') + end;

const shapes = {
  'empty objects': filled('{"jobs":[', '{}', ']}'),
  'empty arrays in a member that nobody looks into': filled('{"x":[', '[]', `],${manifest.slice(1)}`),
  'members without a value worth it': filled('{"jobs":[{', '"a":0', '}]}'),
  'jobs that lack everything': filled('{"jobs":[', '{"id":"a","trigger":{"type":"static"}}', ']}'),
  'escapes': `{"x":"${'\\u00e9'.repeat(Math.floor((largest - manifest.length - 10) / 6))}",${manifest.slice(1)}`,
  nesting: filled('{"x":[', `${'['.repeat(120)}${']'.repeat(120)}`, `],${manifest.slice(1)}`),
  'ten thousand jobs': JSON.stringify(sampleManifest({ jobs: sampleJobs(10_000) })).replace('{', `{"pad":"${'x'.repeat(3 * MiB)}",`),
};

const statusLine = (name) =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${host.pid}/status`, 'utf8'))[1]) / 1024;

for (const [shape, text] of Object.entries(shapes)) {
  test(`an 8 MiB manifest of ${shape} takes less than ${allowedMiB} MiB`, async () => {
    assert.ok(text.length <= largest && text.length > largest / 2, `${text.length}`);
    await index(manifest);
    writeFileSync(`/proc/${host.pid}/clear_refs`, '5'); // the peak begins anew
    const idle = statusLine('VmRSS');
    const { status } = await index(text);
    assert.ok([200, 422].includes(status), `${status}`);
    const grown = statusLine('VmHWM') - idle;
    assert.ok(grown < allowedMiB, `${grown} MiB above ${idle}`);
  });
}
