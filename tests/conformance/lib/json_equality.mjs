// Equality of parsed JSON: numbers as the original kept them, placeholders in strings, added
// members only where they are allowed.

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reports to `findings`, at `where`, each difference of `seen` from the recorded value. `mayAdd(path, value)` decides
 * about a member that was not recorded; `path` is the list of keys from the top. `keptAsSent(value)` says of a value
 * that it is to be as it was sent, whatever was recorded.
 */
export function compareJson(
  recorded,
  seen,
  { placeholders, findings, where, mayAdd = () => false, keptAsSent = () => false },
  path = [],
) {
  const here = path.length === 0 ? where : `${where} ${path.join('.')}`;
  const next = (key, left, right) =>
    compareJson(left, right, { placeholders, findings, where, mayAdd, keptAsSent }, [...path, key]);
  if (keptAsSent(seen)) return;

  if (typeof recorded === 'string') {
    const same = typeof seen === 'string' && placeholders.matches(recorded, seen);
    findings.check(same, here, placeholders.fill(recorded), seen);
  } else if (Array.isArray(recorded)) {
    if (!findings.check(Array.isArray(seen), here, recorded, seen)) return;
    if (!findings.check(seen.length === recorded.length, here, `${recorded.length} elements`, seen)) return;
    recorded.forEach((element, position) => next(position, element, seen[position]));
  } else if (isObject(recorded)) {
    if (!findings.check(isObject(seen), here, recorded, seen)) return;
    for (const key of Object.keys(recorded)) {
      if (Object.hasOwn(seen, key)) next(key, recorded[key], seen[key]);
      else findings.add(`${here}.${key}`, recorded[key], '(missing)');
    }
    for (const key of Object.keys(seen)) {
      if (!Object.hasOwn(recorded, key) && !mayAdd([...path, key], seen[key]))
        findings.add(`${here}.${key}`, '(no such member)', seen[key]);
    }
  } else if (typeof recorded === 'number') {
    findings.check(sameNumber(recorded, seen), here, recorded, seen);
  } else {
    findings.check(recorded === seen, here, recorded, seen);
  }
}

/** R20: somewhere on its way a number of the original lost all but 16 digits; ours may keep more. */
const sameNumber = (recorded, seen) =>
  recorded === seen || (typeof seen === 'number' && recorded.toPrecision(16) === seen.toPrecision(16));

/** Plain deep equality of parsed JSON. */
export function sameJson(left, right) {
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((element, position) => sameJson(element, right[position]))
    );
  }
  if (isObject(left)) {
    if (!isObject(right)) return false;
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
    );
  }
  return left === right;
}

/** The value at a path of keys; `undefined` when there is none. */
export function valueAt(value, path) {
  return path.reduce(
    (inner, key) => (inner !== null && typeof inner === 'object' && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

/** Parsed, or undefined when the text is no JSON. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
