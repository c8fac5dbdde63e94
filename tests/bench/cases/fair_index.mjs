// How long an index of a healthy environment takes while 1,000 apps of others hang.
import { BenchHost } from '../lib/bench_host.mjs';
import { Client } from '../lib/client.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { paced } from '../lib/pace.mjs';
import { emptyQueue } from '../lib/queue.mjs';
import { ratio } from '../lib/result.mjs';
import { SocketApp } from '../lib/socket_app.mjs';
import { highestRatio, percentile } from '../lib/statistics.mjs';
import { createEndpoints, enqueueIndexes } from '../lib/tenants.mjs';
import { until } from '../../support/wait.mjs';

export const keys = ['fair_index'];
export const mostRounds = 3;

const hangingApps = 1_000;
const spreads = [1, 100]; // over how many environments
const hookDelayMs = 5_000; // index.hook_delay
const hookCalls = { count: 200, perSecond: 50 };
// Until the last hook is due: a host learns from new tasks that older ones are due, otherwise every two seconds.
const registrations = { count: 260, perSecond: 50 };
const limitMs = 20_000;

const now = () => performance.timeOrigin + performance.now();

const finishedRuns = `
  select endpoint.slug, extract(epoch from run.finished_at) * 1000 as finished
  from endpoint_index_runs run join endpoints endpoint on endpoint.id = run.endpoint_id
  where endpoint.environment_id = $1 and endpoint.slug like $2 || '-%' and run.status = 'SUCCESS'`;

/** A healthy environment: each phase indexes new endpoints, half by registering them, half by calling their hooks. */
class HealthyEnvironment {
  #bench;
  #environment;
  #app;
  #phases = 0;

  constructor(bench, environment, app) {
    this.#bench = bench;
    this.#environment = environment;
    this.#app = app;
  }

  /**
   * {create, hook}: the p99 from the request, or from the end of the hook's delay, until the index is stored. An index
   * that is not there after 20 s counts with the time that it has waited.
   */
  async p99s() {
    const phase = ++this.#phases;
    const url = `${this.#app.url}/api/trigger`;
    const hooked = await createEndpoints(this.#bench.database, [this.#environment], {
      prefix: `hooked${phase}`,
      count: hookCalls.count,
      url,
    });
    const client = new Client(this.#bench.host.url, this.#environment.apiKey);
    try {
      const calls = await paced(hookCalls, (number) => this.#callHook(client, hooked[number]));
      const creates = await paced(registrations, (number) =>
        this.#create(client, { id: `created${phase}-${number}`, url }),
      );
      return {
        create: await this.#p99(`created${phase}`, creates),
        hook: await this.#p99(`hooked${phase}`, calls),
      };
    } finally {
      client.close();
    }
  }

  async #callHook(client, { slug, hook }) {
    const begin = now();
    await client.send('POST', `/api/v1/endpoints/${this.#environment.id}/${slug}/index/${hook}`);
    return { slug, due: begin + hookDelayMs };
  }

  async #create(client, body) {
    const begin = now();
    await client.send('POST', '/api/v1/endpoints', body);
    return { slug: body.id, due: begin };
  }

  async #p99(prefix, wanted) {
    const deadline = Math.max(...wanted.map(({ due }) => due)) + limitMs;
    let finished;
    await until(
      'the healthy environment is indexed',
      async () => {
        finished = await this.#bench.database.rows(finishedRuns, [this.#environment.id, prefix]);
        return finished.length >= wanted.length || now() >= deadline;
      },
      { timeoutMs: 4 * limitMs },
    );
    const ended = new Map(finished.map((run) => [run.slug, Number(run.finished)]));
    return percentile(wanted.map(({ slug, due }) => (ended.get(slug) ?? now()) - due), 0.99);
  }
}

export async function measure({ postgres, rounds, progress }) {
  const environments = 1 + spreads.reduce((sum, spread) => sum + spread, 0);
  const app = await Nginx.start();
  const hanging = await SocketApp.start();
  const bench = await BenchHost.start(postgres, 'fair_index', { environments });
  const seen = { ours: [], theirs: [] };
  try {
    const healthy = new HealthyEnvironment(bench, bench.environments[0], app);
    const others = bench.environments.slice(1);
    const loads = [];
    for (const spread of spreads) {
      const endpoints = { prefix: `hangs${spread}`, count: hangingApps, url: hanging.url };
      loads.push(await createEndpoints(bench.database, others.splice(0, spread), endpoints));
    }
    await bench.database.rows('vacuum analyze');
    await healthy.p99s(); // connections, caches
    for (let round = 0; round < rounds; ++round) {
      const quiet = await healthy.p99s();
      const pairs = [];
      for (const endpoints of loads) {
        await enqueueIndexes(bench.database, endpoints);
        await hanging.steady();
        const loaded = await healthy.p99s();
        hanging.refuse();
        await emptyQueue(bench.database);
        hanging.accept();
        for (const kind of Object.keys(quiet)) pairs.push({ ours: loaded[kind], theirs: quiet[kind] });
      }
      const worst = highestRatio(pairs);
      seen.ours.push(worst.ours);
      seen.theirs.push(worst.theirs);
      progress(keys[0], round, [worst.ours, worst.theirs]);
    }
  } finally {
    await bench.stop();
    await hanging.stop();
    await app.stop();
  }
  return [ratio(keys[0], { ...seen, unit: 'ms', against: 'without them', atMost: 2 })];
}
