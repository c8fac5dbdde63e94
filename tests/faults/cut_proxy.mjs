// A TCP proxy whose line can be cut: nothing passes any more, and nobody is told.
import { connect, createServer } from 'node:net';

export class CutProxy {
  #server;
  #pairs = new Set();
  #cut = false;

  static async start(targetPort) {
    const proxy = new CutProxy();
    proxy.#server = createServer((client) => proxy.#join(client, connect(targetPort, '127.0.0.1')));
    await new Promise((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.port = proxy.#server.address().port;
    return proxy;
  }

  #join(client, server) {
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
    if (this.#cut) this.#pause(pair);
  }

  #pause({ client, server }) {
    client.pause();
    server.pause();
  }

  cut() {
    this.#cut = true;
    for (const pair of this.#pairs) this.#pause(pair);
  }

  /** What was held back arrives late, or, with `reset`, never: the connections are lost. */
  heal({ reset }) {
    this.#cut = false;
    for (const { client, server } of this.#pairs) {
      for (const socket of [client, server]) reset ? socket.destroy() : socket.resume();
    }
  }

  stop() {
    this.heal({ reset: true });
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
