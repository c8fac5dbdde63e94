// Child processes whose output is kept, and which never outlive the test.
import { spawn } from 'node:child_process';

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
// An interrupted test ends like any other: with what is done at exit.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.on(signal, () => process.exit(code));

/**
 * A child process with `output()` (both streams so far), `printed()` (its standard output so far) and `exited`
 * (resolves to its exit code or signal's name).
 */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const chunks = { stdout: [], both: [] };
  child.stdout?.on('data', (chunk) => chunks.stdout.push(chunk));
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.both.push(chunk));
  running.add(child);
  child.output = () => Buffer.concat(chunks.both).toString('utf8');
  child.printed = () => Buffer.concat(chunks.stdout).toString('utf8');
  child.exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // 'close' comes after the last output was read.
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    });
  });
  child.running = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  return child;
}

/** Runs to the end; returns {code, printed, output}, or throws when `expectCode` is another one. */
export async function run(program, args, { expectCode = 0, ...options } = {}) {
  const child = start(program, args, options);
  const code = await child.exited;
  if (expectCode !== undefined && code !== expectCode) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code} instead of ${expectCode}:\n${child.output()}`);
  }
  return { code, printed: child.printed(), output: child.output() };
}
