// Apps that misbehave in every way: what the user is told of each, and that the host goes on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { Host } from '../support/host.mjs';
import { registerTasksOf } from '../support/queue.mjs';
import { sampleJob, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const empty = sampleManifest();

const answer = (body, headers = '') => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}content-length: ${bytes.length}\r\n\r\n`), bytes]);
};
const send = (bytes) => (socket) => socket.end(bytes);

/** Writes `bytes`, then `again` for ever, as fast as it is taken or once in `everyMs`. */
function pour(bytes, again, everyMs = 0) {
  return (socket) => {
    let timer;
    const more = () => {
      if (socket.destroyed) return;
      if (everyMs > 0) timer = setTimeout(more, everyMs);
      else if (!socket.writableNeedDrain) setImmediate(more);
      socket.write(again);
    };
    if (everyMs === 0) socket.on('drain', more);
    socket.on('close', () => clearTimeout(timer));
    socket.write(bytes);
    more();
  };
}

/** An app whose ping is fine, and which answers an index with what `behave` does to the socket. */
class HostileApp {
  behave = send(answer(JSON.stringify(empty)));
  #sockets = new Set();
  #server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let head = '';
    socket.on('data', (chunk) => {
      if (head.includes('\r\n\r\n')) return;
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      if (/x-trigger-action: PING/i.test(head)) socket.end(answer('{"ok":true}'));
      else this.behave(socket);
    });
  });

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}/api/trigger`;
    return this;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const tlsFile = (name) => new URL(`../data/tls/${name}`, import.meta.url).pathname;
// Written out in stretches of zeros, so that the test needs no gigabyte.
const bomb = Buffer.concat(Array(256).fill(gzipSync(Buffer.alloc(4 << 20))));

let host;
let app;
let api;
let endpoint;

before(async () => {
  host = await Host.start({
    settings: {
      'plugins.endpoints.index.timeout': '2s',
      'plugins.endpoints.manifest.max_entries': 1000,
      'plugins.endpoints.tls.ca_file': tlsFile('authority.pem'),
    },
  });
  app = await new HostileApp().start();
  api = host.api((await host.createEnvironment()).apiKey);
  const created = await api.post('/api/v1/endpoints', { id: 'hostile', url: app.url });
  assert.equal(created.status, 200, created.text);
  endpoint = created.json;
  // Otherwise the task of the registration meets an app that misbehaves, and its retry indexes amid another test.
  await until('the index of the registration', async () => {
    const { json } = await api.get('/api/v1/endpoints/hostile/indexes');
    return json.indexes.length > 0;
  });
});

after(async () => {
  await app?.stop();
  await host?.remove();
});

async function index(behave) {
  app.behave = behave;
  return api.post('/api/v1/endpoints/hostile/index', {});
}

const unreachable = (reason) => ({ status: 502, error: /^Could not connect to endpoint http:/, reason });
const late = unreachable(/^The app did not respond within 2 s \(index\.timeout\)\. Try again: /);
const unparsable = { status: 502, error: /^Could not parse response from endpoint/, reason: /^The response / };
const unparsableBecause = (reason) => ({ ...unparsable, reason });
const invalid = (error) => ({ status: 422, error });

