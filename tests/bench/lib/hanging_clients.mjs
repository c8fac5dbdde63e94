// Clients that register apps which never answer, over and over.
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { Client } from './client.mjs';

// Before a client opens a broken connection again.
const reconnectMs = 100;

export class HangingClients {
  #stopped = new AbortController();
  #clients;
  #loops;

  /** `count` clients share `keys`; each sends its registration again once it is answered, after `Retry-After`. */
  constructor(base, keys, { count, appUrl }) {
    setMaxListeners(0, this.#stopped.signal);
    this.#clients = keys.map((key) => new Client(base, key, { connections: Math.ceil(count / keys.length) }));
    this.#loops = Array.from({ length: count }, (_, number) =>
      this.#repeat(this.#clients[number % keys.length], { id: `hangs-${number}`, url: `${appUrl}/${number}` }),
    );
  }

  async #repeat(client, body) {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const { status, retryAfterMs } = await client.send('POST', '/api/v1/endpoints', body);
      await pause(status === 0 ? reconnectMs : retryAfterMs, undefined, { signal }).catch(() => {});
    }
  }

  async stop() {
    this.#stopped.abort();
    this.#clients.forEach((client) => client.close());
    await Promise.all(this.#loops);
  }
}
