// States as coloured words: the word says it, the colour helps.
import { html } from '../vendor/preact.js';
import { humanized } from '../lib/format.js';
import { isNothing, Nothing } from './nothing.js';

const tones = {
  good: ['success', 'done', 'ok', 'alive', 'active', 'enabled', 'up', 'loaded'],
  bad: ['failure', 'failed', 'error', 'dead', 'down', 'invalid'],
  busy: ['started', 'running', 'indexing', 'loading'],
  waiting: ['pending', 'ready', 'queued', 'scheduled'],
  warn: ['draining', 'retry', 'retried', 'warning', 'stale', 'stopping'],
};
const toneOf = new Map(Object.entries(tones).flatMap(([tone, words]) => words.map((word) => [word, tone])));

export const tone = (status) => toneOf.get(String(status).toLowerCase()) ?? 'idle';

/** `as`: the state whose colour it has, where the word alone would mislead. */
export function Status({ value, as = value }) {
  if (isNothing(value)) return html`<${Nothing} />`;
  return html`<span class="status ${tone(as)}"><bdi>${humanized(value)}</bdi></span>`;
}

/** The latest states, oldest first, as small bars: taller is worse. */
export function History({ values }) {
  const list = (Array.isArray(values) ? values : []).slice(-24);
  if (list.length === 0) return html`<${Nothing} />`;
  const title = `Oldest to newest: ${list.map((value) => humanized(value)).join(', ')}`;
  return html`<svg
    class="history"
    viewBox="0 0 ${list.length * 6} 18"
    width=${list.length * 6}
    height="18"
    role="img"
    aria-label=${title}
  >
    <title>${title}</title>
    ${list.map((value, i) => {
      const height = tone(value) === 'bad' ? 16 : tone(value) === 'good' ? 10 : 6;
      return html`<rect
        key=${i}
        class=${tone(value)}
        x=${i * 6 + 1}
        y=${17 - height}
        width="4"
        height=${height}
        rx="1.5"
      />`;
    })}
  </svg>`;
}
