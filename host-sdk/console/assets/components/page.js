// What every page has: a title that is also the document's, where it belongs, and what can be done here.
import { html, useEffect } from '../vendor/preact.js';
import { Icon } from './icon.js';
import { Nothing } from './nothing.js';

/** `trail`: [[title, href]] of the pages above. */
export function Page({ title, lead, trail = [], actions, children }) {
  useEffect(() => {
    document.title = `${title} · KongFlow console`;
  }, [title]);
  return html`<header class="page-header">
      <div>
        ${
          trail.length > 0 &&
          html`<nav class="trail" aria-label="Where this page belongs">
          ${trail.map(([name, href]) => html`<a key=${href} href=${href}><bdi>${name}</bdi></a><${Icon} name="chevron" />`)}
        </nav>`
        }
        <h1><bdi>${title}</bdi></h1>
        ${lead && html`<p class="muted">${lead}</p>`}
      </div>
      ${actions && html`<div class="page-actions">${actions}</div>`}
    </header>
    ${children}`;
}

export function Card({ title, aside, children, flush }) {
  return html`<section class=${flush ? 'card flush' : 'card'}>
    ${title && html`<header class="card-header"><h2>${title}</h2>${aside}</header>`}${children}
  </section>`;
}

/** [[title, content]] as a list of terms. */
export function Facts({ facts }) {
  return html`<dl class="facts">
    ${facts.map(([title, content]) => html`<div key=${title}><dt>${title}</dt><dd>${content ?? html`<${Nothing} />`}</dd></div>`)}
  </dl>`;
}
