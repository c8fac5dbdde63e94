// A text that narrows a list; it goes to the address when typing pauses. "/" reaches the first one of a page.
import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { navigate, useAddress, withQuery } from '../lib/router.js';
import { Icon } from './icon.js';

const pauseMs = 250;

export function Filter({ name = 'filter', label = 'Filter', first = true }) {
  const applied = useAddress().query.get(name) ?? '';
  const [text, setText] = useState(applied);
  const timer = useRef();
  useEffect(() => setText(applied), [applied]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (value) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => navigate(withQuery({ [name]: value.trim(), cursor: null }), { replace: true }),
      pauseMs,
    );
  };
  return html`<label class="filter">
    <${Icon} name="search" />
    <span class="offscreen">${label}</span>
    <input
      type="search"
      placeholder=${label}
      value=${text}
      data-filter=${first ? '' : null}
      spellcheck=${false}
      autocomplete="off"
      onInput=${(event) => change(event.target.value)}
    />
    ${first && html`<kbd aria-hidden="true">/</kbd>`}
  </label>`;
}
