// Writes the seeds of each fuzz target into FOLDER/<target>/: of what the other tests use, and of corpus/.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const tests = dirname(here);
const [, , folder] = process.argv;
if (folder === undefined) {
  console.error('Usage: node seeds.mjs FOLDER');
  process.exit(2);
}

const json = (...path) => JSON.parse(readFileSync(join(tests, ...path), 'utf8'));
const captures = readdirSync(join(tests, 'data', 'sdk-captures')).flatMap((name) => json('data', 'sdk-captures', name));
const replies = json('conformance', 'cases', '05-index-response.json').flatMap(({ app = [] }) => app);
const hooks = json('conformance', 'cases', '06-hook.json').flatMap(({ steps = [], request }) => [...steps, request]);

// A fuzzer makes its inputs as long as the longest seed, and is as slow.
const longest = 16 * 1024;

const answerText = ({ status, headers = {}, body }) =>
  [`HTTP/1.1 ${status}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');

const seeds = {
  app_answer: captures.map(({ response }) => answerText(response)),
  manifest: [...captures.map(({ response }) => response.body), ...replies.map(({ reply }) => reply?.body)],
  url: json('data', 'egress-cases.json').map(({ url }) => url),
  vercel: hooks.map((step) => (step?.request ?? step)?.body),
};

for (const target of [...Object.keys(seeds), ...readdirSync(join(here, 'corpus'))])
  mkdirSync(join(folder, target), { recursive: true });
for (const [target, texts] of Object.entries(seeds)) {
  const distinct = new Set(
    texts.filter(Boolean).map((text) => (typeof text === 'string' ? text : JSON.stringify(text))),
  );
  const short = [...distinct].filter((text) => text.length <= longest);
  short.forEach((text, number) => writeFileSync(join(folder, target, `data-${number}`), text));
}
cpSync(join(here, 'corpus'), folder, { recursive: true });
