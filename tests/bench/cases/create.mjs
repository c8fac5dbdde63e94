// Registering endpoints: 64 clients at once against pgbench with the same statement, while the index tasks wait on both sides;
// and one client alone, while its endpoints are indexed.
import { BenchHost } from '../lib/bench_host.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { pgbench } from '../lib/pgbench.mjs';
import { ratio } from '../lib/result.mjs';
import { wrk } from '../lib/wrk.mjs';

export const keys = ['create', 'create_latency'];

const clients = 64;
const seconds = 3;
const planBarMs = 100;

const body = (url) => `string.format('{"id":"%s-%d","url":"${url}/api/trigger"}', thread, n)`;

export async function measure({ postgres, rounds, wanted, progress }) {
  const app = await Nginx.start();
  const bench = await BenchHost.start(postgres, 'creates', { environments: 8 });
  const floor = await BenchHost.start(postgres, 'creates_floor', { environments: 8, running: false });
  const create = (connections, length) =>
    wrk(`${bench.host.url}/api/v1/endpoints`, { connections, seconds: length, keys: bench.keys, method: 'POST', body: body(app.url) });
  const seen = { ours: [], theirs: [], p99: [] };
  try {
    const statement = await bench.statement('insert into endpoints', () => create(1, 1));
    for (let round = 0; wanted('create_latency') && round < rounds; ++round) {
      await bench.clear();
      seen.p99.push((await create(1, 2)).p99Ms);
      progress('create_latency', round, [seen.p99.at(-1)]);
    }
    await bench.drain();
    for (let round = 0; wanted('create') && round < rounds; ++round) {
      for (const side of [bench, floor]) await side.forget();
      seen.ours.push((await create(clients, seconds)).perSecond);
      seen.theirs.push(await pgbench(postgres, floor, { statement, clients, seconds }));
      progress('create', round, [seen.ours.at(-1), seen.theirs.at(-1)]);
    }
  } finally {
    await floor.stop();
    await bench.stop();
    await app.stop();
  }
  const results = [];
  if (wanted('create'))
    results.push(ratio('create', { ...seen, unit: 'creates/s', against: 'pgbench', atLeast: 0.6 }));
  if (wanted('create_latency'))
    results.push(ratio('create_latency', { ours: seen.p99, theirs: seen.p99.map(() => planBarMs), unit: 'ms', against: "the plan's bar", atMost: 0.1 }));
  return results;
}
