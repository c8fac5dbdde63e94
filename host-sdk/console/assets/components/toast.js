// What an action came to, for a while, in a corner; read out by screen readers.
import { html } from '../vendor/preact.js';
import { Store, useStore } from '../lib/store.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

const shownMs = { success: 5_000, error: 15_000 };
const toasts = new Store([]);
let lastId = 0;

const dismiss = (id) => toasts.set(toasts.value.filter((one) => one.id !== id));

/** kind: success or error. `detail` says what to do. */
export function toast(kind, message, detail) {
  lastId += 1;
  const id = lastId;
  toasts.set([...toasts.value.slice(-3), { id, kind, message, detail }]);
  setTimeout(() => dismiss(id), shownMs[kind]);
}

export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${useStore(toasts).map(
      ({ id, kind, message, detail }) => html`<div key=${id} class="toast ${kind}">
        <${Icon} name=${kind === 'success' ? 'check' : 'error'} />
        <div>
          <p><bdi>${message}</bdi></p>
          ${detail && html`<p class="muted"><bdi>${detail}</bdi></p>`}
        </div>
        <${Button} kind="quiet" small icon="close" label="Dismiss" onPress=${() => dismiss(id)} />
      </div>`,
    )}
  </div>`;
}
