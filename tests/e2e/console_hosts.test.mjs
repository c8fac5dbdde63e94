// Two hosts on one database, seen and drained from each other's console.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { until } from '../support/wait.mjs';

const api = '/console/api';

let postgres;
let one;
let other;
let database;

before(async () => {
  postgres = await PrivatePostgres.start();
  const url = await postgres.createDatabase('shared');
  one = new Host({ database: url });
  other = new Host({ database: url });
  await one.migrate();
  await Promise.all([one.start(), other.start()]);
  database = one.openDatabase();
});

after(async () => {
  await database?.close();
  await one?.remove();
  await other?.remove();
  await postgres?.stop();
});

async function hostsSeenBy(host) {
  const answer = await host.console().get(`${api}/hosts`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json.hosts;
}

const selfOf = async (host) => (await hostsSeenBy(host)).find(({ self }) => self);

const act = (host, action, id) => host.console().post(`${api}/hosts/actions/${action}`, { id });

const isReady = (host, ready) =>
  until(`/readyz says ${ready}`, async () => ((await host.probe('/readyz')) === 200) === ready);

/** A task that any host fails for good at once; returns its id. */
const add = () => database.value("select id::text from graphile_worker.add_job('indexEndpoint', '{}')");
const taskOf = async (id) => (await one.console().get(`${api}/tasks/${id}`)).json;

test('each host sees all of them', async () => {
  await until('both have said that they are there', async () => (await hostsSeenBy(one)).length === 2);
  for (const [host, pid] of [[one, one.pid], [other, other.pid]]) {
    const hosts = await hostsSeenBy(host);
    assert.ok(hosts.every(({ alive, draining }) => alive && !draining));
    assert.deepEqual(hosts.filter(({ self }) => self).map((self) => self.pid), [pid]);
    assert.equal(hosts.find(({ self }) => self).url, host.url);
  }
});

test('a host is drained and resumed from the other', async () => {
  const { id } = await selfOf(one);
  assert.deepEqual((await act(other, 'drain', id)).json, { changed: 1 });
  await isReady(one, false);
  const ready = (await one.console().get('/readyz')).json;
  assert.match(ready.reason, /An operator drained this host/);
  assert.equal(await other.probe('/readyz'), 200);
  assert.equal((await hostsSeenBy(other)).find((host) => host.id === id).draining, true);

  const own = await selfOf(other);
  await act(other, 'drain', own.id);
  await isReady(other, false);
  const overview = (await one.console().get(`${api}/overview`)).json;
  assert.deepEqual(overview.hosts, { alive: 2, draining: 2, dead: 0 });
  assert.ok(overview.attention.some(({ level, title }) => level === 'error' && title === 'No host takes tasks'));

  const waiting = await add();
  await act(one, 'resume', id);
  await isReady(one, true);
  await until('the host takes tasks again', async () => (await taskOf(waiting)).state === 'failed');
  assert.match(one.log(), new RegExp(`"task":"${waiting}".*`));
  assert.ok(!other.log().includes(`"task":"${waiting}"`));

  await act(one, 'resume', own.id);
  await isReady(other, true);
  assert.equal((await act(one, 'drain', 'nobody')).status, 404);
});

test('what hosts did is added up by the minute', async () => {
  await add();
  await one.api('no-key').get('/api/v1/whoami');
  await other.api('no-key').get('/api/v1/whoami');
  const minutes = await until(
    'both hosts have written what they did',
    async () => {
      const { minutes } = (await other.console().get(`${api}/overview`)).json;
      const sum = (key) => minutes.reduce((total, minute) => total + minute[key], 0);
      return sum('http') >= 2 && sum('failed') >= 2 && minutes;
    },
    { timeoutMs: 60_000 },
  );
  assert.equal(minutes.length, 60);
  assert.deepEqual([...minutes].sort((a, b) => a.at.localeCompare(b.at)), minutes);
  const { failuresLastHour, attention, database: facts } = (await one.console().get(`${api}/overview`)).json;
  assert.ok(failuresLastHour >= 2);
  assert.ok(attention.some(({ href }) => href === '/console/tasks?state=failed'));
  assert.equal(facts.ok, true);
  assert.ok(facts.connections > 0 && facts.maxConnections === 200 && facts.sizeBytes > 0);
});

test('a host that was killed is shown as dead, one that stops is gone', async () => {
  const { id } = await selfOf(other);
  await other.kill();
  await until('it counts as dead', async () => (await hostsSeenBy(one)).find((host) => host.id === id)?.alive === false);
  const { hosts, attention } = (await one.console().get(`${api}/overview`)).json;
  assert.deepEqual(hosts, { alive: 1, draining: 0, dead: 1 });
  assert.ok(attention.some(({ title, href }) => title === '1 host has died' && href === '/console/hosts'));

  await other.start();
  const { id: next } = await until('it is back', () => selfOf(other));
  assert.notEqual(next, id);
  assert.equal(await other.stop(), 0);
  assert.deepEqual((await hostsSeenBy(one)).filter((host) => host.id === next), []);
});

test('the overview says when the database is away', async () => {
  await database.close();
  database = undefined;
  await postgres.stop();
  const overview = await until('the overview tells', async () => {
    const { status, json } = await one.console().get(`${api}/overview`);
    return status === 200 && json.database.ok === false && json;
  });
  assert.equal(overview.attention[0].title, 'The database does not answer');
  const answer = await one.console().get(`${api}/tasks`);
  assert.equal(answer.status, 503);
  assert.ok(answer.headers['retry-after']);
  await one.kill();
  postgres = undefined;
});
