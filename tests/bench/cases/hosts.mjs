// Tasks of one database with eight hosts, against one host; each must be run once.
import { BenchHost } from '../lib/bench_host.mjs';
import { tasksPerSecond } from '../lib/queue.mjs';
import { ratio } from '../lib/result.mjs';
import { lowestRatio } from '../lib/statistics.mjs';
import { Host } from '../../support/host.mjs';

export const keys = ['hosts'];
export const mostRounds = 3;

const moreHosts = 7;
const loads = [
  { task: 'benchNoted', count: 60_000, queues: 0, everyMs: 20, limitMs: 20_000 },
  { task: 'benchNoted', count: 60_000, queues: 200, everyMs: 20, limitMs: 20_000 },
];

/** Hosts that share a database. */
class Fleet {
  #bench;
  #others = [];

  static async start(postgres, name, others) {
    const fleet = new Fleet();
    fleet.#bench = await BenchHost.start(postgres, name);
    const { database, settings } = fleet.#bench.host;
    const { data_dir: _, ...shared } = settings;
    for (let number = 0; number < others; ++number)
      fleet.#others.push(await Host.start({ database, settings: shared }));
    return fleet;
  }

  /** {rate, problems}: tasks a second; that tasks were run more than once, or not. */
  async run(load) {
    const rate = await tasksPerSecond(this.#bench.database, load);
    const ids = await this.#ran();
    const tasks = new Set(ids).size;
    const problems = [];
    if (ids.length > tasks) problems.push(`${ids.length - tasks} of ${load.count} tasks were run twice`);
    if (tasks < load.count) problems.push(`${load.count - tasks} of ${load.count} tasks were not run`);
    return { rate, problems };
  }

  /** The ids of the tasks that all hosts ran since the last call. */
  async #ran() {
    const hosts = [this.#bench.host, ...this.#others];
    return (await Promise.all(hosts.map(async ({ url }) => (await fetch(`${url}/bench/noted`)).json()))).flat();
  }

  async stop() {
    for (const host of this.#others) await host.remove();
    await this.#bench.stop();
  }
}

export async function measure({ postgres, rounds, progress }) {
  const fleets = [];
  const seen = { ours: [], theirs: [] };
  const problems = [];
  try {
    for (const [name, others] of [
      ['many_hosts', moreHosts],
      ['one_host', 0],
    ])
      fleets.push(await Fleet.start(postgres, name, others));
    for (let round = -1; round < rounds; ++round) {
      const pairs = [];
      for (const load of loads) {
        const [many, one] = [await fleets[0].run(load), await fleets[1].run(load)];
        pairs.push({ ours: many.rate, theirs: one.rate });
        problems.push(...many.problems, ...one.problems);
      }
      if (round < 0) continue; // connections, caches
      const worse = lowestRatio(pairs);
      seen.ours.push(worse.ours);
      seen.theirs.push(worse.theirs);
      progress(keys[0], round, pairs.flatMap(({ ours, theirs }) => [ours, theirs]));
    }
  } finally {
    for (const fleet of fleets) await fleet.stop();
  }
  return [ratio(keys[0], { ...seen, unit: 'tasks/s', against: 'one host', atLeast: 0.9, problems })];
}
