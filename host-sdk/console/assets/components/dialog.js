// One modal dialog at a time: the browser's own, so Esc closes it and the focus stays in it and comes back.
import { html, useEffect, useRef } from '../vendor/preact.js';
import { Store, useStore } from '../lib/store.js';
import { Button } from './button.js';

const opened = new Store(null);

export const closeDialog = () => opened.set(null);

/** `describe(close)` returns {title, body, footer, wide, onSubmit}; with onSubmit the dialog is a form. */
export function openDialog(describe) {
  opened.set({ describe });
}

/** A component of its own inside the dialog: `render(close)`. */
export function openDialogOf(render) {
  opened.set({ render });
}

export function DialogHost() {
  const dialog = useStore(opened);
  if (dialog === null) return null;
  return html`<${Modal} key=${dialog}>
    ${dialog.render ? dialog.render(closeDialog) : html`<${DialogBody} ...${dialog.describe(closeDialog)} />`}
  <//>`;
}

function Modal({ children }) {
  const element = useRef();
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    element.current.querySelector('.dialog-body :is(input, textarea, select)')?.focus();
    return () => before?.focus?.();
  }, []);
  return html`<dialog
    ref=${element}
    aria-labelledby="dialog-title"
    onClose=${closeDialog}
    onMouseDown=${(event) => event.target === element.current && closeDialog()}
  >
    ${children}
  </dialog>`;
}

export function DialogBody({ title, body, footer, wide, onSubmit }) {
  const content = html`<header>
      <h2 id="dialog-title"><bdi>${title}</bdi></h2>
      <${Button} kind="quiet" icon="close" label="Close" onPress=${closeDialog} />
    </header>
    <div class="dialog-body">${body}</div>
    ${footer && html`<footer>${footer}</footer>`}`;
  const submit = (event) => {
    event.preventDefault();
    onSubmit(event);
  };
  return onSubmit
    ? html`<form class=${wide ? 'wide' : ''} onSubmit=${submit} novalidate>${content}</form>`
    : html`<div class=${wide ? 'wide' : ''}>${content}</div>`;
}
