// Who logs in with the readers' token sees everything and is offered nothing that changes something.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../../support/fake_app.mjs';
import { sampleManifest } from '../../support/sample_manifest.mjs';
import { Browser, open, rowsOf } from './browser.mjs';
import { operator, reader, startConsoleHost } from './console_host.mjs';

const mutating =
  /^(register an|index now|change url|show hook url|delete|more actions|run now|reschedule|fail permanently|remove|unlock|drain|resume)/i;

let host;
let browser;
let app;

before(async () => {
  host = await startConsoleHost();
  browser = await Browser.start();
  app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest()))]);
  const { apiKey } = await host.createEnvironment();
  await host.api(apiKey).post('/api/v1/endpoints', { id: 'read-only', url: app.url });
  const database = host.openDatabase();
  await database.rows(`select graphile_worker.add_job('nobodyTakesThis', '{}')`);
  await database.close();
});

after(async () => {
  await app?.stop();
  await browser?.stop();
  await host?.remove();
});

async function offered(page) {
  const names = await page
    .getByRole('main')
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => button.textContent.trim() || button.getAttribute('aria-label')));
  return names.filter((name) => mutating.test(name));
}

async function visitAll(secret) {
  const page = await browser.visit(host, { secret });
  const seen = [];
  for (const address of [
    '/console/',
    '/console/panels/endpoints/endpoints',
    '/console/queues',
    '/console/hosts',
    '/console/plugins',
    '/console/config',
  ]) {
    await open(page, address);
    seen.push(...(await offered(page)));
  }
  await open(page, '/console/panels/endpoints/endpoints');
  await rowsOf(page, 'Endpoints').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: 'read-only' }).waitFor();
  await page.getByRole('main').locator('.facts').waitFor();
  seen.push(...(await offered(page)));
  await open(page, '/console/tasks?state=ready');
  const choices = await page.getByRole('main').getByRole('checkbox').count();
  await rowsOf(page, 'Tasks: ready').filter({ hasText: 'nobodyTakesThis' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Payload' }).waitFor();
  seen.push(...(await offered(page)));
  return { page, seen, choices };
}

test('a reader is offered nothing that changes something', async () => {
  const { page, seen, choices } = await visitAll(reader);
  assert.deepEqual(seen, []);
  assert.equal(choices, 0);
  await open(page, '/console/config');
  assert.equal(await page.getByLabel('Log level').count(), 0);
  assert.deepEqual(page.problems, []);
});

test('an operator is', async () => {
  const { seen, choices } = await visitAll(operator);
  for (const name of ['Register an app', 'Index now', 'Drain', 'Run now'])
    assert.ok(seen.includes(name), `${name} of ${seen}`);
  assert.ok(choices > 0);
});

test('what a reader sends all the same is refused', async () => {
  const page = await browser.visit(host, { secret: reader });
  const status = await page.evaluate(async () => {
    const { csrf } = await (await fetch('/console/api/session')).json();
    const answer = await fetch('/console/api/tasks/actions/remove', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-kongflow-csrf': csrf },
      body: '{"ids":["1"]}',
    });
    return answer.status;
  });
  assert.equal(status, 403);
});
