// What the host says of a queue that it cannot work on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Host } from '../support/host.mjs';
import { NodeWorker, nodeWorkers } from '../support/node_worker.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { schemaOfQueue } from '../support/queue.mjs';

let postgres;

before(async () => {
  postgres = await PrivatePostgres.start();
});

after(() => postgres?.stop());

async function withDatabase(name, work) {
  const host = new Host({ database: await postgres.createDatabase(name) });
  const database = host.openDatabase();
  try {
    await work({ host, database });
  } finally {
    await host.remove();
    await database.close();
  }
}

const endsWith = (host, sentence) => assert.rejects(host.start(), (error) => sentence.test(error.message));

test('a database that was never migrated is refused, with what to do', async () => {
  await withDatabase('unmigrated', async ({ host }) => {
    await endsWith(host, /kongflow-host migrate up/);
  });
});

test('a database without the queue, or with an old one, is refused, with what to do', async () => {
  await withDatabase('without_queue', async ({ host, database }) => {
    await host.migrate();
    await database.rows('delete from graphile_worker.migrations where id > 17');
    await endsWith(host, /is at revision 17, this host needs 18\): run kongflow-host migrate up/);
    await database.rows('drop schema graphile_worker cascade');
    await endsWith(host, /is at revision 0, this host needs 18\): run kongflow-host migrate up/);
  });
});

test('a queue of which the host does not know the newest breaking revision is refused and left alone', async () => {
  await withDatabase('newer', async ({ host, database }) => {
    const worker = await NodeWorker.load(nodeWorkers.at(-1), database);
    await worker.utilities((utilities) => utilities.migrate());
    await host.migrate();
    await database.rows('insert into graphile_worker.migrations (id, breaking) values (21, true)');
    const before = await schemaOfQueue(database);
    const sentence = /revision 21, which changed what workers rely on; this host works on revisions 18 to 20/;
    await endsWith(host, sentence);
    await assert.rejects(host.migrate(), (error) => sentence.test(error.message));
    assert.deepEqual(await schemaOfQueue(database), before);
  });
});
