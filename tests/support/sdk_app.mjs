// A user's app on the real SDK, as a process of its own.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { request } from './http.mjs';
import { start } from './processes.mjs';
import { until } from './wait.mjs';

const apps = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'e2e', 'apps');

/** The folders that hold an SDK: [{version, folder}]. */
export const sdkFolders = readdirSync(apps, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name.startsWith('sdk-'))
  .map((entry) => ({ version: basename(entry.name).slice('sdk-'.length), folder: join(apps, entry.name) }));

export class SdkApp {
  #process;

  static async start({ folder, apiKey, id = 'real-sdk-app' }) {
    const app = new SdkApp();
    app.apiKey = apiKey;
    app.#process = start(process.execPath, [join(apps, 'app.mjs'), folder, apiKey, id]);
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

  /** What the app says when it is asked to index itself, parsed. */
  async declared() {
    const { origin, pathname } = new URL(this.url);
    const headers = { 'x-trigger-api-key': this.apiKey, 'x-trigger-action': 'INDEX_ENDPOINT' };
    const answer = await request(origin, { method: 'POST', path: pathname, headers, body: '' });
    if (answer.status !== 200) throw new Error(`the app answered ${answer.status}: ${answer.text}`);
    return answer.json;
  }

  async stop() {
    this.#process.kill('SIGTERM');
    await this.#process.exited;
  }
}
