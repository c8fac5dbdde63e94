// Pictures of every page for host-sdk/console/screenshots, of a host with apps, failures and work:
//   node tests/e2e/console/screenshots.mjs [--minutes N]   N: how long the work goes on before (default 2)
// Needs pngquant (apt-get install pngquant) and what the tests here need.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { FakeApp, indexReplies, manifestReply, pong } from '../../support/fake_app.mjs';
import { sampleJob, sampleManifest } from '../../support/sample_manifest.mjs';
import { build } from '../../support/host.mjs';
import { NodeWorker, nodeWorkers } from '../../support/node_worker.mjs';
import { SdkApp } from '../../support/sdk_app.mjs';
import { temporaryFolder } from '../../support/temporary.mjs';
import { until } from '../../support/wait.mjs';
import { Browser, logIn, open, rowsOf } from './browser.mjs';
import { operator, startConsoleHost } from './console_host.mjs';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '../../../host-sdk/console/screenshots');
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' } } });

const names = [
  'billing',
  'checkout',
  'crm-sync',
  'email-digests',
  'fraud-checks',
  'inventory',
  'notifications',
  'search',
];
const jobs = (count, version) =>
  Array.from({ length: count }, (_, i) => sampleJob(`job-${i + 1}`, { name: `Nightly step ${i + 1}`, version }));
const answer = (count, version) => manifestReply(sampleManifest({ jobs: jobs(count, version) }));

const away = { status: 500, body: '{"message":"The database of the app is away"}' };

/** What an app answers until its next release; a broken one fails after its first index. */
const rulesOf = (i, broken) => [pong, indexReplies(answer(4 + i, '1.0.0'), ...(broken ? [away] : []))];

const nextRelease = (i) => [pong, indexReplies(answer(6 + i, '1.1.0'))];

/** Registers an app for each name; returns functions that deploy them: POST to the hook URL. */
async function register(host, apps) {
  const deploys = [];
  for (const [i, name] of names.entries()) {
    const { apiKey } = await host.createEnvironment({
      organization: 'acme',
      project: name,
      type: ['PRODUCTION', 'STAGING', 'DEVELOPMENT'][i % 3],
    });
    const app =
      i === 0
        ? await SdkApp.start({ version: '3.3.17', apiKey, id: name })
        : await FakeApp.start(rulesOf(i, name === 'notifications'));
    apps.push(app);
    const api = host.api(apiKey);
    const { status, text } = await api.post('/api/v1/endpoints', { id: name, url: app.url });
    if (status !== 200) throw new Error(text);
    const { hookUrl } = await until(`${name} is indexed`, async () => {
      const { json } = await api.get(`/api/v1/endpoints/${name}`);
      return json.latestIndex ? json : undefined;
    });
    deploys.push(() => api.post(new URL(hookUrl).pathname, {}));
  }
  return deploys;
}

/** Deploys for that long, while a Node worker takes the platform's other tasks. */
async function work(host, deploys, minutes) {
  const database = host.openDatabase();
  const broken = names.indexOf('notifications');
  const taken = ['registerJob', 'registerSource', 'registerDynamicTrigger', 'registerDynamicSchedule', 'sendInvoice'];
  await deploys[broken]();
  await database.rows(`select graphile_worker.add_job('exportReport', json_build_object('report', n), queue_name := 'reports',
    run_at := now() + (n - 3) * interval '1 minute') from generate_series(1, 9) n`);
  await database.rows(`select graphile_worker.add_job('sendInvoice', json_build_object('invoice', n), run_at := now() + interval '1 day',
    job_key := 'invoice-' || n) from generate_series(4001, 4004) n`);
  await database.rows(`update graphile_worker._private_jobs set attempts = max_attempts,
    last_error = 'The mail server refused the sender billing@acme.example (550).' where key like 'invoice-%'`);
  const worker = await NodeWorker.load(nodeWorkers[0], database);
  await worker.during(Object.fromEntries(taken.map((name) => [name, async () => {}])), async () => {
    const end = Date.now() + minutes * 60_000;
    for (let i = 0; Date.now() < end; i += 1) {
      if (i % deploys.length !== broken) await deploys[i % deploys.length]();
      await new Promise((done) => setTimeout(done, 500 + 400 * Math.sin(i / 60)));
    }
  });
  await database.close();
}

