// A user's project folder: an app on the real SDK that its dev script restarts at every change, and the real CLI in it.
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from './ports.mjs';
import { start } from './processes.mjs';
import { sdkFolder } from './sdk_app.mjs';
import { removeFolder, temporaryFolder } from './temporary.mjs';
import { until } from './wait.mjs';

const cli = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'e2e', 'cli');

// The CLI calls localhost, the app and the host listen at 127.0.0.1.
const nodeOptions = `--dns-result-order=ipv4first --require ${join(cli, 'loopback_only.cjs')}`;

const withoutColours = (text) => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');

export class CliProject {
  #processes = [];
  #app;

  /** `cliVersion`, `sdkVersion`: of the folders in tests/e2e. `id`: the endpoint's. */
  static async create({ cliVersion, sdkVersion, id, apiKey, apiUrl }) {
    const project = new CliProject();
    project.program = join(cli, 'node_modules', `cli-${cliVersion}`, 'dist', 'index.js');
    project.folder = temporaryFolder('kongflow-project-');
    project.port = await freePort();
    project.settings = { TRIGGER_API_KEY: apiKey, TRIGGER_API_URL: apiUrl };
    project.id = id;
    project.setEndpointId(id);
    const lines = Object.entries(project.settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(project.folder, '.env.local'), lines.join(''));
    copyFileSync(join(cli, 'app.js'), join(project.folder, 'app.js'));
    symlinkSync(join(sdkFolder(sdkVersion), 'node_modules'), join(project.folder, 'node_modules'));
    return project;
  }

  /** The id under which the CLI registers, as `trigger-cli init` writes it. */
  setEndpointId(id) {
    const dependencies = { '@trigger.dev/sdk': '*', '@trigger.dev/express': '*' };
    const manifest = { name: 'my-app', private: true, dependencies, 'trigger.dev': { endpointId: id } };
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify(manifest));
  }

  /** Replaces a text of the app's source, and waits for the app to start again. */
  async edit(from, to) {
    const file = join(this.folder, 'app.js');
    const source = readFileSync(file, 'utf8');
    if (!source.includes(from)) throw new Error(`the app has no ${from}`);
    const starts = this.#appStarts();
    writeFileSync(file, source.replace(from, to));
    await this.#listens(starts + 1);
    // The CLI may have seen the change before the app did.
    writeFileSync(join(this.folder, 'edits.json'), JSON.stringify({ from, to }));
  }

  async startApp() {
    const env = { ...process.env, ...this.settings, PORT: String(this.port), ENDPOINT_ID: this.id };
    this.#app = this.#start(['--watch', 'app.js'], env);
    await this.#listens(1);
  }

  #appStarts() {
    return this.#app.output().split('READY').length - 1;
  }

  #listens(starts) {
    return until('the app listens', () => this.#appStarts() >= starts, { describe: () => this.#app.output() });
  }

  /** `trigger-cli dev` as the captures of 2.x call it; `output()` has no colours. */
  dev() {
    return this.#cli('dev', '.', '--port', String(this.port), '--hostname', 'localhost', '--env-file', '.env.local');
  }

  whoami() {
    return this.#cli('whoami', '.', '--env-file', '.env.local');
  }

  #cli(...args) {
    const child = this.#start([this.program, ...args], { ...process.env, NODE_OPTIONS: nodeOptions, COLUMNS: '400' });
    const raw = child.output;
    child.output = () => withoutColours(raw());
    return child;
  }

  #start(args, env) {
    const child = start(process.execPath, args, { cwd: this.folder, env });
    this.#processes.push(child);
    return child;
  }

  async stop() {
    for (const child of this.#processes) {
      if (child.running()) child.kill('SIGTERM');
      await child.exited;
    }
    removeFolder(this.folder);
  }
}
