// What packaging/ gives to people who monitor: the table of metrics, the alert rules, the dashboard. Every metric, label and
// state that they name is there on a real host that did some work.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'yaml';

import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { run } from '../support/processes.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const packaging = (name) => fileURLToPath(new URL(`../../packaging/${name}`, import.meta.url));
const read = (name) => readFileSync(packaging(name), 'utf8');

const guide = read('OPERATIONS.md');
const { groups } = parse(read('monitoring/alerts.yml'));
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('monitoring/dashboard.json'));

let host;
let app;
let hanging;
let registration;
let families; // by name: {type, labels: {name: values}}

const parts = ['_bucket', '_sum', '_count'];

function parseMetrics(text) {
  const found = new Map();
  for (const line of text.split('\n')) {
    const declared = /^# TYPE (\w+) (\w+)$/.exec(line);
    if (declared) found.set(declared[1], { type: declared[2], labels: {} });
    const sample = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line);
    if (!sample) continue;
    const family = familyOf(sample[1], found);
    for (const [, name, value] of (sample[2] ?? '').matchAll(/(\w+)="([^"]*)"/g))
      (found.get(family).labels[name] ??= new Set()).add(value);
  }
  return found;
}

function familyOf(name, found) {
  if (found.has(name)) return name;
  const part = parts.find((suffix) => name.endsWith(suffix));
  return part && found.get(name.slice(0, -part.length))?.type === 'histogram' ? name.slice(0, -part.length) : undefined;
}

before(async () => {
  host = await Host.start();
  app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest()))]);
  const api = host.api((await host.createEnvironment()).apiKey);
  await api.post('/api/v1/endpoints', { id: 'app', url: `${app.url}/api/trigger` });
  // One that hangs, so that its environment has a share in use.
  hanging = await FakeApp.start([{ action: 'PING', reply: { behaviour: 'hang' } }]);
  registration = api.post('/api/v1/endpoints', { id: 'hangs', url: hanging.url });
  await until('the hanging app is asked', () => hanging.requests.length > 0);
  families = await until('a task has ended', async () => {
    const { text } = await host.api().get('/metrics');
    return text.includes('outcome="completed"') && text.includes('state="ready"') ? parseMetrics(text) : undefined;
  });
});

after(async () => {
  await hanging?.stop();
  await registration;
  await app?.stop();
  await host?.remove();
});

test('the guide has exactly the metrics of the host, with type and labels', () => {
  const rows = [...guide.matchAll(/^\| `(kongflow_\w+)` \| (\w+) \|([^|]*)\|/gm)];
  const documented = rows.map(([, name, type, labels]) => [
    name,
    type,
    [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).sort(),
  ]);
  const exposed = [...families].map(([name, { type, labels }]) => [
    name,
    type,
    Object.keys(labels)
      .filter((label) => label !== 'le')
      .sort(),
  ]);
  assert.deepEqual(documented.sort(), exposed.sort());
});

test('the guide knows every state of the queue', () => {
  for (const state of families.get('kongflow_task_queue_depth').labels.state)
    assert.ok(guide.includes(`\`${state}\``), state);
});

// `up` is Prometheus' own.
function assertKnown(expression, where) {
  const names = [...expression.matchAll(/\b(kongflow_\w+|up)\b/g)].map(([name]) => name);
  assert.ok(names.length > 0, `${where} names no metric: ${expression}`);
  for (const name of names) assert.ok(name === 'up' || familyOf(name, families), `${where}: no metric ${name}`);
  for (const [, name, matchers] of expression.matchAll(/\b(kongflow_\w+)\{([^}]*)\}/g)) {
    const { labels } = families.get(familyOf(name, families));
    for (const [, label] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g))
      assert.ok(label === 'instance' || label === 'job' || labels[label], `${where}: ${name} has no label ${label}`);
  }
}

test('every alert asks for metrics and labels that a host has', () => {
  for (const { alert, expr } of rules) assertKnown(expr, alert);
});

test('every alert has a place in the runbook, and the other way round', () => {
  const entries = [...guide.matchAll(/^### (Kongflow\w+)\n(.+)/gm)].map(([, name]) => name);
  assert.deepEqual(rules.map(({ alert }) => alert).sort(), entries.sort());
});

// Of Debian's package prometheus, which is not installed for this alone: it starts a server.
const promtool = process.env.PATH.split(':')
  .map((folder) => join(folder, 'promtool'))
  .find((file) => existsSync(file));

test('Prometheus takes the rules', { skip: !promtool && 'promtool is not installed' }, async () => {
  const { output } = await run(promtool, ['check', 'rules', packaging('monitoring/alerts.yml')]);
  assert.match(output, new RegExp(`${rules.length} rules found`));
});

test('every panel of the dashboard asks for metrics and labels that a host has', () => {
  const { panels } = dashboard;
  assert.ok(panels.length > 0);
  for (const { title, targets } of panels) for (const { expr } of targets) assertKnown(expr, title);
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const shown = JSON.stringify(panels);
  for (const name of families.keys()) assert.ok(shown.includes(name), `the dashboard does not show ${name}`);
  const variables = new Set(['__rate_interval', ...dashboard.templating.list.map(({ name }) => name)]);
  for (const [, name] of shown.matchAll(/\$\{?(\w+)/g)) assert.ok(variables.has(name), `no variable ${name}`);
});
