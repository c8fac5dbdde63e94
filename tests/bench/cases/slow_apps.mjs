// Indexes of 2,000 apps that each take two seconds to answer.
import { BenchHost } from '../lib/bench_host.mjs';
import { peakMiB } from '../lib/memory.mjs';
import { emptied, emptyQueue } from '../lib/queue.mjs';
import { figure } from '../lib/result.mjs';
import { SocketApp } from '../lib/socket_app.mjs';
import { createEndpoints, enqueueIndexes } from '../lib/tenants.mjs';
import { sampleJobs, sampleManifest } from '../../support/sample_manifest.mjs';

export const keys = ['slow_apps'];
export const mostRounds = 3;

const environments = 200;
const apps = 2_000;
const indexesEach = 2; // so that starting and ending weigh less
const answerAfterMs = 2_000;
const limitMs = 15_000;
const mostMiB = 150;

export async function measure({ postgres, rounds, progress }) {
  const manifest = JSON.stringify(sampleManifest({ jobs: sampleJobs(1) }));
  const app = await SocketApp.start({ answerAfterMs, manifest });
  const bench = await BenchHost.start(postgres, 'slow_apps', { environments });
  const { database } = bench;
  const rates = [];
  const peaks = [];
  try {
    const slow = { prefix: 'slow', count: apps, url: app.url };
    const endpoints = await createEndpoints(database, bench.environments, slow);
    for (let round = 0; round < rounds; ++round) {
      await database.rows('truncate endpoint_indexes cascade');
      await database.rows('vacuum analyze');
      await enqueueIndexes(database, endpoints, indexesEach);
      const begin = performance.now();
      await emptied(database, { limitMs, everyMs: 20 });
      const tookMs = performance.now() - begin;
      const indexes = await database.value('select count(*) from endpoint_indexes');
      rates.push((indexes * 1000) / tookMs);
      peaks.push(peakMiB(bench.host.pid));
      app.refuse();
      await emptyQueue(database);
      app.accept();
      progress(keys[0], round, [rates.at(-1), peaks.at(-1)]);
    }
  } finally {
    await bench.stop();
    await app.stop();
  }
  const peak = Math.max(...peaks);
  const problems = peak > mostMiB ? [`the host needed ${peak.toFixed(0)} MiB, more than ${mostMiB}`] : [];
  return [figure(keys[0], { ours: rates, unit: 'indexes/s', atLeast: 400, problems })];
}
