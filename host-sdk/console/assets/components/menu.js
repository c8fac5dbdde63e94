// What opens below a button: the browser's popover, placed at the button, closed by Esc and by pressing elsewhere.
import { html, useRef } from '../vendor/preact.js';
import { Button } from './button.js';

function place(popup, button) {
  const { bottom, top, right } = button.getBoundingClientRect();
  const below = bottom + popup.offsetHeight + 8 < innerHeight;
  popup.style.top = `${below ? bottom + 4 : Math.max(8, top - popup.offsetHeight - 4)}px`;
  popup.style.left = `${Math.max(8, right - popup.offsetWidth)}px`;
}

/** `text`: on the button, none for an icon alone; `role` of what opens: menu or group. */
export function Popup({ label, text, icon, role, children, onKeyDown }) {
  const anchor = useRef();
  const popup = useRef();
  const toggle = ({ newState }) => {
    if (newState !== 'open') return;
    place(popup.current, anchor.current.querySelector('button'));
    popup.current.querySelector('button, input')?.focus();
  };
  return html`<span class="popup" ref=${anchor}>
    <${Button}
      kind=${text ? null : 'quiet'}
      small=${!text}
      icon=${icon}
      label=${label}
      aria-haspopup=${role === 'menu' ? 'menu' : 'true'}
      onPress=${() => popup.current.togglePopover()}
    >${text}<//>
    <div
      class="popup-content"
      role=${role}
      aria-label=${label}
      popover="auto"
      ref=${popup}
      onToggle=${toggle}
      onKeyDown=${onKeyDown}
    >${children}</div>
  </span>`;
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll('[role=menuitem]')];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

/** `items`: [{title, danger, onPress}] */
export function Menu({ label, items }) {
  const press = ({ currentTarget }, item) => {
    currentTarget.closest('[popover]').hidePopover();
    item.onPress();
  };
  return html`<${Popup} label=${label} icon="more" role="menu" onKeyDown=${move}>
    ${items.map(
      (item) => html`<button
        key=${item.title}
        type="button"
        role="menuitem"
        class=${item.danger ? 'danger' : null}
        onClick=${(event) => press(event, item)}
      >${item.title}</button>`,
    )}
  <//>`;
}
