// Where this product deliberately differs beyond the rules: by request, by what the app does, by what was removed and by member, never by case.
import { readFileSync } from 'node:fs';

import { sameJson } from './json_equality.mjs';

const table = JSON.parse(readFileSync(new URL('../amendments.json', import.meta.url), 'utf8'));

/** The amendment for a step, or undefined. Its reason is in amendments.json. */
export function amendmentOf(step) {
  if (step.do !== 'http') return undefined;
  const wantedStatus =
    typeof step.expect?.response === 'object' ? step.expect.response.status : step.observed?.response?.status;
  return table.routes.find(
    ({ request, insteadOfStatus }) =>
      request.method === step.request.method && request.path === step.request.path && insteadOfStatus === wantedStatus,
  );
}

const doesSo = ({ behaviour, headers = {} }, wanted) =>
  wanted.behaviour !== undefined
    ? behaviour === wanted.behaviour
    : new RegExp(wanted.matches).test(headers[wanted.header] ?? '');

/** The step with what is expected instead when an app with these rules, as they were recorded, is registered. */
export function amendForApp(step, rules) {
  const { request, expect } = step;
  if (request?.method !== 'POST' || request.path !== '/api/v1/endpoints' || !expect?.response?.status) return step;
  const replies = rules
    .filter(({ action = 'PING' }) => action === 'PING')
    .flatMap(({ reply, replies: inTurn }) => inTurn ?? [reply]);
  const amendment = table.apps.find(
    ({ reply, insteadOfStatus }) =>
      insteadOfStatus === expect.response.status && replies.some((given) => doesSo(given, reply)),
  );
  return amendment ? { ...step, expect: amendment.expect } : step;
}

/** The step with what is expected instead when all of its attempts failed because their endpoints had been removed. */
export function amendForRemoval(step, endpointWasRemoved) {
  if (step.do !== 'runWorker' || !endpointWasRemoved) return step;
  const rounds = [step.observed.worker].flat();
  const failed = rounds.flatMap((round) => round.failed);
  const attempted = rounds.reduce((total, round) => total + round.attempted, 0);
  const { insteadOfLastError } = table.removedEndpoints;
  if (failed.length < attempted || failed.some(({ lastError }) => lastError !== insteadOfLastError)) return step;
  return { ...step, expect: { ...step.expect, worker: { completed: attempted } } };
}

export function checkAmended({ expect }, seen, findings) {
  findings.check(
    seen.status === expect.status,
    'response.status (amended)',
    expect.status,
    `${seen.status} ${seen.text}`,
  );
  findings.check(
    Array.isArray(seen.json?.[expect.list]),
    `response.body.${expect.list} (amended)`,
    'a list',
    seen.json,
  );
}

// Not recursive: some apps nest thousands deep.
function objectsIn(value) {
  const found = [];
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) found.push(next);
    open.push(...Object.values(next));
  }
  return found;
}

const hasKeptMember = (value) =>
  typeof value === 'object' && value !== null && table.membersKeptAsSent.some(({ name }) => Object.hasOwn(value, name));

/** For comparisons: whether a value has a member that is kept as sent and is one of those in `sent`, parsed JSON. */
export function keptAsSent(sent) {
  const originals = sent.flatMap(objectsIn).filter(hasKeptMember);
  return (value) => hasKeptMember(value) && originals.some((original) => sameJson(original, value));
}