const trouble = [
  ['no answer', () => {}, late],
  ['a byte now and then in the status line', pour('HTTP/1.', '1', 50), late],
  ['a byte now and then in the headers', pour('HTTP/1.1 200 OK\r\nx: ', 'y', 50), late],
  ['a byte now and then in the body', pour('HTTP/1.1 200 OK\r\n\r\n', ' ', 50), late],
  ['headers without end', pour('HTTP/1.1 200 OK\r\n', 'x: y\r\n'), unreachable(/more than 1000 headers/)],
  ['a header without end', pour('HTTP/1.1 200 OK\r\nx: ', 'y'.repeat(1000)), unreachable(/larger than 32768 bytes/)],
  [
    'a body of 64 MiB',
    pour(`HTTP/1.1 200 OK\r\ncontent-length: ${64 << 20}\r\n\r\n`, ' '.repeat(1 << 16)),
    unreachable(/larger than 8388608 bytes/),
  ],
  [
    'a body without end',
    pour('HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(1 << 16)),
    unreachable(/larger than 8388608 bytes/),
  ],
  [
    'a body compressed with Brotli',
    send(answer(brotliCompressSync(JSON.stringify(empty)), 'content-encoding: br\r\n')),
    unparsableBecause(/^The response has the content coding "br"/),
  ],
  [
    'a compressed body that grows to 1 GiB',
    send(answer(bomb, 'content-encoding: gzip\r\n')),
    unreachable(/larger than 8388608 bytes after decompression/),
  ],
  [
    'a body shorter than its length',
    send('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"jobs":[]'),
    unparsableBecause(/ended early: 10 of 100 bytes/),
  ],
  [
    'a body longer than its length',
    send(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n${JSON.stringify(empty)}`),
    unparsable,
  ],
  [
    'a negative length',
    send('HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}'),
    unreachable(/Content-Length of the response is not a number: "-5"/),
  ],
  [
    'a length that is no number',
    send('HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n{}'),
    unreachable(/Content-Length of the response is not a number: "many"/),
  ],
  ['chunks that end early', send('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"jobs'), unparsable],
  [
    'a chunk longer than it says',
    send('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{"jobs":[]}\r\n0\r\n\r\n'),
    unparsable,
  ],
  [
    'a chunk of a size that is no number',
    send('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'),
    unparsable,
  ],
  [
    'a chunk of 2^64 bytes',
    send('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\n{}\r\n0\r\n\r\n'),
    unparsable,
  ],
  [
    'another protocol',
    send('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'),
    { status: 502, error: /Status code: 101$/ },
  ],
  [
    'interim answers without end',
    pour('', 'HTTP/1.1 102 Processing\r\n\r\n'),
    { status: 502, error: /Status code: 102$/ },
  ],
  ['no HTTP at all', send('SSH-2.0-OpenSSH_9.2\r\n'), unreachable(/does not use HTTP.*"SSH-2\.0-OpenSSH_9\.2"/)],
  ['a closed connection', (socket) => socket.destroy(), unreachable(/closed the connection without a response/)],
  ['a reset connection', (socket) => socket.resetAndDestroy(), unreachable(/closed the connection without a response/)],
  [
    'a connection that is reset in the middle of the body',
    (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n{"jobs"', () => socket.resetAndDestroy()),
    { status: 502 },
  ],
  [
    'a million entries',
    send(answer(`{"jobs":[${'{},'.repeat(999_999)}{}],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]}`)),
    invalid(/1000000 entries, more than the 1000 allowed/),
  ],
  [
    'a million entries that are no objects',
    send(answer(`{"jobs":[${'0,'.repeat(999_999)}0],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]}`)),
    invalid(/Expected object, received number at "jobs.0"/),
  ],
  ['an array of two million objects', send(answer(`[${'{},'.repeat(1_999_999)}{}]`)), invalid(/Expected an object/)],
  ['the deepest nesting', send(answer('['.repeat(4_000_000))), invalid(/nested deeper than 128 levels/)],
  [
    'deep nesting that is JSON',
    send(answer('{"a":'.repeat(500_000) + '1' + '}'.repeat(500_000))),
    invalid(/nested deeper than 128 levels/),
  ],
  [
    'a NUL in a name',
    send(answer(JSON.stringify({ ...empty, jobs: [sampleJob('a\u0000b')] }))),
    invalid(/Contains \\u0000 or an unpaired surrogate, which cannot be stored at "id"/),
  ],
  [
    'half a surrogate pair',
    send(answer(JSON.stringify({ ...empty, jobs: [sampleJob('x')] }).replace('"x"', '"\\ud800"'))),
    invalid(/an unpaired surrogate, which cannot be stored at "id"/),
  ],
  ['bytes that are no UTF-8', send(answer(Buffer.from('{"jobs":["\xff\xfe"]}', 'latin1'))), unparsable],
  ['an empty body', send(answer('')), unparsable],
  ['markup', send(answer('<!doctype html><script>alert(1)</script>', 'content-type: text/html\r\n')), unparsableBecause(/^A web page /)],
];

for (const [what, behave, expected] of trouble) {
  test(`an app's failure is told: ${what}`, async () => {
    const { status, json, text } = await index(behave);
    assert.equal(status, expected.status, text);
    assert.equal(json.code, 'FAILED_INDEX');
    assert.ok(text.length < 64 * 1024, 'the answer is bounded');
    if (expected.error) assert.match(json.error, expected.error);
    if (expected.reason) assert.match(json.reason, expected.reason);
    const { json: run } = await api.get(`/api/v1/endpointindex/${json.endpointIndex.id}`);
    assert.equal(run.status, 'FAILURE');
    assert.ok(run.error.message.startsWith(json.error), run.error.message);
    if (expected.reason) assert.match(run.error.message.slice(json.error.length + ': '.length), expected.reason);
  });
}

const ids = {
  'ten kibibytes': 'x'.repeat(10 * 1024),
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&amp;',
  'right-to-left overrides': '\u202egnp.exe\u202c\u2066\u200b\u200f',
  SQL: "'; drop table endpoints; -- $1 %s ${x} {{x}} \\",
  'line breaks': 'a\r\nX-Injected: 1\r\n\r\n\u2028\u2029\u0085\u001b[31m',
  'other planes': '\u{1F4A9}\u{10FFFF}\uFFFF\uFEFF',
  prototypes: '__proto__',
};

