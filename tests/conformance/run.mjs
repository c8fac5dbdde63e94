#!/usr/bin/env node
// Replays recorded cases of the original service against a kongflow-host with the endpoints plugin.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Database } from '../support/database.mjs';
import { Host, build } from '../support/host.mjs';
import { CaseRun } from './lib/case_run.mjs';
import { loadCases } from './lib/cases.mjs';
import { HeldQueue } from './lib/held_queue.mjs';
import { strayTasks } from './lib/snapshot.mjs';

const usage = `Usage: node run.mjs [options]

  --cases DIR           folder of case files (default: cases, beside this program)
  --groups 01,03        only files that begin so
  --only TEXT           only cases whose id contains TEXT; * stands for anything
  --jobs N              cases at once (default 8)
  --host-binary FILE    kongflow-host to start (default: KONGFLOW_HOST, else the build preset dev)
  --plugin-dir DIR      its plugins (default: KONGFLOW_PLUGINS, else the build preset dev)
  --host URL            use this running host instead, with
  --database URL        the connection string of its database
  --log                 print the host's log at the end
  --verbose             name the passed and skipped cases too

The last line is "N passed, N failed, N skipped". Exit code 1 when a case failed, 2 for wrong options.
`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        cases: { type: 'string', default: new URL('cases', import.meta.url).pathname },
        groups: { type: 'string' },
        only: { type: 'string' },
        jobs: { type: 'string', default: '8' },
        'host-binary': { type: 'string', default: build.host },
        'plugin-dir': { type: 'string', default: build.plugins },
        host: { type: 'string' },
        database: { type: 'string' },
        log: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if ((values.host === undefined) !== (values.database === undefined))
      throw new Error('--host and --database go together');
    if (!(Number(values.jobs) >= 1)) throw new Error('--jobs must be a number from 1');
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Runs `work` for every item, `limit` at once; results in the items' order. */
async function parallel(items, limit, work) {
  const results = new Array(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const position = next++;
      results[position] = await work(items[position]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}

async function replay(cases, options, host, database) {
  const queue = new HeldQueue(database);
  await queue.install();
  const added = [];
  const removed = [];
  try {
    const outcomes = await parallel(cases, Number(options.jobs), async (definition) => {
      if (definition.adopt.includes('NA')) return 'skipped';
      const run = new CaseRun(definition, { host, database, queue });
      const lines = await run.run();
      added.push(...run.addedTasks);
      removed.push(...run.removedEndpoints);
      return lines;
    });
    const stray = await strayTasks(database, added, removed);
    return { outcomes, stray };
  } finally {
    await queue.uninstall();
  }
}

function report(cases, { outcomes, stray }, verbose) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  outcomes.forEach((outcome, position) => {
    const { id, title, file, adopt } = cases[position];
    const kind = outcome === 'skipped' ? 'skipped' : outcome.length === 0 ? 'passed' : 'failed';
    count[kind]++;
    if (kind === 'failed')
      console.log([`FAILED ${id} (${file}, ${adopt.join(' ')}): ${title}`, ...outcome, ''].join('\n'));
    else if (verbose) console.log(`${kind} ${id}`);
  });
  for (const task of stray) console.log(`FAILED a task without an endpoint was left behind: ${JSON.stringify(task)}`);
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed === 0 && stray.length === 0;
}

const options = readOptions();
if (options.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const cases = loadCases(resolve(options.cases), { groups: options.groups?.split(','), only: options.only });
const own = options.host === undefined;
const host = own
  ? await Host.start({ program: options['host-binary'], plugins: options['plugin-dir'] })
  : { url: options.host };
const database = own ? host.openDatabase() : new Database(options.database);
let passed = false;
try {
  const result = await replay(cases, options, host, database);
  const crashed = own && !host.running();
  if (crashed || (own && options.log)) console.log(host.log());
  if (crashed) console.log('FAILED the host ended while cases ran; its log is above');
  passed = report(cases, result, options.verbose) && !crashed;
} catch (error) {
  if (own && !host.running()) console.log(`${host.log()}\nthe host ended while cases ran; its log is above`);
  console.log(error.stack);
} finally {
  await database.close();
  if (own) await host.remove();
}
process.exitCode = passed ? 0 : 1;
