import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeApp } from './fake_app.mjs';
import { request } from './http.mjs';
import { until } from './wait.mjs';

test('the scripted app answers by its rules and records', async () => {
  const app = await FakeApp.start([
    { action: 'PING', replies: [{ status: 500 }, { body: '{"ok":true}' }] },
    { path: '/cut', reply: { behaviour: 'truncate', body: 'abc' } },
    { path: '/gone', reply: { behaviour: 'destroy' } },
    { path: '/noise', reply: { behaviour: 'garbage' } },
    { path: '/silent', reply: { behaviour: 'hang' } },
    { path: '/endless', reply: { behaviour: 'hang-body', body: 'a' } },
  ]);
  try {
    const ping = () =>
      request(app.url, {
        method: 'POST',
        path: '/any?x=1',
        headers: { 'x-trigger-action': 'PING', 'user-agent': 'test' },
        body: '',
      });
    assert.equal((await ping()).status, 500);
    assert.deepEqual((await ping()).json, { ok: true });
    assert.deepEqual((await ping()).json, { ok: true });
    assert.equal((await request(app.url, { path: '/other' })).status, 501);
    assert.deepEqual(app.takeRequests()[0], {
      method: 'POST',
      path: '/any?x=1',
      headers: { 'content-length': '0', 'x-trigger-action': 'PING' },
      body: '',
    });
    for (const path of ['/cut', '/gone', '/noise']) await assert.rejects(request(app.url, { path }), undefined, path);
    for (const path of ['/silent', '/endless'])
      assert.ok((await request(app.url, { path, timeoutMs: 200 })).gaveUp, path);
    app.takeRequests();
    const reset = assert.rejects(request(app.url, { path: '/silent' }));
    await until('the request is there', () => app.requests.length === 1);
    app.releaseHung();
    await reset;
  } finally {
    await app.stop();
  }
});