for (const [what, id] of Object.entries(ids)) {
  test(`an id with ${what} is kept as it is`, async () => {
    const known = new Set((await registered()).map((task) => task.id));
    const { status, text } = await index(send(answer(JSON.stringify({ ...empty, jobs: [sampleJob(id)] }))));
    assert.equal(status, 200, text);
    const added = (await registered()).filter((task) => !known.has(task.id));
    assert.deepEqual(
      added.map(({ payload }) => payload.job.id),
      [id],
    );
  });
}

async function registered() {
  const database = host.openDatabase();
  try {
    return await registerTasksOf(database, endpoint.id);
  } finally {
    await database.close();
  }
}

const codings = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, Deflate: deflateRawSync };
for (const [coding, compress] of Object.entries(codings)) {
  test(`a manifest compressed with ${compress.name} as ${coding} is read`, async () => {
    const body = compress(JSON.stringify({ ...empty, jobs: [sampleJob('compressed')] }));
    const { status, json, text } = await index(send(answer(body, `content-encoding: ${coding}\r\n`)));
    assert.equal(status, 200, text);
    assert.equal(json.stats.jobs, 1);
  });
}

const certificate = { key: readFileSync(tlsFile('localhost.key')), cert: readFileSync(tlsFile('localhost.pem')) };
const mutual = { ...certificate, ca: readFileSync(tlsFile('authority.pem')), requestCert: true };
// Older versions of Node let other clients connect, and answer them with a page.
const answersWithPage = Number(process.versions.node.split('.')[0]) < 20;
const servers = {
  'an HTTP/2 server without TLS': [http2.createServer(), 'http', /^The server supports only HTTP\/2/],
  'an HTTP/2 server with TLS': [
    http2.createSecureServer(certificate),
    'https',
    answersWithPage ? /^A server that supports only HTTP\/2 answered/ : /^The server supports only HTTP\/2/,
    answersWithPage ? '. Status code: 403' : '',
  ],
  'a server with TLS that breaks the connection after its words': [
    https.createServer(certificate, ({ socket }) =>
      socket.write('HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nNot from here', () => socket.destroy())),
    'https',
    /Not from here/,
    '. Status code: 403',
  ],
  'an https server by http': [https.createServer(certificate), 'http', /use https:\/\/ in the URL$/],
  'an http server by https': [http.createServer(), 'https', /^The server does not speak TLS: use http:\/\/ in the URL/],
  'a server that requires a client certificate': [
    https.createServer(mutual),
    'https',
    /^The server requires a client certificate/,
  ],
  'a server that requires a client certificate in TLS 1.2': [
    https.createServer({ ...mutual, maxVersion: 'TLSv1.2' }),
    'https',
    /^The server requires a client certificate/,
  ],
};

for (const [what, [server, scheme, reason, status = '']] of Object.entries(servers)) {
  test(`registering ${what} says what is wrong`, async () => {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `${scheme}://localhost:${server.address().port}/api/trigger`;
      const answer = await api.post('/api/v1/endpoints', { id: 'other', url });
      assert.equal(answer.status, 400);
      assert.equal(answer.json.error, `Could not connect to endpoint ${url}${status}`);
      assert.match(answer.json.reason, reason);
    } finally {
      server.close();
    }
  });
}

test('of two members with one name the last counts', async () => {
  const twice = `{"jobs":[{}],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[],"jobs":${JSON.stringify([sampleJob('last')])}}`;
  const { status, json, text } = await index(send(answer(twice)));
  assert.equal(status, 200, text);
  assert.equal(json.stats.jobs, 1);
});

test('headers that smuggle line breaks reach no answer of ours', async () => {
  const headers = 'trigger-sdk-version: 1\r x-injected: 1\r\ntrigger-version: a\r\n b\r\n';
  const { status, headers: ours, text } = await index(send(answer(JSON.stringify(empty), headers)));
  assert.ok([200, 502].includes(status), text);
  assert.equal(ours['x-injected'], undefined);
  const { json: shown } = await api.get('/api/v1/endpoints/hostile');
  for (const version of [shown.latestRun.sdkVersion, shown.latestRun.apiVersion])
    assert.ok(version === null || /^[\x20-\x7e]*$/.test(version), version);
});

test('after all of them the host is well, and indexes an app that behaves', async () => {
  assert.equal(await host.probe('/readyz'), 200);
  const { status, json, text } = await index(send(answer(JSON.stringify({ ...empty, jobs: [sampleJob('fine')] }))));
  assert.equal(status, 200, text);
  assert.equal(json.stats.jobs, 1);
});
