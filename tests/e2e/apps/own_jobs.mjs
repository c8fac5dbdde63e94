// Everything that a user can declare with the SDK alone.

const run = async (payload, io) => {
  await io.logger.info('ran', { payload });
  return { ok: true, payload };
};

/** Declares on `client` what the SDK's version has. */
export function declareOwnJobs(client, sdk) {
  const { api } = sdk;
  const define = (options) => {
    const job = { version: '0.1.0', run, ...options };
    return client.defineJob ? client.defineJob(job) : new api.Job(client, job);
  };
  const kit = { client, sdk, define };
  declareEvents(kit);
  declareSchedules(kit);
  declareQueues(kit);
  const integrations = declareIntegrations(kit);
  const sources = declareSources(kit, integrations);
  declareDynamic(kit, sources);
  if (client.defineHttpEndpoint) declareHttpEndpoints(kit);
  if (api.WebhookSource) declareWebhook(kit, integrations);
}

function declareEvents({ sdk, define }) {
  const { api, z } = sdk;
  const user = z.object({ id: z.string(), plan: z.string(), seats: z.number().int(), admin: z.boolean() });
  define({ id: 'event-minimal', name: 'Minimal event job', trigger: api.eventTrigger({ name: 'user.minimal' }) });
  define({
    id: 'event-rich',
    name: 'Rich event job ✓ – 日本語',
    version: '1.2.3',
    logLevel: 'debug',
    trigger: api.eventTrigger({
      name: 'user.created',
      source: 'billing',
      filter: { user: { plan: ['pro', 'team'], seats: [1, 2], admin: [true] } },
      schema: z.object({ user }),
      examples: [
        {
          id: 'ex1',
          name: 'A pro user',
          icon: 'user',
          payload: { user: { id: 'u1', plan: 'pro', seats: 1, admin: true } },
        },
        { id: 'ex2', name: 'No icon', payload: null },
      ],
    }),
  });
  define({ id: 'disabled-job', name: 'Disabled job', enabled: false, trigger: api.eventTrigger({ name: 'never' }) });
  if (sdk.atLeast('2.0.7'))
    define({ id: 'event-many-names', name: 'Two names', trigger: api.eventTrigger({ name: ['foo.a', 'foo.b'] }) });
  if (sdk.atLeast('2.1.0')) {
    const filter = {
      name: [{ $startsWith: 'A' }, { $endsWith: 'z' }],
      gone: [{ $exists: false }],
      nul: [{ $isNull: true }],
      n: [{ $gt: 1 }],
      m: [{ $between: [1, 5] }],
      x: [{ $anythingBut: ['a', 'b'] }],
      y: [{ $ignoreCaseEquals: 'QQ' }],
    };
    define({
      id: 'event-matchers',
      name: 'Content filters',
      trigger: api.eventTrigger({ name: 'order.paid', filter }),
    });
  }
  if (api.invokeTrigger) {
    const examples = [{ id: 'i', name: 'I', payload: { a: 'b' } }];
    define({
      id: 'invoke-job',
      name: 'Invoke job',
      trigger: api.invokeTrigger({ schema: z.object({ a: z.string() }), examples }),
    });
  }
}

function declareSchedules({ sdk: { api }, define }) {
  define({ id: 'cron-job', name: 'Cron job', trigger: api.cronTrigger({ cron: '*/5 9-17 * * 1-5' }) });
  define({ id: 'interval-job', name: 'Interval job', trigger: api.intervalTrigger({ seconds: 60 }) });
  define({ id: 'interval-20s', name: 'Short interval', trigger: api.intervalTrigger({ seconds: 20 }) });
  define({
    id: 'disabled-cron',
    name: 'Disabled cron',
    enabled: false,
    trigger: api.cronTrigger({ cron: '0 0 * * *' }),
  });
}

function declareQueues({ client, sdk, define }) {
  const { api } = sdk;
  const on = (name) => api.eventTrigger({ name });
  define({ id: 'queue-string', name: 'Queue string', queue: 'mailers', trigger: on('q1') });
  define({
    id: 'queue-object',
    name: 'Queue object',
    queue: { name: 'imports', maxConcurrent: 3 },
    startPosition: 'initial',
    trigger: on('q2'),
  });
  if (sdk.atLeast('2.2.0'))
    define({ id: 'climit-number', name: 'Concurrency number', concurrencyLimit: 2, trigger: on('cl1') });
  if (client.defineConcurrencyLimit) {
    const concurrencyLimit = client.defineConcurrencyLimit({ id: 'shared-limit', limit: 4 });
    define({ id: 'climit-shared', name: 'Concurrency shared', concurrencyLimit, trigger: on('cl2') });
  }
}

/** An integration as users write their own. `authSource`: LOCAL brings its key, HOSTED has the platform keep it. */
function integration(id, authSource) {
  const local = authSource === 'LOCAL';
  return {
    id,
    metadata: {
      id: 'acme',
      name: 'Acme Inc',
      ...(local ? {} : { instructions: 'Make an API key at https://acme.example/keys' }),
    },
    authSource,
    connectionKey: undefined,
    client: local ? { usesLocalAuth: true, client: {}, auth: {} } : { usesLocalAuth: false, clientFactory: () => ({}) },
    cloneForRun() {
      return this;
    },
  };
}

