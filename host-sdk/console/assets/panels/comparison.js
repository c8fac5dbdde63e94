// A row against another one: which is chosen in the address.
import { html } from '../vendor/preact.js';
import { Changes } from '../components/changes.js';
import { Card } from '../components/page.js';
import { Empty } from '../components/states.js';
import { navigate, withQuery } from '../lib/router.js';
import { withReadableTimes } from '../lib/times.js';

export function Comparison({ row, against }) {
  return html`<${Card}>
    <div class="toolbar">
      <label for="against">What changed since</label>
      <select
        id="against"
        value=${against ?? ''}
        onChange=${(event) => navigate(withQuery({ against: event.target.value, tab: 'compare' }))}
      >
        <option value="">choose…</option>
        ${row.others.map(({ id, title }) => html`<option key=${id} value=${id}>${withReadableTimes(title)}</option>`)}
      </select>
    </div>
    ${row.changes ? html`<${Changes} changes=${row.changes} />` : html`<${Empty} title="Choose what to compare with."/>`}
  <//>`;
}
