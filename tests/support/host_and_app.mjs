// What most black-box suites begin with: a host, its database and a scripted app, for all tests of a file.
import { after } from 'node:test';

import { FakeApp } from './fake_app.mjs';
import { Host } from './host.mjs';

let projects = 0;

/** Starts them, and stops them when the file's tests are over. */
export async function startHostAndApp({ settings, rules } = {}) {
  const host = await Host.start({ settings });
  const database = host.openDatabase();
  const app = await FakeApp.start(rules);
  after(async () => {
    try {
      await Promise.all([app.stop(), database.close()]);
    } finally {
      await host.remove();
    }
  });
  return { host, database, app };
}

/** An environment, in a project that no other test has seen, and the API with its key. */
export async function newEnvironment(host) {
  const project = `project-${++projects}`;
  const environment = await host.createEnvironment({ project });
  return { project, environment, api: host.api(environment.apiKey) };
}
