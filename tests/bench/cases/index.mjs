// Storing an index: the plugin's own way, the least that PostgreSQL must do, and one statement an entry.
import { BenchHost } from '../lib/bench_host.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { ratio } from '../lib/result.mjs';
import { programs } from '../lib/programs.mjs';
import { run } from '../../support/processes.mjs';
import { until } from '../../support/wait.mjs';

export const keys = ['index_1000', 'index_10000', 'index_growth', 'index_vs_per_row'];

/** An endpoint that is there and indexed, in a database that no host works on any more. */
async function prepare(postgres) {
  const app = await Nginx.start();
  const bench = await BenchHost.start(postgres, 'indexes');
  try {
    const api = bench.host.api(bench.keys[0]);
    const { json } = await api.post('/api/v1/endpoints', { id: 'bench', url: `${app.url}/api/trigger` });
    await until('it is indexed', async () => (await api.get('/api/v1/endpoints/bench')).json.latestIndex);
    return json.id;
  } finally {
    await bench.stop();
    await app.stop();
  }
}

export async function measure({ postgres, rounds, wanted, progress }) {
  const endpoint = await prepare(postgres);
  const { printed } = await run(programs.index, [postgres.url('indexes'), endpoint, String(rounds)]);
  const samples = printed.trim().split('\n').map((line) => JSON.parse(line));
  const of = (way, entries) =>
    samples.filter((sample) => sample.way === way && sample.entries === entries).map(({ ms }) => ms);
  progress('index', rounds - 1, [of('plugin', 1_000).at(-1), of('plugin', 10_000).at(-1)]);
  const growth = (way) => of(way, 10_000).map((ms, round) => ms / of(way, 1_000)[round]);
  const small = of('plugin', 1_000);
  const common = { unit: 'ms' };
  const floor = 'one add_jobs statement with the row';
  return [
    ratio('index_1000', { ...common, ours: small, theirs: of('floor', 1_000), against: floor, atMost: 1.5 }),
    ratio('index_10000', { ...common, ours: of('plugin', 10_000), theirs: of('floor', 10_000), against: floor, atMost: 1.4 }),
    ratio('index_growth', { ours: growth('plugin'), theirs: growth('floor'), unit: '×', against: 'that statement', atMost: 1.2 }),
    ratio('index_vs_per_row', { ...common, ours: of('per_row', 1_000), theirs: small, against: 'the plugin (ours: one add_job an entry)', atLeast: 10 }),
  ].filter(({ key }) => wanted(key));
}
