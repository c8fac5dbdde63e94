// Where this product deliberately has more than the recorded one: by request, never by case.
import { readFileSync } from 'node:fs';

const table = JSON.parse(readFileSync(new URL('../amendments.json', import.meta.url), 'utf8'));

/** The amendment for a step, or undefined. Its reason is in amendments.json. */
export function amendmentOf(step) {
  if (step.do !== 'http') return undefined;
  const wantedStatus = typeof step.expect?.response === 'object' ? step.expect.response.status : step.observed?.response?.status;
  return table.find(
    ({ request, insteadOfStatus }) => request.method === step.request.method && request.path === step.request.path && insteadOfStatus === wantedStatus,
  );
}

export function checkAmended({ expect }, seen, findings) {
  findings.check(seen.status === expect.status, 'response.status (amended)', expect.status, `${seen.status} ${seen.text}`);
  findings.check(Array.isArray(seen.json?.[expect.list]), `response.body.${expect.list} (amended)`, 'a list', seen.json);
}
