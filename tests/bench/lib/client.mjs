// An HTTP client with kept connections that reports every outcome.
import { Agent, request as httpRequest } from 'node:http';

export class Client {
  #agent;
  #base;
  #headers;

  /** `bearer`: the key or token that each request carries. */
  constructor(base, bearer, { connections = 64 } = {}) {
    this.#base = base;
    this.#headers = { authorization: `Bearer ${bearer}` };
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Resolves to {status, text, retryAfterMs, tookMs}; status 0: there was no complete answer. */
  send(method, path, body) {
    const begin = performance.now();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined
        ? this.#headers
        : { ...this.#headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve) => {
      const finish = (status, response, chunks = []) =>
        resolve({
          status,
          text: Buffer.concat(chunks).toString('utf8'),
          retryAfterMs: 1000 * Number(response?.headers['retry-after'] ?? 0),
          tookMs: performance.now() - begin,
        });
      const sent = httpRequest(this.#base + path, { method, headers, agent: this.#agent });
      sent.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => finish(response.statusCode, response, chunks));
        response.on('error', () => finish(0));
      });
      sent.on('error', () => finish(0));
      sent.end(text);
    });
  }

  close() {
    this.#agent.destroy();
  }
}
