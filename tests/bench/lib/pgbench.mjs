// pgbench, with the statement that the plugin registers an endpoint with.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../../support/processes.mjs';
import { temporaryFolder } from '../../support/temporary.mjs';

// As the plugin's own sessions: with jit the statement takes longer to compile than to run.
const sessionSettings = '-c jit=off -c plan_cache_mode=force_generic_plan';

const oneOf = (environments, member) =>
  `((array[${environments.map((environment) => `'${environment[member]}'`).join(',')}]::uuid[])[:e])`;

// pgbench takes :MI in a text for a variable.
const timeFormat = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** `statement` with pgbench's variables in place of its parameters: a new endpoint each time. */
function script(statement, environments) {
  const values = [
    `'25'`,
    `('pgbench-' || :n::text)`,
    `'http://127.0.0.1/api/trigger'`,
    `lpad(:n::text, 10, '0')`,
    oneOf(environments, 'id'),
    oneOf(environments, 'organizationId'),
    oneOf(environments, 'projectId'),
  ];
  const filled = statement.replace(/\$(\d+)/g, (_, number) => values[number - 1]).replaceAll(`'${timeFormat}'`, ':format');
  return `\\set n random(1, 9999999999)\n\\set e random(1, ${environments.length})\n${filled};\n`;
}

/** Transactions a second on the database of a BenchHost. */
export async function pgbench(postgres, { name, environments }, { statement, clients, seconds }) {
  const file = join(temporaryFolder('kongflow-pgbench-'), 'create.sql');
  writeFileSync(file, script(statement, environments));
  const args = [
    '--no-vacuum',
    '--protocol=prepared',
    `--client=${clients}`,
    '--jobs=2',
    `--time=${seconds}`,
    `--define=format=${timeFormat}`,
    `--file=${file}`,
    postgres.url(name),
  ];
  const { printed } = await run('pgbench', args, { env: { ...process.env, PGOPTIONS: sessionSettings } });
  return Number(/tps = ([\d.]+)/.exec(printed)[1]);
}
