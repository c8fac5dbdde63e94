// What the app received, against what was recorded or is expected instead.
import { compareJson } from './json_equality.mjs';

const longestRedirectChain = 6; // the first request and five hops

/**
 * R5: of a redirected call, every hop has the method of the first and a limit ends it. `statusBefore(position)` is the
 * status of the app's answer that led to the request at this position: after a 303 the method is GET, as recorded.
 */
function redirectedByOurRules(recorded, replies) {
  if (recorded.length < 2) return recorded;
  const [first] = recorded;
  return recorded.slice(0, longestRedirectChain).map((request, position) => {
    if (position === 0 || request.method === first.method || replies[position - 1]?.status === 303) return request;
    return {
      ...request,
      method: first.method,
      headers: { ...request.headers, 'content-length': first.headers['content-length'] },
    };
  });
}

export function checkRecordedAppRequests(recorded, seen, context, replies) {
  const { findings, placeholders, adopt } = context;
  const wanted = adopt.has('R5') ? redirectedByOurRules(recorded, replies) : recorded;
  const plain = wanted.map(({ method, path, headers, body }) => ({ method, path, headers, body }));
  compareJson(
    plain,
    seen.map(({ method, path, headers, body }) => ({ method, path, headers, body })),
    { placeholders, findings, where: 'appRequests' },
  );
}

/** A count; and what follows a redirect is the same request again. */
export function checkCountedAppRequests(count, seen, context, replies) {
  const { findings, adopt } = context;
  if (!findings.check(seen.length === count, 'appRequests', `${count} requests`, seen)) return;
  if (!adopt.has('R5')) return;
  const [first] = seen;
  const trigger = ({ headers }) =>
    JSON.stringify(
      Object.entries(headers)
        .filter(([name]) => name.startsWith('x-trigger-'))
        .sort(),
    );
  seen.slice(1).forEach((request, position) => {
    const method = replies[position]?.status === 303 ? 'GET' : first.method;
    findings.check(request.method === method, `appRequests.${position + 1}.method`, method, request.method);
    findings.check(
      trigger(request) === trigger(first),
      `appRequests.${position + 1}.headers`,
      trigger(first),
      trigger(request),
    );
  });
}
