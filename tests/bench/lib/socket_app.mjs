// Any number of apps in one process: each connection is an app that answers after a fixed time, or never.
import { createServer } from 'node:net';

import { until } from '../../support/wait.mjs';

const response = (body) =>
  Buffer.from(
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

const steadyMs = 250;

export class SocketApp {
  #server = createServer((socket) => this.#accept(socket));
  #sockets = new Set();
  #accepting = true;
  #answerAfterMs;
  #pong = response('{"ok":true}');
  #manifest;

  /** `answerAfterMs` undefined: accepts and never answers. `manifest`: the text of every index. */
  static async start({ answerAfterMs, manifest = '{}' } = {}) {
    const app = new SocketApp();
    app.#answerAfterMs = answerAfterMs;
    app.#manifest = response(manifest);
    await new Promise((resolve, reject) => {
      app.#server.once('error', reject);
      app.#server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, resolve);
    });
    app.url = `http://127.0.0.1:${app.#server.address().port}/api/trigger`;
    return app;
  }

  /** Calls that wait for an answer now. */
  get waiting() {
    return this.#sockets.size;
  }

  #accept(socket) {
    socket.on('error', () => {});
    if (!this.#accepting) return socket.destroy();
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    let head = '';
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n') || this.#answerAfterMs === undefined) return;
      socket.removeAllListeners('data').resume();
      const answer = head.includes('INDEX_ENDPOINT') ? this.#manifest : this.#pong;
      setTimeout(() => socket.end(answer), this.#answerAfterMs);
    });
  }

  /** Waits until calls wait for an answer and their number has not grown for a while. */
  async steady() {
    let [most, since] = [0, Date.now()];
    await until('the number of waiting calls is steady', () => {
      if (this.waiting > most) [most, since] = [this.waiting, Date.now()];
      return most > 0 && Date.now() - since >= steadyMs;
    });
  }

  /** Breaks the connections of all waiting calls, and of new ones until accept(). */
  refuse() {
    this.#accepting = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  accept() {
    this.#accepting = true;
  }

  async stop() {
    this.refuse();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
