// Actions that plugins offer on their panels: asked for in a dialog, answered with a toast.
import { html } from '../vendor/preact.js';
import { CopyButton } from '../components/copy_button.js';
import { plain } from '../components/cell.js';
import { Button } from '../components/button.js';
import { openDialog, openDialogOf } from '../components/dialog.js';
import { ActionForm } from '../components/form.js';
import { toast } from '../components/toast.js';
import { adviceFor } from '../lib/advice.js';
import { post } from '../lib/api.js';
import { hrefOfRow, pathOf } from './panels.js';
import { navigate } from '../lib/router.js';
import { reloadShown } from '../lib/use_resource.js';

export const isDangerous = ({ confirmColumn, confirm, fields }) =>
  Boolean(confirmColumn || (confirm && fields.length === 0));

/** Asks what the action wants to know, runs it, shows its answer; `done` is called after it succeeded. */
export function startAction(panel, action, row, done) {
  const run = async (values) => {
    const answer =
      (await post(
        `${pathOf(panel)}/actions/${encodeURIComponent(action.id)}`,
        row ? { ...values, id: row.id } : values,
      )) ?? {};
    done?.();
    return show(panel, action, answer);
  };
  if (!action.confirm && !action.confirmColumn && action.fields.length === 0) return quietly(run, action);
  const initial = Object.fromEntries(
    action.fields.map(({ key, column }) => [key, column && row ? plain(row[column]) : '']),
  );
  const typed = action.confirmColumn && row ? { value: plain(row[action.confirmColumn]) } : undefined;
  openDialogOf(
    () =>
      html`<${ActionForm}
        title=${action.title}
        question=${action.confirm}
        typed=${typed}
        fields=${action.fields}
        initial=${initial}
        verb=${action.title}
        danger=${isDangerous(action)}
        submit=${run}
      />`,
  );
}

async function quietly(run, action) {
  try {
    await run({});
  } catch (error) {
    toast('error', `${action.title}: ${[error.message, error.reason].filter(Boolean).join(' ')}`, adviceFor(error));
    reloadShown();
  }
}

/** Returns false when another dialog took the place of the form. */
function show(panel, action, { message, copy, row }) {
  if (row && panel.hasRow) navigate(hrefOfRow(panel, row));
  if (message || !copy) toast('success', message ?? `${action.title}: done.`);
  if (!copy) return true;
  const text = copy.startsWith('/') ? location.origin + copy : copy;
  openDialog((close) => ({
    title: action.title,
    body: html`${message && html`<p>${message}</p>`}<p class="copy-box"><bdi class="mono">${text}</bdi><${CopyButton} text=${text} /></p>`,
    footer: html`<${Button} kind="primary" onPress=${close}>Done<//>`,
  }));
  return false;
}
