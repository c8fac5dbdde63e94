// What the plugin author's guide shows is what the examples are, word for word.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const sdk = join(dirname(fileURLToPath(import.meta.url)), '../../../host-sdk');
const guide = readFileSync(join(sdk, 'GUIDE.md'), 'utf8');
const snippets = [...guide.matchAll(/^<!-- (examples\/\S+) -->\n```\w+\n(.*?)^```$/gms)];

test('the guide shows pieces of the examples', () => assert.ok(snippets.length >= 4));

test('code that is not from an example is none of C++ or CMake', () => {
  assert.equal([...guide.matchAll(/^```(cpp|cmake|c)$/gm)].length, snippets.length);
});

for (const [, file, code] of snippets) {
  test(`a piece of ${file} is in it`, () => assert.ok(readFileSync(join(sdk, file), 'utf8').includes(code), code));
}

test('the first plugin has twenty lines', () => {
  const lines = readFileSync(join(sdk, 'examples/greeter/greeter.cpp'), 'utf8').trim().split('\n');
  assert.ok(lines.length <= 20, `${lines.length} lines`);
});
