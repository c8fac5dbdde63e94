// kongflow-egress-check as a process, over all recorded URLs and some more.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { build } from '../support/host.mjs';

const program = join(dirname(build.host), 'kongflow-egress-check');
const cases = JSON.parse(readFileSync(new URL('../data/egress-cases.json', import.meta.url), 'utf8'));

/** Runs to the end with `input` on the standard input: {code, printed, problems}. */
function check(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe' });
    const printed = [];
    const problems = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => problems.push(chunk));
    child.once('error', reject);
    child.stdin.on('error', () => {}); // it may end before it has read everything
    child.stdin.end(input);
    child.once('close', (code) =>
      resolve({ code, printed: Buffer.concat(printed).toString(), problems: Buffer.concat(problems).toString() }),
    );
  });
}

async function verdicts(urls, ...args) {
  const { code, printed } = await check(args, Buffer.isBuffer(urls) ? urls : urls.map((url) => `${url}\n`).join(''));
  assert.equal(code, 0);
  return printed
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test('each recorded URL gets its verdict, and a refusal names its rule', async () => {
  const asked = cases.filter(({ url }) => !url.includes('\n'));
  const answers = await verdicts(asked.map(({ url }) => url));
  assert.equal(answers.length, asked.length);
  for (const [i, { id, url, verdict }] of asked.entries()) {
    assert.deepEqual(Object.keys(answers[i]), ['url', 'verdict', 'rule'], id);
    assert.equal(answers[i].url, url, id);
    assert.equal(answers[i].verdict, verdict, `${id} ${url}`);
    assert.equal(answers[i].rule === null, verdict === 'allow', id);
  }
});

test('entries of the allow list open what is listed and this machine, and nothing else', async () => {
  const all = ['--allow', '0.0.0.0/0', '-a', '::/0', '--allow=host.docker.internal', '--allow', 'metadata'];
  const urls = [
    ['http://10.0.0.1/', 'allow'],
    ['http://[fd12::1]/', 'allow'],
    ['http://127.0.0.1:3000/', 'allow'],
    ['http://localhost:3000/', 'allow'],
    ['http://host.docker.internal:3000/', 'allow'],
    ['http://gateway.docker.internal/', 'listed'],
    ['http://169.254.169.254/', 'deny'],
    ['http://metadata/', 'deny'],
    ['http://10.0.0.1:22/', 'deny'],
    ['http://127.1/', 'deny'],
  ];
  const answers = await verdicts(
    urls.map(([url]) => url),
    ...all,
  );
  assert.deepEqual(
    answers.map(({ url, verdict }) => [url, verdict]),
    urls,
  );
});

test('patterns open all names below one, and spaces around a URL do not count', async () => {
  const urls = [' http://app.internal/ ', 'http://a.b.internal:3000/', 'http://internal/', 'http://app.lan/'];
  const answers = await verdicts(urls, '--allow', '*.internal');
  assert.deepEqual(
    answers.map(({ verdict }) => verdict),
    ['allow', 'allow', 'listed', 'listed'],
  );
});

test('an entry without an effect is a warning', async () => {
  const { code, printed, problems } = await check(['--allow', '169.254.0.0/16'], 'http://169.254.169.254/\n');
  assert.equal(code, 0);
  assert.equal(JSON.parse(printed).verdict, 'deny');
  assert.match(problems, /warning: "169\.254\.0\.0\/16" has no effect/);
});

test('names are looked up only when that is asked for', async () => {
  const urls = ['http://nobody.invalid/', 'http://8.8.8.8/', 'http://localhost/'];
  const words = async (...args) => (await verdicts(urls, ...args)).map(({ verdict }) => verdict);
  assert.deepEqual(await words(), ['allow', 'allow', 'deny']);
  assert.deepEqual(await words('--resolve'), ['deny', 'allow', 'deny']);
  assert.deepEqual(await words('--resolve', '--allow', '127.0.0.1'), ['deny', 'allow', 'allow']);
});

test('any bytes get an answer that is JSON', async () => {
  const lines = [
    [0xff, 0xfe],
    [0x00],
    [],
    [...Buffer.from('http://a.example/\xff', 'latin1')],
    Array(100_000).fill(0x41),
  ];
  const answers = await verdicts(Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
  assert.deepEqual(
    answers.map(({ verdict }) => verdict),
    ['deny', 'deny', 'deny', 'allow', 'deny'],
  );
  assert.equal(answers[0].url, '\ufffd\ufffd');
  assert.deepEqual(await verdicts([]), []);
});

test('bad arguments are told, with status 2', async () => {
  for (const [args, told] of [
    [['--nonsense'], 'unknown option --nonsense'],
    [['-x'], 'unknown option -x'],
    [['--allow'], '--allow needs a value'],
    [['--allow', '10.0.0.0/33'], '"10.0.0.0/33" is neither a network like 10.0.0.0/8 nor a host name'],
    [['http://a.example/'], 'unexpected http://a.example/'],
  ]) {
    const { code, printed, problems } = await check(args);
    assert.equal(code, 2, args.join(' '));
    assert.equal(printed, '');
    assert.ok(problems.includes(told), problems);
    assert.ok(problems.includes('--help'));
  }
  const help = await check(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.printed, /^Usage: kongflow-egress-check /);
});
