// What people who operate the platform do in the console, in a real browser against the real host and real apps.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../../support/fake_app.mjs';
import { sampleJobs, sampleManifest } from '../../support/sample_manifest.mjs';
import { SdkApp } from '../../support/sdk_app.mjs';
import { until } from '../../support/wait.mjs';
import { Browser, field, logIn, open, rowsOf } from './browser.mjs';
import { operator, startConsoleHost } from './console_host.mjs';

const endpoints = '/console/panels/endpoints/endpoints';

let host;
let browser;

before(async () => {
  host = await startConsoleHost({ 'plugins.endpoints.index.max_attempts.STAGING': 1 });
  browser = await Browser.start();
});

after(async () => {
  await browser?.stop();
  await host?.remove();
});

/** Fills in the form that registers an app, and sends it. */
async function register(page, { environment, id, url }) {
  await page.getByRole('button', { name: 'Register an app' }).first().click();
  await field(page, 'Environment').fill(environment);
  await page.getByRole('option', { name: environment }).click();
  await field(page, 'Endpoint id').fill(id);
  await field(page, 'URL').fill(url);
  await page.getByRole('dialog').getByRole('button', { name: 'Register an app' }).click();
}

test('the console opens with the token alone', async () => {
  const page = await browser.visit(host);
  await page.goto('/console/tasks?state=failed');
  await page.getByLabel('Token or password').fill('a wrong one');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('The token or password is wrong').waitFor();

  await page.getByLabel('Token or password').fill(operator);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  assert.match(page.url(), /\/console\/tasks\?state=failed$/, 'the address that was asked for');

  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Token or password').waitFor();
  await page.reload();
  await page.getByLabel('Token or password').waitFor();
});

test('an app is registered from the form, is seen getting indexed, and what changed in it is shown', async () => {
  const { apiKey } = await host.createEnvironment({ organization: 'acme', project: 'journey' });
  const apps = [];
  try {
    apps.push(await SdkApp.start({ version: '2.0.14', apiKey }));
    const page = await browser.visit(host, { secret: operator });
    await open(page, endpoints);
    await page.evaluate(() => (globalThis.sameDocument = true));
    await register(page, { environment: 'acme / journey', id: 'real-sdk-app', url: apps[0].url });
    await page.getByRole('heading', { level: 1, name: 'real-sdk-app' }).waitFor();
    await page.getByRole('main').getByText('Success', { exact: true }).first().waitFor();

    apps.push(await SdkApp.start({ version: '3.3.17', apiKey }));
    await page.getByRole('button', { name: 'Change URL' }).click();
    await field(page, 'URL').fill(apps[1].url);
    await page.getByRole('dialog').getByRole('button', { name: 'Change URL' }).click();
    await page.getByRole('link', { name: 'Indexes' }).click();
    await rowsOf(page, 'Indexes').nth(1).waitFor();
    await rowsOf(page, 'Indexes').first().getByRole('link').first().click();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('What changed since').selectOption({ index: 1 });
    await page
      .getByText(/^[1-9]\d* (added|changed)$/)
      .first()
      .waitFor();
    assert.ok(await page.evaluate(() => globalThis.sameDocument), 'the page was never loaded again');
    assert.deepEqual(page.problems, []);
  } finally {
    for (const app of apps) await app.stop();
  }
});

test('a refusal says what failed and what to do, and keeps what was filled in', async () => {
  await host.createEnvironment({ organization: 'acme', project: 'refused' });
  const page = await browser.visit(host, { secret: operator });
  await open(page, endpoints);
  await register(page, { environment: 'acme / refused', id: 'nobody-there', url: 'http://127.0.0.1:1/api/trigger' });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('alert').getByText('The console does not repeat the action.').waitFor();
  assert.match(await dialog.getByRole('alert').innerText(), /127\.0\.0\.1|refused|connect/i);
  assert.equal(await field(page, 'Endpoint id').inputValue(), 'nobody-there');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a failed action refreshes the page, which says what the queue does next', async () => {
  const { apiKey } = await host.createEnvironment({ organization: 'acme', project: 'retried' });
  const app = await FakeApp.start([pong, indexReplies({ status: 500, body: '{"message":"down for maintenance"}' })]);
  try {
    await host.api(apiKey).post('/api/v1/endpoints', { id: 'retried', url: app.url });
    const page = await browser.visit(host, { secret: operator });
    // A stream that never has news: nothing but the action refreshes the page.
    await page.addInitScript(() => {
      globalThis.EventSource = class {
        constructor() {
          setTimeout(() => this.onopen());
        }
        addEventListener() {}
        close() {}
      };
    });
    await open(page, `${endpoints}?filter=retried`);
    await until('the first attempt failed', async () => {
      await page.reload();
      return (await rowsOf(page, 'Endpoints').getByText('Failure', { exact: true }).count()) > 0;
    });
    await rowsOf(page, 'Endpoints').getByRole('link').first().click();
    const main = page.getByRole('main');
    await main.getByText(/This run is retried automatically \(attempt \d+ of 25\)/).waitFor();

    await page.getByRole('button', { name: 'Index now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Index now' }).click();
    const refusal = page.getByRole('dialog').getByRole('alert');
    await refusal.getByText(/The INTERNAL run of this endpoint is (retried automatically|in progress)/).waitFor();
    await main
      .getByText(/The INTERNAL run of this endpoint is (retried automatically|in progress) \(attempt \d+ of 25\)/)
      .first()
      .waitFor({ state: 'attached' });
  } finally {
    await app.stop();
  }
});

