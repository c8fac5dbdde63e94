// The tasks of the queue by state.
import { html } from '../vendor/preact.js';
import { Filter } from '../components/filter.js';
import { Page } from '../components/page.js';
import { Tabs } from '../components/tabs.js';
import { counted, humanized } from '../lib/format.js';
import { useAddress, withQuery } from '../lib/router.js';
import { useStore } from '../lib/store.js';
import { taskCounts } from '../lib/task_counts.js';
import { stateOf, states } from '../tasks/queue_tasks.js';
import { TaskList } from '../tasks/task_list.js';

export function Tasks() {
  const { query } = useAddress();
  const counts = useStore(taskCounts);
  const state = stateOf(query);
  const tabs = states.map((id) => ({
    id,
    title: humanized(id),
    count: counts && counted(counts[id]),
    href: withQuery({ state: id, cursor: null }),
  }));
  return html`<${Page}
    title="Tasks"
    lead="What waits, runs and failed, of all plugins and workers. A task that is done is gone."
  >
    <${Tabs} label="States of tasks" tabs=${tabs} current=${state} />
    <div class="toolbar">
      <${Filter} name="task" label="Task, in full" />
      <${Filter} name="queue" label="Queue, in full" first=${false} />
    </div>
    <${TaskList} key=${state} state=${state} task=${query.get('task')} queue=${query.get('queue')} />
  <//>`;
}
