// A deployment: from the call of its hook until the last register task of 1,000 jobs is done.
import { BenchHost } from '../lib/bench_host.mjs';
import { ratio } from '../lib/result.mjs';
import { FakeApp, indexReplies, manifestReply, pong } from '../../support/fake_app.mjs';
import { request } from '../../support/http.mjs';
import { sampleJobs, sampleManifest } from '../../support/sample_manifest.mjs';
import { until } from '../../support/wait.mjs';

export const keys = ['deploy_to_registered'];

const jobs = 1_000;
const clock = () => Number(process.hrtime.bigint()) / 1e6;

export async function measure({ postgres, rounds, progress }) {
  const app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest({ jobs: sampleJobs(jobs) })))]);
  const bench = await BenchHost.start(postgres, 'deploys', { settings: { 'plugins.endpoints.index.hook_delay': '0s' } });
  const { database } = bench;
  const newestRun = () =>
    database.row(`select status, extract(epoch from finished_at - started_at) * 1000 as took_ms
                  from endpoint_index_runs order by created_at desc limit 1`);
  const idle = async () =>
    (await database.value('select not exists (select from graphile_worker._private_jobs)')) &&
    (await newestRun()).status === 'SUCCESS';
  const seen = { ours: [], theirs: [] };
  try {
    const api = bench.host.api(bench.keys[0]);
    await api.post('/api/v1/endpoints', { id: 'deployed', url: `${app.url}/api/trigger` });
    await until('the first index is registered', idle);
    const { hookUrl } = (await api.get('/api/v1/endpoints/deployed')).json;
    for (let round = -1; round < rounds; ++round) {
      const begin = clock();
      const { status } = await request(bench.host.url, { method: 'POST', path: new URL(hookUrl).pathname });
      if (status !== 200) throw new Error(`the hook answered ${status}`);
      await until('everything is registered', idle, { everyMs: 2 });
      const tookMs = clock() - begin;
      const indexMs = Number((await newestRun()).took_ms);
      await database.rows('vacuum graphile_worker._private_jobs');
      if (round < 0) continue; // connections, caches
      seen.ours.push(tookMs);
      seen.theirs.push(indexMs);
      progress(keys[0], round, [tookMs, indexMs]);
    }
  } finally {
    await bench.stop();
    await app.stop();
  }
  return [ratio(keys[0], { ...seen, unit: 'ms', against: 'the index itself', atMost: 4 })];
}
