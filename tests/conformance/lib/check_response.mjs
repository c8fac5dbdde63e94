// The answer of the service, against what was recorded or is expected instead.
import { compareJson, parseJson } from './json_equality.mjs';

// Statistics that a manifest's newer lists add.
export const addedStatistics = ['webhooks', 'httpEndpoints', 'disabledJobs'];
const addedErrorMembers = ['code', 'reason'];

const mayAddToSuccess = (path) =>
  path.length === 1 || (path.length === 2 && path[0] === 'stats' && addedStatistics.includes(path[1]));
const mayAddToError = (path) => path.length === 1 && addedErrorMembers.includes(path[0]);

const mediaType = (header) => header?.split(';')[0].trim().toLowerCase();
const methods = (allow) =>
  new Set(
    (allow ?? '')
      .split(',')
      .map((method) => method.trim().toUpperCase())
      .filter(Boolean),
  );

/** As recorded. A HEAD request has no body to compare. */
export function checkRecordedResponse(recorded, seen, context, method) {
  const { findings, placeholders, keptAsSent } = context;
  if (recorded.noResponseAfterMs !== undefined) {
    findings.check(seen.gaveUp, 'response', `none within ${recorded.noResponseAfterMs} ms`, seen.status);
    return;
  }
  if (!answered(seen, findings)) return;
  findings.check(seen.status === recorded.status, 'response.status', recorded.status, `${seen.status} ${seen.text}`);
  const type = recorded.headers?.['content-type'];
  if (type)
    findings.check(
      mediaType(seen.headers['content-type']) === mediaType(type),
      'response.headers.content-type',
      type,
      seen.headers['content-type'],
    );
  if (method === 'HEAD') return;
  const recordedJson = parseJson(recorded.body);
  if (recordedJson === undefined) {
    findings.check(placeholders.matches(recorded.body ?? '', seen.text), 'response.body', recorded.body, seen.text);
    return;
  }
  const mayAdd = recorded.status < 400 ? mayAddToSuccess : mayAddToError;
  compareJson(recordedJson, parseJson(seen.text), {
    placeholders,
    findings,
    where: 'response.body',
    mayAdd,
    keptAsSent,
  });
}

/** As a step's `expect.response` says; what it does not mention is free, but an error is JSON that says what is wrong. */
export function checkExpectedResponse(expected, seen, context, method) {
  const { findings, placeholders } = context;
  if (!answered(seen, findings)) return;
  const { status, body, bodyHas, errorMatches, code, reason, headers = {}, withinMs, note: _, ...unknown } = expected;
  if (Object.keys(unknown).length > 0) throw new Error(`unknown members of expect.response: ${Object.keys(unknown)}`);
  if (status !== undefined)
    findings.check(seen.status === status, 'response.status', status, `${seen.status} ${seen.text}`);
  if (withinMs !== undefined)
    findings.check(seen.tookMs <= withinMs, 'response', `within ${withinMs} ms`, `${seen.tookMs} ms`);
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value, seen.headers[name], findings);
  if (method === 'HEAD') return;

  const json = parseJson(seen.text);
  const where = 'response.body';
  if (!findings.check(json !== undefined, where, 'JSON', seen.text)) return;
  if (body !== undefined)
    compareJson(body, json, { placeholders, findings, where, mayAdd: status < 400 ? mayAddToSuccess : mayAddToError });
  if (bodyHas !== undefined) compareJson(bodyHas, json, { placeholders, findings, where, mayAdd: () => true });
  if (errorMatches !== undefined) {
    const pattern = placeholders.fillPattern(errorMatches);
    findings.check(
      typeof json?.error === 'string' && new RegExp(pattern).test(json.error),
      `${where}.error`,
      `matches ${pattern}`,
      json,
    );
  }
  if (code !== undefined) findings.check(json?.code === code, `${where}.code`, code, json);
  if (reason === true)
    findings.check(typeof json?.reason === 'string' && json.reason !== '', `${where}.reason`, 'a non-empty text', json);
  if (seen.status >= 400) findings.check(typeof json?.error === 'string', `${where}.error`, 'a text', json);
}

/** Any answer that is no crash. */
export function checkFreeResponse(seen, { findings }) {
  if (answered(seen, findings))
    findings.check(seen.status < 500, 'response.status', 'no failure of the service', `${seen.status} ${seen.text}`);
}

function answered(seen, findings) {
  return findings.check(!seen.gaveUp, 'response', 'an answer', `none within ${seen.tookMs} ms`);
}

function checkHeader(name, expected, seen, findings) {
  const where = `response.headers.${name}`;
  if (name === 'allow') {
    // Further methods may be served, the expected ones must be.
    const allowed = methods(seen);
    findings.check(
      [...methods(expected)].every((method) => allowed.has(method)),
      where,
      expected,
      seen,
    );
  } else {
    findings.check(seen === expected, where, expected, seen);
  }
}
