// Every page, in light and dark and as wide as a phone: nothing is written to the browser's console, axe finds no serious
// fault, and nothing but tables scrolls sideways.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../../support/fake_app.mjs';
import { sampleJobs, sampleManifest } from '../../support/sample_manifest.mjs';
import { until } from '../../support/wait.mjs';
import { accessibilityFaults, Browser, open, rowsOf } from './browser.mjs';
import { operator, startConsoleHost } from './console_host.mjs';

let host;
let browser;
let app;
const addresses = [
  '/console/',
  '/console/panels/endpoints/endpoints',
  '/console/tasks?state=ready',
  '/console/tasks?state=scheduled',
  '/console/tasks?state=running',
  '/console/tasks?state=failed',
  '/console/queues',
  '/console/hosts',
  '/console/plugins',
  '/console/config',
  '/console/no-such-page',
];

before(async () => {
  host = await startConsoleHost();
  browser = await Browser.start();
  app = await FakeApp.start([
    pong,
    indexReplies(...[2, 3].map((count) => manifestReply(sampleManifest({ jobs: sampleJobs(count) })))),
  ]);
  const { apiKey } = await host.createEnvironment();
  const api = host.api(apiKey);
  await api.post('/api/v1/endpoints', { id: 'looked-at', url: app.url });
  await until('the app is indexed', async () => (await api.get('/api/v1/endpoints/looked-at')).json.latestIndex);
  await api.post('/api/v1/endpoints/looked-at/index', {});
  const database = host.openDatabase();
  const failed = await database.value(
    `select id from graphile_worker.add_job('lookedAt', '{"a":{"b":[1,2,3]}}', 'a-queue')`,
  );
  await database.rows(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'It failed.' where id = $1`,
    [failed],
  );
  await database.rows(`select graphile_worker.add_job('lookedAt', run_at := now() + interval '1 hour')`);
  await database.close();
  addresses.push(`/console/tasks/${failed}`, ...(await rowPages()));
});

after(async () => {
  await app?.stop();
  await browser?.stop();
  await host?.remove();
});

/** The addresses of an endpoint's views and of a comparison, as links and choices lead to them. */
async function rowPages() {
  const page = await browser.visit(host, { secret: operator });
  await open(page, '/console/panels/endpoints/endpoints');
  await rowsOf(page, 'Endpoints').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: 'looked-at' }).waitFor();
  const tabs = await page
    .locator('.tabs a')
    .evaluateAll((links) => links.map(({ pathname, search }) => pathname + search));
  await page.getByRole('link', { name: 'Indexes' }).click();
  await rowsOf(page, 'Indexes').getByRole('link').first().click();
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByLabel('What changed since').selectOption({ index: 1 });
  await page.getByText('1 added').waitFor();
  const { pathname, search } = new URL(page.url());
  return [...tabs, pathname + search];
}

/** What `check` says of each page, as ["address: fault"]. */
async function faultsOf(page, check) {
  const faults = [];
  for (const address of addresses) {
    await open(page, address);
    faults.push(...(await check(page)).map((fault) => `${address}: ${fault}`));
  }
  return faults;
}

/** In light by all rules; in dark by the one that colours can break. */
async function faultsInBothThemes(page) {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await accessibilityFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await accessibilityFaults(page, ['color-contrast'])).map((fault) => `dark: ${fault}`)];
}

test('axe finds no serious fault on any page, in light and dark', async () => {
  const page = await browser.visit(host, { secret: operator, bypassCSP: true });
  assert.deepEqual(await faultsOf(page, faultsInBothThemes), []);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Token or password').waitFor();
  assert.deepEqual(await faultsInBothThemes(page), []);
});

test('axe finds no serious fault in dialogs and menus', async () => {
  const page = await browser.visit(host, { secret: operator, bypassCSP: true });
  await open(page, '/console/panels/endpoints/endpoints');
  await rowsOf(page, 'Endpoints').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem').first().waitFor();
  assert.deepEqual(await faultsInBothThemes(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Register an app' }).click();
  await page.getByRole('option').first().waitFor();
  assert.deepEqual(await faultsInBothThemes(page), []);
});

test('as wide as a phone, within its policy and from this host alone: no page scrolls sideways or writes an error', async () => {
  const page = await browser.visit(host, {
    secret: operator,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const foreign = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(host.url).origin) foreign.push(request.url());
  });
  const sideways = () =>
    page.evaluate(() =>
      document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : [],
    );
  assert.deepEqual(await faultsOf(page, sideways), []);
  await page.getByRole('button', { name: 'Navigation' }).click();
  await page.getByRole('link', { name: 'Hosts' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hosts' }).waitFor();
  assert.deepEqual(foreign, []);
  assert.deepEqual(page.problems, [], 'what breaks the policy is written to the console too');
});

test('the policy needs no inline script or style', async () => {
  const page = await browser.visit(host);
  const policy = (await page.goto('/console/')).headers()['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
});

test('the theme is chosen and kept', async () => {
  const page = await browser.visit(host, { secret: operator, colorScheme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: /^Theme: system/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  const dark = await background();
  assert.notEqual(dark, light);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  assert.equal(await background(), dark);
});
