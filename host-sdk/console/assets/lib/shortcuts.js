// Keys that work on every page. A sequence is two keys within a second and a half, as in "g t".
import { useEffect, useRef } from '../vendor/preact.js';

const sequenceMs = 1_500;

const isTyping = ({ target }) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** `shortcuts`: {"g t": function, "?": function}. Not while a dialog is open or something is typed. */
export function useShortcuts(shortcuts) {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    let first = null;
    const listener = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector('dialog[open]'))
        return;
      const sequence = first && event.timeStamp - first.at < sequenceMs ? `${first.key} ${event.key}` : event.key;
      const run = latest.current[sequence] ?? latest.current[event.key];
      first = { key: event.key, at: event.timeStamp };
      if (!run) return;
      first = null;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

/** "/" : the filter of the page. */
export function focusFilter() {
  const field = document.querySelector('[data-filter]');
  field?.focus();
  field?.select();
}