test('a task that failed for good is run now, and succeeds', async () => {
  const { apiKey } = await host.createEnvironment({ organization: 'acme', project: 'retry', type: 'STAGING' });
  const app = await FakeApp.start([
    pong,
    indexReplies(
      { status: 500, body: '{"message":"not yet"}' },
      manifestReply(sampleManifest({ jobs: sampleJobs(3) })),
    ),
  ]);
  try {
    const created = await host.api(apiKey).post('/api/v1/endpoints', { id: 'second-try', url: app.url });
    assert.equal(created.status, 200, created.text);
    const page = await browser.visit(host, { secret: operator });
    await open(page, '/console/tasks?state=failed');
    const row = rowsOf(page, 'Tasks: failed').filter({ hasText: 'indexEndpoint' });
    await row.getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Why it failed' }).waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Run now/ })
      .click();
    await page.getByText('This task is not in the queue').waitFor();

    await open(page, `${endpoints}?filter=second-try`);
    await rowsOf(page, 'Endpoints').getByText('Success', { exact: true }).waitFor();
  } finally {
    await app.stop();
  }
});

test('an endpoint is deleted only by typing its id', async () => {
  const { apiKey } = await host.createEnvironment({ organization: 'acme', project: 'deleted' });
  const app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest()))]);
  try {
    await host.api(apiKey).post('/api/v1/endpoints', { id: 'to-be-deleted', url: app.url });
    const page = await browser.visit(host, { secret: operator });
    await open(page, `${endpoints}?filter=to-be-deleted`);
    await rowsOf(page, 'Endpoints').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
    assert.ok(await confirm.isDisabled());
    await page.getByLabel('Type to-be-deleted to confirm').fill('to-be-deleted');
    await confirm.click();
    await page.getByText('Nothing matches').waitFor();
    assert.equal((await host.api(apiKey).get('/api/v1/endpoints/to-be-deleted')).status, 404);
  } finally {
    await app.stop();
  }
});

test('keys lead to pages, to the filter and to the list of keys', async () => {
  const page = await browser.visit(host);
  await logIn(page, operator);
  await page.getByRole('navigation').getByRole('link', { name: 'Endpoints' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await page.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('nothing like it');
  await page.getByText('Nothing matches').waitFor();
  assert.match(page.url(), /filter=nothing/);
  await page.getByRole('main').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
});

test('without a stream of events what is shown still follows', async () => {
  const page = await browser.visit(host);
  await page.route('**/console/api/events?*', (route) => route.abort());
  await logIn(page, operator);
  await page.getByText('Every 5 s').waitFor();
  await open(page, '/console/tasks?state=ready');
  const database = host.openDatabase();
  await database.rows(`select graphile_worker.add_job('onlyLookedAt', '{}')`);
  await database.close();
  await rowsOf(page, 'Tasks: ready').filter({ hasText: 'onlyLookedAt' }).waitFor();
});

test('a page whose host is away says so, when it is tried again, and recovers by itself', async () => {
  const page = await browser.visit(host, { secret: operator });
  await page.route('**/console/api/events?*', (route) => route.abort());
  await page.route('**/console/api/hosts', (route) => route.abort());
  await page.goto('/console/hosts');
  await page.getByRole('alert').getByText('Hosts could not be loaded: The host does not answer.').waitFor();
  await page.getByText(/Check that kongflow-host runs.*Tried again in \d+ s\./).waitFor();
  await page.unroute('**/console/api/hosts');
  await rowsOf(page, 'Hosts').filter({ hasText: 'this one' }).waitFor();
  await page.getByRole('alert').waitFor({ state: 'detached' });
});
