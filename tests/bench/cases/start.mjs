// From exec to ready on a migrated database, and the memory of a host that does nothing.
import { BenchHost } from '../lib/bench_host.mjs';
import { residentMiB } from '../lib/memory.mjs';
import { figure } from '../lib/result.mjs';

export const keys = ['ready_ms', 'rss_idle_mib'];

const settleMs = 1_500;

export async function measure({ postgres, rounds, wanted, progress }) {
  const bench = await BenchHost.start(postgres, 'starts');
  const seen = { ready: [], rss: [] };
  try {
    for (let round = 0; round < rounds; ++round) {
      await bench.host.stop();
      const begin = Date.now();
      await bench.host.start({ everyMs: 2 });
      seen.ready.push(Date.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      seen.rss.push(residentMiB(bench.host.pid));
      progress(keys[0], round, [seen.ready.at(-1), seen.rss.at(-1)]);
    }
  } finally {
    await bench.stop();
  }
  return [
    figure('ready_ms', { ours: seen.ready, unit: 'ms', atMost: 500 }),
    figure('rss_idle_mib', { ours: seen.rss, unit: 'MiB', atMost: 30 }),
  ].filter((result) => wanted(result.key));
}
