// The console's API as a browser calls it: with a session's cookie and csrf text.
import assert from 'node:assert/strict';

import { request } from './http.mjs';

const api = '/console/api';

const send = (base, method, path, body, headers = {}) =>
  request(base, {
    method,
    path: api + path,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

/** The answer to a login, as it is. */
export const logIn = (base, secret, headers) => send(base, 'POST', '/session', { secret }, headers);

export class BrowserSession {
  #base;

  static async open(base, secret) {
    const answer = await logIn(base, secret);
    assert.equal(answer.status, 200, answer.text);
    const session = new BrowserSession();
    session.#base = base;
    session.cookie = answer.headers['set-cookie'][0].split(';')[0];
    Object.assign(session, answer.json);
    return session;
  }

  get(path) {
    return send(this.#base, 'GET', path, undefined, { cookie: this.cookie });
  }

  /** `headers` over those that a page sends. */
  call(method, path, body, headers = {}) {
    return send(this.#base, method, path, body, { cookie: this.cookie, 'x-kongflow-csrf': this.csrf, ...headers });
  }
}
