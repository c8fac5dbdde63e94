// The most memory that a host needs under two attacks on it: bodies for no route, and many large manifests.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { BenchHost } from '../lib/bench_host.mjs';
import { Client } from '../lib/client.mjs';
import { peakMiB } from '../lib/memory.mjs';
import { emptyQueue } from '../lib/queue.mjs';
import { figure } from '../lib/result.mjs';
import { SocketApp } from '../lib/socket_app.mjs';
import { createEndpoints } from '../lib/tenants.mjs';
import { sampleJob, sampleManifest } from '../../support/sample_manifest.mjs';
import { until } from '../../support/wait.mjs';

export const keys = ['rss_hostile'];
export const mostRounds = 3;

const connections = 600;
const bodyBytes = 2 ** 20;
const steadyMs = 1_000;
const manifests = 40;
const tenants = 4;
const manifestBytes = 7_000_000;
const jobs = 1_000;
const limitMs = 20_000;

/** Connections without a key that send all of a body but its last byte, for a path that does not exist. */
async function sendBodiesForNoRoute({ url, pid }) {
  const { hostname, port } = new URL(url);
  const head = `POST /nowhere HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: ${bodyBytes}\r\n\r\n`;
  const body = Buffer.alloc(bodyBytes - 1, 'x');
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.resume();
    socket.write(head);
    socket.write(body);
    return socket;
  });
  try {
    let [peak, since] = [0, Date.now()];
    await until('the host needs no more memory', () => {
      if (peakMiB(pid) > peak) [peak, since] = [peakMiB(pid), Date.now()];
      return Date.now() - since >= steadyMs;
    });
  } finally {
    sockets.forEach((socket) => socket.destroy());
  }
}

const examples = [{ id: 'example', payload: { text: 'x'.repeat(manifestBytes / jobs) } }];
const largeManifest = JSON.stringify(
  sampleManifest({ jobs: Array.from({ length: jobs }, (_, number) => sampleJob(`job-${number}`, { examples })) }),
);

/** Requests all indexes at once, and each again that the host rejects, for a limited time; returns how many it got. */
async function indexLargeManifests(clients, endpoints) {
  const deadline = Date.now() + limitMs;
  let indexed = 0;
  await Promise.all(
    endpoints.map(async ({ slug, environmentId }) => {
      while (Date.now() < deadline) {
        const client = clients.get(environmentId);
        const { status, retryAfterMs } = await client.send('POST', `/api/v1/endpoints/${slug}/index`, {});
        if (status === 200) ++indexed;
        if (status !== 429 && status !== 503) return;
        await pause(Math.min(retryAfterMs, 1_000));
      }
    }),
  );
  return indexed;
}

export async function measure({ postgres, rounds, progress }) {
  const app = await SocketApp.start({ answerAfterMs: 0, manifest: largeManifest });
  const bench = await BenchHost.start(postgres, 'rss_hostile', { environments: tenants, running: false });
  const large = { prefix: 'large', count: manifests, url: app.url };
  const endpoints = await createEndpoints(bench.database, bench.environments, large);
  const seen = [];
  const problems = [];
  try {
    for (let round = 0; round < rounds; ++round) {
      await bench.host.start();
      await sendBodiesForNoRoute(bench.host);
      const withBodies = peakMiB(bench.host.pid);
      const clients = new Map(bench.environments.map(({ id, apiKey }) => [id, new Client(bench.host.url, apiKey)]));
      const indexed = await indexLargeManifests(clients, endpoints);
      if (indexed === 0) problems.push('no large manifest was indexed');
      clients.forEach((client) => client.close());
      seen.push(peakMiB(bench.host.pid));
      await bench.host.stop();
      await emptyQueue(bench.database);
      await bench.database.rows('truncate endpoint_indexes cascade');
      progress(keys[0], round, [withBodies, seen.at(-1), indexed]);
    }
  } finally {
    await bench.stop();
    await app.stop();
  }
  return [figure(keys[0], { ours: seen, unit: 'MiB', atMost: 200, problems })];
}
