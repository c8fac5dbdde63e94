// The panel of 10,000 endpoints, page by page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Host } from '../support/host.mjs';
import { Panels } from '../support/panels.mjs';

const count = 10_000;

let host;
let database;
let panels;

before(async () => {
  host = await Host.start();
  database = host.openDatabase();
  panels = new Panels(host.console());
  const environment = await host.createEnvironment();
  await database.rows(
    `insert into endpoints (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id, created_at)
     select 'App-' || md5(n::text), 'http://localhost/' || n, 'abcdefghij', env.id, env.organization_id, env.project_id,
       timestamptz '2026-01-01' + n / 10 * interval '1 second'
     from generate_series(1, $2::int) n cross join (select * from runtime_environments where id = $1) env`,
    [environment.id, count],
  );
  await database.rows(
    `insert into endpoint_index_runs (endpoint_id, status)
     select id, (array['SUCCESS', 'FAILURE', 'PENDING'])[1 + row_number() over (order by id) % 3]
     from endpoints order by id limit 8000`,
  );
  await database.rows(
    `insert into endpoint_indexes (endpoint_id, stats, data, created_at)
     select id, '{}', '{}', created_at from endpoints order by id limit 5000`,
  );
});

after(async () => {
  await database?.close();
  await host?.remove();
});

for (const sort of ['', ...['slug', 'status', 'indexedAt', 'registeredAt', 'url', 'project'].flatMap((key) => [key, `-${key}`])]) {
  test(`no row is lost or comes twice, sorted by ${sort || 'nothing'}`, async () => {
    const rows = await panels.allRows('endpoints', { sort });
    assert.equal(rows.length, count);
    assert.equal(new Set(rows.map(({ id }) => id)).size, count);
    const key = sort === '' ? 'registeredAt' : sort.replace('-', '');
    const keys = rows.map((row) => (row[key] ?? '').toLowerCase());
    const ordered = [...keys].sort();
    if (sort === '' || sort.startsWith('-')) ordered.reverse();
    assert.deepEqual(keys, ordered);
  });
}

test('a filter finds all that match, on every page', async () => {
  const rows = await panels.allRows('endpoints', { filter: 'failure', sort: 'slug' });
  assert.ok(rows.every(({ status }) => status === 'FAILURE'));
  assert.equal(rows.length, await database.value("select count(*) from endpoint_index_runs where status = 'FAILURE'"));
});
