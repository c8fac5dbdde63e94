// Settings with their values, where they come from, and what they mean. Secrets arrive masked.
import { html, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';
import { Nothing } from './nothing.js';
import { Empty } from './states.js';
import { Table } from './table.js';
import { Text } from './text.js';

const shownAs = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

const isDefault = ({ origin }) => origin === 'default';

const columns = [
  {
    key: 'name',
    title: 'Setting',
    render: ({ name, meaning }) => html`<code><bdi>${name}</bdi></code><p class="muted small meaning">${meaning}</p>`,
  },
  {
    key: 'value',
    title: 'Value',
    render: ({ value }) =>
      value === null || value === ''
        ? html`<${Nothing} word="not set" />`
        : html`<${Text} value=${shownAs(value)} mono limit=${120} />`,
  },
  {
    key: 'origin',
    title: 'From',
    render: ({ origin }) => html`<span class=${origin === 'default' ? 'muted' : 'pill strong'}>${origin}</span>`,
  },
  {
    key: 'default',
    title: 'Default',
    render: (setting) =>
      setting.default === null || setting.default === ''
        ? html`<${Nothing} />`
        : html`<${Text} value=${shownAs(setting.default)} mono limit=${60} />`,
  },
];

export function Settings({ settings, label }) {
  const [search, setSearch] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const wanted = search.trim().toLowerCase();
  const shown = settings.filter(
    (setting) =>
      (!changedOnly || !isDefault(setting)) && `${setting.name} ${setting.meaning}`.toLowerCase().includes(wanted),
  );
  return html`<div class="toolbar">
      <label class="filter"><${Icon} name="search" /><span class="offscreen">Filter ${label}</span>
        <input
          type="search"
          data-filter
          placeholder="Filter settings"
          value=${search}
          onInput=${(event) => setSearch(event.target.value)}
        />
      </label>
      <label class="check"><input
        type="checkbox"
        checked=${changedOnly}
        onChange=${() => setChangedOnly(!changedOnly)}
      /> Only what differs from the default</label>
    </div>
    ${
      shown.length === 0
        ? html`<${Empty} title="No setting matches." />`
        : html`<${Table}
          label=${label}
          columns=${columns}
          rows=${shown}
          rowId=${({ name }) => name}
        />`
    }`;
}
