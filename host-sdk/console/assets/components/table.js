// Rows and columns; on a narrow screen each row becomes a card. The roles stay when the layout is no table any more.
import { html } from '../vendor/preact.js';
import { navigate } from '../lib/router.js';
import { Icon } from './icon.js';

/**
 * `columns`: [{key, title, render(row), sortable, numeric}]; `sort`: "key" or "-key", `onSort(next)`;
 * `selection`: {ids: Set, set(ids)} for rows that can be chosen; `actions(row)`: the last cell;
 * `href(row)`: where a row leads.
 */
export function Table({ label, columns, rows, rowId = (row) => row.id, sort, onSort, selection, actions, href }) {
  return html`<div class="table-scroll" role="group" aria-label=${label} tabindex="0">
    <table role="table" aria-label=${label}>
      <thead role="rowgroup">
        <tr role="row">
          ${
            selection &&
            html`<th role="columnheader" class="choose"><${ChooseAll}
              rows=${rows}
              rowId=${rowId}
              selection=${selection}
            /></th>`
          }
          ${columns.map(
            (column) => html`<${Heading}
              key=${column.key}
              column=${column}
              sort=${sort}
              onSort=${onSort}
            />`,
          )}
          ${actions && html`<th role="columnheader" class="row-actions"><span class="offscreen">Actions</span></th>`}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (row) => html`<${Row}
            key=${rowId(row)}
            ...${{ row, id: rowId(row), columns, selection, actions, href }}
          />`,
        )}
      </tbody>
    </table>
  </div>`;
}

function Heading({ column, sort, onSort }) {
  const { key, title, sortable, numeric } = column;
  const classes = numeric ? 'numeric' : null;
  if (!sortable || !onSort) return html`<th role="columnheader" scope="col" class=${classes}>${title}</th>`;
  const up = sort === key;
  const down = sort === `-${key}`;
  const order = up ? 'ascending' : down ? 'descending' : 'none';
  return html`<th role="columnheader" scope="col" class=${classes} aria-sort=${order}>
    <button type="button" class="sort" onClick=${() => onSort(up ? `-${key}` : down ? null : key)}>
      ${title}<${Icon} name=${up ? 'up' : down ? 'down' : 'sort'} />
    </button>
  </th>`;
}

function Row({ row, id, columns, selection, actions, href }) {
  const open = (event) => {
    if (event.target.closest('a, button, input, label, summary') || String(getSelection()) !== '') return;
    navigate(href(row));
  };
  return html`<tr role="row" class=${href ? 'leads' : null} onClick=${href && open}>
    ${
      selection &&
      html`<td role="cell" class="choose">
      <input
        type="checkbox"
        aria-label=${`Choose ${id}`}
        checked=${selection.ids.has(id)}
        onChange=${() => selection.set(toggled(selection.ids, id))}
      />
    </td>`
    }
    ${columns.map(
      ({
        key,
        title,
        render,
        numeric,
      }) => html`<td key=${key} role="cell" data-label=${title} class=${numeric ? 'numeric' : null}>
        ${render(row)}
      </td>`,
    )}
    ${actions && html`<td role="cell" class="row-actions">${actions(row)}</td>`}
  </tr>`;
}

function toggled(ids, id) {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function ChooseAll({ rows, rowId, selection }) {
  const all = rows.length > 0 && rows.every((row) => selection.ids.has(rowId(row)));
  const change = () => {
    const next = new Set(selection.ids);
    for (const row of rows) all ? next.delete(rowId(row)) : next.add(rowId(row));
    selection.set(next);
  };
  return html`<input type="checkbox" aria-label="Choose all of this page" checked=${all} onChange=${change} />`;
}
