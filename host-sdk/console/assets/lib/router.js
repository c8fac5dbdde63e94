// Pages by URL, with the history API: every view has an address that can be shared.
import { Store, useStore } from './store.js';

export const root = '/console';

const here = () => ({ path: location.pathname, query: new URLSearchParams(location.search) });
const address = new Store(here());

export const useAddress = () => useStore(address);

export function navigate(href, { replace = false } = {}) {
  const target = new URL(href, location.href);
  if (target.href === location.href) return;
  const moved = target.pathname !== location.pathname;
  history[replace ? 'replaceState' : 'pushState'](null, '', target);
  if (moved) scrollTo(0, 0);
  address.set(here());
}

/** This page's address with other parameters; null removes one. */
export function withQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return location.pathname + (text === '' ? '' : `?${text}`);
}

/** `routes`: [[pattern, page]]; a pattern like "/panels/:plugin". Returns {page, params} of the first that matches. */
export function match(routes, path) {
  const parts = partsOf(path.slice(root.length));
  for (const [pattern, page] of routes) {
    const params = paramsOf(partsOf(pattern), parts);
    if (params) return { page, params };
  }
  return null;
}

const partsOf = (path) => path.split('/').filter((part) => part !== '');

function paramsOf(pattern, parts) {
  if (pattern.length !== parts.length) return null;
  const params = {};
  for (const [i, name] of pattern.entries()) {
    if (name.startsWith(':')) params[name.slice(1)] = decoded(parts[i]);
    else if (name !== parts[i]) return null;
  }
  return params;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Follows links within the console without loading it again. */
export function followLinks() {
  addEventListener('popstate', () => address.set(here()));
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target !== '' || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || !`${link.pathname}/`.startsWith(`${root}/`)) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    event.preventDefault();
    navigate(link.href);
  });
}
