// Registering a healthy app while 500 others hang, and the memory of a host meanwhile.
import { BenchHost } from '../lib/bench_host.mjs';
import { HangingClients } from '../lib/hanging_clients.mjs';
import { residentMiB } from '../lib/memory.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { figure, ratio } from '../lib/result.mjs';
import { wrk } from '../lib/wrk.mjs';
import { FakeApp } from '../../support/fake_app.mjs';
import { until } from '../../support/wait.mjs';

export const keys = ['hanging', 'rss_500_mib'];

const hanging = 500;
const callsPerEnvironment = 16;
const seconds = 2;

export async function measure({ postgres, rounds, wanted, progress }) {
  const healthy = await Nginx.start();
  const hung = await FakeApp.start([{ reply: { behaviour: 'hang' } }]);
  const bench = await BenchHost.start(postgres, 'hanging', {
    environments: 1 + Math.ceil(hanging / callsPerEnvironment),
    settings: { 'http.max_in_flight': 2 * hanging, 'http.worker_threads': 2 * hanging, 'plugins.endpoints.ping.timeout': '20s' },
  });
  const [key, ...others] = bench.keys;
  const create = async () =>
    (
      await wrk(`${bench.host.url}/api/v1/endpoints`, {
        connections: 1,
        seconds,
        keys: [key],
        method: 'POST',
        body: `string.format('{"id":"%s-%d","url":"${healthy.url}/api/trigger"}', thread, n)`,
      })
    ).p99Ms;
  const seen = { ours: [], theirs: [], rss: [] };
  try {
    await create(); // connections, caches
    for (let round = 0; round < rounds; ++round) {
      await bench.clear();
      seen.theirs.push(await create());
      await bench.clear();
      const clients = new HangingClients(bench.host.url, others, { count: hanging, appUrl: hung.url });
      await until('all hang', () => hung.requests.length >= hanging, { describe: () => `${hung.requests.length} do` });
      seen.ours.push(await create());
      seen.rss.push(residentMiB(bench.host.pid));
      await clients.stop();
      hung.releaseHung();
      hung.takeRequests();
      progress(keys[0], round, [seen.ours.at(-1), seen.theirs.at(-1), seen.rss.at(-1)]);
    }
  } finally {
    await bench.stop();
    await hung.stop();
    await healthy.stop();
  }
  return [
    ratio('hanging', { ...seen, unit: 'ms', against: 'without them', atMost: 2 }),
    figure('rss_500_mib', { ours: seen.rss, unit: 'MiB', atMost: 80 }),
  ].filter((result) => wanted(result.key));
}
