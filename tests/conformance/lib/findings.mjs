// What a case expected, and what was seen instead.

const longest = 600;

const shown = (value) => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
};

export class Findings {
  #list = [];

  add(where, expected, seen) {
    this.#list.push({ where, expected, seen });
  }

  /** Adds when `ok` is false; returns `ok`. */
  check(ok, where, expected, seen) {
    if (!ok) this.add(where, expected, seen);
    return ok;
  }

  get none() {
    return this.#list.length === 0;
  }

  lines(indent = '    ') {
    return this.#list.flatMap(({ where, expected, seen }) => [
      `${indent}${where}`,
      `${indent}  expected: ${shown(expected)}`,
      `${indent}  seen:     ${shown(seen)}`,
    ]);
  }
}
