// A scripted app: answers by rules, records what it received.
import { createServer } from 'node:http';

// Header names that are kept of a recorded request; the others are the transport's own.
const keptHeaders = (headers) =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => ['accept', 'content-type', 'content-length'].includes(name) || name.startsWith('x-trigger-'),
    ),
  );

/** A rule: answers the ping as the SDK does. */
export const pong = { action: 'PING', reply: { body: '{"ok":true}' } };

/** A rule: answers each request for the index with the next of these replies, the last for ever. */
export const indexReplies = (...replies) => ({ action: 'INDEX_ENDPOINT', replies });

export const manifestReply = (manifest, more = {}) => ({ body: JSON.stringify(manifest), ...more });

/**
 * `rules`: [{action, path, method, reply | replies}], the first that matches answers (absent = any; no rule: 501). A
 * reply is {status, headers, body | bodyBase64, delayMs, when} or has a `behaviour`: hang, destroy, hang-body, truncate,
 * garbage; `when` is a function whose promise the answer waits for. Of `replies` each is used once, the last for ever.
 */
export class FakeApp {
  #server = createServer((request, response) => this.#answer(request, response));
  #hung = new Set();
  #used = new Map();

  constructor(rules = []) {
    this.rules = rules;
    this.requests = []; // {method, path, headers, body}, in the order of arrival
    this.replies = []; // what was answered to each request ever received
  }

  static async start(rules, { address = '127.0.0.1' } = {}) {
    const app = new FakeApp(rules);
    app.address = address;
    await new Promise((resolve, reject) => {
      app.#server.once('error', reject);
      app.#server.listen(0, address, resolve);
    });
    return app;
  }

  get port() {
    return this.#server.address().port;
  }

  get url() {
    return `http://${this.address}:${this.port}`;
  }

  /** The requests for an index that were received since they were taken. */
  get indexRequests() {
    return this.requests.filter(({ headers }) => headers['x-trigger-action'] === 'INDEX_ENDPOINT');
  }

  /** Removes and returns what was received since the last call. */
  takeRequests() {
    return this.requests.splice(0);
  }

  /** Resets the connections of every answer that hangs. */
  releaseHung() {
    for (const socket of this.#hung) socket.destroy();
    this.#hung.clear();
  }

  async stop() {
    this.#server.closeAllConnections?.();
    this.releaseHung();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #reply(request) {
    const path = request.url.split('?')[0];
    const rule = this.rules.find(
      (candidate) =>
        (candidate.action === undefined || candidate.action === request.headers['x-trigger-action']) &&
        (candidate.path === undefined || candidate.path === path || candidate.path === request.url) &&
        (candidate.method === undefined || candidate.method === request.method),
    );
    if (!rule) return { status: 501 };
    if (!rule.replies) return rule.reply;
    const turn = this.#used.get(rule) ?? 0;
    this.#used.set(rule, turn + 1);
    return rule.replies[Math.min(turn, rule.replies.length - 1)];
  }

  async #answer(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => {});
    response.on('error', () => {});
    await new Promise((resolve) => request.on('end', resolve));
    this.requests.push({
      method: request.method,
      path: request.url,
      headers: keptHeaders(request.headers),
      body: Buffer.concat(chunks).toString('utf8'),
    });
    const reply = this.#reply(request);
    this.replies.push(reply);
    await reply.when?.();
    if (reply.delayMs) setTimeout(() => this.#send(reply, response), reply.delayMs);
    else this.#send(reply, response);
  }

  #send(reply, response) {
    const { socket } = response;
    if (!socket || socket.destroyed) return;
    const body =
      reply.bodyBase64 !== undefined ? Buffer.from(reply.bodyBase64, 'base64') : Buffer.from(reply.body ?? '', 'utf8');
    const hasBody = reply.bodyBase64 !== undefined || reply.body !== undefined;
    const headers = reply.headers ?? (hasBody ? { 'content-type': 'application/json' } : {});
    const status = reply.status ?? 200;
    switch (reply.behaviour) {
      case 'hang':
        this.#hung.add(socket);
        return;
      case 'destroy':
        socket.destroy();
        return;
      case 'garbage':
        socket.end(Buffer.from([0x00, 0xff, 0x16, 0x03, 0x0d, 0x0a, 0x7f, 0x0d, 0x0a, 0x0d, 0x0a]));
        return;
      case 'hang-body':
        this.#hung.add(socket);
        response.writeHead(status, headers);
        response.write(body.length > 0 ? body : ' ');
        return;
      case 'truncate':
        response.writeHead(status, { ...headers, 'content-length': body.length + 10 });
        response.write(body, () => socket.end());
        return;
      case undefined:
        response.writeHead(status, hasBody ? { ...headers, 'content-length': body.length } : headers);
        response.end(body);
        return;
      default:
        throw new Error(`unknown behaviour of the app: ${reply.behaviour}`);
    }
  }
}
