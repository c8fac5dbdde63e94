// What can be done with tasks, one or many: always asked, with how many it is about.
import { html } from '../vendor/preact.js';
import { openDialogOf } from '../components/dialog.js';
import { ActionForm } from '../components/form.js';
import { toast } from '../components/toast.js';
import { post } from '../lib/api.js';
import { plural } from '../lib/format.js';

export const taskActions = [
  {
    id: 'run-now',
    title: 'Run now',
    icon: 'refresh',
    question: 'makes it due at once; a permanently failed task gets another attempt.',
  },
  {
    id: 'reschedule',
    title: 'Reschedule',
    question: 'is not run before this time.',
    fields: [{ key: 'runAt', title: 'Run at (your time)', kind: 'time', required: true }],
  },
  {
    id: 'fail',
    title: 'Fail permanently',
    danger: true,
    question: 'will not be retried. It stays in the list of failed tasks.',
    fields: [{ key: 'reason', title: 'Reason', kind: 'text', required: false, help: 'Kept as the last error.' }],
  },
  { id: 'remove', title: 'Remove', danger: true, question: 'is deleted with its payload. This cannot be undone.' },
];

function localNow() {
  const date = new Date();
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** `done` is called after it succeeded. */
export function startTaskAction(action, ids, done) {
  const many = plural(ids.length, 'task');
  const submit = async (values) => {
    const input = values.runAt ? { ...values, runAt: new Date(values.runAt).toISOString() } : values;
    const { changed, skipped } = await post(`/tasks/actions/${action.id}`, { ids, ...input });
    toast(
      changed > 0 ? 'success' : 'error',
      `${action.title}: ${plural(changed, 'task')}${skipped > 0 ? `, ${skipped} skipped` : ''}.`,
      skipped > 0 ? 'Tasks that run now or are done already are skipped.' : null,
    );
    done();
  };
  const question =
    ids.length === 1
      ? `The task ${ids[0]} ${action.question}`
      : html`<strong>${many}</strong>: each ${action.question}`;
  openDialogOf(
    () =>
      html`<${ActionForm}
        title=${`${action.title}: ${many}`}
        question=${question}
        fields=${action.fields}
        initial=${{ runAt: action.id === 'reschedule' ? localNow() : undefined }}
        verb=${`${action.title} (${many})`}
        danger=${action.danger}
        submit=${submit}
      />`,
  );
}
