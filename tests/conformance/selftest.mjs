// The comparison itself: the original's own answers pass, any change of them fails.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { request } from '../support/http.mjs';
import { amendForApp, amendmentOf, checkAmended, keptAsSent } from './lib/amendments.mjs';
import { loadCases } from './lib/cases.mjs';
import { checkStep } from './lib/check_step.mjs';
import { Findings } from './lib/findings.mjs';
import { Placeholders } from './lib/placeholders.mjs';
import { answeringService, manifests, seenAsObserved, startingPlaceholders } from './lib/recorded.mjs';

const cases = loadCases(new URL('cases', import.meta.url).pathname);
const equalCases = cases.filter(({ adopt }) => adopt.length === 1 && adopt[0] === 'EQUAL');
const checkedSteps = (definition) => definition.steps.filter(({ observed, quiet }) => observed?.db && !quiet);
const clone = (value) => JSON.parse(JSON.stringify(value));

/** Checks the steps of a case against the recorded answers, the last of them changed by `change`. */
function replay(definition, steps = checkedSteps(definition), change = (seen) => seen, adopt = definition.adopt) {
  const placeholders = startingPlaceholders(definition);
  const fill = answeringService(placeholders);
  let findings;
  let previousDb = { endpoints: [], endpointIndexes: [], jobs: [] };
  for (const [position, step] of steps.entries()) {
    findings = new Findings();
    const recorded = seenAsObserved(definition, step, fill);
    const seen = position === steps.length - 1 ? change(recorded) : recorded;
    const context = {
      placeholders,
      findings,
      adopt: new Set(adopt),
      manifests: manifests(definition, fill),
      replies: [],
      previousDb,
    };
    checkStep(step, seen, context);
    previousDb = recorded.db;
  }
  return findings;
}

test('what is expected of an app is amended by what the app does', () => {
  const amended = cases.filter(({ app, steps }) => steps.some((step) => amendForApp(step, app) !== step));
  assert.deepEqual(
    amended.map(({ id }) => id),
    [
      'ping.redirect.302-absolute-other-host',
      'ping.redirect.307-absolute-other-host',
      'ping.body.gzip',
      'ping.net.hang',
    ],
  );
});

test('the recorded answers of every EQUAL case pass', () => {
  assert.ok(equalCases.length > 150);
  for (const definition of equalCases) {
    const findings = replay(definition);
    assert.ok(findings.none, `${definition.id}\n${findings.lines().join('\n')}`);
  }
});

