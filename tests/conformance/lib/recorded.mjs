// The recorded answers as a service would give them, to test the comparison without a service.
import { randomBytes, randomUUID } from 'node:crypto';

import { parseJson } from './json_equality.mjs';
import { Placeholders } from './placeholders.mjs';

const known = {
  $APP: 'http://127.0.0.1:40001',
  $APP_HOST: '127.0.0.1:40001',
  $SERVICE_HOST: '127.0.0.1:40000',
  $API_KEY: 'tr_dev_key',
  $API_KEY_2: 'tr_prod_key',
};

/** Placeholders as a case begins with them: inputs are known, what the service makes is not. */
export function startingPlaceholders(definition) {
  const placeholders = new Placeholders(known);
  for (const key of ['$ENV_ID', '$ENV_ID_2', '$ORG_ID', '$PROJECT_ID']) placeholders.bind(key, randomUUID());
  for (const endpoint of definition.given.endpoints) {
    placeholders.bind(endpoint.id, randomUUID());
    if (endpoint.indexingHookIdentifier)
      placeholders.bind(endpoint.indexingHookIdentifier, randomBytes(5).toString('hex'));
  }
  return placeholders;
}

/** A function that fills every placeholder, those that the service makes too. */
export function answeringService(placeholders) {
  const made = new Map();
  const make = (key) => (key.startsWith('$HOOK') ? randomBytes(5).toString('hex') : randomUUID());
  return (text) =>
    placeholders.fill(text).replace(/\$(?:ENDPOINT|INDEX|HOOK)_ID_\d+|\$TIMESTAMP/g, (key) => {
      if (key === '$TIMESTAMP') return new Date().toISOString();
      if (!made.has(key)) made.set(key, make(key));
      return made.get(key);
    });
}

/** What the original did in this step, in the form that a case run sees. */
export function seenAsObserved(definition, step, fill) {
  const observed = JSON.parse(JSON.stringify(step.observed), (_, value) =>
    typeof value === 'string' ? fill(value) : value,
  );
  const seen = { appRequests: (observed.appRequests ?? []).map(({ transportHeaders: _, ...request }) => request) };
  if (observed.response) {
    const { status, headers = {}, body = '' } = observed.response;
    seen.response = { status, headers, text: body, json: parseJson(body), tookMs: 1 };
  }
  if (observed.worker) seen.worker = { rounds: [observed.worker].flat(), tookMs: 1 };
  const addedByCase = definition.steps.some(({ do: kind }) => kind === 'addJob');
  seen.db = {
    endpoints: observed.db.endpoints,
    endpointIndexes: observed.db.endpointIndexes.map((row) => ({
      dataText: JSON.stringify(asStored(manifests(definition, fill).at(-1))),
      ...row,
    })),
    jobs: expanded(observed.db).map((task, position) => ({
      id: position + 1,
      runAtMinusCreatedAtMs: 0,
      ...task,
      addedByCase: addedByCase && task.taskIdentifier === 'indexEndpoint',
      queueName:
        task.queueName === 'internal-queue' && !addedByCase
          ? `endpoint-${JSON.parse(task.payloadText).id}`
          : task.queueName,
    })),
  };
  return seen;
}

const asStored = (manifest) => ({ ...manifest, jobs: manifest?.jobs?.map((job) => ({ internal: false, ...job })) });

/** Of many tasks only three were recorded. */
function expanded({ jobs, jobsSummary }) {
  if (!jobsSummary) return jobs;
  return [jobs[0], ...Array.from({ length: jobsSummary.count - 2 }, () => jobs[1]), jobs.at(-1)];
}

export function manifests(definition, fill) {
  const replies = definition.app
    .filter(({ action }) => action !== 'PING')
    .flatMap(({ reply, replies }) => replies ?? [reply]);
  return replies
    .map(({ body }) => parseJson(fill(body ?? '')))
    .filter((manifest) => typeof manifest === 'object' && manifest !== null);
}
