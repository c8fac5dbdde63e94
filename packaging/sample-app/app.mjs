// A user's app, made with the real SDK. Usage: node app.mjs PORT API_KEY. It responds at /api/trigger.
import { createServer } from 'node:http';

import {
  DynamicSchedule,
  DynamicTrigger,
  ExternalSource,
  ExternalSourceTrigger,
  TriggerClient,
  cronTrigger,
  eventTrigger,
  intervalTrigger,
} from '@trigger.dev/sdk';
import { z } from 'zod';

const [, , port, apiKey] = process.argv;
if (!port || !apiKey) {
  console.error('Usage: node app.mjs PORT API_KEY');
  process.exit(2);
}

const client = new TriggerClient({ id: 'sample-app', apiKey, apiUrl: process.env.TRIGGER_API_URL });
const log = async (payload, io) => io.logger.info('ran', { payload });

client.defineJob({
  id: 'welcome-email',
  name: 'Send a welcome email',
  version: '1.0.0',
  trigger: eventTrigger({ name: 'user.created', schema: z.object({ email: z.string() }) }),
  run: log,
});
client.defineJob({
  id: 'nightly-report',
  name: 'Nightly report',
  version: '1.0.0',
  trigger: cronTrigger({ cron: '0 2 * * *' }),
  run: log,
});
client.defineJob({
  id: 'heartbeat',
  name: 'Heartbeat',
  version: '1.0.0',
  trigger: intervalTrigger({ seconds: 60 }),
  run: log,
});
client.defineJob({
  id: 'retired',
  name: 'Retired job',
  version: '0.9.0',
  enabled: false,
  trigger: eventTrigger({ name: 'never' }),
  run: log,
});

// A source: a service that calls a webhook when a card of a board changes.
const boards = {
  id: 'boards',
  metadata: { id: 'boards', name: 'Boards' },
  authSource: 'LOCAL',
  client: { usesLocalAuth: true, client: {}, auth: {} },
  cloneForRun() {
    return this;
  },
};
const boardSource = new ExternalSource('HTTP', {
  id: 'boards.card',
  version: '1.0.0',
  schema: z.object({ board: z.string() }),
  optionSchema: z.object({ event: z.array(z.string()) }),
  integration: boards,
  key: ({ board }) => board,
  filter: ({ board }) => ({ board: [board] }),
  properties: ({ board }) => [{ label: 'Board', text: board }],
  handler: async () => ({ events: [], response: { status: 200, body: { ok: true }, headers: {} } }),
  register: async () => undefined,
});
const cardMoved = {
  name: 'card.moved',
  title: 'A card was moved',
  source: 'boards.example',
  icon: 'card',
  parsePayload: (payload) => payload,
  runProperties: () => [],
};
client.defineJob({
  id: 'card-moved',
  name: 'A card was moved',
  version: '1.0.0',
  integrations: { boards },
  trigger: new ExternalSourceTrigger({
    event: cardMoved,
    params: { board: 'roadmap' },
    source: boardSource,
    options: {},
  }),
  run: log,
});

new DynamicTrigger(client, { id: 'any-board', event: cardMoved, source: boardSource });
new DynamicSchedule(client, { id: 'per-customer' });

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname !== '/api/trigger') return response.writeHead(404).end();
  if (request.method === 'HEAD') return response.writeHead(200).end();
  const headers = Object.entries(request.headers).filter(([name]) => name.startsWith('x-') || name === 'content-type');
  const answer = await client.handleRequest(
    new Request(`http://localhost${request.url}`, {
      method: request.method,
      headers,
      body: request.method === 'GET' ? undefined : await bodyOf(request),
    }),
  );
  response
    .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    .end(JSON.stringify(answer.body));
});
server.listen(Number(port), '127.0.0.1', () => console.log(`sample app on http://127.0.0.1:${port}/api/trigger`));
