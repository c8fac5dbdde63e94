// What differs between two documents, entry by entry, field by field, as the API tells it.
import { html, useState } from '../vendor/preact.js';
import { plural } from '../lib/format.js';
import { Empty } from './states.js';
import { Text } from './text.js';

const portion = 50;

export function Changes({ changes }) {
  const { added, removed, changed, more } = changes;
  if (added.length + removed.length + changed.length === 0)
    return html`<${Empty} title="Nothing differs between the two." />`;
  return html`<p class="change-counts">
      <span class="status good">${plural(added.length, 'added', 'added')}</span>
      <span class="status bad">${plural(removed.length, 'removed', 'removed')}</span>
      <span class="status warn">${plural(changed.length, 'changed', 'changed')}</span>
      ${more > 0 && html`<span class="status idle">${plural(more, 'more entry', 'more entries')} left out</span>`}
    </p>
    <${Group} entries=${changed} render=${(one) => html`<${Changed} ...${one} />`} />
    <${Group} entries=${added} render=${(one) => html`<${Whole} kind="added" ...${one} />`} />
    <${Group} entries=${removed} render=${(one) => html`<${Whole} kind="removed" ...${one} />`} />`;
}

function Group({ entries, render }) {
  const [shown, setShown] = useState(portion);
  return html`${entries.slice(0, shown).map((one) => html`<div key=${one.entry} class="change">${render(one)}</div>`)}
  ${
    entries.length > shown &&
    html`<button
      type="button"
      class="link"
      onClick=${() => setShown(shown + portion)}
    >Show more of ${plural(entries.length, 'entry', 'entries')}</button>`
  }`;
}

function Whole({ kind, entry, value }) {
  const sign = kind === 'added' ? '+' : '−';
  return html`<h2><span class="offscreen">${kind}: </span><bdi>${entry}</bdi></h2>
    <div class="change-line ${kind}"><span aria-hidden="true">${sign}</span><${Value} value=${value} /></div>`;
}

function Changed({ entry, fields }) {
  return html`<h2><bdi>${entry}</bdi></h2>
    ${fields.map(
      ({
        path,
        before,
        after,
      }) => html`<div key=${path} class=${isShort(before) && isShort(after) ? 'change-field short' : 'change-field'}>
        <bdi class="mono">${path}</bdi>
        ${before !== undefined && html`<div class="change-line removed"><span aria-label="before">−</span><${Value} value=${before} /></div>`}
        ${after !== undefined && html`<div class="change-line added"><span aria-label="after">+</span><${Value} value=${after} /></div>`}
      </div>`,
    )}`;
}

const isShort = (value) =>
  value === undefined || (JSON.stringify(value).length <= 60 && (value === null || typeof value !== 'object'));

const Value = ({ value }) =>
  html`<${Text} mono value=${typeof value === 'string' ? value : JSON.stringify(value)} limit=${400} />`;
