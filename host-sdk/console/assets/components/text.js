// Text that came from elsewhere: never markup, its direction kept to itself, long ones shortened with a way to the rest.
import { html } from '../vendor/preact.js';
import { plural } from '../lib/format.js';
import { openDialog } from './dialog.js';
import { Button } from './button.js';
import { CopyButton } from './copy_button.js';

const longest = 160;

/** `limit`: characters shown before it is shortened; 0: all. */
export function Text({ value, limit = longest, mono, title = 'Full text' }) {
  const text = String(value);
  const characters = Array.from(text.slice(0, 2 * (limit + 1)));
  const shortened = limit > 0 && characters.length > limit;
  const shown = shortened ? `${characters.slice(0, limit).join('')}…` : text;
  return html`<bdi class=${['text', mono && 'mono', sizeOf(shown)].filter(Boolean).join(' ')}>${shown}</bdi>${
    shortened && html` <button type="button" class="link" onClick=${() => showAll(title, text)}>Show all</button>`
  }`;
}

/** Tables keep short texts on one line and give long ones room. */
const sizeOf = ({ length }) => (length <= 48 ? 'short' : length > 50 ? 'long' : null);

function showAll(title, text) {
  openDialog((close) => ({
    title,
    wide: true,
    body: html`<p class="muted">${plural(text.length, 'character')}</p>
      <pre class="full-text" tabindex="0"><bdi>${text}</bdi></pre>`,
    footer: html`<${CopyButton} text=${text} what="text" /><${Button} onPress=${close}>Close<//>`,
  }));
}
