// Which columns of a panel are shown, kept in this browser.
import { html, useState } from '../vendor/preact.js';
import { Popup } from '../components/menu.js';

const keyOf = ({ plugin, id }) => `kongflow.columns.${plugin}/${id}`;

function stored(panel) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(panel))) ?? [];
  } catch {
    return [];
  }
}

/** Returns [the keys of hidden columns, a function that hides or shows one]. */
export function useHiddenColumns(panel) {
  const [hidden, setHidden] = useState(() => stored(panel));
  const toggle = (key) => {
    const next = hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key];
    localStorage.setItem(keyOf(panel), JSON.stringify(next));
    setHidden(next);
  };
  return [hidden, toggle];
}

/** The first column always stays: it leads to the row. */
export function ColumnChoice({ panel, hidden, toggle }) {
  return html`<${Popup} label="Columns" text="Columns" icon="columns" role="group">
    ${panel.columns.slice(1).map(
      ({ key, title }) =>
        html`<label key=${key} class="check"><input
          type="checkbox"
          checked=${!hidden.includes(key)}
          onChange=${() => toggle(key)}
        /> ${title}</label>`,
    )}
  <//>`;
}
