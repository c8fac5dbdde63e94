// $APP, $ENDPOINT_ID_1, …: known values in inputs; in recorded answers bound to what is seen first.

const name =
  /\$(?:APP_HOST|APP|SERVICE_HOST|API_KEY_2|API_KEY|ENV_ID_2|ENV_ID|ORG_ID|PROJECT_ID|TIMESTAMP|(?:ENDPOINT|HOOK|INDEX)_ID_\d+)(?![A-Z0-9_])/g;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const patterns = [
  [/^\$(ENDPOINT|INDEX)_ID_/, uuid],
  [/^\$HOOK_ID_/, '[0-9a-vxyz]{10}'],
  [/^\$TIMESTAMP$/, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z'],
];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

export class Placeholders {
  #values = new Map();

  constructor(values = {}) {
    for (const [key, value] of Object.entries(values)) this.bind(key, value);
  }

  bind(key, value) {
    this.#values.set(key, value);
  }

  /** `text` with every bound placeholder replaced. */
  fill(text) {
    return text.replace(name, (key) => this.#values.get(key) ?? key);
  }

  /** Headers with their values filled. A list of values is a header that is sent once for each of them. */
  fillHeaders(headers) {
    const filled = (value) => (Array.isArray(value) ? value.map(filled) : this.fill(value));
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)]));
  }

  /** The same for a regular expression's source, where a placeholder is written \$APP. */
  fillPattern(source) {
    return source
      .replace(/\\(?=\$[A-Z])/g, '')
      .replace(name, (key) => (this.#values.has(key) ? escaped(this.#values.get(key)) : escaped(key)));
  }

  /** Whether `seen` is the recorded text `recorded`; unbound placeholders take their value from it. */
  matches(recorded, seen) {
    if (recorded === seen) return true;
    const unbound = [];
    let source = '';
    let from = 0;
    for (const found of recorded.matchAll(name)) {
      const [key] = found;
      source += escaped(recorded.slice(from, found.index));
      from = found.index + key.length;
      if (this.#values.has(key)) {
        source += escaped(this.#values.get(key));
      } else {
        const [, pattern] = patterns.find(([kind]) => kind.test(key)) ?? [];
        if (pattern === undefined) throw new Error(`the placeholder ${key} has no value`);
        source += `(${pattern})`;
        unbound.push(key);
      }
    }
    const match = new RegExp(`^${source}${escaped(recorded.slice(from))}$`, 's').exec(seen);
    if (!match) return false;
    return unbound.every((key, position) => this.#take(key, match[position + 1]));
  }

  #take(key, value) {
    if (key === '$TIMESTAMP') return true;
    if (this.#values.has(key)) return this.#values.get(key) === value;
    // Two placeholders are two things.
    if ([...this.#values.values()].includes(value)) return false;
    this.#values.set(key, value);
    return true;
  }
}
