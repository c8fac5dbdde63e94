// One task and all that is known about it.
import { html, useEffect } from '../vendor/preact.js';
import { Button } from '../components/button.js';
import { CopyButton } from '../components/copy_button.js';
import { JsonTree } from '../components/json_tree.js';
import { Card, Facts, Page } from '../components/page.js';
import { Loaded } from '../components/states.js';
import { Status } from '../components/status.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { get } from '../lib/api.js';
import { count } from '../lib/format.js';
import { navigate } from '../lib/router.js';
import { useMayAct } from '../lib/session.js';
import { useStore } from '../lib/store.js';
import { taskCounts } from '../lib/task_counts.js';
import { useResource } from '../lib/use_resource.js';
import { startTaskAction, taskActions } from '../tasks/actions.js';

export function Task({ id }) {
  const resource = useResource(id, (signal) => get(`/tasks/${encodeURIComponent(id)}`, {}, signal));
  const counts = useStore(taskCounts);
  useEffect(() => {
    if (resource.data !== undefined) resource.reload();
  }, [counts]);
  const { data } = resource;
  return html`<${Page}
    title=${data ? `${data.task} ${id}` : `Task ${id}`}
    trail=${[['Tasks', data ? `/console/tasks?state=${data.state}` : '/console/tasks']]}
    actions=${data && html`<${Actions} task=${data} reload=${resource.reload} />`}
  >
    ${
      resource.error?.status === 404
        ? html`<${Gone} />`
        : html`<${Loaded}
          what="The task"
          resource=${resource}
        >${(task) => html`<${Known} task=${task} />`}<//>`
    }
  <//>`;
}

const Gone = () =>
  html`<div class="notice good">
    <p>
      This task is not in the queue: it was done, or it was removed. ${' '}
      <a href="/console/tasks">Back to the tasks</a>
    </p>
  </div>`;

function Actions({ task, reload }) {
  if (!useMayAct() || task.state === 'running') return null;
  return taskActions.map((action) => {
    const done = action.id === 'remove' ? () => navigate(`/console/tasks?state=${task.state}`) : reload;
    return html`<${Button}
      key=${action.id}
      kind=${action.danger ? 'danger outline' : null}
      onPress=${() => startTaskAction(action, [task.id], done)}
    >${action.title}<//>`;
  });
}

const next = {
  failed: () => 'It is not retried automatically. See the error, fix its cause, then run it now.',
  running: () => 'It runs now.',
  ready: () => 'It runs as soon as a host that knows it is free.',
  scheduled: (task) => html`It runs <${Time} at=${task.runAt} />.`,
};

function Known({ task }) {
  const queue =
    task.queue &&
    html`<a href=${`/console/tasks?${new URLSearchParams({ queue: task.queue, state: task.state })}`}><bdi class="mono">${task.queue}</bdi></a>`;
  const facts = [
    ['State', html`<${Status} value=${task.state} />`],
    ['What is next', next[task.state]?.(task)],
    ['Task', html`<${Text} value=${task.task} mono />`],
    ['Queue', queue],
    ['Attempts', `${count(task.attempts)} of ${count(task.maxAttempts)}`],
    ['Priority', count(task.priority)],
    ['Run at', html`<${Time} at=${task.runAt} />`],
    ['Created', html`<${Time} at=${task.createdAt} />`],
    ['Changed', html`<${Time} at=${task.updatedAt} />`],
    ['Taken by', task.lockedBy && html`<${Text} value=${task.lockedBy} mono />`],
    ['Taken', task.lockedAt && html`<${Time} at=${task.lockedAt} />`],
    ['Key', task.key && html`<${Text} value=${task.key} mono />`],
    ['Flags', task.flags && html`<${Text} value=${Object.keys(task.flags).join(', ')} mono />`],
    ['Revision', task.revision === undefined ? null : count(task.revision)],
  ];
  return html`${
    task.lastError &&
    html`<${Card}
      title=${task.state === 'failed' ? 'Why it failed' : 'Last error'}
      aside=${html`<${CopyButton} text=${task.lastError} what="error" />`}
    >
      <pre class="error-text"><bdi>${task.lastError}</bdi></pre>
    <//>`
  }
    <${Card}><${Facts} facts=${facts.filter(([title, value]) => value !== null && value !== undefined && value !== '')} /><//>
    <${Card} title="Payload"><${JsonTree} value=${task.payload} label="the payload" /><//>`;
}
