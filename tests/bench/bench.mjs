// Every comparison, side by side. See packaging/bench.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

import { PrivatePostgres } from '../support/private_postgres.mjs';
import * as backlog from './cases/backlog.mjs';
import * as create from './cases/create.mjs';
import * as deploy from './cases/deploy.mjs';
import * as fairCreate from './cases/fair_create.mjs';
import * as fairIndex from './cases/fair_index.mjs';
import * as hanging from './cases/hanging.mjs';
import * as hosts from './cases/hosts.mjs';
import * as http from './cases/http.mjs';
import * as index from './cases/index.mjs';
import * as panelMillion from './cases/panel_million.mjs';
import * as rssHostile from './cases/rss_hostile.mjs';
import * as runner from './cases/runner.mjs';
import * as runnerFloor from './cases/runner_floor.mjs';
import * as slowApps from './cases/slow_apps.mjs';
import * as start from './cases/start.mjs';
import { table } from './lib/table.mjs';

// A case may have `mostRounds`, when its rounds take long, and `needsMillionRows`.
const cases = [
  index,
  create,
  runner,
  runnerFloor,
  backlog,
  hosts,
  deploy,
  http,
  hanging,
  fairIndex,
  fairCreate,
  slowApps,
  rssHostile,
  panelMillion,
  start,
];
const keys = cases.flatMap((one) => one.keys);

const usage = `Usage: node tests/bench/bench.mjs [--only KEY]… [--quick] [--rounds N] [--json FILE]

Keys: ${keys.join(', ')}
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const unknown = (values.only ?? []).filter((key) => !keys.includes(key));
const rounds = Number(values.rounds);
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(unknown.length > 0 ? `There is no ${unknown.join(', ')}.\n${usage}` : usage);
  process.exit(2);
}
const wanted = (key) => !values.only || values.only.includes(key);
const chosen = cases.filter((one) => one.keys.some(wanted) && !(values.quick && one.needsMillionRows));
if (chosen.length === 0) {
  process.stderr.write(`Nothing is left to measure: without --quick, ${values.only.join(', ')} can be.\n`);
  process.exit(2);
}

const begin = Date.now();
const seconds = () => `${((Date.now() - begin) / 1000).toFixed(0).padStart(4)} s`;
const shown = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
function progress(key, round, figures) {
  process.stderr.write(`${seconds()}  ${key}, round ${round + 1}: ${figures.map(shown).join(' | ')}\n`);
}

const machine = {
  cpu: cpus()[0].model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  postgres: execFileSync('psql', ['--version'], { encoding: 'utf8' }).trim(),
};

const postgres = await PrivatePostgres.start({ fsync: true, settings: { log_destination: 'stderr' } });
const results = [];
try {
  for (const one of chosen) {
    const context = { postgres, rounds: Math.min(rounds, one.mostRounds ?? rounds), wanted, progress };
    results.push(...(await one.measure(context)));
  }
} finally {
  await postgres.stop();
}

process.stdout.write(`\n${table(results)}\n\n`);
process.stdout.write(`${machine.cores} cores, ${machine.cpu}; medians of at most ${rounds} rounds (least–most); ${seconds().trim()}\n`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rounds, results }, null, 2)}\n`);
process.exitCode = results.every(({ reached }) => reached) ? 0 : 1;