// Every leaf of what is seen, as [path, function that makes a changed value].
function* changes(value, path = []) {
  if (Array.isArray(value)) {
    if (value.length > 0) yield [path, () => value.slice(1)];
    for (const [position, element] of value.entries()) yield* changes(element, [...path, position]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* changes(inner, [...path, key]);
  } else if (typeof value === 'string') {
    const json = path.at(-1)?.endsWith?.('Text') ? JSON.parse(value) : undefined;
    if (json === undefined) yield [path, () => `x${value}`];
    else for (const [inner, make] of changes(json)) yield [path, () => JSON.stringify(replaced(json, inner, make()))];
  } else if (typeof value === 'number') {
    yield [path, () => value * 2 + 1000];
  } else if (typeof value === 'boolean') {
    yield [path, () => !value];
  } else {
    yield [path, () => 'not null'];
  }
}

function replaced(value, path, changed) {
  if (path.length === 0) return changed;
  const copy = clone(value);
  path.slice(0, -1).reduce((inner, key) => inner[key], copy)[path.at(-1)] = changed;
  return copy;
}

const freeText = (text) => typeof text === 'string' && text !== '' && !text.startsWith('Could not connect to endpoint');

/** What the rules leave free, so that a change of it passes. */
function isFree(path, seen, step) {
  const names = path.filter((key) => typeof key === 'string').join('.');
  const valueAt = path.reduce((inner, key) => inner?.[key], seen);
  if (/^(response\.(tookMs|json)|worker\.tookMs|db\.jobs\.(id|addedByCase))/.test(names)) return true;
  if (names.startsWith('response.headers') && names !== 'response.headers.content-type') return true;
  if (names.startsWith('response.text') && step.request.method === 'HEAD') return true;
  if (names.endsWith('lastError') && freeText(valueAt)) return true;
  const task = path[1] === 'jobs' ? seen.db.jobs[path[2]] : undefined;
  if (names === 'db.jobs.queueName' && task.addedByCase) return true;
  if (task && step.observed.db.jobsSummary && path[2] > 1 && path[2] < seen.db.jobs.length - 1) return true;
  return (
    names === 'db.jobs.runAtMinusCreatedAtMs' && !step.observed.db.jobs.some((one) => 'runAtMinusCreatedAtMs' in one)
  );
}

test('a changed answer fails', () => {
  let tried = 0;
  for (const definition of equalCases) {
    const steps = checkedSteps(definition);
    for (const [position, step] of steps.entries()) {
      const upTo = steps.slice(0, position + 1);
      const seen = seenAsObserved(definition, step, answeringService(startingPlaceholders(definition)));
      const paths = [...changes(withParsedBody(seen))].filter(([path]) => !isFree(path, seen, step));
      const stride = Math.ceil(paths.length / 40);
      for (const [path, make] of paths.filter((_, index) => index % stride === 0)) {
        const value = make();
        const findings = replay(definition, upTo, (recorded) =>
          withBodyText(replaced(withParsedBody(recorded), path, value)),
        );
        assert.ok(!findings.none, `${definition.id}: ${path.join('.')} became ${JSON.stringify(value)} and passed`);
        tried++;
      }
    }
  }
  assert.ok(tried > 5000, `only ${tried} changes were tried`);
});

// Of a JSON answer each member is changed, not its text.
function withParsedBody(seen) {
  if (seen.response?.json === undefined) return seen;
  return { ...seen, response: { ...seen.response, text: seen.response.json, json: undefined } };
}

function withBodyText(seen) {
  if (!seen.response || typeof seen.response.text === 'string') return seen;
  return {
    ...seen,
    response: { ...seen.response, text: JSON.stringify(seen.response.text), json: seen.response.text },
  };
}

const firstEqual = (id) => equalCases.find((definition) => definition.id === id);
const changed = (definition, change) =>
  replay(definition, undefined, (seen) => {
    change(seen);
    return seen;
  });

test('a success may have more members, an error only code and reason', () => {
  const created = firstEqual('create.ok.upsert-same-url');
  const addTo =
    (member) =>
    ({ response }) =>
      (response.text = JSON.stringify({ ...JSON.parse(response.text), [member]: { id: 'x' } }));
  assert.ok(changed(created, addTo('endpointIndex')).none);
  const refused = firstEqual('create.body.missing-id');
  assert.ok(changed(refused, addTo('reason')).none);
  assert.ok(!changed(refused, addTo('stack')).none);
});

test('stored data may keep what the app sent, and nothing else', () => {
  const definition = clone(firstEqual('index.api.ok'));
  const manifest = JSON.parse(definition.app[0].reply.body);
  manifest.jobs[0].newMember = { deep: [1] };
  definition.app[0].reply.body = JSON.stringify(manifest);
  const add =
    (value) =>
    ({ db }) => {
      const data = JSON.parse(db.endpointIndexes[0].dataText);
      data.jobs[0].newMember = value;
      db.endpointIndexes[0].dataText = JSON.stringify(data);
      const payload = JSON.parse(db.jobs[0].payloadText);
      payload.job.newMember = value;
      db.jobs[0].payloadText = JSON.stringify(payload);
    };
  assert.ok(changed(definition, add({ deep: [1] })).none);
  assert.ok(!changed(definition, add({ deep: [2] })).none);
});

function expecting(expect, change, adopt = ['R4'], id = 'ping.status.403') {
  const definition = clone(cases.find((one) => one.id === id));
  const [step] = checkedSteps(definition);
  return replay(
    definition,
    [{ ...step, expect }],
    (seen) => {
      change(seen);
      return seen;
    },
    adopt,
  );
}

test('expectations replace what was recorded', () => {
  const answer =
    (status, body, headers = {}) =>
    ({ response }) =>
      Object.assign(response, { status, headers, text: JSON.stringify(body), json: body });
  const error = (text) => ({ response: { status: 400, errorMatches: text } });
  const fromApp = answer(400, { error: 'Endpoint http://127.0.0.1:40001/api/trigger responded with error: no' });
  assert.ok(expecting(error('^Endpoint \\$APP/api/trigger responded with error: .+'), fromApp).none);
  assert.ok(!expecting(error('^Endpoint \\$APP/api/other responded'), fromApp).none);

  const notAllowed = { response: { status: 405, headers: { allow: 'POST' }, body: { error: 'Method Not Allowed' } } };
  assert.ok(expecting(notAllowed, answer(405, { error: 'Method Not Allowed' }, { allow: 'GET, POST' })).none);
  assert.ok(!expecting(notAllowed, answer(405, { error: 'Method Not Allowed' }, { allow: 'GET' })).none);
  assert.ok(!expecting({ response: { status: 400, reason: true } }, answer(400, { error: 'x' })).none);
  assert.ok(!expecting({ appRequests: 2 }, () => {}).none);
  assert.ok(!expecting({ db: { endpoints: 1 } }, () => {}).none);
  assert.throws(() => expecting({ respnse: {} }, () => {}), /unknown members/);
});

test('a redirected call keeps its method, but for a 303', () => {
  const observed = cases.find(({ id }) => id === 'ping.redirect.302');
  const [step] = observed.steps;
  const kept = ({ appRequests: [first, second] }) =>
    Object.assign(second, { method: 'POST', headers: { ...first.headers } });
  assert.ok(expecting({ ...step.expect }, kept, ['R5'], observed.id).none);
  assert.ok(!expecting({ ...step.expect }, () => {}, ['R5'], observed.id).none);
  const withoutCount = { response: 'as observed', db: 'as observed' };
  assert.ok(expecting(withoutCount, kept, ['R5'], observed.id).none);
  assert.ok(!expecting(withoutCount, () => {}, ['R5'], observed.id).none);
});

function worker(expected, change, id = 'worker.payload.source-unknown') {
  const definition = cases.find((one) => one.id === id);
  const step = definition.steps.find(({ do: kind }) => kind === 'runWorker');
  return replay(definition, [{ ...step, expect: expected }], (seen) => {
    change(seen);
    return seen;
  });
}

test('worker outcomes are told apart', () => {
  const forGood = { worker: { failedForGood: 1, lastErrorMatches: '.+' } };
  const endIt = ({ worker: { rounds }, db }) => {
    rounds[0].failed[0].attempts = 25;
    db.jobs[0].attempts = 25;
  };
  assert.ok(worker(forGood, endIt).none);
  assert.ok(!worker(forGood, () => {}).none);
  assert.ok(worker({ worker: { failed: 1, backoffAsObserved: true } }, () => {}).none);
  assert.ok(
    !worker(
      { worker: { failed: 1, backoffAsObserved: true } },
      ({ worker: { rounds } }) => (rounds[0].failed[0].nextRunAfterSeconds = 7),
    ).none,
  );
  assert.ok(!worker({ worker: { completed: 1 } }, () => {}).none);
  assert.ok(!worker({ worker: 'nothing to do' }, () => {}).none);
});

test('the list of endpoints is where the original had nothing', () => {
  const step = {
    do: 'http',
    request: { method: 'GET', path: '/api/v1/endpoints' },
    expect: { response: { status: 405 } },
  };
  const amendment = amendmentOf(step);
  const verdict = (seen) => {
    const findings = new Findings();
    checkAmended(amendment, seen, findings);
    return findings.none;
  };
  assert.ok(verdict({ status: 200, json: { endpoints: [] } }));
  assert.ok(!verdict({ status: 405, json: { error: 'Method Not Allowed' } }));
  for (const other of [{ method: 'HEAD' }, { path: '/api/v1/endpoints/x' }]) {
    assert.equal(amendmentOf({ ...step, request: { ...step.request, ...other } }), undefined);
  }
});

test('a member that JavaScript would take for a prototype is kept as it was sent', () => {
  const definition = cases.find(({ id }) => id === 'index.response.job.proto-record');
  const asSent = {
    __proto__: null,
    ['__proto__']: { id: 'gh', metadata: { id: 'gh', name: 'GH' }, authSource: 'HOSTED' },
  };
  assert.ok(keptAsSent(manifests(definition, (text) => text))(JSON.parse(JSON.stringify(asSent))));
  assert.ok(!keptAsSent([])(JSON.parse(JSON.stringify(asSent))));
  assert.ok(!keptAsSent(manifests(definition, (text) => text))({ id: 'gh' }));
});

test('a header with a list of values is sent once for each of them, in order and filled', async () => {
  const received = [];
  const server = createServer(({ rawHeaders }, response) => {
    received.push(...rawHeaders);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const headers = new Placeholders({ $API_KEY: 'tr_dev_1' }).fillHeaders({
      authorization: ['Bearer $API_KEY', 'Bearer other'],
      'x-one': 'single',
    });
    await request(`http://127.0.0.1:${server.address().port}`, { path: '/', headers });
  } finally {
    server.close();
  }
  const sent = received.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), received[i + 1]]] : []));
  assert.deepEqual(
    sent.filter(([name]) => ['authorization', 'x-one'].includes(name)),
    [
      ['authorization', 'Bearer tr_dev_1'],
      ['authorization', 'Bearer other'],
      ['x-one', 'single'],
    ],
  );
});
