// A user's app on the real SDK, as a process of its own.
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { request } from './http.mjs';
import { start } from './processes.mjs';
import { until } from './wait.mjs';

const apps = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'e2e', 'apps');

/** The folder that holds a version of the SDK, installed. */
export const sdkFolder = (version) => join(apps, `sdk-${version}`);

/** The versions that there is a folder of. */
export const sdkVersions = readdirSync(apps)
  .filter((name) => name.startsWith('sdk-'))
  .map((name) => name.slice('sdk-'.length));

export class SdkApp {
  #process;

  static async start({ version, apiKey, id = 'real-sdk-app' }) {
    const app = new SdkApp();
    app.apiKey = apiKey;
    app.#process = start(process.execPath, [join(apps, 'app.mjs'), sdkFolder(version), apiKey, id]);
    app.url = await until(
      'the app listens',
      () => {
        if (!app.#process.running()) throw new Error(`the app ended:\n${app.#process.output()}`);
        return /^READY (\S+)$/m.exec(app.#process.output())?.[1];
      },
      { timeoutMs: 60_000, describe: () => app.#process.output() },
    );
    return app;
  }

  /** What the app says when it is asked to index itself: {manifest, sdkVersion, apiVersion}, null what it does not tell. */
  async declared() {
    const { origin, pathname } = new URL(this.url);
    const headers = { 'x-trigger-api-key': this.apiKey, 'x-trigger-action': 'INDEX_ENDPOINT' };
    const answer = await request(origin, { method: 'POST', path: pathname, headers, body: '' });
    if (answer.status !== 200) throw new Error(`the app answered ${answer.status}: ${answer.text}`);
    return {
      manifest: answer.json,
      sdkVersion: answer.headers['trigger-sdk-version'] ?? null,
      apiVersion: answer.headers['trigger-version'] ?? null,
    };
  }

  async stop() {
    this.#process.kill('SIGTERM');
    await this.#process.exited;
  }
}
