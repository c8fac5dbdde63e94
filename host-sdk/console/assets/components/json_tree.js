// A JSON document to browse: folded, in portions, searchable by key and value.
import { html, useMemo, useState } from '../vendor/preact.js';
import { count, plural } from '../lib/format.js';
import { CopyButton } from './copy_button.js';
import { matchesIn } from '../lib/json_search.js';
import { Icon } from './icon.js';
import { Text } from './text.js';

const portion = 100;

const isBranch = (value) => value !== null && typeof value === 'object';
const sizeOf = (value) =>
  Array.isArray(value) ? plural(value.length, 'entry', 'entries') : plural(Object.keys(value).length, 'member');

/** What tells one entry of an array from another. */
const nameOf = (value) =>
  isBranch(value) && !Array.isArray(value) ? (value.id ?? value.name ?? value.key) : undefined;

export function JsonTree({ value, label }) {
  const [search, setSearch] = useState('');
  const found = useMemo(() => (search.trim() === '' ? null : matchesIn(value, search.trim())), [value, search]);
  return html`<div class="json">
    <div class="toolbar">
      <label class="filter">
        <${Icon} name="search" /><span class="offscreen">Search in ${label}</span>
        <input
          type="search"
          placeholder="Search keys and values"
          value=${search}
          spellcheck=${false}
          onInput=${(event) => setSearch(event.target.value)}
        />
      </label>
      ${found && html`<span class="muted" role="status">${plural(found.count, 'match', 'matches')}</span>`}
      <${CopyButton} text=${JSON.stringify(value, null, 2)} what="the whole document" />
    </div>
    <div class="json-root"><${Node}
      key=${search === '' ? 'all' : 'found'}
      value=${value}
      path=""
      found=${found}
      open=${true}
    /></div>
  </div>`;
}

function Node({ name, value, path, found, open }) {
  if (!isBranch(value))
    return html`<div class="json-leaf"><${Key} name=${name} found=${found} path=${path} /><${Leaf}
      value=${value}
      hit=${found?.values.has(path)}
    /></div>`;
  return html`<${Branch} ...${{ name, value, path, found, open }} />`;
}

function Branch({ name, value, path, found, open }) {
  const [chosen, setChosen] = useState(null);
  const [shown, setShown] = useState(portion);
  const unfolded = chosen ?? (found ? found.branches.has(path) : open);
  const all = Object.entries(value);
  const entries = found ? all.filter(([key]) => found.kept(`${path}/${key}`)) : all;
  const named = nameOf(value);
  return html`<div class="json-branch">
    <button type="button" aria-expanded=${unfolded ? 'true' : 'false'} onClick=${() => setChosen(!unfolded)}>
      <${Icon} name="chevron" />${
        name !== undefined &&
        html`<span><${Key}
          name=${name}
          found=${found}
          path=${path}
        /></span>`
      }
      ${named !== undefined && name !== undefined && html`<bdi class="json-name">${String(named).slice(0, 80)}</bdi>`}
      <span class="muted">${Array.isArray(value) ? '[ ]' : '{ }'} ${sizeOf(value)}</span>
    </button>
    ${
      unfolded &&
      html`<div class="json-children">
      ${entries.slice(0, shown).map(
        ([key, child]) => html`<${Node}
          key=${key}
          name=${key}
          value=${child}
          path=${`${path}/${key}`}
          found=${found}
          open=${path === '' && all.length < 12 && !Array.isArray(value) && sizeIsSmall(child)}
        />`,
      )}
      ${
        entries.length > shown &&
        html`<button
          type="button"
          class="link"
          onClick=${() => setShown(shown + portion)}
        >Show ${count(Math.min(portion, entries.length - shown))} more of ${count(entries.length)}</button>`
      }
    </div>`
    }
  </div>`;
}

const sizeIsSmall = (value) => isBranch(value) && Object.keys(value).length <= 30;

function Key({ name, found, path }) {
  if (name === undefined) return null;
  return html`<bdi class=${found?.keys.has(path) ? 'json-key hit' : 'json-key'}>${name}</bdi><span class="muted">:</span> `;
}

function Leaf({ value, hit }) {
  const kind = value === null ? 'null' : typeof value;
  return html`<span class=${`json-${kind}${hit ? ' hit' : ''}`}>${
    kind === 'string'
      ? html`<${Text}
        value=${value}
        limit=${300}
      />`
      : String(value)
  }</span>`;
}
