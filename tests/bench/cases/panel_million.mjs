// The console's list of endpoints with a million of them, against a thousand.
import { BenchHost } from '../lib/bench_host.mjs';
import { Client } from '../lib/client.mjs';
import { addHistory } from '../lib/history.mjs';
import { ratio } from '../lib/result.mjs';
import { highestRatio, percentile } from '../lib/statistics.mjs';

export const keys = ['panel_million'];
export const mostRounds = 3;
export const needsMillionRows = true;

const many = 1_000_000;
const few = 1_000;
const environments = 100;
const samples = 40; // of each question in a round
const patienceMs = 3_000; // fewer samples of a question that takes longer in all
const mostMs = 100;

/** A console whose list is asked. */
class Panel {
  #client;
  #count;

  constructor({ host }, count) {
    this.#client = new Client(host.url, host.consoleToken(), { connections: 1 });
    this.#count = count;
  }

  #rows(query) {
    return this.#client.send('GET', `/console/api/panels/endpoints/endpoints/rows?${new URLSearchParams(query)}`);
  }

  /** [name, query] of all questions. */
  async questions() {
    const { panels } = JSON.parse((await this.#client.send('GET', '/console/api/panels')).text);
    const { columns } = panels.find(({ plugin, id }) => plugin === 'endpoints' && id === 'endpoints');
    const sorts = columns.filter(({ sortable }) => sortable).flatMap(({ key }) => [key, `-${key}`]);
    return [
      ['first page', {}],
      ['deep page', { cursor: await this.#cursorInTheMiddle() }],
      ...sorts.map((sort) => [`sort ${sort}`, { sort }]),
      ['filter hit', { filter: this.#slugInTheMiddle() }],
      ['filter by URL', { filter: `https://app-${this.#count / 2}.example.com/api/trigger` }],
      ['filter hit of all', { filter: 'example.com' }],
      ['filter miss', { filter: 'no-such-app' }],
    ];
  }

  #slugInTheMiddle() {
    return `app-${String(this.#count / 2).padStart(7, '0')}`;
  }

  // A cursor is a place in the order, so that one of a filtered list leads on in the whole list.
  async #cursorInTheMiddle() {
    const filter = this.#slugInTheMiddle().slice(0, -1); // ten endpoints
    const { status, text } = await this.#rows({ filter, limit: 1 });
    return (status === 200 && JSON.parse(text).cursor) || 'none was given';
  }

  /** {p95, failed}: milliseconds, and the status of answers other than 200. */
  async measure(query) {
    const answers = [];
    const begin = performance.now();
    do answers.push(await this.#rows(query));
    while (answers.length < samples && performance.now() - begin < patienceMs);
    return {
      p95: percentile(answers.map(({ tookMs }) => tookMs), 0.95),
      failed: answers.map(({ status }) => status).filter((status) => status !== 200),
    };
  }

  close() {
    this.#client.close();
  }
}

async function prepare(postgres, name, count) {
  const bench = await BenchHost.start(postgres, name, { environments });
  await addHistory(bench.database, count);
  return bench;
}

export async function measure({ postgres, rounds, progress }) {
  const benches = [];
  const panels = [];
  const seen = { ours: [], theirs: [] };
  const slow = new Map(); // question with many endpoints → its highest p95, above the limit
  const failed = new Map(); // question → a status
  try {
    for (const count of [many, few]) {
      const bench = await prepare(postgres, `panel_${count}`, count);
      benches.push(bench);
      panels.push(new Panel(bench, count));
    }
    const [large, small] = await Promise.all(panels.map((panel) => panel.questions()));
    for (let round = 0; round < rounds; ++round) {
      const pairs = [];
      for (const [place, [name, query]] of large.entries()) {
        const theirs = await panels[1].measure(small[place][1]);
        const ours = await panels[0].measure(query);
        pairs.push({ name, ours: ours.p95, theirs: theirs.p95 });
        if (ours.p95 > mostMs) slow.set(name, Math.max(slow.get(name) ?? 0, ours.p95));
        for (const status of [...ours.failed, ...theirs.failed]) failed.set(name, status);
      }
      const worst = highestRatio(pairs);
      seen.ours.push(worst.ours);
      seen.theirs.push(worst.theirs);
      progress(`${keys[0]} (${worst.name})`, round, [worst.ours, worst.theirs]);
    }
  } finally {
    panels.forEach((panel) => panel.close());
    for (const bench of benches) await bench.stop();
  }
  const problems = problemsOf(slow, failed);
  return [ratio(keys[0], { ...seen, unit: 'ms', against: 'with 1,000', atMost: 3, problems })];
}

function problemsOf(slow, failed) {
  const problems = [];
  if (slow.size > 0) {
    const [name, ms] = [...slow].reduce((slowest, one) => (one[1] > slowest[1] ? one : slowest));
    problems.push(`${slow.size} questions take more than ${mostMs} ms, "${name}" ${ms.toFixed(0)} ms`);
  }
  for (const [name, status] of failed) problems.push(`"${name}" fails (${status || 'no answer'})`);
  return problems;
}
