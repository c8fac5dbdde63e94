// What a page shows when there is nothing to show yet, nothing at all, or something failed.
import { html } from '../vendor/preact.js';
import { adviceFor } from '../lib/advice.js';
import { duration } from '../lib/format.js';
import { useNow } from '../lib/times.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { Text } from './text.js';

export function Loading({ what = 'Loading' }) {
  return html`<div
    class="loading"
    role="status"
  ><span class="offscreen">${what}…</span>${[1, 2, 3, 4].map((i) => html`<div key=${i} class="bone"></div>`)}</div>`;
}

export function Empty({ title, children }) {
  return html`<div class="empty">
    <${Icon} name="empty" />
    <p class="strong">${title}</p>
    ${children && html`<div class="muted">${children}</div>`}
  </div>`;
}

/** What failed, when it is tried next, what to do. */
export function Failure({ what, resource }) {
  const { error, nextTryAt, reload, loading } = resource;
  const now = useNow();
  const wait = nextTryAt === null ? null : Math.max(0, nextTryAt - now);
  const next = loading
    ? 'Trying again…'
    : wait === null
      ? 'It is not retried automatically.'
      : `Tried again in ${duration(Math.ceil(wait / 1000) * 1000)}.`;
  return html`<div class="notice bad">
    <${Icon} name="error" />
    <div>
      <p class="strong" role="alert">${what} could not be loaded: <${Text} value=${error.message} /></p>
      ${error.reason && html`<p><${Text} value=${error.reason} limit=${400} /></p>`}
      <p class="muted">${adviceFor(error)} ${next}</p>
    </div>
    <${Button} small icon="refresh" onPress=${reload}>Try now<//>
  </div>`;
}

/** A resource's failure above what is known, its first loading, or what `children(data)` makes of it. */
export function Loaded({ what, resource, children }) {
  const { data, error } = resource;
  return html`${error && html`<${Failure} what=${what} resource=${resource} />`}
  ${data !== undefined ? children(data) : !error && html`<${Loading} what=${`Loading ${what}`} />`}`;
}
