// What a user has: a client, a job, a server. It is copied into a project folder and edited there.
const express = require('express');
const { createMiddleware } = require('@trigger.dev/express');
const { TriggerClient, eventTrigger, intervalTrigger } = require('@trigger.dev/sdk');

const client = new TriggerClient({
  id: process.env.ENDPOINT_ID,
  apiKey: process.env.TRIGGER_API_KEY,
  apiUrl: process.env.TRIGGER_API_URL,
});
const job = (id, trigger) => client.defineJob({ id, name: id, version: '1.0.0', trigger, run: async () => {} });

job('greet', eventTrigger({ name: 'user.created' }));
job('sweep', intervalTrigger({ seconds: 3600 }));

express()
  .use(createMiddleware(client))
  .listen(Number(process.env.PORT), '127.0.0.1', () => console.log('READY'));