async function picture(page, name) {
  await page.mouse.move(0, 0);
  const png = await page.screenshot();
  const small = execFileSync('pngquant', ['--quality=60-90', '--speed=1', '--strip', '-'], {
    input: png,
    maxBuffer: 1 << 26,
  });
  writeFileSync(join(folder, `${name}.png`), small);
  console.log(`${name}.png ${small.length} bytes`);
}

const panel = '/console/panels/endpoints/endpoints';
const pages = {
  overview: '/console/',
  endpoints: panel,
  tasks: '/console/tasks?state=failed',
  queues: '/console/queues',
  hosts: '/console/hosts',
  plugins: '/console/plugins',
  config: '/console/config',
};

async function pictures(browser, host) {
  const viewport = { width: 1440, height: 900 };
  const page = await browser.visit(host, { colorScheme: 'light', viewport });
  await page.goto('/console/');
  await page.getByLabel('Token or password').waitFor();
  await picture(page, 'login');
  await logIn(page, operator);
  for (const [name, address] of Object.entries(pages)) {
    await open(page, address);
    if (name === 'config') await page.getByPlaceholder('Filter settings').fill('tasks.');
    await picture(page, name);
  }
  await open(page, pages.tasks);
  await rowsOf(page, 'Tasks: failed').first().getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Payload' }).waitFor();
  await picture(page, 'task');

  await open(page, `${panel}?filter=inventory`);
  await rowsOf(page, 'Endpoints').first().getByRole('link').first().click();
  await page.locator('.facts').waitFor();
  await picture(page, 'endpoint');
  await page.getByRole('link', { name: 'Indexes' }).click();
  await rowsOf(page, 'Indexes').nth(1).getByRole('link').first().waitFor();
  await rowsOf(page, 'Indexes').first().getByRole('link').first().click();
  await page.getByRole('link', { name: 'Compare' }).click();
  const choice = page.getByLabel('What changed since');
  await choice.selectOption({ index: (await choice.locator('option').count()) - 1 });
  await page.locator('.change').first().waitFor();
  await picture(page, 'changes');

  await open(page, panel);
  await page.getByRole('button', { name: 'Register an app' }).click();
  await page.getByRole('combobox', { name: 'Environment' }).fill('acme');
  await page.getByRole('option').first().waitFor();
  await picture(page, 'register');

  const dark = await browser.visit(host, { secret: operator, colorScheme: 'dark', viewport });
  for (const name of ['overview', 'endpoints']) {
    await open(dark, pages[name]);
    await picture(dark, `${name}-dark`);
  }
  const phone = await browser.visit(host, { secret: operator, viewport: { width: 390, height: 780 } });
  for (const name of ['overview', 'endpoints', 'tasks']) {
    await open(phone, pages[name]);
    await picture(phone, `${name}-phone`);
  }
}

mkdirSync(folder, { recursive: true });
const apps = [];
const plugins = temporaryFolder('kongflow-'); // a place that says nothing of where this was built
copyFileSync(join(build.plugins, 'kongflow-endpoints.so'), join(plugins, 'kongflow-endpoints.so'));
const host = await startConsoleHost({ 'log.level': 'info', plugin_dir: plugins });
const browser = await Browser.start();
try {
  const deploys = await register(host, apps);
  await work(host, deploys, Number(values.minutes));
  const released = names.indexOf('inventory');
  apps[released].rules = nextRelease(released);
  await deploys[released]();
  await until('the release is indexed', () => apps[released].replies.at(-1)?.body.includes('1.1.0'));
  await pictures(browser, host);
} finally {
  await browser.stop();
  for (const app of apps) await app.stop();
  await host.remove();
}
