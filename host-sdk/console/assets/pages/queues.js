// Named queues: one task at a time each, so a lock of a dead worker holds up all that waits.
import { html } from '../vendor/preact.js';
import { Button } from '../components/button.js';
import { openDialogOf } from '../components/dialog.js';
import { ActionForm } from '../components/form.js';
import { Nothing } from '../components/nothing.js';
import { Page } from '../components/page.js';
import { Pager } from '../components/pager.js';
import { Empty, Loaded } from '../components/states.js';
import { Status } from '../components/status.js';
import { Table } from '../components/table.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { toast } from '../components/toast.js';
import { get, post } from '../lib/api.js';
import { useTopic } from '../lib/events.js';
import { counted } from '../lib/format.js';
import { useAddress } from '../lib/router.js';
import { useMayAct } from '../lib/session.js';
import { useResource } from '../lib/use_resource.js';

const limit = 100;

const tasksOf = ({ name }) => `/console/tasks?${new URLSearchParams({ queue: name, state: 'ready' })}`;

const columns = [
  {
    key: 'name',
    title: 'Queue',
    render: (queue) =>
      html`<a class="row-link" href=${tasksOf(queue)}><${Text} value=${queue.name} mono limit=${0} /></a>`,
  },
  { key: 'ready', title: 'Ready', numeric: true, render: ({ ready, more }) => counted({ count: ready, more }) },
  {
    key: 'lockedBy',
    title: 'Locked by',
    render: ({ lockedBy }) =>
      lockedBy === null ? html`<${Nothing} word="free" />` : html`<${Text} value=${lockedBy} mono limit=${40} />`,
  },
  { key: 'lockedAt', title: 'Since', render: ({ lockedAt }) => html`<${Time} at=${lockedAt} />` },
  { key: 'lockedAlive', title: 'Worker', render: (queue) => html`<${Worker} ...${queue} />` },
];

function Worker({ lockedBy, lockedAlive }) {
  if (lockedBy === null) return html`<${Nothing} />`;
  if (lockedAlive === null)
    return html`<span
      class="status idle"
      title="Not a host: a worker of another kind says nothing of its life"
    >Unknown</span>`;
  return html`<${Status} value=${lockedAlive ? 'alive' : 'dead'} />`;
}

function askUnlock({ name, lockedAlive }, done) {
  const submit = async () => {
    const { changed } = await post('/queues/actions/unlock', { name });
    toast('success', changed > 0 ? 'Unlocked: its next task is taken at once.' : 'The queue was free already.');
    done();
  };
  const question = html`The lock of <bdi class="mono">${name}</bdi> is taken away, and its next task runs at once.
    ${lockedAlive === null && ' Its worker is not a host of this platform: make sure that it has ended, or two tasks of it run at once.'}`;
  openDialogOf(
    () =>
      html`<${ActionForm}
        title="Unlock queue"
        question=${question}
        verb="Unlock"
        danger=${lockedAlive === null}
        submit=${submit}
      />`,
  );
}

export function Queues() {
  const cursor = useAddress().query.get('cursor');
  const parameters = { limit, cursor };
  const resource = useResource(JSON.stringify(parameters), (signal) => get('/queues', parameters, signal));
  useTopic('tasks', resource.reload);
  const mayAct = useMayAct();
  const unlock = (queue) =>
    queue.lockedBy !== null &&
    queue.lockedAlive !== true &&
    html`<${Button} small onPress=${() => askUnlock(queue, resource.reload)}>Unlock<//>`;
  return html`<${Page}
    title="Queues"
    lead="Tasks of one named queue run one after the other. A worker that holds a queue is the only one that takes its tasks."
  >
    <${Loaded} what="Queues" resource=${resource}>
      ${({ queues, cursor: next }) =>
        queues.length === 0
          ? html`<${Empty} title="There is no named queue.">A queue appears with its first task.<//>`
          : html`<${Table}
            label="Queues"
            columns=${columns}
            rows=${queues}
            rowId=${({ name }) => name}
            href=${tasksOf}
            actions=${mayAct ? unlock : null}
          />
              <${Pager} cursor=${cursor} next=${next} shown=${queues.length} noun="queue" />`}
    <//>
  <//>`;
}
