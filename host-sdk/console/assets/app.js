// Finds out who is there, then shows the page of the address, or the login.
import { html, useEffect } from './vendor/preact.js';
import { DialogHost } from './components/dialog.js';
import { Failure, Loading } from './components/states.js';
import { Toasts } from './components/toast.js';
import { match, useAddress } from './lib/router.js';
import { findSession, session } from './lib/session.js';
import { useStore } from './lib/store.js';
import { useResource } from './lib/use_resource.js';
import { Login } from './pages/login.js';
import { NotFound } from './pages/not_found.js';
import { findPanels, panels } from './panels/panels.js';
import { routes } from './routes.js';
import { Shell } from './shell.js';

export function App() {
  const who = useStore(session);
  const start = useResource('session', findSession);
  return html`<${Content} who=${who} start=${start} /><${DialogHost} /><${Toasts} />`;
}

function Content({ who, start }) {
  if (who === null) return html`<${Login} />`;
  if (who === undefined)
    return html`<main class="alone">${
      start.error
        ? html`<${Failure}
          what="Your session"
          resource=${start}
        />`
        : html`<${Loading} />`
    }</main>`;
  return html`<${Pages} />`;
}

function Pages() {
  const { path } = useAddress();
  const known = useResource('panels', findPanels);
  const list = useStore(panels);
  const found = match(routes, path);
  useEffect(() => {
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
  return html`<${Shell} path=${path} panels=${list ?? []}>
    ${known.error && html`<${Failure} what="Panels of plugins" resource=${known} />`}
    ${found ? html`<${found.page} key=${path} ...${found.params} />` : html`<${NotFound} />`}
  <//>`;
}
