// HTTP requests exactly as given: any method, any header text, any framing.
import { request as httpRequest } from 'node:http';

import { isJudged, judge } from './openapi.mjs';

/**
 * Returns {status, headers, text, json, tookMs}, `json` undefined when the body is none, or `{gaveUp: true, tookMs}`
 * when there was no complete answer within `timeoutMs`. Throws for an answer of a host that its OpenAPI document does
 * not know.
 */
export async function request(base, { method = 'GET', path, headers = {}, body, timeoutMs = 60_000 }) {
  const answer = await exchange(base, { method, path, headers, body, timeoutMs });
  if (!answer.gaveUp && isJudged(base)) judge({ method, path, headers, body }, answer);
  return answer;
}

function exchange(base, { method, path, headers, body, timeoutMs }) {
  const started = Date.now();
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const out = httpRequest({ host: hostname, port, method, path, headers, agent: false });
    const timer = setTimeout(() => {
      resolve({ gaveUp: true, tookMs: Date.now() - started });
      out.destroy();
    }, timeoutMs);
    out.on('response', async (response) => {
      const chunks = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch (error) {
        return reject(error);
      } finally {
        clearTimeout(timer);
      }
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({
        status: response.statusCode,
        headers: response.headers,
        text,
        json: parsed(text),
        tookMs: Date.now() - started,
      });
    });
    out.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    if (body === undefined) {
      // Without these, Node announces an empty body.
      out.removeHeader('content-length');
      out.removeHeader('transfer-encoding');
      out.end();
    } else if (headers['transfer-encoding'] === 'chunked') {
      out.write(body);
      out.end();
    } else {
      out.setHeader('content-length', Buffer.byteLength(body));
      out.end(body);
    }
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Calls the API of `base` with an environment's key; `body` is sent as JSON. */
export function apiClient(base, apiKey) {
  const call =
    (method) =>
    (path, body, headers = {}) =>
      request(base, {
        method,
        path,
        headers: {
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
  return { get: call('GET'), post: call('POST'), put: call('PUT'), delete: call('DELETE') };
}
