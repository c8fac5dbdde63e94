// A viewer of server-sent events.
import { request } from 'node:http';

import { until } from './wait.mjs';

export class EventSource {
  events = [];
  #request;

  /** Resolves with {status, source} once the head is there. */
  static open(url, headers) {
    return new Promise((resolve, reject) => {
      const source = new EventSource();
      source.#request = request(url, { headers, agent: false });
      source.#request.on('error', reject);
      source.#request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('error', () => {});
        response.on('close', () => (source.closed = true));
        response.on('data', (chunk) => {
          text += chunk;
          const blocks = text.split('\n\n');
          text = blocks.pop();
          for (const block of blocks) source.#take(block);
        });
        resolve({ status: response.statusCode, headers: response.headers, source });
      });
      source.#request.end();
    });
  }

  #take(block) {
    const lines = block.split('\n').filter((line) => !line.startsWith(':'));
    const value = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    if (value('event')) this.events.push({ event: value('event'), data: JSON.parse(value('data')) });
  }

  /** The first event of that name whose data fits. */
  await(event, fits = () => true) {
    return until(`an event ${event}`, () => this.events.find((one) => one.event === event && fits(one.data))?.data, {
      describe: () => JSON.stringify(this.events.at(-1)),
    });
  }

  close() {
    this.#request.on('error', () => {});
    this.#request.destroy();
  }
}
