// All rows of a plugin's panel.
import { html } from '../vendor/preact.js';
import { Loading } from '../components/states.js';
import { Page } from '../components/page.js';
import { useAddress } from '../lib/router.js';
import { useStore } from '../lib/store.js';
import { PanelActions, PanelRows } from '../panels/panel_rows.js';
import { panelOf, panels } from '../panels/panels.js';
import { NotFound } from './not_found.js';

export function PanelPage({ plugin, panel: id }) {
  const list = useStore(panels);
  const { query } = useAddress();
  if (list === undefined) return html`<${Loading} />`;
  const panel = panelOf(list, plugin, id);
  if (!panel) return html`<${NotFound} />`;
  const parent = panel.parent ? query.get('parent') : null;
  return html`<${Page} title=${panel.title} actions=${html`<${PanelActions} panel=${panel} parent=${parent} />`}>
    <${PanelRows} panel=${panel} parent=${parent} />
  <//>`;
}
