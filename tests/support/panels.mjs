// The panels of the plugin "endpoints" by the console's API.
import assert from 'node:assert/strict';

export const panelsPath = '/console/api/panels/endpoints';

export async function ok(answer) {
  const got = await answer;
  assert.equal(got.status, 200, got.text);
  return got.json;
}

export class Panels {
  #client;

  /** `client`: the console's API, as Host.console() gives it. */
  constructor(client) {
    this.#client = client;
  }

  /** The answer as it is. */
  act(action, input) {
    return this.#client.post(`${panelsPath}/endpoints/actions/${action}`, input);
  }

  rows(panel, query = {}) {
    return ok(this.#client.get(`${panelsPath}/${panel}/rows?${new URLSearchParams(query)}`));
  }

  row(panel, query) {
    return ok(this.#client.get(`${panelsPath}/${panel}/row?${new URLSearchParams(query)}`));
  }

  /** The rows of all pages. */
  async allRows(panel, query = {}) {
    const all = [];
    for (let cursor = ''; cursor !== null; ) {
      const page = await this.rows(panel, { limit: 200, ...query, cursor });
      all.push(...page.rows);
      cursor = page.cursor;
    }
    return all;
  }
}
