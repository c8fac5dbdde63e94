// What changed on the host: a stream of events, or asking every five seconds when the stream cannot be kept. Nothing
// while the page is hidden.
import { useEffect, useRef } from '../vendor/preact.js';
import { get } from './api.js';
import { Store } from './store.js';

const pollMs = 5_000;
const streamAgainMs = 30_000;
const openWithinMs = 10_000; // something between may hold the stream back
const routes = { overview: '/overview', tasks: '/tasks/counts', hosts: '/hosts' };

/** live | polling | paused | lost */
export const feedState = new Store('paused');

class Feed {
  #listeners = new Map(); // topic → Set of functions
  #versions = {}; // of panels, as last told
  #stream = null;
  #timers = {};

  constructor() {
    document.addEventListener('visibilitychange', () => this.#restart());
  }

  listen(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, new Set());
    this.#listeners.get(topic).add(listener);
    this.#restartSoon();
    return () => {
      this.#listeners.get(topic).delete(listener);
      if (this.#listeners.get(topic).size === 0) this.#listeners.delete(topic);
      this.#restartSoon();
    };
  }

  // A page's listeners come and go together.
  #restartSoon() {
    clearTimeout(this.#timers.restart);
    this.#timers.restart = setTimeout(() => this.#restart(), 50);
  }

  #restart() {
    this.#end();
    if (document.hidden || this.#listeners.size === 0) return feedState.set('paused');
    this.#open();
  }

  #end() {
    this.#stream?.close();
    this.#stream = null;
    for (const name of ['open', 'poll', 'again']) clearTimeout(this.#timers[name]);
  }

  #open() {
    const topics = [...this.#listeners.keys()];
    const stream = new EventSource(`/console/api/events?topics=${topics.join(',')}`);
    this.#stream = stream;
    const fail = () => {
      this.#end();
      this.#timers.again = setTimeout(() => this.#restart(), streamAgainMs);
      this.#poll();
    };
    this.#timers.open = setTimeout(fail, openWithinMs);
    stream.onopen = () => {
      clearTimeout(this.#timers.open);
      feedState.set('live');
    };
    stream.onerror = fail;
    for (const topic of topics) stream.addEventListener(topic, ({ data }) => this.#tell(topic, JSON.parse(data)));
  }

  async #poll() {
    const asked = Object.keys(routes).filter((topic) => this.#listeners.has(topic));
    try {
      for (const topic of asked) this.#tell(topic, await get(routes[topic]));
      this.#listeners.get('panels')?.forEach((listener) => listener(null));
      feedState.set('polling');
    } catch {
      feedState.set('lost');
    }
    if (this.#listeners.size > 0 && !document.hidden && this.#stream === null)
      this.#timers.poll = setTimeout(() => this.#poll(), pollMs);
  }

  #tell(topic, body) {
    const told = topic === 'panels' ? this.#changed(body) : body;
    this.#listeners.get(topic)?.forEach((listener) => listener(told));
  }

  #changed(versions) {
    const changed = Object.keys(versions).filter((panel) => versions[panel] !== this.#versions[panel]);
    Object.assign(this.#versions, versions);
    return changed;
  }
}

const feed = new Feed();

/** `listener` gets the body of each event of overview, tasks or hosts. */
export function useTopic(topic, listener) {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => feed.listen(topic, (body) => latest.current(body)), [topic]);
}

/** `reload` is called when what the panel "plugin/id" shows has changed. */
export function usePanelChanges(panel, reload) {
  useTopic('panels', (changed) => {
    if (changed === null || changed.includes(panel)) reload();
  });
}
