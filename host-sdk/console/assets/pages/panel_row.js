// One row of a panel in full: facts, document, what it was before, what belongs to it.
import { html, useEffect, useRef } from '../vendor/preact.js';
import { Cell } from '../components/cell.js';
import { JsonTree } from '../components/json_tree.js';
import { Card, Facts, Page } from '../components/page.js';
import { Loaded, Loading } from '../components/states.js';
import { Tabs } from '../components/tabs.js';
import { get, queryOf } from '../lib/api.js';
import { usePanelChanges } from '../lib/events.js';
import { navigate, useAddress } from '../lib/router.js';
import { useStore } from '../lib/store.js';
import { withReadableTimes } from '../lib/times.js';
import { useResource } from '../lib/use_resource.js';
import { Comparison } from '../panels/comparison.js';
import { PanelRows, RowActions } from '../panels/panel_rows.js';
import { childrenOf, hrefOf, hrefOfRow, panelOf, panels, pathOf } from '../panels/panels.js';
import { QueueTasks } from '../tasks/queue_tasks.js';
import { NotFound } from './not_found.js';

export function PanelRowPage({ plugin, panel: id }) {
  const list = useStore(panels);
  if (list === undefined) return html`<${Loading} />`;
  const panel = panelOf(list, plugin, id);
  return panel?.hasRow ? html`<${RowPage} panel=${panel} list=${list} />` : html`<${NotFound} />`;
}

function RowPage({ panel, list }) {
  const { query } = useAddress();
  const [id, against] = ['id', 'against'].map((name) => query.get(name));
  const path = `${pathOf(panel)}/row`;
  const resource = useResource(JSON.stringify([path, id, against]), (signal) => get(path, { id, against }, signal));
  usePanelChanges(`${panel.plugin}/${panel.id}`, resource.reload);
  const { data } = resource;
  const acted = useRef(false);
  const done = () => {
    acted.current = true;
    resource.reload();
  };
  const isGone = resource.error?.status === 404;
  useEffect(() => {
    if (isGone && acted.current) navigate(hrefOf(panel), { replace: true });
  }, [isGone]);
  return html`<${Page}
    title=${withReadableTimes(data?.title ?? id)}
    trail=${trailOf(panel, list, data?.parent)}
    actions=${data && html`<${RowActions} panel=${panel} row=${{ ...data.values, id: data.id }} done=${done} room />`}
  >
    <${Loaded} what=${panel.title} resource=${resource}>
      ${(row) => html`<${Views} ...${{ row, panel, list, tab: query.get('tab'), against }} />`}
    <//>
  <//>`;
}

/** The panel, or for a row that belongs to another one, that one. */
function trailOf(panel, list, parent) {
  const above = panel.parent && parent ? panelOf(list, panel.plugin, panel.parent) : null;
  if (!above) return [[panel.title, hrefOf(panel)]];
  const own = hrefOfRow(above, parent.id);
  return [
    [above.title, hrefOf(above)],
    [parent.title, own],
    [panel.title, `${own}&tab=${panel.id}`],
  ];
}

function Views({ row, panel, list, tab, against }) {
  const children = childrenOf(list, panel);
  const views = [
    { id: 'facts', title: 'Overview', show: () => html`<${Overview} row=${row} />` },
    ...children.map((child) => ({
      id: child.id,
      title: child.title,
      show: () => html`<${PanelRows} panel=${child} parent=${row.id} />`,
    })),
    ...(row.others?.length > 0
      ? [{ id: 'compare', title: 'Compare', show: () => html`<${Comparison} row=${row} against=${against} />` }]
      : []),
    ...(row.queue ? [{ id: 'queue', title: 'Tasks', show: () => html`<${QueueTasks} queue=${row.queue} />` }] : []),
  ];
  const current = views.find(({ id }) => id === (against ? 'compare' : tab)) ?? views[0];
  const href = (id) => `${hrefOf(panel)}/row${queryOf({ id: row.id, tab: id === 'facts' ? null : id })}`;
  return html`${
    views.length > 1 &&
    html`<${Tabs}
      label=${`Views of ${row.title}`}
      current=${current.id}
      tabs=${views.map(({ id, title }) => ({ id, title, href: href(id) }))}
    />`
  }
    ${current.show()}`;
}

function Overview({ row }) {
  const facts = (row.facts ?? []).map(({ title, value, kind }) => [
    title,
    html`<${Cell} kind=${kind} value=${value} title=${title} />`,
  ]);
  return html`${facts.length > 0 && html`<${Card}><${Facts} facts=${facts} /><//>`}
    ${
      row.document !== null &&
      row.document !== undefined &&
      html`<${Card} title="Document"><${JsonTree}
        value=${row.document}
        label="the document"
      /><//>`
    }`;
}
