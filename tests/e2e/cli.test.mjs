// `trigger-cli dev` of 2.x, the real one, in a user's project: registers, shows failures, registers again at a change.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { CliProject } from '../support/cli_project.mjs';
import { Host } from '../support/host.mjs';
import { until } from '../support/wait.mjs';

const clis = [
  { cliVersion: '2.1.3', sdkVersion: '2.1.9' },
  { cliVersion: '2.3.19', sdkVersion: '2.3.19' },
];
const limit = { timeoutMs: 60_000 };

let host;

before(async () => {
  host = await Host.start();
});

after(() => host?.remove());

/** Runs `work` in a project of its own, whose app listens. */
async function withProject(cli, id, work) {
  const environment = await host.createEnvironment({ project: `${id}-${cli.cliVersion.replaceAll('.', '-')}` });
  const apiUrl = `http://localhost:${new URL(host.url).port}`;
  const project = await CliProject.create({ ...cli, id, apiKey: environment.apiKey, apiUrl });
  try {
    await project.startApp();
    await work({ project, environment, api: host.api(environment.apiKey) });
  } finally {
    await project.stop();
  }
}

const prints = (cli, pattern) =>
  until(`the CLI prints ${pattern}`, () => pattern.exec(cli.output()), { ...limit, describe: () => cli.output() });

const latestIndex = (api, id, stats, cli) =>
  until(
    `the index has ${JSON.stringify(stats)}`,
    async () => {
      const { latestIndex: index } = (await api.get(`/api/v1/endpoints/${id}`)).json;
      return index && Object.entries(stats).every(([kind, count]) => index.stats[kind] === count) ? index : undefined;
    },
    { ...limit, describe: () => cli.output() },
  );

for (const cli of clis) {
  describe(`trigger-cli ${cli.cliVersion}`, { concurrency: true }, () => {
    test('dev registers the app, and again when a file changes', async () => {
      await withProject(cli, 'my-app', async ({ project, api }) => {
        const dev = project.dev();
        await prints(dev, /Detected TriggerClient id: my-app/);
        await prints(dev, /Refreshed/);
        const { json } = await api.get('/api/v1/endpoints/my-app');
        assert.equal(json.url, `http://localhost:${project.port}/api/trigger`);
        await latestIndex(api, 'my-app', { jobs: 2 }, dev);
        await project.edit("job('greet'", "job('welcome', eventTrigger({ name: 'user.welcomed' }));\njob('greet'");
        await latestIndex(api, 'my-app', { jobs: 3 }, dev);
        await prints(dev, /Refreshed[^]*Refreshed/);
        assert.doesNotMatch(dev.output(), /tunnel/i);
      });
    });

    test('whoami shows environment, project and organization', async () => {
      await withProject(cli, 'who', async ({ project, environment }) => {
        const whoami = project.whoami();
        await whoami.exited;
        const { json } = await host.api(environment.apiKey).get('/api/v1/whoami');
        for (const text of [
          'environment: DEVELOPMENT',
          `id:   ${json.project.id}`,
          `slug: ${json.project.slug}`,
          `name: ${json.project.name}`,
          `id:    ${json.organization.id}`,
          `slug:  ${json.organization.slug}`,
          `title: ${json.organization.title}`,
        ])
          assert.ok(whoami.output().includes(text), `${text} in ${whoami.output()}`);
      });
    });
  });
}

test('dev shows why an app was not registered', async () => {
  await withProject(clis[0], 'refused', async ({ project, environment }) => {
    project.setEndpointId('somebody-else');
    const dev = project.dev();
    await prints(dev, /Failed to connect: .*somebody-else.*refused|Failed to connect: .*refused.*somebody-else/);
    await prints(dev, /Will attempt again on the next file change/);
    assert.deepEqual((await host.api(environment.apiKey).get('/api/v1/endpoints')).json.endpoints, []);
  });
});

test('dev shows why an index failed', async () => {
  await withProject(clis[1], 'failing', async ({ project, environment }) => {
    await project.edit('seconds: 3600', 'seconds: 5');
    const dev = project.dev();
    await prints(dev, /Refreshing failed/);
    const { latestRun } = (await host.api(environment.apiKey).get('/api/v1/endpoints/failing')).json;
    assert.equal(latestRun.status, 'FAILURE');
    assert.match(latestRun.error.message, /Job "sweep"/);
    await prints(dev, new RegExp(latestRun.error.message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  });
});
