// Registrations of one key and reads of the console while another key keeps 1,000 hanging registrations in flight.
import { fileURLToPath } from 'node:url';

import { BenchHost } from '../lib/bench_host.mjs';
import { Client } from '../lib/client.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { paced } from '../lib/pace.mjs';
import { ratio } from '../lib/result.mjs';
import { SocketApp } from '../lib/socket_app.mjs';
import { highestRatio, percentile } from '../lib/statistics.mjs';
import { start } from '../../support/processes.mjs';

export const keys = ['fair_create'];
export const mostRounds = 3;

const program = fileURLToPath(new URL('../lib/hanging_program.mjs', import.meta.url));

const hangingRegistrations = 1_000;
const load = { count: 250, perSecond: 50 };
const consolePaths = ['overview', 'panels/endpoints/endpoints/rows', 'tasks/counts', 'tasks'];

export async function measure({ postgres, rounds, progress }) {
  const app = await Nginx.start();
  const hanging = await SocketApp.start();
  const bench = await BenchHost.start(postgres, 'fair_create', { environments: 2 });
  const [key, hostileKey] = bench.keys;
  const { url } = bench.host;

  // The p99 of each kind of request, and those that failed.
  const measureHealthy = async () => {
    const client = new Client(url, key);
    const operator = new Client(url, bench.host.consoleToken());
    const create = (id) => client.send('POST', '/api/v1/endpoints', { id, url: `${app.url}/api/trigger` });
    const read = (path) => operator.send('GET', `/console/api/${path}`);
    try {
      const [creates, reads] = await Promise.all([
        paced(load, (number) => create(`app-${number}`)),
        paced(load, (number) => read(consolePaths[number % consolePaths.length])),
      ]);
      const p99 = (answers) => percentile(answers.map(({ tookMs }) => tookMs), 0.99);
      const failed = [...creates, ...reads].filter(({ status }) => status !== 200);
      return { create: p99(creates), read: p99(reads), failed };
    } finally {
      client.close();
      operator.close();
    }
  };

  const seen = { ours: [], theirs: [] };
  const failed = [];
  try {
    await measureHealthy(); // connections, caches
    for (let round = 0; round < rounds; ++round) {
      await bench.clear();
      const quiet = await measureHealthy();
      await bench.clear();
      const hostile = start(process.execPath, [program, url, hanging.url, String(hangingRegistrations)], {
        env: { ...process.env, API_KEY: hostileKey },
      });
      await hanging.steady();
      const loaded = await measureHealthy();
      hostile.kill('SIGTERM');
      hanging.refuse();
      await hostile.exited;
      hanging.accept();
      const worst = highestRatio(['create', 'read'].map((kind) => ({ ours: loaded[kind], theirs: quiet[kind] })));
      seen.ours.push(worst.ours);
      seen.theirs.push(worst.theirs);
      failed.push(...quiet.failed, ...loaded.failed);
      progress(keys[0], round, [worst.ours, worst.theirs, loaded.failed.length]);
    }
  } finally {
    await bench.stop();
    await hanging.stop();
    await app.stop();
  }
  const statuses = [...new Set(failed.map(({ status }) => status || 'no answer'))].join(', ');
  const problems = failed.length > 0 ? [`${failed.length} requests of the healthy side failed (${statuses})`] : [];
  return [ratio(keys[0], { ...seen, unit: 'ms', against: 'without them', atMost: 2, problems })];
}
