// A kongflow-host of the build, in a private folder.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Database, embeddedConnection } from './database.mjs';
import { apiClient, request } from './http.mjs';
import { forgetAnswersOf, judgeAnswersOf } from './openapi.mjs';
import { run, start } from './processes.mjs';
import { removeFolder, temporaryFolder } from './temporary.mjs';
import { until } from './wait.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The program and plugin folder: of the environment (set by ctest), else of the build preset dev. */
export const build = {
  host: process.env.KONGFLOW_HOST ?? join(root, 'build/dev/bin/kongflow-host'),
  plugins: process.env.KONGFLOW_PLUGINS ?? join(root, 'build/dev/plugins'),
};

// Sanitized and instrumented builds start slowly.
const startLimitMs = 120_000;

const defaults = {
  'http.listen': '127.0.0.1:0',
  'tasks.poll_interval': '100ms',
  'log.format': 'json',
  'log.level': 'debug',
  'plugins.endpoints.path': 'kongflow-endpoints.so',
  'plugins.endpoints.egress.allow': ['127.0.0.0/8', '::1/128'],
};

function toml(settings) {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `${lines.join('\n')}\n`;
}

/** The password of a connection string: a URL, or keywords; undefined when it has none. */
function passwordOf(connection = '') {
  const found = /^postgres(?:ql)?:\/\/[^:/@]*:([^@]*)@/.exec(connection) ?? /(?:^|\s)password=(\S+)/.exec(connection);
  return found ? decodeURIComponent(found[1]) : undefined;
}

export class Host {
  #process;
  #logs = [];
  #secrets = new Set();

  /**
   * `settings`: dotted keys of the config file, over the defaults above. `database`: a connection string; none: the
   * embedded PostgreSQL. `program`, `plugins`: another build. `environment`: more variables of its process.
   * `command`: (program, arguments) => [program, arguments], to start it elsewhere.
   */
  constructor({
    settings = {},
    database,
    program = build.host,
    plugins = build.plugins,
    environment = {},
    command = (file, args) => [file, args],
  } = {}) {
    this.program = program;
    this.commandLine = command;
    this.environment = { ...process.env, ...environment };
    this.dataDir = temporaryFolder('kongflow-test-');
    chmodSync(this.dataDir, 0o755); // as root, the embedded PostgreSQL runs as another user
    this.configFile = join(this.dataDir, 'kongflow.toml');
    this.database = database;
    this.settings = {
      data_dir: join(this.dataDir, 'data'),
      plugin_dir: plugins,
      sql_dir: join(root, 'sql'),
      ...defaults,
      ...(database === undefined ? {} : { 'database.url': database }),
      ...settings,
    };
    this.writeConfig();
    const password = passwordOf(database);
    if (password) this.mustNotLog(password);
  }

  /** Removing the host fails when its log holds `secret`: API keys, the console's token, the database's password, … */
  mustNotLog(secret) {
    this.#secrets.add(secret);
    return secret;
  }

  static async start(options) {
    const host = new Host(options);
    try {
      await host.start();
    } catch (error) {
      await host.remove();
      throw error;
    }
    return host;
  }

  writeConfig(changes = {}) {
    Object.assign(this.settings, changes);
    writeFileSync(this.configFile, toml(this.settings));
  }

  /** Starts the process and waits until it is ready, asked every `everyMs`; throws with its log when it ends before. */
  async start({ ready = true, everyMs } = {}) {
    rmSync(this.#hostFile(), { force: true });
    this.#process = start(...this.commandLine(this.program, ['run', '--config', this.configFile]), {
      env: this.environment,
    });
    this.#logs.push(this.#process.output);
    await until('the host is ready', () => this.#isReady(ready), {
      timeoutMs: startLimitMs,
      everyMs,
      describe: () => `its log:\n${this.log()}`,
    });
    return this;
  }

  async #isReady(ready) {
    if (!this.running()) {
      throw new Error(
        `the host ended (${await this.#process.exited}) instead of getting ready; its log:\n${this.log()}`,
      );
    }
    if (!existsSync(this.#hostFile())) return false;
    const text = readFileSync(this.#hostFile(), 'utf8');
    if (!text.trimEnd().endsWith('}')) return false;
    this.url = JSON.parse(text).url;
    judgeAnswersOf(this.url);
    return !ready || (await this.probe('/readyz')) === 200;
  }

  #hostFile() {
    return join(this.settings.data_dir, 'host.json');
  }

  get pid() {
    return this.#process.pid;
  }

  running() {
    return this.#process?.running() ?? false;
  }

  /** Everything that the processes of this folder wrote. */
  log() {
    return this.#logs.map((output) => output()).join('');
  }

  /** The status of a GET, or undefined when there is no connection. */
  async probe(path) {
    try {
      return (await request(this.url, { path, timeoutMs: 5_000 })).status;
    } catch (error) {
      if (!error.code) throw error; // no trouble of the connection
      return undefined;
    }
  }

  /** Runs `kongflow-host <command…> --config <this host's>`; returns what it printed. */
  async command(...command) {
    return (await run(this.program, [...command, '--config', this.configFile])).printed;
  }

  /** Applies the migrations; a host with a database of its own does it when it starts. */
  migrate() {
    return this.command('migrate', 'up');
  }

  /** A new environment in an organization and project of its own: {id, apiKey, …}. */
  async createEnvironment({ organization = 'acme', project = 'shop', type = 'DEVELOPMENT' } = {}) {
    const output = await this.command(
      'env',
      'create',
      '--organization',
      organization,
      '--project',
      project,
      '--type',
      type,
      '--json',
    );
    const environment = JSON.parse(output);
    this.mustNotLog(environment.apiKey);
    return environment;
  }

  api(apiKey) {
    return apiClient(this.url, apiKey);
  }

  /** The token of the data folder. */
  consoleToken() {
    return this.mustNotLog(readFileSync(join(this.settings.data_dir, 'console-token'), 'utf8').trim());
  }

  /** The console's JSON API, with that token. */
  console() {
    return apiClient(this.url, this.consoleToken());
  }

  /** The caller closes it. `settings` are node-postgres' own, over the host's. */
  openDatabase(settings = {}) {
    const own =
      this.database === undefined ? embeddedConnection(this.settings.data_dir) : { connectionString: this.database };
    return new Database({ ...own, ...settings });
  }

  signal(name) {
    this.#process.kill(name);
  }

  /** SIGTERM, and waits; returns the exit code. */
  async stop(limitMs = 60_000) {
    if (!this.running()) return this.#process?.exited;
    this.signal('SIGTERM');
    return this.ended(limitMs);
  }

  async kill() {
    this.signal('SIGKILL');
    return this.#process.exited;
  }

  /** Waits for the end of a process that was asked to stop; returns the exit code. */
  async ended(limitMs = 60_000) {
    await until('the host ends', () => !this.running(), {
      timeoutMs: limitMs,
      describe: () => `its log:\n${this.log()}`,
    });
    return this.#process.exited;
  }

  /** Stops it when it runs, and removes its folder. Throws when it logged a secret. */
  async remove() {
    try {
      await this.stop();
    } finally {
      if (this.running()) await this.kill();
      if (this.url) forgetAnswersOf(this.url);
      removeFolder(this.dataDir);
    }
    const telling = this.log()
      .split('\n')
      .filter((line) => [...this.#secrets].some((secret) => line.includes(secret)));
    if (telling.length > 0) throw new Error(`the host's log holds a secret:\n${telling.join('\n')}`);
  }
}
