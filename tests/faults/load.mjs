// Clients that register, re-register and index endpoints until they are told to stop.
import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { apiClient } from '../support/http.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { Random } from './random.mjs';

const clients = 8;
const slugs = 400; // fewer than calls, so that many are registered again

const manifest = sampleManifest({
  jobs: sampleJobs(20).map((job, number) => ({ ...job, enabled: number % 5 !== 0 })),
  dynamicTriggers: [{ id: 'trigger', jobs: [] }],
  dynamicSchedules: [{ id: 'schedule', jobs: [] }],
});

/** `address`: where hosts reach it. */
export const startApp = (address) => FakeApp.start([pong, indexReplies(manifestReply(manifest))], { address });

/** An app whose index requests hang between hang() and heal(). */
export class HangingApp {
  static async start() {
    return new HangingApp(await startApp());
  }

  constructor(app) {
    this.app = app;
    this.healthy = app.rules;
  }

  hang() {
    this.app.rules = [pong, { action: 'INDEX_ENDPOINT', reply: { behaviour: 'hang' } }];
  }

  heal() {
    this.app.rules = this.healthy;
    this.app.releaseHung();
  }

  stop() {
    return this.app.stop();
  }
}

// What a client may be told while something is broken: nothing was stored, try again.
const refusals = [400, 503, 504];

export class Load {
  #stopped = false;
  #lanes;
  #survives;

  /**
   * `acknowledged`: Map of slug to endpoint id, of every registration that was answered with 200, added to.
   * `survives`: the clients go on when the host is gone, and take "try again" for an answer.
   */
  constructor({ url, apiKey, app, seed, acknowledged, survives = false }) {
    this.api = apiClient(url, apiKey);
    this.app = app;
    this.acknowledged = acknowledged;
    this.unexpected = [];
    this.answered = 0; // with 200
    this.refused = 0; // or cut off
    this.#survives = survives;
    this.#lanes = Array.from({ length: clients }, (_, lane) => this.#run(new Random(seed * clients + lane)));
  }

  /** Ends the clients; what is under way is waited for. */
  async stop() {
    this.#stopped = true;
    await Promise.all(this.#lanes);
  }

  async #run(random) {
    while (!this.#stopped) {
      try {
        await this.#call(random);
      } catch {
        if (!this.#survives) return; // the host is gone
        this.refused++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async #call(random) {
    const slug = `app-${random.between(1, slugs)}`;
    if (random.next() < 0.25 && this.acknowledged.has(slug)) {
      this.#count(await this.api.post(`/api/v1/endpoints/${slug}/index`, { reason: 'load' }));
      return;
    }
    const answer = await this.api.post('/api/v1/endpoints', { id: slug, url: `${this.app.url}/api/trigger` });
    if (this.#count(answer)) this.acknowledged.set(slug, answer.json.id);
  }

  #count(answer) {
    if (answer.status === 200) {
      this.answered++;
      return true;
    }
    this.refused++;
    if (!this.#survives || !refusals.includes(answer.status)) this.unexpected.push(`${answer.status} ${answer.text}`);
    return false;
  }
}
