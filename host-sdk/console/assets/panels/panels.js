// The panels of plugins: what there is, and where they are.
import { get, queryOf } from '../lib/api.js';
import { Store } from '../lib/store.js';

/** undefined until it is loaded. */
export const panels = new Store(undefined);

export async function findPanels() {
  panels.set((await get('/panels')).panels);
}

export const panelOf = (list, plugin, id) => list.find((panel) => panel.plugin === plugin && panel.id === id);

export const childrenOf = (list, { plugin, id }) =>
  list.filter((panel) => panel.plugin === plugin && panel.parent === id);

/** Below /console/api and below /console alike. */
export const pathOf = ({ plugin, id }) => `/panels/${encodeURIComponent(plugin)}/${encodeURIComponent(id)}`;

export const hrefOf = (panel) => `/console${pathOf(panel)}`;

export const hrefOfRow = (panel, id) => `${hrefOf(panel)}/row${queryOf({ id })}`;
