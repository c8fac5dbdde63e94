// Tasks of one state, a page at a time, to choose from and act on.
import { html, useEffect, useState } from '../vendor/preact.js';
import { Button } from '../components/button.js';
import { Pager } from '../components/pager.js';
import { Empty, Loaded } from '../components/states.js';
import { Table } from '../components/table.js';
import { get } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { navigate, useAddress, withQuery } from '../lib/router.js';
import { useMayAct } from '../lib/session.js';
import { useStore } from '../lib/store.js';
import { taskCounts } from '../lib/task_counts.js';
import { useResource } from '../lib/use_resource.js';
import { startTaskAction, taskActions } from './actions.js';
import { taskColumns, taskHref } from './columns.js';

const limit = 100;

const empty = {
  ready: ['No task waits to be taken.', 'What is enqueued appears here until a host takes it.'],
  scheduled: ['No task waits for its time.', 'Retries and tasks for later appear here.'],
  running: ['No task runs at the moment.', ''],
  failed: ['No task failed permanently.', 'Tasks whose attempts are used up appear here.'],
};

/** `task`, `queue`: only those; `without`: a column that says nothing here. */
export function TaskList({ state, task, queue, without }) {
  const cursor = useAddress().query.get('cursor');
  const parameters = { state, task, queue, limit, cursor };
  const key = JSON.stringify(parameters);
  const resource = useResource(key, (signal) => get('/tasks', parameters, signal));
  const counts = useStore(taskCounts);
  const [chosen, setChosen] = useState(new Set());
  const mayAct = useMayAct();

  useEffect(() => setChosen(new Set()), [key]);
  useEffect(() => {
    if (resource.data !== undefined) resource.reload();
  }, [counts]);

  const columns = taskColumns(state).filter((column) => column.key !== without);
  return html`<${Loaded} what="Tasks" resource=${resource}>
    ${({ tasks, cursor: next }) =>
      tasks.length === 0
        ? html`<${NoTasks} state=${state} narrowed=${task || queue} cursor=${cursor} />`
        : html`${
            chosen.size > 0 &&
            html`<${ChosenBar}
              chosen=${chosen}
              clear=${() => setChosen(new Set())}
              done=${resource.reload}
            />`
          }
            <${Table}
              label=${`Tasks: ${state}`}
              columns=${columns}
              rows=${tasks}
              href=${taskHref}
              selection=${mayAct && state !== 'running' ? { ids: chosen, set: setChosen } : null}
            />
            <${Pager} cursor=${cursor} next=${next} shown=${tasks.length} noun="task" />`}
  <//>`;
}

function ChosenBar({ chosen, clear, done }) {
  const finish = () => {
    clear();
    done();
  };
  return html`<div class="chosen" role="region" aria-label="Chosen tasks">
    <span class="strong" role="status">${plural(chosen.size, 'task')} chosen</span>
    ${taskActions.map(
      (action) => html`<${Button}
        key=${action.id}
        small
        kind=${action.danger ? 'danger outline' : null}
        onPress=${() => startTaskAction(action, [...chosen], finish)}
      >${action.title}<//>`,
    )}
    <${Button} small kind="quiet" onPress=${clear}>Clear<//>
  </div>`;
}

function NoTasks({ state, narrowed, cursor }) {
  if (cursor)
    return html`<${Empty} title="There is nothing on this page any more."><a href=${withQuery({ cursor: null })}>First page</a><//>`;
  if (narrowed)
    return html`<${Empty} title="No task matches."><${Button}
      kind="link"
      onPress=${() => navigate(withQuery({ task: null, queue: null }))}
    >Show all<//><//>`;
  const [title, more] = empty[state];
  return html`<${Empty} title=${title}>${more}<//>`;
}
