// One row of a panel in full: facts, document, what it was before, what belongs to it.
import { html } from '../vendor/preact.js';
import { Cell } from '../components/cell.js';
import { JsonTree } from '../components/json_tree.js';
import { Card, Facts, Page } from '../components/page.js';
import { Loaded, Loading } from '../components/states.js';
import { Tabs } from '../components/tabs.js';
import { get, queryOf } from '../lib/api.js';
import { usePanelChanges } from '../lib/events.js';
import { useAddress } from '../lib/router.js';
import { useStore } from '../lib/store.js';
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
  const [id, parent, against] = ['id', 'parent', 'against'].map((name) => query.get(name));
  const path = `${pathOf(panel)}/row`;
  const resource = useResource(JSON.stringify([path, id, against]), (signal) => get(path, { id, against }, signal));
  usePanelChanges(`${panel.plugin}/${panel.id}`, resource.reload);
  const { data } = resource;
  const done = () => (data && panel.actions.length > 0 ? resource.reload() : undefined);
  return html`<${Page} title=${data?.title ?? id} trail=${trailOf(panel, list, parent)} actions=${data && html`<${RowActions} panel=${panel} row=${rowOf(panel, data)} done=${done} room />`}>
    <${Loaded} what=${panel.title} resource=${resource}>
      ${(row) => html`<${Views} ...${{ row, panel, list, parent, tab: query.get('tab'), against }} />`}
    <//>
  <//>`;
}

function trailOf(panel, list, parent) {
  const above = panel.parent && panelOf(list, panel.plugin, panel.parent);
  if (!above) return [[panel.title, hrefOf(panel)]];
  const own = parent ? [[parent.split('/').at(-1), hrefOfRow(above, parent)], [panel.title, `${hrefOfRow(above, parent)}&tab=${panel.id}`]] : [];
  return [[above.title, hrefOf(above)], ...own];
}

/** A row as actions want it: facts stand in for the columns of the same title, the row's title for what is missing. */
function rowOf(panel, { id, title, facts }) {
  const values = panel.columns.map((column) => [column.key, facts.find((fact) => fact.title === column.title)?.value]);
  return { ...Object.fromEntries(values), title, id };
}

function Views({ row, panel, list, parent, tab, against }) {
  const children = childrenOf(list, panel);
  const views = [
    { id: 'facts', title: 'Overview', show: () => html`<${Overview} row=${row} />` },
    ...children.map((child) => ({ id: child.id, title: child.title, show: () => html`<${PanelRows} panel=${child} parent=${row.id} />` })),
    ...(row.others?.length > 0 ? [{ id: 'compare', title: 'Compare', show: () => html`<${Comparison} row=${row} against=${against} />` }] : []),
    ...(row.queue ? [{ id: 'queue', title: 'Tasks', show: () => html`<${QueueTasks} queue=${row.queue} />` }] : []),
  ];
  const current = views.find(({ id }) => id === (against ? 'compare' : tab)) ?? views[0];
  const href = (id) => `${hrefOf(panel)}/row${queryOf({ id: row.id, parent, tab: id === 'facts' ? null : id })}`;
  return html`${views.length > 1 && html`<${Tabs} label=${`Views of ${row.title}`} current=${current.id} tabs=${views.map(({ id, title }) => ({ id, title, href: href(id) }))} />`}
    ${current.show()}`;
}

function Overview({ row }) {
  const facts = (row.facts ?? []).map(({ title, value, kind }) => [title, html`<${Cell} kind=${kind} value=${value} title=${title} />`]);
  return html`${facts.length > 0 && html`<${Card}><${Facts} facts=${facts} /><//>`}
    ${row.document !== null && row.document !== undefined && html`<${Card} title="Document"><${JsonTree} value=${row.document} label="the document" /><//>`}`;
}
