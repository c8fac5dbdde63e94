import { html } from '../vendor/preact.js';
import { absolute, relative, useNow } from '../lib/times.js';
import { Nothing } from './nothing.js';

/** "3 min ago", kept current; the moment itself on hover. */
export function Time({ at }) {
  const now = useNow();
  if (at === null || at === undefined) return html`<${Nothing} />`;
  return html`<time datetime=${at} title=${absolute(at)}>${relative(at, now)}</time>`;
}
