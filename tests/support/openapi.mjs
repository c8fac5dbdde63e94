// plugin/openapi.json as the judge of what a host really answers.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const openapiText = readFileSync(`${root}/plugin/openapi.json`, 'utf8');
export const openapi = JSON.parse(openapiText);

// How the host answers where the document has no operation.
const withoutOperation = {
  400: 'Malformed',
  404: 'NoRoute',
  405: 'MethodNotAllowed',
  408: 'TooSlow',
  413: 'TooLarge',
  417: 'UnknownExpectation',
  431: 'HeadersTooLarge',
  501: 'UnknownCoding',
  503: 'HostUnavailable',
};

/** The schemas, closed: for clients a member may be added at any time, here it must be documented. */
function closedSchemas() {
  const schemas = structuredClone(openapi.components.schemas);
  const open = structuredClone(schemas);
  const close = (schema) => {
    for (const part of schema.allOf ?? []) part.$ref += '.open';
    for (const member of Object.values(schema.properties ?? {})) close(member);
    if (schema.items) close(schema.items);
    if (schema.properties && schema.additionalProperties === undefined) schema.unevaluatedProperties = false;
  };
  Object.values(schemas).forEach(close);
  for (const [name, schema] of Object.entries(open)) schemas[`${name}.open`] = schema;
  return schemas;
}

const inBundle = (schema) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/components/schemas/', '"$ref":"bundle#/$defs/'));

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'bundle', $defs: inBundle(closedSchemas()) });

const compiled = new WeakMap();

/** What is wrong with `value`, by a schema of the document: texts. */
export function violations(schema, value) {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(inBundle(schema)));
  const validate = compiled.get(schema);
  if (validate(value)) return [];
  return validate.errors.map(
    ({ instancePath, message, params }) => `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`,
  );
}

/** A node of the document, or what it refers to. */
export const resolved = (node) =>
  node?.$ref === undefined ? node : node.$ref.slice(2).split('/').reduce((at, name) => at[name], openapi);

const templates = Object.keys(openapi.paths).map((template) => ({ template, segments: template.split('/') }));

function templateOf(path) {
  let segments;
  try {
    segments = path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
  if (segments.length > 2 && segments.at(-1) === '') segments.pop();
  const fits = (expected, given) => (expected.startsWith('{') ? given !== '' : expected === given);
  return templates.find(
    (candidate) =>
      candidate.segments.length === segments.length && candidate.segments.every((part, i) => fits(part, segments[i])),
  )?.template;
}

const parsedBody = (body) => {
  try {
    return JSON.parse(String(body ?? '').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
};

function requestProblems(operation, { query, headers, body }) {
  const problems = [];
  const given = new URLSearchParams(query);
  for (const { name, in: where, schema } of (operation.parameters ?? []).map(resolved)) {
    if (where !== 'query' || !given.has(name)) continue;
    const value = schema.type === 'integer' ? Number(given.get(name)) : given.get(name);
    problems.push(...violations(schema, value));
  }
  if ((operation.security ?? openapi.security).length > 0 && !/^ *Bearer \S/.test(headers.authorization ?? ''))
    problems.push('it has no API key');
  if (operation.requestBody?.required)
    problems.push(...violations(operation.requestBody.content['application/json'].schema, parsedBody(body)));
  return problems.map((problem) => `it was answered with success although of its request ${problem}`);
}

function answerProblems(response, method, answer) {
  const problems = [];
  for (const [name, node] of Object.entries(response.headers)) {
    const { required, schema } = resolved(node);
    const value = answer.headers[name];
    if (value !== undefined) problems.push(...violations(schema, value).map((problem) => `${name}: ${problem}`));
    else if (required) problems.push(`the header ${name} is missing`);
  }
  if (method === 'head') return problems;
  const type = (answer.headers['content-type'] ?? '').split(';')[0];
  if (!response.content[type]) return [...problems, `the content type "${type}" is not documented`];
  const value = type === 'application/json' ? answer.json : answer.text;
  return [...problems, ...violations(response.content[type].schema, value)];
}

/**
 * Throws when the document does not know the answer, or when a request that it forbids had success. `request`: {method,
 * path, headers, body}; `answer`: {status, headers, text, json}. The console has no part in the document.
 */
export function judge(request, answer) {
  const target = request.path.replace(/^https?:\/\/[^/]*/, '');
  const [path, query] = [target.split('?')[0], target.split('?').slice(1).join('?')];
  if (/^\/console(\/|$)/.test(path)) return;
  const method = request.method.toLowerCase();
  const template = templateOf(path);
  const operation = template && openapi.paths[template][method];
  const { status } = answer;
  const response = resolved(
    operation ? operation.responses[status] : openapi.components.responses[withoutOperation[status]],
  );
  const problems = response ? answerProblems(response, method, answer) : ['the status is not documented'];
  if (operation && status < 300) {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    problems.push(...requestProblems(operation, { query, headers, body: request.body }));
  }
  if (problems.length > 0) {
    const what = `${request.method} ${request.path} → ${status}`;
    throw new Error(`${what} is not as plugin/openapi.json says: ${problems.join('; ')}\n${answer.text}`);
  }
}

const judged = new Set();

/** From now on, until forget(), every answer of this origin that support/http.mjs gets is judged. */
export const judgeAnswersOf = (url) => judged.add(new URL(url).origin);
export const forgetAnswersOf = (url) => judged.delete(new URL(url).origin);
export const isJudged = (url) => judged.has(new URL(url).origin);
