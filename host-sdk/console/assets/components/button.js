// A button that knows that its work is under way.
import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';

/** `onPress` may return a promise: until it is settled the button is busy. kind: primary, danger, quiet or none. */
export function Button({ icon, kind, small, children, onPress, busy, label, ...rest }) {
  const [pressed, setPressed] = useState(false);
  const mounted = useRef(true);
  useEffect(() => () => (mounted.current = false), []);
  const press = async (event) => {
    if (pressed) return;
    setPressed(true);
    try {
      await onPress(event);
    } finally {
      if (mounted.current) setPressed(false);
    }
  };
  const classes = ['button', kind, small && 'small', children ? null : 'bare'].filter(Boolean).join(' ');
  return html`<button
    type="button"
    class=${classes}
    aria-busy=${pressed || busy ? 'true' : null}
    aria-label=${label}
    title=${children ? rest.title : label}
    onClick=${onPress && press}
    ...${rest}
  >
    ${icon && html`<${Icon} name=${icon} />`}${children && html`<span>${children}</span>`}
  </button>`;
}
