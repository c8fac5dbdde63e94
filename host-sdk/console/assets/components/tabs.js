// Views of one thing, each with an address of its own.
import { html } from '../vendor/preact.js';

/** `tabs`: [{id, title, count, href}] */
export function Tabs({ tabs, current, label }) {
  return html`<nav class="tabs" aria-label=${label}>
    ${tabs.map(
      ({ id, title, count, href }) => html`<a key=${id} href=${href} aria-current=${id === current ? 'page' : null}>
        <bdi>${title}</bdi>${count !== undefined && count !== null && html` <span class="pill">${count}</span>`}
      </a>`,
    )}
  </nav>`;
}
