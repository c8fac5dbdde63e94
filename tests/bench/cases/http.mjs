// A small authenticated GET over 64 kept connections, against nginx with a static file of the same bytes.
import { BenchHost } from '../lib/bench_host.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { ratio } from '../lib/result.mjs';
import { wrk } from '../lib/wrk.mjs';

export const keys = ['http'];

const load = { connections: 64, seconds: 2 };

export async function measure({ postgres, rounds, progress }) {
  const bench = await BenchHost.start(postgres, 'requests');
  const answer = await bench.host.api(bench.keys[0]).get('/api/v1/whoami');
  const nginx = await Nginx.start({ staticFile: answer.text });
  const seen = { ours: [], theirs: [] };
  try {
    for (let round = 0; round < rounds; ++round) {
      seen.ours.push((await wrk(`${bench.host.url}/api/v1/whoami`, { ...load, keys: bench.keys })).perSecond);
      seen.theirs.push((await wrk(`${nginx.url}/static/file`, load)).perSecond);
      progress(keys[0], round, [seen.ours.at(-1), seen.theirs.at(-1)]);
    }
  } finally {
    await nginx.stop();
    await bench.stop();
  }
  return [ratio(keys[0], { ...seen, unit: 'requests/s', against: 'nginx', atLeast: 0.7 })];
}
