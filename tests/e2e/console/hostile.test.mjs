// What apps and their tasks say is shown as text, whatever it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../../support/fake_app.mjs';
import { sampleJob, sampleManifest } from '../../support/sample_manifest.mjs';
import { until } from '../../support/wait.mjs';
import { Browser, open, rowsOf } from './browser.mjs';
import { operator, startConsoleHost } from './console_host.mjs';

const markup = '<img src=x onerror="globalThis.taken=1"><script>globalThis.taken=1</script>';
const reversed = '\u202Egpj.exe\u202C';
const long = 'x'.repeat(10 * 1024);

let host;
let browser;
let app;

before(async () => {
  host = await startConsoleHost();
  browser = await Browser.start();
  const jobs = [
    sampleJob('markup', { name: markup }),
    sampleJob('reversed', { name: reversed }),
    sampleJob('long', { name: long }),
  ];
  app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest({ jobs })))]);
  const { apiKey } = await host.createEnvironment();
  const api = host.api(apiKey);
  await api.post('/api/v1/endpoints', { id: 'hostile', url: app.url });
  await until('the app is indexed', async () => (await api.get('/api/v1/endpoints/hostile')).json.latestIndex);
  const database = host.openDatabase();
  for (const queue of [markup, reversed])
    await database.rows(`select graphile_worker.add_job($1, json_build_object('text', $2::text), queue_name := $3)`, [
      'hostileTask',
      markup,
      queue,
    ]);
  await database.rows(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = $1 where task_id =
    (select id from graphile_worker._private_tasks where identifier = 'hostileTask')`,
    [markup + long],
  );
  await database.close();
});

after(async () => {
  await app?.stop();
  await browser?.stop();
  await host?.remove();
});

const isTaken = (page) =>
  page.evaluate(() => globalThis.taken !== undefined || document.querySelector('main img, main script') !== null);

test('markup, other directions and long texts in a manifest are text', async () => {
  const page = await browser.visit(host, { secret: operator });
  await open(page, '/console/panels/endpoints/endpoints');
  await rowsOf(page, 'Endpoints').getByRole('link').first().click();
  await page.getByRole('link', { name: 'Indexes' }).click();
  await rowsOf(page, 'Indexes').getByRole('link').first().click();
  const document = page.locator('.json');
  await document.getByPlaceholder('Search keys and values').fill('onerror');
  await document.getByText(markup, { exact: true }).waitFor();
  await document.getByPlaceholder('Search keys and values').fill('gpj');
  const shown = document.locator('.json-string bdi').getByText('gpj.exe');
  assert.equal(await shown.evaluate((element) => getComputedStyle(element).unicodeBidi), 'isolate');
  await document.getByPlaceholder('Search keys and values').fill('xxxxxx');
  await document.getByRole('button', { name: 'Show all' }).first().click();
  assert.ok((await page.getByRole('dialog').locator('pre').innerText()).includes(long));
  assert.equal(await isTaken(page), false);
  assert.deepEqual(page.problems, []);
});

test('markup, other directions and long texts in tasks and queues are text', async () => {
  const page = await browser.visit(host, { secret: operator });
  await open(page, '/console/tasks?state=failed');
  const row = rowsOf(page, 'Tasks: failed').first();
  await row.getByText('<img src=x').first().waitFor();
  assert.ok((await row.innerText()).length < 2_000, 'long texts are shortened');
  await row.getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Payload' }).waitFor();
  assert.ok((await page.locator('pre').innerText()).startsWith('<img src=x'));
  assert.equal(await isTaken(page), false);

  await open(page, '/console/queues');
  await page.getByText('gpj.exe').waitFor();
  await page.getByRole('link', { name: markup }).click();
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  assert.equal(await isTaken(page), false);
  assert.deepEqual(page.problems, []);
});

test('what looks like a script in an address is no link', async () => {
  const page = await browser.visit(host, { secret: operator });
  await open(page, `/console/panels/endpoints/endpoints?filter=${encodeURIComponent(markup)}`);
  await page.getByText('Nothing matches').waitFor();
  assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
  assert.equal(await isTaken(page), false);
});
