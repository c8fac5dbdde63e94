// One case against a running host: its own organization, project, environments and app.
import { randomUUID } from 'node:crypto';

import { FakeApp } from '../../support/fake_app.mjs';
import { request } from '../../support/http.mjs';
import { until } from '../../support/wait.mjs';
import { amendForApp, amendForRemoval, amendmentOf, checkAmended, keptAsSent } from './amendments.mjs';
import { checkStep } from './check_step.mjs';
import { Findings } from './findings.mjs';
import { insertGiven, startingPlaceholders } from './given.mjs';
import { parseJson } from './json_equality.mjs';
import { snapshot } from './snapshot.mjs';

const recordedAppPort = '54700';
const attemptLimit_ms = 90_000;

// What a `sql` step's note asks for.
const interventions = [
  [
    /^Endpoint\.url is changed to (?<url>.+)$/,
    (run, { url }) =>
      run.database.rows('update endpoints set url = $1 where environment_id = any($2)', [url, run.environmentIds]),
  ],
  [/^the Endpoint row is deleted$/i, (run) => run.deleteEndpoints()],
];

export class CaseRun {
  #addedTasks = [];
  #removedEndpoints = [];

  /** `host`: {url}, `database`, `queue`: a HeldQueue. */
  constructor(definition, { host, database, queue }) {
    this.definition = definition;
    this.host = host;
    this.database = database;
    this.queue = queue;
  }

  /** [] when it passed, else lines for people. */
  async run() {
    this.app = await FakeApp.start([]);
    try {
      await this.#setUp();
      for (const [position, step] of this.case.steps.entries()) {
        const findings = await this.#step(step);
        if (!findings.none) return [`  step ${position + 1} (${describe(step)})`, ...findings.lines()];
      }
      return [];
    } catch (error) {
      return [`  the case could not be run: ${error.stack}`];
    } finally {
      await this.app.stop();
    }
  }

  /** Ids of the tasks that this case put into the queue itself. */
  get addedTasks() {
    return this.#addedTasks;
  }

  /** Ids of the endpoints that this case deleted itself. */
  get removedEndpoints() {
    return this.#removedEndpoints;
  }

  /** Deletes the rows alone: their tasks stay in the queue. */
  async deleteEndpoints() {
    const rows = await this.database.rows('delete from endpoints where environment_id = any($1) returning id', [
      this.environmentIds,
    ]);
    this.#removedEndpoints.push(...rows.map(({ id }) => id));
  }

