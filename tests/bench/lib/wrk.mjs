// wrk, the load generator: keep-alive connections that each send the next request when the answer is there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from '../../support/processes.mjs';
import { temporaryFolder } from '../../support/temporary.mjs';

const script = fileURLToPath(new URL('requests.lua', import.meta.url));

/**
 * `request`: {method, headers, bodies} with `bodies` a Lua expression of the request's number `n` and the thread's name
 * `thread`; `keys`: API keys to use in turn. Returns {perSecond, p99Ms, requests}; throws when an answer was no 2xx.
 */
export async function wrk(url, { connections, seconds, keys = [], body, method = 'GET' }) {
  const settings = join(temporaryFolder('kongflow-wrk-'), 'settings.lua');
  const texts = keys.map((key) => JSON.stringify(key)).join(', ');
  writeFileSync(
    settings,
    `return { method = "${method}", keys = { ${texts} }, body = ${body === undefined ? 'nil' : `function(n, thread) return ${body} end`} }\n`,
  );
  const { printed } = await run('wrk', [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout=30s',
    '-s',
    script,
    url,
    '--',
    settings,
  ]);
  const found = JSON.parse(printed.split('\n').find((line) => line.startsWith('{')));
  if (found.failed > 0) throw new Error(`${found.failed} of ${found.requests} requests to ${url} failed: ${printed}`);
  return { perSecond: found.requests / found.seconds, p99Ms: found.p99Us / 1000, requests: found.requests };
}
