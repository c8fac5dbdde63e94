// Where a text is in a JSON document. Paths are "/key/key"; the whole document's is "".

/** {count, keys, values, branches: Sets of paths, kept(path)}: `branches` lead to a match, `kept` paths are shown. */
export function matchesIn(document, text) {
  const wanted = text.toLowerCase();
  const has = (value) => String(value).toLowerCase().includes(wanted);
  const found = { count: 0, keys: new Set(), values: new Set(), branches: new Set() };
  const below = new Set(); // paths within something whose key matched: shown whole

  const visit = (value, path, inside) => {
    const isBranch = value !== null && typeof value === 'object';
    if (inside) below.add(path);
    if (!isBranch) {
      if (!has(value)) return false;
      found.values.add(path);
      found.count += 1;
      return true;
    }
    let leads = false;
    for (const [key, child] of Object.entries(value)) {
      const childPath = `${path}/${key}`;
      const hit = !Array.isArray(value) && has(key);
      if (hit) {
        found.keys.add(childPath);
        found.count += 1;
      }
      if (visit(child, childPath, inside || hit) || hit) leads = true;
    }
    if (leads) found.branches.add(path);
    return leads;
  };
  visit(document, '', false);
  found.kept = (path) => found.keys.has(path) || found.values.has(path) || found.branches.has(path) || below.has(path);
  return found;
}