  async #setUp() {
    const port = String(this.app.port);
    this.case = JSON.parse(JSON.stringify(this.definition).replaceAll(recordedAppPort, port));
    this.placeholders = startingPlaceholders(this.case.given, this.app, this.host.url);
    this.environmentIds = this.case.given.environments.map(({ id }) => this.placeholders.fill(id));
    this.app.rules = JSON.parse(this.placeholders.fill(JSON.stringify(this.case.app)));
    this.manifests = this.#manifests();
    await insertGiven(this.database, this.case.given, this.placeholders);
    this.db = await this.#snapshot();
  }

  #manifests() {
    const replies = this.app.rules
      .filter(({ action }) => action !== 'PING')
      .flatMap(({ reply, replies }) => replies ?? [reply]);
    return replies
      .map(({ body }) => parseJson(body ?? ''))
      .filter((manifest) => typeof manifest === 'object' && manifest !== null);
  }

  /** The JSON that the case's requests carry. */
  #bodies() {
    return this.case.steps.map(({ request: sent }) => parseJson(sent?.body ?? '')).filter((body) => body !== undefined);
  }

  #snapshot() {
    return snapshot(this.database, this.environmentIds, this.#addedTasks, this.#removedEndpoints);
  }

  async #step(step) {
    const findings = new Findings();
    const replies = this.app.replies.length;
    const outcome = await this.#perform(step);
    const previousDb = this.db;
    this.db = await this.#snapshot();
    if (!step.observed || step.quiet) return findings;
    const seen = { ...outcome, appRequests: this.app.takeRequests(), db: this.db };
    const amendment = amendmentOf(step);
    if (amendment) {
      checkAmended(amendment, seen.response, findings);
    } else {
      checkStep(amendForRemoval(amendForApp(step, this.definition.app), this.#removedEndpoints.length > 0), seen, {
        findings,
        placeholders: this.placeholders,
        adopt: new Set(this.case.adopt),
        manifests: this.manifests,
        keptAsSent: keptAsSent([...this.manifests, ...this.#bodies()]),
        replies: this.app.replies.slice(replies),
        previousDb,
      });
    }
    return findings;
  }

  async #perform(step) {
    switch (step.do) {
      case 'http':
        return { response: await this.#send(step) };
      case 'runWorker':
        return { worker: await this.#runWorker(step.attempts ?? 1) };
      case 'addJob':
        return this.#addJob(step);
      case 'sql':
        return this.#intervene(step.note);
      case 'releaseHungApp':
        this.app.releaseHung();
        return {};
      default:
        throw new Error(`unknown kind of step: ${step.do}`);
    }
  }

  #send({ request: { method, path, headers, body, bodyBase64 }, giveUpAfterMs }) {
    return request(this.host.url, {
      method,
      path: this.placeholders.fill(path),
      headers: this.placeholders.fillHeaders(headers),
      body: bodyBase64 === undefined ? body && this.placeholders.fill(body) : this.#bytes(bodyBase64),
      timeoutMs: giveUpAfterMs ?? 60_000,
    });
  }

  #bytes(base64) {
    // Latin-1 keeps every byte.
    const text = Buffer.from(base64, 'base64').toString('latin1');
    return Buffer.from(text.replaceAll(recordedAppPort, String(this.app.port)), 'latin1');
  }

  async #addJob({ task, payloadText }) {
    const [endpoint] = this.case.given.endpoints;
    const queue = endpoint ? `endpoint-${this.placeholders.fill(endpoint.id)}` : `case-${randomUUID()}`;
    const id = await this.database.value(
      'select id from graphile_worker.add_job($1, payload => $2::json, queue_name => $3)',
      [task, this.placeholders.fill(payloadText), queue],
    );
    this.#addedTasks.push(id);
    return {};
  }

  async #intervene(note) {
    for (const [pattern, act] of interventions) {
      const match = pattern.exec(note);
      if (match) {
        const parameters = Object.fromEntries(
          Object.entries(match.groups ?? {}).map(([name, value]) => [name, this.placeholders.fill(value)]),
        );
        await act(this, parameters);
        return {};
      }
    }
    throw new Error(`unknown intervention: ${note}`);
  }

  async #runWorker(attempts) {
    const started = Date.now();
    const rounds = [];
    for (let attempt = 0; attempt < attempts; attempt++) rounds.push(await this.#oneAttempt());
    return { rounds, tookMs: Date.now() - started };
  }

  async #oneAttempt() {
    const { jobs } = await this.#snapshot();
    const tasks = jobs.filter(({ taskIdentifier }) => taskIdentifier === 'indexEndpoint').map(({ id }) => id);
    const runnable = await this.queue.runnable(tasks);
    if (runnable.length === 0) return { attempted: 0, completed: 0, failed: [] };
    const mark = await this.queue.release(runnable);
    const done = await until(
      `${runnable.length} indexEndpoint tasks are attempted`,
      async () => {
        const seen = await this.queue.attemptsSince(mark, runnable);
        return seen.length >= runnable.length ? seen : undefined;
      },
      { timeoutMs: attemptLimit_ms },
    );
    return {
      attempted: done.length,
      completed: done.filter(({ completed }) => completed).length,
      failed: done
        .filter(({ completed }) => !completed)
        .map((row) => ({
          attempts: row.attempts,
          maxAttempts: row.max_attempts,
          lastError: row.last_error,
          nextRunAfterSeconds: row.next_run_after_seconds,
        })),
    };
  }
}

function describe(step) {
  return step.do === 'http' ? `http ${step.request.method} ${step.request.path}` : step.do;
}
