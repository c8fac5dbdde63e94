import { html } from '../vendor/preact.js';
import { Button } from './button.js';
import { openDialog } from './dialog.js';

const everywhere = [
  ['/', 'Filter the list'],
  ['Esc', 'Close a dialog or menu'],
  ['?', 'This list'],
];

const Keys = ({ keys }) => html`${keys.split(' ').map((key, i) => html`${i > 0 && ' then '}<kbd>${key}</kbd>`)}`;

/** `links`: [[name, href, icon, keys]] of the navigation. */
export function showHelp(links) {
  const rows = [
    ...links.filter(([, , , keys]) => keys).map(([name, , , keys]) => [keys, `Go to ${name}`]),
    ...everywhere,
  ];
  openDialog((close) => ({
    title: 'Keyboard shortcuts',
    body: html`<dl class="keys">${rows.map(([keys, what]) => html`<div key=${keys}><dt><${Keys} keys=${keys} /></dt><dd>${what}</dd></div>`)}</dl>`,
    footer: html`<${Button} kind="primary" onPress=${close}>Close<//>`,
  }));
}
