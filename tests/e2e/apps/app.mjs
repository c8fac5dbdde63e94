// A user's app on any version of the real SDK: node app.mjs FOLDER API_KEY [ENDPOINT_ID]
// Listens on a free port of 127.0.0.1, answers at /api/trigger, and prints "READY <url>".
import { createServer } from 'node:http';

import { declareOwnJobs } from './own_jobs.mjs';
import { declarePublishedJobs } from './published_jobs.mjs';
import { Sdk } from './sdk.mjs';

const [, , folder, apiKey, id = 'real-sdk-app'] = process.argv;
const sdk = new Sdk(folder);
const client = new sdk.api.TriggerClient({ id, apiKey, apiUrl: 'http://127.0.0.1:1' });
declareOwnJobs(client, sdk);
declarePublishedJobs(client, sdk);

// What the web's Request refuses to carry.
const hopHeaders = ['connection', 'transfer-encoding', 'keep-alive', 'expect'];

async function answer(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).filter(([name]) => !hopHeaders.includes(name));
  const body = request.method === 'GET' ? undefined : Buffer.concat(chunks);
  return client.handleRequest(new Request(`http://localhost${request.url}`, { method: request.method, headers, body }));
}

const server = createServer(async (request, response) => {
  if (new URL(request.url, 'http://localhost').pathname !== '/api/trigger')
    return response.writeHead(404).end('not found');
  if (request.method === 'HEAD') return response.writeHead(200).end();
  const { status, headers, body } = await answer(request);
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}/api/trigger`));
