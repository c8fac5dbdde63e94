// How the console writes numbers and times, finds text in documents, and leads to pages: its modules without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as format from '../../../host-sdk/console/assets/lib/format.js';
import { matchesIn } from '../../../host-sdk/console/assets/lib/json_search.js';

test('durations are as exact as their size asks for', () => {
  const written = {
    0.4234: '0.42 ms',
    12.6: '13 ms',
    999: '999 ms',
    1_234: '1.23 s',
    59_999: '1 min',
    119_600: '2 min',
    61_000: '1 min 1 s',
  };
  for (const [ms, text] of Object.entries(written)) assert.equal(format.duration(Number(ms)), text);
  assert.equal(format.duration(3_600_000), '1 h');
  assert.equal(format.duration(90_000_000), '1 d 1 h');
  assert.equal(format.duration(null), '–');
});

test('amounts, shares, sizes and states are readable', () => {
  assert.equal(format.count(1_234_567), '1,234,567');
  assert.equal(format.counted({ count: 10_000, more: true }), '10,000+');
  assert.equal(format.plural(1, 'task'), '1 task');
  assert.equal(format.plural(2, 'entry', 'entries'), '2 entries');
  assert.equal(format.bytes(512), '512 B');
  assert.equal(format.bytes(734_003_200), '700 MiB');
  assert.equal(format.percent(0.0041), '0.41 %');
  assert.equal(format.humanized('NEVER_INDEXED'), 'Never indexed');
});

test('a search finds keys and values, and keeps what leads to them', () => {
  const document = { jobs: [{ id: 'send-mail', queue: { name: 'mails' } }, { id: 'other' }], mailFrom: { name: 'x' } };
  const found = matchesIn(document, 'MAIL');
  assert.equal(found.count, 3);
  assert.deepEqual([...found.values], ['/jobs/0/id', '/jobs/0/queue/name']);
  assert.ok(found.keys.has('/mailFrom'));
  assert.ok(found.kept('/jobs/0/queue'));
  assert.ok(found.kept('/mailFrom/name'), 'what is below a key that matched');
  assert.ok(!found.kept('/jobs/1'));
  assert.equal(matchesIn(document, 'absent').count, 0);
});
