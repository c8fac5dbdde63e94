// Keyset pages: the first, and the one after this; the browser goes back.
import { html } from '../vendor/preact.js';
import { withQuery } from '../lib/router.js';
import { plural } from '../lib/format.js';

export function Pager({ cursor, next, shown, noun }) {
  return html`<nav class="pager" aria-label="Pages">
    <span class="muted">${plural(shown, noun)} on this page</span>
    <span>
      ${cursor && html`<a class="button small" href=${withQuery({ cursor: null })}>First page</a>`}
      ${next && html`<a class="button small" rel="next" href=${withQuery({ cursor: next })}>Next page</a>`}
    </span>
  </nav>`;
}
