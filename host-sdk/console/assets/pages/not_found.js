import { html } from '../vendor/preact.js';
import { Empty } from '../components/states.js';
import { Page } from '../components/page.js';

export function NotFound() {
  return html`<${Page} title="There is no such page">
    <${Empty} title="Nothing is at this address.">
      The link may be old, or the plugin that had this panel is not loaded.${' '}
      <a href="/console/">Go to the overview</a>.
    <//>
  <//>`;
}
