// A value of a panel, by the kind that the plugin names. Whatever it is, it is shown as text.
import { html } from '../vendor/preact.js';
import { count, duration } from '../lib/format.js';
import { CopyButton } from './copy_button.js';
import { Icon } from './icon.js';
import { isNothing, Nothing } from './nothing.js';
import { History, Status } from './status.js';
import { Text } from './text.js';
import { Time } from './time.js';

const leadingLimit = 80;

const kinds = {
  text: ({ value }) => html`<${Text} value=${asText(value)} />`,
  number: ({ value }) => (typeof value === 'number' ? count(value) : html`<${Text} value=${asText(value)} />`),
  time: ({ value }) => html`<${Time} at=${value} />`,
  status: ({ value }) => html`<${Status} value=${asText(value)} />`,
  url: ({ value }) => html`<${Link} url=${asText(value)} />`,
  json: ({ value }) => html`<${Compact} value=${value} />`,
  copy: ({ value, title }) =>
    html`<span class="copyable"><${Text}
      mono
      value=${asText(value)}
      limit=${60}
      title=${title}
    /><${CopyButton} text=${asText(value)} what=${title} /></span>`,
  duration: ({ value }) => (typeof value === 'number' ? duration(value) : html`<${Text} value=${asText(value)} />`),
  history: ({ value }) => html`<${History} values=${value} />`,
};

const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** `href`: where the value leads, for the first column of rows that have a page. */
export function Cell({ kind, value, title, href }) {
  if (href) return html`<${Leading} ...${{ kind, value, title, href }} />`;
  if (isNothing(value)) return html`<${Nothing} />`;
  return (kinds[kind] ?? kinds.text)({ value, title });
}

export const isNumeric = (kind) => kind === 'number' || kind === 'duration';

/** The value as one line, to type or to search. */
export const plain = (value) => (value === null || value === undefined ? '' : asText(value));

function Leading({ kind, value, title, href }) {
  const text = plain(value) || 'Open';
  const shown = text.length > leadingLimit ? `${text.slice(0, leadingLimit)}…` : text;
  const link = html`<a
    class="row-link"
    href=${href}
  >${kind === 'time' && value ? html`<${Time} at=${value} />` : html`<bdi class=${text.length <= 48 ? 'text short' : 'text'}>${shown}</bdi>`}</a>`;
  return kind === 'copy'
    ? html`<span class="copyable">${link}<${CopyButton} text=${text} what=${title} /></span>`
    : link;
}

function Link({ url }) {
  const text = html`<${Text} value=${url} />`;
  if (!/^https?:\/\//i.test(url)) return text;
  return html`<span class="copyable url" title=${url}>${text}<a
    class="button quiet small bare"
    href=${url}
    target="_blank"
    rel="noopener noreferrer"
    aria-label="Open in a new tab"
  ><${Icon} name="external" /></a></span>`;
}

function Compact({ value }) {
  const entries = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const isFlat =
    entries.length > 0 &&
    entries.length <= 8 &&
    entries.every(([, inner]) => inner === null || typeof inner !== 'object');
  if (!isFlat) return html`<${Text} mono value=${asText(value)} limit=${80} />`;
  return html`<span class="pairs">${entries.map(
    ([key, inner]) => html`<span key=${key}><span class="muted"><bdi>${key}</bdi></span> <${Text}
      value=${inner}
      limit=${40}
    /></span>`,
  )}</span>`;
}
