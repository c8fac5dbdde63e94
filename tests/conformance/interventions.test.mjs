// Cases that change rows by hand between two steps, against a real host.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { removeFolder, temporaryFolder } from '../support/temporary.mjs';
import { loadCases } from './lib/cases.mjs';

const here = new URL('.', import.meta.url);
const [unknownEndpoint] = loadCases(fileURLToPath(new URL('cases', here)), { only: 'worker.payload.id-unknown' });

/** What run.mjs prints for these cases. */
async function replay(...cases) {
  const folder = temporaryFolder('kongflow-cases-');
  try {
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
    return await new Promise((resolve) => {
      const program = [fileURLToPath(new URL('run.mjs', here)), '--cases', folder];
      execFile(process.execPath, program, (_, printed, errors) => resolve(printed + errors));
    });
  } finally {
    removeFolder(folder);
  }
}

test('after its Endpoint row is deleted, a task completes where the original failed', async () => {
  const definition = structuredClone(unknownEndpoint);
  const payloadText = '{"id":"$ENDPOINT_ID_1"}';
  const [addJob, runWorker] = definition.steps;
  addJob.payloadText = payloadText;
  runWorker.observed.db.jobs[0].payloadText = payloadText;
  runWorker.observed.db.endpoints = [];
  definition.steps = [addJob, { do: 'sql', note: 'the Endpoint row is deleted', observed: {} }, runWorker];
  assert.match(await replay(definition), /^1 passed, 0 failed, 0 skipped$/m);
});

test('the tasks of an endpoint whose row is deleted stay part of the case', async () => {
  const definition = structuredClone(unknownEndpoint);
  const [, runWorker] = definition.steps;
  const register = {
    do: 'http',
    request: {
      method: 'POST',
      path: '/api/v1/endpoints',
      headers: { authorization: 'Bearer $API_KEY', 'content-type': 'application/json' },
      body: '{"id":"my-app","url":"$APP/api/trigger"}',
    },
    quiet: true,
  };
  const payloadText = '{"id":"$ENDPOINT_ID_1","source":"INTERNAL"}';
  Object.assign(runWorker.observed.db.jobs[0], { payloadText });
  runWorker.observed.db.endpoints = [];
  definition.app.unshift({ action: 'PING', reply: { status: 200, body: '{"ok":true}' } });
  definition.steps = [register, { do: 'sql', note: 'the Endpoint row is deleted', observed: {} }, runWorker];
  assert.match(await replay(definition), /^1 passed, 0 failed, 0 skipped$/m);
});

test('a sentence that is no intervention is named', async () => {
  const definition = structuredClone(unknownEndpoint);
  definition.steps.unshift({ do: 'sql', note: 'the moon is deleted', observed: {} });
  const printed = await replay(definition);
  assert.match(printed, /unknown intervention: the moon is deleted/);
  assert.match(printed, /^0 passed, 1 failed, 0 skipped$/m);
});