function declareIntegrations({ client, sdk: { api }, define }) {
  const [local, hosted, resolver] = [
    integration('acme-local', 'LOCAL'),
    integration('acme-hosted', 'HOSTED'),
    integration('acme-resolver', 'HOSTED'),
  ];
  define({
    id: 'integrations-job',
    name: 'With integrations',
    integrations: { acme: local, hosted },
    trigger: api.eventTrigger({ name: 'with.integrations' }),
  });
  if (client.defineAuthResolver) {
    client.defineAuthResolver(resolver, async () => ({ type: 'oauth', token: 't' }));
    define({
      id: 'resolver-job',
      name: 'Auth resolver',
      integrations: { acme: resolver },
      trigger: api.eventTrigger({ name: 'with.resolver' }),
    });
  }
  if (api.missingConnectionNotification) {
    define({
      id: 'missing-connection',
      name: 'Missing connection',
      trigger: api.missingConnectionNotification([hosted]),
    });
  }
  if (api.missingConnectionResolvedNotification) {
    define({
      id: 'missing-connection-resolved',
      name: 'Missing connection resolved',
      trigger: api.missingConnectionResolvedNotification([hosted]),
    });
  }
  return { local, hosted };
}

const cardEvent = (name) => ({
  name,
  title: 'On card',
  source: 'acme.example',
  icon: 'acme',
  properties: [{ label: 'What', text: 'card' }],
  filter: { kind: ['card'] },
  examples: [{ id: 'c', name: 'card', icon: 'acme', payload: { id: 1 } }],
  parsePayload: (payload) => payload,
  runProperties: ({ id }) => [{ label: 'id', text: String(id) }],
});

function declareSources({ sdk: { api, z }, define }, { local, hosted }) {
  const source = (of, id) =>
    new api.ExternalSource('HTTP', {
      id,
      schema: z.object({ board: z.string() }),
      optionSchema: z.object({ event: z.array(z.string()) }),
      version: '0.2.0',
      integration: of,
      key: ({ board }) => board,
      filter: ({ board }) => ({ board: [board] }),
      properties: ({ board }) => [{ label: 'Board', text: board, url: `https://acme.example/${board}` }],
      handler: async () => ({ events: [], response: { status: 200, body: { ok: true }, headers: {} } }),
      register: async () => undefined,
    });
  const [localSource, hostedSource] = [source(local, 'acme.board'), source(hosted, 'acme.hosted')];
  const trigger = (event, board, of, options = {}) =>
    new api.ExternalSourceTrigger({ event: cardEvent(event), params: { board }, source: of, options });
  define({
    id: 'source-local-1',
    name: 'Source local',
    integrations: { acme: local },
    trigger: trigger('card.created', 'B 1', localSource),
  });
  define({
    id: 'source-local-2',
    name: 'Source local second event',
    trigger: trigger('card.moved', 'B 1', localSource),
  });
  define({
    id: 'source-hosted',
    name: 'Source hosted',
    trigger: trigger('card.deleted', 'B2', hostedSource, { extra: ['x'] }),
  });
  return { localSource, hostedSource };
}

function declareDynamic({ client, sdk: { api }, define }, { localSource, hostedSource }) {
  const trigger = new api.DynamicTrigger(client, {
    id: 'dynamic-acme',
    event: cardEvent('card.any'),
    source: localSource,
  });
  define({ id: 'dynamic-trigger-job', name: 'Dynamic trigger job', trigger });
  new api.DynamicTrigger(client, { id: 'dynamic-unused', event: cardEvent('card.none'), source: hostedSource });
  const schedule = new api.DynamicSchedule(client, { id: 'dynamic-schedule' });
  define({ id: 'dynamic-schedule-job', name: 'Dynamic schedule job', trigger: schedule });
  new api.DynamicSchedule(client, { id: 'dynamic-schedule-unused' });
}

function declareHttpEndpoints({ client, define }) {
  const verify = async () => ({ success: true });
  const endpoint = client.defineHttpEndpoint({
    id: 'acme-http',
    title: 'Acme hook',
    source: 'acme.example',
    icon: 'webhook',
    properties: [{ label: 'P', text: 'V' }],
    verify,
    respondWith: {
      skipTriggeringRuns: true,
      filter: {
        method: ['GET'],
        query: { 'hub.mode': [{ $startsWith: 'sub' }] },
        headers: { 'x-kind': ['challenge'] },
      },
      handler: async () => new Response('hi'),
    },
  });
  define({
    id: 'http-endpoint-job',
    name: 'HTTP endpoint job',
    trigger: endpoint.onRequest({ filter: { method: ['POST'], body: { kind: ['card'] } } }),
  });
  client.defineHttpEndpoint({ id: 'bare-http', source: 'bare.example', enabled: false, verify });
}

function declareWebhook({ sdk: { api, z }, define }, { local }) {
  const source = new api.WebhookSource({
    id: 'acme.webhook',
    version: '0.1.0',
    integration: local,
    schemas: { params: z.object({ topic: z.string() }), config: z.record(z.string().array()) },
    key: ({ topic }) => topic,
    filter: ({ topic }) => ({ topic: [topic] }),
    properties: ({ topic }) => [{ label: 'Topic', text: topic }],
    crud: { create: async () => {}, delete: async () => {} },
    verify: async () => ({ success: true }),
    generateEvents: async () => {},
  });
  const trigger = new api.WebhookTrigger({
    event: cardEvent('topic.created'),
    params: { topic: 't1' },
    source,
    config: { events: ['a', 'b'] },
  });
  define({ id: 'webhook-job', name: 'Webhook job', trigger });
}
