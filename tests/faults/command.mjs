// What the programs that break things share: their options, and how they end when something is wrong.
import { parseArgs } from 'node:util';

import { build } from '../support/host.mjs';

const common = {
  'host-binary': { type: 'string', default: build.host },
  'plugin-dir': { type: 'string', default: build.plugins },
  help: { type: 'boolean', short: 'h' },
};

export const seedOption = { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) };

/** `options` beside --host-binary, --plugin-dir and --help, which prints `usage` and ends the program. */
export function readOptions(usage, options) {
  const { values } = parseArgs({ options: { ...options, ...common } });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  return { ...values, program: { program: values['host-binary'], plugins: values['plugin-dir'] } };
}

/** Sentences about what is wrong, how to see it again, and what the host said last. */
export function failure(lines, host, seed) {
  const log = host.log().trimEnd().split('\n').slice(-40);
  const found = lines.map((line) => `  ${line}`);
  return new Error(['', ...found, '', `repeat with --seed ${seed}`, "the host's last log lines:", ...log].join('\n'));
}

/** Runs `main` and prints why and where it failed. */
export async function runProgram(main) {
  try {
    await main();
  } catch (error) {
    console.error(`FAILED\n${error.stack}`);
    process.exitCode = 1;
  }
}
