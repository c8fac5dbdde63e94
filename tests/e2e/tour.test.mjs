// The README's tour, played on a real host: what it prints is what a reader sees. KONGFLOW_WRITE=1 writes it anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Host } from '../support/host.mjs';
import { run, start } from '../support/processes.mjs';
import { freePort } from '../support/ports.mjs';
import { until } from '../support/wait.mjs';

const readmeFile = fileURLToPath(new URL('../../README.md', import.meta.url));
const sampleApp = fileURLToPath(new URL('../../packaging/sample-app/app.mjs', import.meta.url));
const readme = readFileSync(readmeFile, 'utf8');
const [, section] = /<!-- tour -->\n([^]*?)<!-- end of tour -->/.exec(readme);

let host;
let app;

before(async () => {
  host = await Host.start();
});

after(async () => {
  app?.kill('SIGTERM');
  await app?.exited;
  await host?.remove();
});

// What differs from run to run, as the README shows it: {what is seen: what is shown}, filled as the tour goes on.
const shownAs = new Map();
const ids = [];

function shown(text) {
  let result = text;
  for (const [seen, instead] of shownAs) result = result.replaceAll(seen, instead);
  result = result.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `${String(ids.indexOf(id) + 1).repeat(8)}-…`;
  });
  return result.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-31T09:00:00.000Z');
}

/** A command of the tour with this host, app and key instead of the README's. */
function played(command, { apiKey, appUrl }) {
  return command
    .replaceAll('http://127.0.0.1:3040', host.url)
    .replaceAll('http://127.0.0.1:3000', appUrl)
    .replaceAll('$KEY', apiKey)
    .replaceAll('kongflow-host ', `${host.program} `)
    .replaceAll('my.toml', host.configFile);
}

test('each command of the tour prints what the README says', async () => {
  const environment = { apiKey: '', appUrl: '' };
  const blocks = section.split(/(```\n[^]*?```\n)/);
  for (const [index, block] of blocks.entries()) {
    if (!block.startsWith('```\n$ ')) continue;
    const command = block.split('\n')[1].slice(2);
    let output = '';
    if (command.startsWith('node packaging/sample-app')) {
      const port = await freePort();
      environment.appUrl = `http://127.0.0.1:${port}`;
      shownAs.set(environment.appUrl, 'http://127.0.0.1:3000');
      app = start(process.execPath, [sampleApp, String(port), environment.apiKey]);
      await until('the app listens', () => fetch(environment.appUrl).catch(() => undefined));
    } else {
      const once = async () => (await run('bash', ['-c', played(command, environment)])).printed.trimEnd();
      // Indexing is a task: the tour's reader is slower than it.
      output = command.includes('/indexes')
        ? await until('the endpoint is indexed', async () => (await once()).includes('"stats"') && once())
        : await once();
      if (command.includes('env create')) {
        environment.apiKey = host.mustNotLog(JSON.parse(output).apiKey);
        shownAs.set(environment.apiKey, 'tr_dev_…');
        shownAs.set(host.url, 'http://127.0.0.1:3040');
      }
      const hook = /"indexingHookIdentifier": ?"(\w+)"/.exec(output);
      if (hook) shownAs.set(hook[1], 'k3x9q0zp7a');
    }
    blocks[index] = `\`\`\`\n$ ${command}\n${output ? `${shown(output)}\n` : ''}\`\`\`\n`;
  }
  const printed = blocks.join('');
  if (process.env.KONGFLOW_WRITE) writeFileSync(readmeFile, readme.replace(section, () => printed));
  else assert.equal(section, printed);
});
