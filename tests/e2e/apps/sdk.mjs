// The @trigger.dev/sdk of one of the folders beside this file, whatever its version.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const numbers = (version) =>
  version
    .match(/^(\d+)\.(\d+)\.(\d+)/)
    .slice(1)
    .map(Number);

export class Sdk {
  #require;

  constructor(folder) {
    this.#require = createRequire(join(resolve(folder), 'package.json'));
    const manifest = join(resolve(folder), 'node_modules', '@trigger.dev', 'sdk', 'package.json');
    this.version = JSON.parse(readFileSync(manifest, 'utf8')).version;
    this.api = this.#require('@trigger.dev/sdk');
    this.z = this.#require('zod').z;
  }

  /** A package that only some folders have, or undefined. */
  optional(name) {
    try {
      return this.#require(name);
    } catch (error) {
      if (error.code === 'MODULE_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** Whether this version is `wanted` or newer. */
  atLeast(wanted) {
    const [mine, other] = [numbers(this.version), numbers(wanted)];
    const position = mine.findIndex((number, index) => number !== other[index]);
    return position === -1 || mine[position] > other[position];
  }
}
