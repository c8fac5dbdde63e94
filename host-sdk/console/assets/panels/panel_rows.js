// The rows of a panel with filter, order and pages in the address, and what can be done with each.
import { html } from '../vendor/preact.js';
import { Button } from '../components/button.js';
import { Cell, isNumeric } from '../components/cell.js';
import { Filter } from '../components/filter.js';
import { Menu } from '../components/menu.js';
import { isNothing } from '../components/nothing.js';
import { Pager } from '../components/pager.js';
import { Empty, Loaded } from '../components/states.js';
import { Table } from '../components/table.js';
import { get } from '../lib/api.js';
import { usePanelChanges } from '../lib/events.js';
import { navigate, useAddress, withQuery } from '../lib/router.js';
import { useMayAct } from '../lib/session.js';
import { useResource } from '../lib/use_resource.js';
import { isDangerous, startAction } from './actions.js';
import { ColumnChoice, useHiddenColumns } from './column_choice.js';
import { hrefOfRow, pathOf } from './panels.js';

const limit = 50;

const actionsOf = (panel, scope) => panel.actions.filter((action) => action.scope === scope);

/** What can be done on the panel as a whole; nothing for those who may only read. */
export function PanelActions({ panel, parent }) {
  if (!useMayAct() || parent) return null;
  return actionsOf(panel, 'panel').map(
    (action, i) =>
      html`<${Button}
        key=${action.id}
        kind=${i === 0 ? 'primary' : null}
        onPress=${() => startAction(panel, action)}
      >${action.title}<//>`,
  );
}

/** The first action as a button, the others in a menu; all as buttons when there is `room`. */
export function RowActions({ panel, row, done, room }) {
  const actions = actionsOf(panel, 'row');
  if (!useMayAct() || actions.length === 0) return null;
  const start = (action) => startAction(panel, action, row, done);
  const direct = room ? actions : actions.slice(0, 1);
  const others = actions.slice(direct.length);
  return html`${direct.map(
    (action) => html`<${Button}
      key=${action.id}
      small=${!room}
      kind=${room && isDangerous(action) ? 'danger outline' : null}
      onPress=${() => start(action)}
    >${action.title}<//>`,
  )}
  ${
    others.length > 0 &&
    html`<${Menu}
      label="More actions"
      items=${others.map((action) => ({ title: action.title, danger: isDangerous(action), onPress: () => start(action) }))}
    />`
  }`;
}

export function PanelRows({ panel, parent }) {
  const { query } = useAddress();
  const [filter, sort, cursor] = ['filter', 'sort', 'cursor'].map((name) => query.get(name));
  const path = `${pathOf(panel)}/rows`;
  const parameters = { limit, filter, sort, cursor, parent };
  const resource = useResource(JSON.stringify([path, parameters]), (signal) => get(path, parameters, signal));
  const [hidden, toggle] = useHiddenColumns(panel);
  usePanelChanges(`${panel.plugin}/${panel.id}`, resource.reload);

  const href = panel.hasRow ? (row) => hrefOfRow(panel, row.id) : null;
  const columnsOf = (rows) =>
    shownColumns(panel, rows, hidden).map(({ key, title, kind, sortable }, i) => ({
      key,
      title,
      sortable,
      numeric: isNumeric(kind),
      render: (row) =>
        html`<${Cell} kind=${kind} value=${row[key]} title=${title} href=${i === 0 && href ? href(row) : null} />`,
    }));
  const hasActions = useMayAct() && actionsOf(panel, 'row').length > 0;
  return html`<div class="toolbar">
      <${Filter} label=${`Filter ${panel.title.toLowerCase()}`} />
      <span class="spacer"></span>
      <${ColumnChoice} panel=${panel} hidden=${hidden} toggle=${toggle} />
    </div>
    <${Loaded} what=${panel.title} resource=${resource}>
      ${({ rows, cursor: next }) =>
        rows.length === 0
          ? html`<${NoRows} panel=${panel} filter=${filter} cursor=${cursor} />`
          : html`<${Table}
            label=${panel.title}
            columns=${columnsOf(rows)}
            rows=${rows}
            sort=${sort}
            onSort=${(order) => navigate(withQuery({ sort: order, cursor: null }))}
            href=${href}
            actions=${
              hasActions
                ? (row) => html`<${RowActions}
              panel=${panel}
              row=${row}
              done=${resource.reload}
          />`
                    : null
                }
              />
              <${Pager} cursor=${cursor} next=${next} shown=${rows.length} noun="row" />`}
    <//>`;
}

/** Without those that are not wanted, and those that would be empty on this page. */
const shownColumns = ({ columns }, rows, hidden) =>
  columns.filter(
    ({ key, sortable }, i) =>
      i === 0 || (!hidden.includes(key) && (sortable || rows.some((row) => !isNothing(row[key])))),
  );

function NoRows({ panel, filter, cursor }) {
  if (filter)
    return html`<${Empty} title=${html`Nothing matches “<bdi>${filter}</bdi>”.`}><a href=${withQuery({ filter: null, cursor: null })}>Show all</a><//>`;
  if (cursor)
    return html`<${Empty} title="There is nothing on this page any more."><a href=${withQuery({ cursor: null })}>First page</a><//>`;
  return html`<${Empty} title=${`${panel.title}: nothing yet.`}><${PanelActions} panel=${panel} /><//>`;
}
